import Exchange
import Runs

/// That a document shows an image URL no more, since the document left. `deduplicate-text` and `cluster-text` write it where
/// the URL's host meets; `fetch` and `measure` read it beside `ShownImage`.
struct HiddenImage: ExchangeEntry, Equatable {
    static let file = ExchangeFile<HiddenImage>(name: "gone.sorted", phase: .deduplicateText, buckets: .hashes)
    /// Of documents that are copies of others.
    static let ofCopies = ExchangeFile<HiddenImage>(name: "gone.sorted", phase: .clusterText, buckets: .hashes)

    /// `URLKey` of the image's URL.
    let key: UInt64
    let location: Location

    init(key: UInt64, location: Location) { (self.key, self.location) = (key, location) }

    init(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        location = Location(from: &payload)
    }

    func write(to payload: inout PayloadWriter) { location.write(to: &payload) }
}
