import JSON
import Platform

/// A request as the server has it.
struct ServedRequest {
    /// A picture and where its bytes are.
    struct Picture {
        let sha256: String
        let source: ScorerImage
    }

    /// What a line is.
    enum Line {
        case hello
        case request(ServedRequest)
        case fault(JSONValue, String)
    }

    /// As it came, and goes back.
    let id: JSONValue
    let work: ScorerRequest.Work
    /// The document's parts; pictures by their place among all.
    let parts: [[ScoreNode]]
    let pictures: [Picture]
    let maximumTokens: Int

    /// Reads a line.
    static func read(_ line: [UInt8]) -> Line {
        guard let json = try? JSONValue(parsing: line) else { return .fault(.null, "the line is not JSON") }
        if json["hello"] != nil { return .hello }
        let id = json["id"] ?? .null
        do throws(ScorerFault) { return .request(try ServedRequest(json, id)) } catch {
            return .fault(id, error.description)
        }
    }

    private init(_ json: JSONValue, _ id: JSONValue) throws(ScorerFault) {
        self.id = id
        switch json["do"]?.string {
        case "logprobs": work = .logProbabilities(masks: json["images"]?.string == "mask")
        case "question": work = .question(json["question"]?.string ?? "")
        case "caption": work = .caption(prefix: json["prefix"]?.string ?? "")
        default: throw ScorerFault("'do' is none of logprobs, question, caption")
        }
        maximumTokens = json["max_tokens"]?.integer ?? 2048
        guard (1...1 << 20).contains(maximumTokens), let list = json["parts"]?.array else {
            throw ScorerFault("it lacks parts, or max_tokens is out of range")
        }
        var pictures: [Picture] = []
        var parts: [[ScoreNode]] = []
        for part in list {
            guard let items = part.array else { throw ScorerFault("a part is no list") }
            var nodes: [ScoreNode] = []
            for item in items {
                if let text = item["text"]?.string {
                    nodes.append(.text(text))
                } else {
                    nodes.append(.image(pictures.count))
                    pictures.append(try Self.picture(item))
                }
            }
            parts.append(nodes)
        }
        (self.parts, self.pictures) = (parts, pictures)
    }

    private static func picture(_ item: JSONValue) throws(ScorerFault) -> Picture {
        guard let sha256 = item["sha256"]?.string else { throw ScorerFault("an item is neither a text nor a picture") }
        if let path = item["path"]?.string { return Picture(sha256: sha256, source: .path(path)) }
        guard let bytes = item["data"]?.string.flatMap({ Base64.decode($0) }) else {
            throw ScorerFault("a picture has neither a path nor data in base64")
        }
        return Picture(sha256: sha256, source: .data(bytes))
    }
}
