import Curation
import Exchange
import Runs

/// That a document shows an image URL. `extract` writes it where the URL's hash meets; `deduplicate-links` counts.
struct ImageLink: ExchangeEntry, Equatable {
    static let file = ExchangeFile<ImageLink>(name: "links.sorted", phase: .extract, buckets: .hashes)

    /// `URLKey` of the image's URL.
    let key: UInt64
    let location: Location
    /// `DomainKey` of the page.
    let domain: UInt64
    /// What copies of its page have in common.
    let page: UInt64

    init(url: String, location: Location, domain: UInt64, page: UInt64) {
        (key, self.location, self.domain, self.page) = (URLKey.hash(of: url), location, domain, page)
    }

    init(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        location = Location(from: &payload)
        domain = payload.key()
        page = payload.key()
    }

    func write(to payload: inout PayloadWriter) {
        location.write(to: &payload)
        payload.append(domain)
        payload.append(page)
    }
}
