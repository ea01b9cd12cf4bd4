import CLayout
import Platform

/// The nearest rows of every row, nearly all of them found: random-projection trees, then NN-descent.
///
/// Source: Dong, Moses, Li, "Efficient k-nearest neighbor graph construction for generic similarity measures" (2011); the
/// trees as in annoy: two random points, the plane between them.
struct NeighbourSearch {
    /// Neighbours kept of each row while searching.
    static let kept = 24
    /// Candidates joined in a round, and how many of the nearest they come from.
    private static let candidates = 24, joined = 12

    let table: VectorTable
    let trees: Int
    let rounds: Int
    let parallel: Parallel

    /// Found neighbours: (N, `kept`) numbers and squared distances, the nearest first; -1 where fewer were found.
    struct Found {
        let ids: Room<Int32>
        let distances: Room<Float>
    }

    /// A search with what 10^4 to 10^6 rows need: trees grow with the logarithm of the rows.
    init(_ table: VectorTable, parallel: Parallel) {
        self.table = table
        self.parallel = parallel
        let doublings = Int.bitWidth - max(1, table.rows / 20_000).leadingZeroBitCount
        trees = 11 + doublings
        rounds = 3
    }

    /// Some rows in the order of the leaves of one tree: neighbours lie beside each other in memory.
    static func leafOrder(_ table: VectorTable, _ rows: [Int32]) -> [Int32] {
        var order = rows
        ProjectionTree(table, number: 0).split(&order) { _ in }
        return order
    }

    /// Searches; the same rows give the same neighbours at any number of threads.
    func search() -> Found {
        let count = table.rows * Self.kept
        let ids = Room<Int32>(count, filledWith: -1)
        let distances = Room<Float>(count, filledWith: .infinity)
        let fresh = Room<UInt8>(count, filledWith: 0)
        let locks = Room<UInt8>(table.rows, filledWith: 0)
        let near = Near(
            value: cl_neighbours(
                n: Int32(table.rows), k: Int32(Self.kept), ids: ids.base, distances: distances.base, fresh: fresh.base,
                locks: locks.base))
        let table = table
        parallel.forEach(trees, grain: 1) { range in
            for number in range {
                var order = (0..<Int32(table.rows)).map { $0 }
                var near = near.value
                ProjectionTree(table, number: number + 1).split(&order) { leaf in
                    cl_offer_leaf(&near, table.values.base, Int32(table.stride), leaf.baseAddress, Int32(leaf.count))
                }
            }
        }
        for _ in 0..<rounds { join(near, ids, fresh) }
        return Found(ids: ids, distances: distances)
    }

    private func join(_ near: Near, _ ids: Room<Int32>, _ fresh: Room<UInt8>) {
        let width = Self.candidates
        let candidates = Room<Int32>(table.rows * width, filledWith: 0)
        let isNew = Room<UInt8>(table.rows * width, filledWith: 0)
        let counts = Room<Int32>(table.rows, filledWith: 0)
        func add(_ candidate: Int32, to row: Int, _ new: UInt8) {
            let count = Int(counts[row])
            guard count < width else { return }
            candidates[row * width + count] = candidate
            isNew[row * width + count] = new
            counts[row] = Int32(count + 1)
        }
        for row in 0..<table.rows {
            for place in row * Self.kept..<row * Self.kept + Self.joined {
                guard ids[place] >= 0 else { break }
                add(ids[place], to: row, fresh[place])
                add(Int32(row), to: Int(ids[place]), fresh[place])
                fresh[place] = 0
            }
        }
        let table = table
        parallel.forEach(table.rows, grain: 2048) { range in
            var near = near.value
            cl_join(
                &near, table.values.base, Int32(table.stride), candidates.base, isNew.base, counts.base, Int32(width),
                Int32(range.lowerBound), Int32(range.upperBound))
        }
    }

    /// `@unchecked Sendable`: the lists behind the pointers are changed under the locks of their rows.
    private struct Near: @unchecked Sendable { let value: cl_neighbours }
}

/// A tree that halves the rows by planes between two random ones until a leaf is small.
private struct ProjectionTree {
    private static let leaf = 48, deepest = 60

    private let table: VectorTable
    private var random: SplitMix64
    private var normal: [Float]
    private var values: [Float]

    init(_ table: VectorTable, number: Int) {
        self.table = table
        random = SplitMix64(seed: 0x9E37_79B9 &* UInt64(number + 1))
        normal = Array(repeating: 0, count: table.stride)
        values = Array(repeating: 0, count: table.rows)
    }

    /// Orders the rows by leaves and gives each leaf to `body`.
    consuming func split(_ order: inout [Int32], _ body: (UnsafeBufferPointer<Int32>) -> Void) {
        var tree = self
        order.withUnsafeMutableBufferPointer { tree.split($0, 0, body) }
    }

    private mutating func split(
        _ ids: UnsafeMutableBufferPointer<Int32>, _ depth: Int, _ body: (UnsafeBufferPointer<Int32>) -> Void
    ) {
        guard ids.count > Self.leaf, depth < Self.deepest else {
            // What cannot be parted (copies of one page) is cut, so that no leaf costs the square of their number.
            for start in stride(from: 0, to: ids.count, by: Self.leaf) {
                body(UnsafeBufferPointer(rebasing: ids[start..<min(ids.count, start + Self.leaf)]))
            }
            return
        }
        let middle = part(ids)
        split(UnsafeMutableBufferPointer(rebasing: ids[..<middle]), depth + 1, body)
        split(UnsafeMutableBufferPointer(rebasing: ids[middle...]), depth + 1, body)
    }

    /// Parts the rows at the plane between two of them; returns where the second half begins.
    private mutating func part(_ ids: UnsafeMutableBufferPointer<Int32>) -> Int {
        let one = table.row(Int(ids[Int(random.next() % UInt64(ids.count))]))
        let two = table.row(Int(ids[Int(random.next() % UInt64(ids.count))]))
        var middle: Float = 0
        for column in 0..<table.stride {
            normal[column] = one[column] - two[column]
            middle += normal[column] * (one[column] + two[column]) * 0.5
        }
        cl_project(table.values.base, Int32(table.stride), ids.baseAddress, Int32(ids.count), normal, &values)
        var (left, right) = (0, ids.count - 1)
        while left <= right {
            if values[left] > middle || (values[left] == middle && random.next() & 1 == 1) {
                left += 1
            } else {
                ids.swapAt(left, right)
                values.swapAt(left, right)
                right -= 1
            }
        }
        guard left < ids.count / 20 || left > ids.count - ids.count / 20 else { return left }
        for place in stride(from: ids.count - 1, to: 0, by: -1) {
            ids.swapAt(place, Int(random.next() % UInt64(place + 1)))
        }
        return ids.count / 2
    }
}
