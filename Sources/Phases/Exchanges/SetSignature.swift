import Curation
import Exchange
import Runs

/// A judged document and its set of image URLs. `judge` writes it where the set meets; `deduplicate-sets` compares.
struct SetSignature: ExchangeEntry, Equatable {
    static let file = ExchangeFile<SetSignature>(name: "sets.sorted", phase: .judge, buckets: .hashes)

    /// `CorpusSteps.imageSetKey` of its images' URLs.
    let key: UInt64
    /// Where `judge` wrote the document.
    let location: Location
    /// 14 digits, `""` when unknown.
    let captured: String
    /// The archive's name.
    let archive: String
    /// The page's URL.
    let url: String
    /// The document's id.
    let id: String

    init(key: UInt64, location: Location, page: PageCandidate, id: String) {
        (self.key, self.location, self.id) = (key, location, id)
        (captured, archive, url) = (page.captured, page.archive, page.url)
    }

    init(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        location = Location(from: &payload)
        captured = payload.text()
        archive = payload.text()
        url = payload.text()
        id = payload.text()
    }

    func write(to payload: inout PayloadWriter) {
        location.write(to: &payload)
        for text in [captured, archive, url, id] { payload.append(text) }
    }

    /// What is compared of it.
    var page: PageCandidate { PageCandidate(archive: archive, captured: captured, url: url) }
}
