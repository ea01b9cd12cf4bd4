import Exchange
import Runs

/// A page that is in so far. `extract` writes it where its domain meets; `deduplicate-text` looks for copies of a URL and
/// for pages that lost their images.
struct PageSignature: ExchangeEntry, Equatable {
    static let file = ExchangeFile<PageSignature>(name: "pages.sorted", phase: .extract, buckets: .hashes)

    /// An image that the page shows.
    struct Image: Equatable {
        /// `URLKey` of its URL.
        let key: UInt64
        /// The bucket of its host.
        let bucket: Int
    }

    /// `URLKey` of the page's URL.
    let key: UInt64
    let location: Location
    /// `DomainKey` of the page.
    let domain: UInt64
    /// 14 digits, `""` when unknown.
    let captured: String
    /// The archive's name.
    let archive: String
    var images: [Image] = []

    /// `ShortDomain` of the page.
    var shortDomain: Int { ShortDomain.of(domain) }

    init(key: UInt64, location: Location, domain: UInt64, captured: String, archive: String) {
        (self.key, self.location, self.domain) = (key, location, domain)
        (self.captured, self.archive) = (captured, archive)
    }

    init(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        location = Location(from: &payload)
        domain = payload.key()
        captured = payload.text()
        archive = payload.text()
        while !payload.isAtEnd, !payload.isDamaged {
            images.append(Image(key: payload.key(), bucket: payload.integer()))
        }
    }

    func write(to payload: inout PayloadWriter) {
        location.write(to: &payload)
        payload.append(domain)
        payload.append(captured)
        payload.append(archive)
        for image in images {
            payload.append(image.key)
            payload.append(image.bucket)
        }
    }
}
