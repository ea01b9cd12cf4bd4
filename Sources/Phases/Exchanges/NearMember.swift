import Curation
import Duplicates
import Exchange
import Runs

/// What decides about a document that is near another. Written beside `NearEdge`, by the same phases, once or more often
/// for each of its documents; `cluster-text` reads it.
struct NearMember: ExchangeEntry, Equatable {
    static let ofCrowds = ExchangeFile<NearMember>(name: "members.sorted", phase: .matchText, buckets: .one)
    static let ofPairs = ExchangeFile<NearMember>(name: "members.sorted", phase: .compareText, buckets: .one)

    let location: Location
    var id = ""
    /// 14 digits, `""` when unknown.
    var captured = ""
    /// Code points of the text.
    var characters = 0
    /// Domain of the page, as the pipeline says what one is.
    var domain = ""
    /// Images that are shown.
    var images: [PageSignature.Image] = []
    /// Their URLs, where documents take pictures of their copies.
    var urls: [String] = []

    init(location: Location) { self.location = location }

    var key: UInt64 { location.key }

    var standing: Standing {
        Standing(images: images.count, captured: Standing.date(captured), characters: characters)
    }

    init(key: UInt64, from payload: inout PayloadReader) {
        location = Location(key: key)
        id = payload.text()
        captured = payload.text()
        characters = payload.integer()
        domain = payload.text()
        images = payload.list { PageSignature.Image(key: $0.key(), bucket: $0.integer()) }
        while !payload.isAtEnd, !payload.isDamaged { urls.append(payload.text()) }
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(id)
        payload.append(captured)
        payload.append(characters)
        payload.append(domain)
        payload.append(images) { image, payload in
            payload.append(image.key)
            payload.append(image.bucket)
        }
        for url in urls { payload.append(url) }
    }

    /// Without the images that leave its domain since they stand too often.
    func without(_ frequent: FrequentImages) -> NearMember {
        let domain = DomainKey.hash(domain)
        let kept = images.indices.filter { !frequent.contains(images[$0].key, domain: domain) }
        guard kept.count < images.count else { return self }
        var member = self
        if urls.count == images.count { member.urls = kept.map { urls[$0] } }
        member.images = kept.map { images[$0] }
        return member
    }

    /// Whether both show the same images, by their URLs: order does not matter, and one may have lost some. Who shows
    /// none shows no others.
    func showsSameImages(as other: NearMember) -> Bool {
        let (own, others) = (Set(images.map(\.key)), Set(other.images.map(\.key)))
        let least = min(own.count, others.count)
        return own.intersection(others).count * 2 >= least
    }
}

/// That a document has left before texts are compared. `deduplicate-text` writes it; `cluster-text` reads all.
struct GoneDocument: ExchangeEntry, Equatable {
    static let file = ExchangeFile<GoneDocument>(name: "gone-documents.sorted", phase: .deduplicateText, buckets: .one)

    let location: Location

    init(location: Location) { self.location = location }

    var key: UInt64 { location.key }

    init(key: UInt64, from payload: inout PayloadReader) { location = Location(key: key) }

    func write(to payload: inout PayloadWriter) {}
}
