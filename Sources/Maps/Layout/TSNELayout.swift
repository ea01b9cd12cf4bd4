import CLayout

/// t-SNE: rows that are near each other lie near each other.
///
/// Source: van der Maaten and Hinton 2008; every row is drawn to its 15 nearest alike (no perplexity is searched for,
/// Böhm, Berens, Kobak 2022 show that it makes no visible difference), early exaggeration 12 and learning rate n/12 after
/// Kobak and Berens 2019.
struct TSNELayout {
    static let neighbours = 15
    private static let exaggeration: Float = 12

    let found: NeighbourSearch.Found
    let rows: Int
    let parallel: Parallel
    var iterations = 500

    /// Moves `points` (N, 2), which begin near the middle.
    func run(_ points: Room<Float>, progress: (Int) -> Void = { _ in }) {
        guard rows > 2 else { return }
        let width = min(Self.neighbours, rows - 1)
        let edges = Edges(rows: rows, width: width) { row, place in
            found.ids[row * NeighbourSearch.kept + place]
        }
        let pyramid = GridPyramid(count: rows, parallel: parallel)
        let repulsion = Room<Float>(rows * 2, filledWith: 0)
        let state = State(rows: rows, points: points)
        let affinity = 1 / Float(2 * rows * width)
        for iteration in 0..<iterations {
            progress(iteration)
            let isEarly = iteration < iterations / 4
            let total = pyramid.repulse(points, into: repulsion)
            var step = Step()
            step.attraction = (isEarly ? Self.exaggeration : 1) * affinity
            step.repulsion = total > 0 ? Float(1 / total) : 0
            step.rate = 4 * max(200, Float(rows) / (isEarly ? Self.exaggeration : 1))
            step.momentum = isEarly ? 0.5 : 0.8
            let now = step
            // First every pull, then every move: a point is not pulled to where another has just gone.
            parallel.forEach(rows, grain: 4096) { range in state.pull(range, edges) }
            parallel.forEach(rows, grain: 16384) { range in state.move(range, repulsion, now) }
        }
    }

    /// What an iteration multiplies with.
    struct Step: Sendable {
        var attraction: Float = 0, repulsion: Float = 0, rate: Float = 0, momentum: Float = 0
    }

    /// Points with their velocities and gains.
    fileprivate final class State: @unchecked Sendable {
        let points: Room<Float>, attraction: Room<Float>, velocity: Room<Float>, gains: Room<Float>
        private static let fastest: Float = 5, leastGain: Float = 0.01

        init(rows: Int, points: Room<Float>) {
            self.points = points
            attraction = Room(rows * 2, filledWith: 0)
            velocity = Room(rows * 2, filledWith: 0)
            gains = Room(rows * 2, filledWith: 1)
        }

        func pull(_ range: Range<Int>, _ edges: Edges) {
            cl_attract(
                edges.starts.base, edges.ends.base, points.base, Int32(range.lowerBound), Int32(range.upperBound),
                attraction.base)
        }

        /// Takes one step: a gradient with gains (Jacobs 1988) and momentum.
        func move(_ range: Range<Int>, _ repulsion: Room<Float>, _ step: Step) {
            for place in range.lowerBound * 2..<range.upperBound * 2 {
                let gradient = step.attraction * attraction[place] - step.repulsion * repulsion[place]
                let isTurning = (gradient > 0) != (velocity[place] > 0)
                gains[place] = max(Self.leastGain, isTurning ? gains[place] + 0.2 : gains[place] * 0.8)
                let moved = step.momentum * velocity[place] - step.rate * gains[place] * gradient
                velocity[place] = min(Self.fastest, max(-Self.fastest, moved))
                points[place] += velocity[place]
            }
        }
    }
}
