import CLayout
import Platform

/// PaCMAP: pulls to near rows, to rows halfway, and pushes from any; four times as fast as t-SNE, truer to what is far and
/// coarser in what is near.
///
/// Source: Wang, Huang, Rudin, Shaposhnik, "Understanding how dimension reduction tools work" (JMLR 2021): pairs, weights
/// and phases as there.
struct PaCMAPLayout {
    private static let near = 10, halfway = 5, far = 20

    let found: NeighbourSearch.Found
    let table: VectorTable
    let parallel: Parallel
    var iterations = 450

    /// Moves `points` (N, 2).
    func run(_ points: Room<Float>) {
        let rows = table.rows
        guard rows > 2 else { return }
        let (near, halfway, far) = (nearPairs, halfwayPairs, farPairs)
        let gradient = Room<Float>(rows * 2, filledWith: 0)
        let adam = Adam(points)
        let phase = iterations * 100 / 450
        for iteration in 0..<iterations {
            var weights: (near: Float, halfway: Float) = (1, 0)
            if iteration < phase {
                let share = Float(iteration) / Float(max(1, phase))
                weights = (2, 1000 * (1 - share) + 3 * share)
            } else if iteration < 2 * phase {
                weights = (3, 3)
            }
            let now = weights
            parallel.forEach(rows, grain: 4096) { range in
                for place in range.lowerBound * 2..<range.upperBound * 2 { gradient[place] = 0 }
                func pull(_ edges: Edges, _ c: Float, _ scale: Float) {
                    cl_attract_pairs(
                        edges.starts.base, edges.ends.base, points.base, c, scale, Int32(range.lowerBound),
                        Int32(range.upperBound), gradient.base)
                }
                pull(near, 10, now.near * 20)
                if now.halfway > 0 { pull(halfway, 10_000, now.halfway * 20_000) }
                pull(far, 1, -2)
            }
            adam.step(gradient, iteration + 1, parallel)
        }
    }

    /// The ten nearest by distance scaled with both rows' own.
    private var nearPairs: Edges {
        let kept = NeighbourSearch.kept
        let scales = (0..<table.rows).map { row -> Float in
            let distances = (3..<6).map { found.distances[row * kept + $0] }.filter(\.isFinite)
            return max(1e-10, distances.reduce(0) { $0 + $1.squareRoot() } / Float(max(1, distances.count)))
        }
        let chosen = Room<Int32>(table.rows * Self.near, filledWith: -1)
        for row in 0..<table.rows {
            let candidates = (row * kept..<(row + 1) * kept).filter { found.ids[$0] >= 0 }.map { place in
                (found.distances[place] / (scales[row] * scales[Int(found.ids[place])]), found.ids[place])
            }
            for (place, pair) in candidates.sorted(by: { $0 < $1 }).prefix(Self.near).enumerated() {
                chosen[row * Self.near + place] = pair.1
            }
        }
        return Edges(rows: table.rows, width: Self.near) { chosen[$0 * Self.near + $1] }
    }

    /// The second nearest of six drawn at random, five times.
    private var halfwayPairs: Edges {
        var random = SplitMix64(seed: 11)
        let chosen = Room<Int32>(table.rows * Self.halfway, filledWith: -1)
        for row in 0..<table.rows {
            for place in 0..<Self.halfway {
                let drawn = (0..<6).map { _ in other(than: row, &random) }.map { other in
                    (cl_distance(table.row(row), table.row(Int(other)), Int32(table.stride)), other)
                }
                chosen[row * Self.halfway + place] = drawn.sorted { $0 < $1 }[1].1
            }
        }
        return Edges(rows: table.rows, width: Self.halfway) { chosen[$0 * Self.halfway + $1] }
    }

    private var farPairs: Edges {
        var random = SplitMix64(seed: 12)
        let chosen = Room<Int32>(table.rows * Self.far, filledWith: -1)
        for row in 0..<table.rows {
            for place in 0..<Self.far { chosen[row * Self.far + place] = other(than: row, &random) }
        }
        return Edges(rows: table.rows, width: Self.far) { chosen[$0 * Self.far + $1] }
    }

    private func other(than row: Int, _ random: inout SplitMix64) -> Int32 {
        let drawn = Int(random.next() % UInt64(table.rows - 1))
        return Int32(drawn < row ? drawn : drawn + 1)
    }

    /// Source: Kingma and Ba 2015, with PaCMAP's rate of 1.
    private final class Adam: @unchecked Sendable {
        let points: Room<Float>
        private let mean: Room<Float>, square: Room<Float>
        private var meanPower: Float = 1, squarePower: Float = 1

        init(_ points: Room<Float>) {
            self.points = points
            mean = Room(points.count, filledWith: 0)
            square = Room(points.count, filledWith: 0)
        }

        func step(_ gradient: Room<Float>, _ number: Int, _ parallel: Parallel) {
            meanPower *= 0.9
            squarePower *= 0.999
            let rate = (1 - squarePower).squareRoot() / (1 - meanPower)
            let (points, mean, square) = (points, mean, square)
            parallel.forEach(points.count, grain: 32768) { range in
                for place in range {
                    mean[place] += 0.1 * (gradient[place] - mean[place])
                    square[place] += 0.001 * (gradient[place] * gradient[place] - square[place])
                    points[place] -= rate * mean[place] / (square[place].squareRoot() + 1e-7)
                }
            }
        }
    }
}
