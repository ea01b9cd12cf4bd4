import JSON
import Platform

/// A picture of a request: what it is, and where its bytes are.
enum ScorerImage: Equatable, Sendable {
    case path(String)
    case data([UInt8])
}

/// A node of a document as a scorer gets it.
enum ScorerItem: Equatable, Sendable {
    case text(String)
    case image(sha256: String)
}

/// One thing that is asked of a scorer.
struct ScorerRequest: Equatable, Sendable {
    /// What is asked.
    enum Work: Equatable, Sendable {
        /// The log-probability of every token; `masks`: with the pictures masked.
        case logProbabilities(masks: Bool)
        /// The log-probabilities of yes and no as the answer to a question about the document.
        case question(String)
        /// A description of the one picture.
        case caption(prefix: String)
    }

    let id: Int
    let work: Work
    /// Texts of their own, one behind the other.
    let parts: [[ScorerItem]]
    /// Tokens of the document, or of the caption, at most.
    let maximumTokens: Int

    /// The request as a line; `image` gives the bytes of a picture or where they are.
    func json(_ image: (String) throws -> ScorerImage) throws -> JSONValue {
        var members: [JSONValue.Member] = [.init(key: "id", value: .integer(id))]
        switch work {
        case .logProbabilities(let masks):
            members.append(.init(key: "do", value: .string("logprobs")))
            members.append(.init(key: "images", value: .string(masks ? "mask" : "keep")))
        case .question(let text):
            members.append(.init(key: "do", value: .string("question")))
            members.append(.init(key: "question", value: .string(text)))
        case .caption(let prefix):
            members.append(.init(key: "do", value: .string("caption")))
            members.append(.init(key: "prefix", value: .string(prefix)))
        }
        members.append(.init(key: "max_tokens", value: .integer(maximumTokens)))
        let parts = try self.parts.map { part in
            JSONValue.array(try part.map { item in try Self.json(item, image) })
        }
        members.append(.init(key: "parts", value: .array(parts)))
        return .object(members)
    }

    private static func json(_ item: ScorerItem, _ image: (String) throws -> ScorerImage) throws -> JSONValue {
        switch item {
        case .text(let text): return .members(["text": .string(text)])
        case .image(let sha256):
            switch try image(sha256) {
            case .path(let path): return .members(["sha256": .string(sha256), "path": .string(path)])
            case .data(let bytes):
                return .members(["sha256": .string(sha256), "data": .string(Base64.encode(bytes))])
            }
        }
    }
}
