import Curation
import Exchange
import Facts
import Platform
import Runs

/// That an image leaves a document because it stands elsewhere. `deduplicate-images` writes it to the document's part;
/// `judge` reads its part's.
struct ImageDecision: ExchangeEntry, Equatable {
    static let file = ExchangeFile<ImageDecision>(
        name: "decisions.sorted", phase: .deduplicateImages, buckets: .parts)

    /// The document's place in the part.
    let document: Int
    /// `URLKey` of the image's URL.
    let url: UInt64
    let reason: Reason
    /// The image that stays.
    let kept: Digest

    init(document: Int, url: UInt64, _ reason: Reason, kept: Digest) {
        (self.document, self.url, self.reason, self.kept) = (document, url, reason, kept)
    }

    var key: UInt64 { UInt64(document) }

    init?(key: UInt64, from payload: inout PayloadReader) {
        document = Int(key)
        url = payload.key()
        guard let reason = Reason(rawValue: payload.text()) else { return nil }
        self.reason = reason
        kept = payload.digest()
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(url)
        payload.append(reason.rawValue)
        payload.append(kept)
    }
}
