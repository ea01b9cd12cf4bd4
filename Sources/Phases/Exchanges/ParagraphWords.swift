import Curation
import Exchange
import Runs

/// The words of a paragraph that is in so far. `extract` writes it where its domain meets; `deduplicate-text` looks for
/// lines and runs of words that repeat. Two bytes a word: cheaper than a sample of its runs (a key and a place each), and
/// where a run begins and ends is known to the word.
struct ParagraphWords: ExchangeEntry, Equatable {
    static let file = ExchangeFile<ParagraphWords>(name: "words.sorted", phase: .extract, buckets: .hashes)

    /// `DomainKey` of its page.
    let key: UInt64
    /// What copies of its page have in common. It is written first, so that all they say comes in one go.
    let page: UInt64
    let location: Location
    /// Its ordinal in the document.
    let ordinal: Int
    /// `PlacedWords.numbers`.
    let words: [UInt16]

    init(domain: UInt64, page: UInt64, location: Location, ordinal: Int, words: [UInt16]) {
        (key, self.page, self.location, self.ordinal, self.words) = (domain, page, location, ordinal, words)
    }

    init(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        page = payload.key()
        location = Location(from: &payload)
        ordinal = payload.integer()
        let bytes = payload.rest()
        words = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(page)
        location.write(to: &payload)
        payload.append(ordinal)
        payload.append(raw: words.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })
    }
}
