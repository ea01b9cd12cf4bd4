import Exchange
import Runs

/// Two documents whose texts may be near each other. `match-text` writes it, once for each key that they share;
/// `compare-text` compares them once.
struct NearPair: ExchangeEntry, Equatable {
    static let file = ExchangeFile<NearPair>(name: "pairs.sorted", phase: .matchText, buckets: .hashes)

    /// The earlier document.
    let one: Location
    let other: Location

    init(_ a: Location, _ b: Location) { (one, other) = (min(a, b), max(a, b)) }

    var key: UInt64 { one.key }

    init(key: UInt64, from payload: inout PayloadReader) {
        one = Location(key: key)
        other = Location(from: &payload)
    }

    func write(to payload: inout PayloadWriter) { other.write(to: &payload) }
}

/// Two documents whose texts are near each other. `match-text` writes those it had to compare at once, `compare-text` the
/// others; `cluster-text` reads all.
struct NearEdge: ExchangeEntry, Equatable {
    static let ofCrowds = ExchangeFile<NearEdge>(name: "edges.sorted", phase: .matchText, buckets: .one)
    static let ofPairs = ExchangeFile<NearEdge>(name: "edges.sorted", phase: .compareText, buckets: .one)

    let pair: NearPair
    /// Jaccard of their shingles.
    let similarity: Double
    /// Whether they show the same images, by their URLs.
    let showsSameImages: Bool

    init(_ pair: NearPair, similarity: Double, showsSameImages: Bool) {
        (self.pair, self.similarity, self.showsSameImages) = (pair, similarity, showsSameImages)
    }

    var key: UInt64 { pair.key }

    init(key: UInt64, from payload: inout PayloadReader) {
        pair = NearPair(key: key, from: &payload)
        similarity = Double(bitPattern: payload.key())
        showsSameImages = payload.integer() == 1
    }

    func write(to payload: inout PayloadWriter) {
        pair.write(to: &payload)
        payload.append(similarity.bitPattern)
        payload.append(showsSameImages ? 1 : 0)
    }
}
