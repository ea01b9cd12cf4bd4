import Curation
import Exchange
import Facts
import Platform
import Runs

/// A measured image in a document, as far as telling equal ones needs it. `measure` writes it where the page's domain
/// meets, or all in one bucket for the whole corpus; `deduplicate-images` compares. None unless images are deduplicated
/// beyond their document.
struct ImageOccurrence: ExchangeEntry, Equatable {
    static let file = ExchangeFile<ImageOccurrence>(name: "occurrences.sorted", phase: .measure, buckets: .hashes)

    let location: Location
    /// `URLKey` of its URL.
    let url: UInt64
    let content: Digest
    /// The perceptual hash.
    let hash: UInt64
    /// `DomainKey` of the page.
    let domain: UInt64

    init(url: String, signals: ImageSignals, domain: UInt64, location: Location = Location(part: 0, document: 0)) {
        self.location = location
        self.url = URLKey.hash(of: url)
        content = signals.digest ?? Digest(bytes: [])
        hash = signals.perceptualHash ?? 0
        self.domain = domain
    }

    var key: UInt64 { location.key }

    init(key: UInt64, from payload: inout PayloadReader) {
        location = Location(key: key)
        url = payload.key()
        hash = payload.key()
        domain = payload.key()
        content = payload.digest()
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(url)
        payload.append(hash)
        payload.append(domain)
        payload.append(content)
    }
}
