import Runs

/// That a document's text has a key in common with others of its key: probably they are near each other. `extract` writes
/// one a band; `match-text` reads them where equal keys meet.
struct BandKey: LocatedKey {
    static let file = ExchangeFile<BandKey>(name: "bands.sorted", phase: .extract, buckets: .hashes)

    /// The key of a band of the signature.
    let key: UInt64
    let location: Location
}
