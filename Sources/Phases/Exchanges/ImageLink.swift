import Exchange
import Runs

/// That a document shows an image URL. `extract` writes it where the URL's hash meets; `deduplicate-links` counts.
struct ImageLink: ExchangeEntry, Equatable {
    static let file = ExchangeFile<ImageLink>(name: "links.sorted", phase: .extract, buckets: .hashes)

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
