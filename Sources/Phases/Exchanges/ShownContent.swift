import Exchange
import Platform
import Runs

/// How many documents show a content by one URL. `measure` writes it where contents meet; `deduplicate-images` sums up.
struct ShownContent: ExchangeEntry, Equatable {
    static let file = ExchangeFile<ShownContent>(name: "contents.sorted", phase: .measure, buckets: .hashes)

    let documents: Int
    let content: Digest

    init(_ content: Digest, documents: Int) { (self.content, self.documents) = (content, documents) }

    /// The first 8 bytes of the content's SHA-256.
    var key: UInt64 { content.key }

    init(key: UInt64, from payload: inout PayloadReader) {
        documents = payload.integer()
        content = payload.digest()
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(documents)
        payload.append(content)
    }
}
