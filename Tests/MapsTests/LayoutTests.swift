import Platform
import Testing

@testable import Maps

@Suite struct Layouts {
    /// Rows around ten centres, far apart.
    private func families(_ rows: Int, seed: UInt64 = 1) -> VectorTable {
        var random = SplitMix64(seed: seed)
        func number() -> Float { Float(random.next() >> 40) / Float(1 << 24) - 0.5 }
        let centres = (0..<10).map { _ in (0..<16).map { _ in number() * 8 } }
        return VectorTable((0..<rows).map { row in centres[row % 10].map { $0 + number() } })
    }

    @Test(arguments: MapLayout.Method.allCases) func theBytesDoNotDependOnTheNumberOfThreads(_ method: MapLayout.Method)
    {
        let table = families(700)
        let one = MapLayout(method, jobs: 1).run(table)
        #expect(MapLayout(method, jobs: 2).run(table) == one)
        #expect(MapLayout(method, jobs: 7).run(table) == one)
    }

    @Test(arguments: MapLayout.Method.allCases) func familiesLieTogether(_ method: MapLayout.Method) {
        let points = MapLayout(method, jobs: 2).run(families(500))
        var same = 0
        for (row, point) in points.enumerated() {
            let nearest = points.indices.filter { $0 != row }.min { one, two in
                distance(points[one], point) < distance(points[two], point)
            }
            if nearest.map({ $0 % 10 == row % 10 }) ?? false { same += 1 }
        }
        #expect(same >= 490)
    }

    private func distance(_ one: SIMD2<Float>, _ two: SIMD2<Float>) -> Float {
        let difference = one - two
        return (difference * difference).sum()
    }

    @Test(arguments: [1, 2, 3, 5, 40]) func fewRowsHavePlacesToo(count: Int) {
        for method in MapLayout.Method.allCases {
            let points = MapLayout(method).run(families(count))
            #expect(points.count == count && points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        }
    }

    @Test func equalRowsLieOnOnePoint() {
        let table = VectorTable((0..<300).map { row in [Float(row % 7), Float(row % 3), 1, 0] })
        let points = MapLayout().run(table)
        #expect(Set(points.map { "\($0.x) \($0.y)" }).count == 21)
        for row in 21..<300 { #expect(points[row] == points[row % 21]) }
    }

    @Test func nearlyAllNeighboursAreFound() {
        let table = families(900, seed: 3)
        let found = NeighbourSearch(table, parallel: Parallel(jobs: 2)).search()
        var hits = 0
        for row in stride(from: 0, to: 900, by: 9) {
            let exact = (0..<900).filter { $0 != row }.map { other in
                (0..<16).reduce(Float(0)) { sum, column in
                    let difference = table[row, column] - table[other, column]
                    return sum + difference * difference
                }
            }.sorted()[9]
            let start = row * NeighbourSearch.kept
            hits += (start..<start + 10).count { found.distances[$0] <= exact * 1.0001 }
        }
        #expect(hits >= 980)
    }

    /// The field of cells against the sum over all pairs.
    @Test func theRepulsionIsThatOfAllPairs() {
        var random = SplitMix64(seed: 5)
        let count = 700
        let points = Room<Float>(count * 2, filledWith: 0)
        for place in 0..<count * 2 { points[place] = Float(random.next() >> 40) / Float(1 << 24) * 60 - 30 }
        let force = Room<Float>(count * 2, filledWith: 0)
        let total = GridPyramid(count: count, parallel: Parallel(jobs: 1)).repulse(points, into: force)
        var exactTotal = 0.0
        var (wrong, size) = (0.0, 0.0)
        for one in 0..<count {
            var sum = SIMD2<Double>.zero
            for two in 0..<count where two != one {
                let difference = SIMD2(
                    Double(points[2 * one] - points[2 * two]), Double(points[2 * one + 1] - points[2 * two + 1]))
                let t = 1 / (1 + (difference * difference).sum())
                exactTotal += t
                sum += difference * (t * t)
            }
            let error = SIMD2(Double(force[2 * one]), Double(force[2 * one + 1])) - sum
            wrong += (error * error).sum()
            size += (sum * sum).sum()
        }
        // Without the spread of far cells it is 1.7 % of the sum and 3.9 % of the force.
        #expect(abs(total - exactTotal) < exactTotal * 0.002)
        #expect(wrong.squareRoot() < size.squareRoot() * 0.03)
    }
}
