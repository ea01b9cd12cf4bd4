import Curation
import Exchange
import Runs

/// An image URL in a document, or in a list. `extract` writes it where the URL's host meets; `fetch` and `measure` read
/// what is wanted.
struct ShownImage: ExchangeEntry, Equatable {
    static let file = ExchangeFile<ShownImage>(name: "hosts.sorted", phase: .extract, buckets: .hashes)

    /// `URLKey` of its URL.
    let key: UInt64
    let location: Location
    /// `DomainKey` of the page; 0 for a list.
    let domain: UInt64
    let url: String

    init(url: String, location: Location, domain: UInt64) {
        key = URLKey.hash(of: url)
        (self.url, self.location, self.domain) = (url, location, domain)
    }

    init(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        location = Location(from: &payload)
        domain = payload.key()
        url = payload.text()
    }

    func write(to payload: inout PayloadWriter) {
        location.write(to: &payload)
        payload.append(domain)
        payload.append(url)
    }
}
