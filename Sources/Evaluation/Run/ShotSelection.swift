import Platform

/// How the shots of a query are chosen.
package enum ShotSelection: String, CaseIterable, Sendable {
    /// At random, for each query anew.
    case random
    /// Those whose pictures are most like the query's, the nearest last (retrieval-based in-context example selection).
    case rices
}

/// Chooses shots among support examples.
struct ShotSelector {
    /// Features of pictures, a vector of length 1 each.
    typealias Features = [String: [Float]]

    let support: [Example]
    let selection: ShotSelection
    let seed: UInt64
    let features: Features

    /// Indices in `support` of the shots of a query, in the order in which they stand in the prompt. The query itself is
    /// never among them.
    func shots(_ count: Int, of query: Example, at index: Int) -> [Int] {
        let candidates = support.indices.filter { support[$0].id != query.id || support[$0].image != query.image }
        let wanted = min(count, candidates.count)
        guard wanted > 0 else { return [] }
        switch selection {
        case .random:
            var random = SplitMix64(seed: seed &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15)
            var left = candidates
            return (0..<wanted).map { _ in left.remove(at: Int.random(in: 0..<left.count, using: &random)) }
        case .rices:
            guard let own = features[query.image] else { return Array(candidates.prefix(wanted)) }
            let nearness = candidates.map { (index: $0, value: features[support[$0].image].map { dot(own, $0) } ?? -2) }
            let order = nearness.sorted { $0.value != $1.value ? $0.value > $1.value : $0.index < $1.index }
            return order.prefix(wanted).map(\.index).reversed()
        }
    }

    private func dot(_ first: [Float], _ second: [Float]) -> Float {
        zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
