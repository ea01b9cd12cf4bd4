import Runs

/// That a document shows an image URL no more, since the document left. `deduplicate-text` and `cluster-text` write it where
/// the URL's host meets; `fetch` and `measure` read it beside `ShownImage`.
struct HiddenImage: LocatedKey {
    static let file = ExchangeFile<HiddenImage>(name: "gone.sorted", phase: .deduplicateText, buckets: .hashes)
    /// Of documents that are copies of others.
    static let ofCopies = ExchangeFile<HiddenImage>(name: "gone.sorted", phase: .clusterText, buckets: .hashes)

    /// `URLKey` of the image's URL.
    let key: UInt64
    let location: Location
}
