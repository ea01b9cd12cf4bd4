import Curation
import Exchange
import Runs

/// An image URL in a document, or in a list. `extract` writes it where the URL's host meets; `fetch` and `measure` read
/// what is wanted.
struct ShownImage: ExchangeEntry, Equatable {
    static let file = ExchangeFile<ShownImage>(name: "hosts.sorted", phase: .extract, buckets: .hashes)
    /// Of copies, for the documents that stay for them: not shown, but wanted should theirs have no picture.
    static let ofCopies = ExchangeFile<ShownImage>(name: "hosts.sorted", phase: .clusterText, buckets: .hashes)

    /// `URLKey` of its URL.
    let key: UInt64
    let location: Location
    /// `DomainKey` of the page; 0 for a list.
    let domain: UInt64
    let url: String
    /// Other addresses of the picture on the same host, best first.
    var others: [String] = []

    init(url: String, others: [String] = [], location: Location, domain: UInt64) {
        key = URLKey.hash(of: url)
        (self.url, self.others, self.location, self.domain) = (url, others, location, domain)
    }

    init(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        location = Location(from: &payload)
        domain = payload.key()
        url = payload.text()
        while !payload.isAtEnd, !payload.isDamaged { others.append(payload.text()) }
    }

    func write(to payload: inout PayloadWriter) {
        location.write(to: &payload)
        payload.append(domain)
        payload.append(url)
        for other in others { payload.append(other) }
    }
}
