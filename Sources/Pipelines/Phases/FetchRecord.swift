import JSON
import Records
import Storage

/// One image URL and what came of it.
struct FetchRecord {
    enum Outcome {
        case fetched(sha256: String, offset: Int, length: Int)
        case failed(Reason, String)
    }

    /// What the server said; nothing of it is a time, so that the same answers give the same bytes.
    struct Answer {
        /// HTTP status, 0 without an answer.
        var status = 0
        /// `Content-Type` as sent; it may lie.
        var type = ""
        /// The URL that answered, after redirects.
        var url = ""
        var redirects = 0

        func write(to json: inout JSONWriter) {
            json.member("http_status", status)
            json.member("content_type", type)
            json.member("final_url", url)
            json.member("redirects", redirects)
        }
    }

    let url: String
    let parts: [Int]
    let documents: Int
    let outcome: Outcome
    let answer: Answer

    /// Whether it failed for a reason that another day may mend.
    var isRetryable: Bool { if case .failed(let reason, _) = outcome { reason.isRetryable } else { false } }

    init(_ wanted: WantedImage, outcome: Outcome, answer: Answer = Answer()) {
        url = wanted.url
        parts = wanted.parts
        documents = wanted.documents
        self.outcome = outcome
        self.answer = answer
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("url", url)
            json.key("parts")
            json.array { json in for part in parts { json.value(part) } }
            json.member("documents", documents)
            switch outcome {
            case .fetched(let sha256, let offset, let length):
                json.member("status", "fetched")
                json.member("sha256", sha256)
                json.member("offset", offset)
                json.member("length", length)
            case .failed(let reason, let detail):
                json.member("status", reason.rawValue)
                json.member("detail", detail)
            }
            answer.write(to: &json)
        }
    }

    init?(_ json: JSONValue) {
        guard let url = json["url"]?.string, let parts = json["parts"]?.array?.compactMap(\.integer),
            let documents = json["documents"]?.integer, let status = json["status"]?.string
        else { return nil }
        self.url = url
        self.parts = parts
        self.documents = documents
        answer = Answer(
            status: json["http_status"]?.integer ?? 0, type: json["content_type"]?.string ?? "",
            url: json["final_url"]?.string ?? "", redirects: json["redirects"]?.integer ?? 0)
        if status == "fetched" {
            guard let sha256 = json["sha256"]?.string, let offset = json["offset"]?.integer,
                let length = json["length"]?.integer
            else { return nil }
            outcome = .fetched(sha256: sha256, offset: offset, length: length)
        } else {
            guard let reason = Reason(rawValue: status) else { return nil }
            outcome = .failed(reason, json["detail"]?.string ?? "")
        }
    }

    /// Reads the records of a unit of `fetch` in their order.
    static func forEach(_ path: String, _ body: (FetchRecord) throws -> Void) throws {
        try FramedReader(path: path).lines { line in
            guard let record = FetchRecord(try JSONValue(parsing: Array(line))) else {
                throw PipelineError.damaged("\(path) has a line that is no record")
            }
            try body(record)
        }
    }
}
