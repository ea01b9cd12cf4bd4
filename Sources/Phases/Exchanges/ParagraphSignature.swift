import Exchange
import Runs

/// A paragraph that is in so far. `extract` writes it where its domain meets; `deduplicate-text` looks for those that
/// repeat.
struct ParagraphSignature: ExchangeEntry, Equatable {
    static let file = ExchangeFile<ParagraphSignature>(name: "paragraphs.sorted", phase: .extract, buckets: .hashes)

    /// `ParagraphKey` of its text and domain.
    let key: UInt64
    let location: Location
    /// Its ordinal in the document.
    let ordinal: Int
    /// What copies of its page have in common.
    let page: UInt64
    /// `ShortDomain` of its page.
    var shortDomain = 0

    init(key: UInt64, location: Location, ordinal: Int, page: UInt64) {
        (self.key, self.location, self.ordinal, self.page) = (key, location, ordinal, page)
    }

    init(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        location = Location(from: &payload)
        ordinal = payload.integer()
        page = payload.key()
        shortDomain = payload.integer()
    }

    func write(to payload: inout PayloadWriter) {
        location.write(to: &payload)
        payload.append(ordinal)
        payload.append(page)
        payload.append(shortDomain)
    }
}
