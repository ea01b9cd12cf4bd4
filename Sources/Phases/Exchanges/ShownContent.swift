import Exchange
import Runs

/// How many documents show a content by one URL. `measure` writes it where contents meet; `deduplicate-images` sums up.
struct ShownContent: ExchangeEntry, Equatable {
    static let file = ExchangeFile<ShownContent>(name: "contents.sorted", phase: .measure, buckets: .hashes)

    /// The first 8 bytes of the content's SHA-256.
    let key: UInt64
    let documents: Int
    /// The content's SHA-256.
    let sha256: String

    init(sha256: String, documents: Int) {
        key = ShownContent.key(of: sha256)
        (self.sha256, self.documents) = (sha256, documents)
    }

    init(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        documents = payload.integer()
        sha256 = payload.text()
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(documents)
        payload.append(sha256)
    }

    /// The key under which a content is counted.
    static func key(of sha256: String) -> UInt64 { UInt64(sha256.prefix(16), radix: 16) ?? 0 }
}
