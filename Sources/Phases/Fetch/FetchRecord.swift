import Configuration
import CorpusFiles
package import Facts
package import JSON
package import Platform

/// One image URL and what came of it.
package struct FetchRecord {
    package enum Outcome {
        /// SHA-256 of the bytes, and where they are in the raw pack of the unit.
        case fetched(sha256: String, ByteRange)
        case failed(Reason, String)
    }

    /// What the server said; nothing of it is a time, so that the same answers give the same bytes.
    package struct Answer {
        /// HTTP status, 0 without an answer.
        package var status = 0
        /// `Content-Type` as sent; it may lie.
        package var type = ""
        /// The URL that answered, after redirects.
        package var url = ""
        package var redirects = 0

        /// An answer; without arguments, that there was none.
        package init(status: Int = 0, type: String = "", url: String = "", redirects: Int = 0) {
            self.status = status
            self.type = type
            self.url = url
            self.redirects = redirects
        }

        package func write(to json: inout JSONWriter) {
            json.member("http_status", status)
            json.member("content_type", type)
            json.member("final_url", url)
            json.member("redirects", redirects)
        }
    }

    package let url: String
    package let parts: [Int]
    package let documents: Int
    package let outcome: Outcome
    package let answer: Answer

    /// Whether it failed for a reason that another day may mend.
    package var isRetryable: Bool { if case .failed(let reason, _) = outcome { reason.isRetryable } else { false } }

    init(_ wanted: WantedImage, outcome: Outcome, answer: Answer = Answer()) {
        url = wanted.url
        parts = wanted.parts
        documents = wanted.documents
        self.outcome = outcome
        self.answer = answer
    }

    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("url", url)
            json.key("parts")
            json.array { json in for part in parts { json.value(part) } }
            json.member("documents", documents)
            switch outcome {
            case .fetched(let sha256, let place):
                json.member("status", "fetched")
                json.member("sha256", sha256)
                json.member("offset", place.offset)
                json.member("length", place.length)
            case .failed(let reason, let detail):
                json.member("status", reason.rawValue)
                json.member("detail", detail)
            }
            answer.write(to: &json)
        }
    }

    package init?(_ json: JSONValue) {
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
            outcome = .fetched(sha256: sha256, ByteRange(offset: offset, length: length))
        } else {
            guard let reason = Reason(rawValue: status) else { return nil }
            outcome = .failed(reason, json["detail"]?.string ?? "")
        }
    }

    /// Reads the records of a unit of `fetch` in their order.
    package static func forEach(
        _ path: String, where isWanted: (_ line: UnsafeRawBufferPointer) -> Bool = { _ in true },
        _ body: (FetchRecord) throws -> Void
    ) throws {
        try FramedReader(path: path).lines { line in
            guard isWanted(line) else { return }
            guard let record = FetchRecord(try JSONValue(parsing: Array(line))) else {
                throw PipelineError.damaged("\(path) has a line that is no record")
            }
            try body(record)
        }
    }

    /// The last eight hexadecimal digits of the SHA-256 in a line of the file, a number; nil in that of a failure. Nothing is
    /// parsed for it: quotes inside the URL are escaped, so the key is found nowhere else.
    static func contentNumber(in line: UnsafeRawBufferPointer) -> UInt64? {
        guard let key = line.firstPlace(of: contentKey) else { return nil }
        let end = key + contentKey.count + 64
        guard end <= line.count else { return nil }
        return UInt64(String(decoding: line[end - 8..<end], as: UTF8.self), radix: 16)
    }

    private static let contentKey = Array("\"sha256\":\"".utf8)
}
