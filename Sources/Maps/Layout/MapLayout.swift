/// Where the rows of a table lie on a map.
package struct MapLayout: Sendable {
    /// How they are laid out.
    package enum Method: String, Sendable, CaseIterable {
        /// Families as islands; what a map is looked at for.
        case tsne
        /// Truer to what is far, and faster.
        case pacmap
    }

    /// The method.
    package var method: Method
    /// Threads; the bytes that come out do not depend on it.
    package var jobs: Int

    /// A layout.
    package init(_ method: Method = .tsne, jobs: Int = 1) { (self.method, self.jobs) = (method, jobs) }

    /// Lays rows out. Rows that are equal lie on one point.
    /// - Parameter table: given up as soon as it is put into another order, where the caller needs it no longer
    ///   (`run(consume table)`): two tables are more than all lists of neighbours.
    package func run(_ table: consuming VectorTable, progress: (String) -> Void = { _ in }) -> [SIMD2<Float>] {
        let parallel = Parallel(jobs: jobs)
        let copies = Copies(copy table)
        // In the order of a tree's leaves, what is worked on together lies together.
        let order = NeighbourSearch.leafOrder(table, copies.originals)
        let sorted = table.reordered(order)
        _ = consume table
        progress("neighbours of \(sorted.rows) documents")
        let found = NeighbourSearch(sorted, parallel: parallel).search()
        progress("layout")
        let points: Room<Float>
        switch method {
        case .tsne:
            points = PrincipalAxes.project(sorted, deviation: 0.1, parallel)
            TSNELayout(found: found, rows: sorted.rows, parallel: parallel).run(points)
        case .pacmap:
            points = PrincipalAxes.project(sorted, deviation: 0.01, parallel)
            PaCMAPLayout(found: found, table: sorted, parallel: parallel).run(points)
        }
        var places = [SIMD2<Float>](repeating: .zero, count: copies.firsts.count)
        for (place, row) in order.enumerated() { places[Int(row)] = SIMD2(points[2 * place], points[2 * place + 1]) }
        return copies.firsts.map { places[Int($0)] }
    }
}

/// Rows that are equal to the last bit.
private struct Copies {
    /// The first row of each kind, in order.
    private(set) var originals: [Int32] = []
    /// By row: the first that is equal to it.
    private(set) var firsts: [Int32] = []

    init(_ table: VectorTable) {
        // By hash the last row that has it; by row the one before with the same hash, -1 for none.
        var last: [Int: Int32] = [:]
        var before: [Int32] = []
        for row in 0..<table.rows {
            let hash = Copies.hash(table, row)
            var other = last[hash] ?? -1
            while other >= 0, !Copies.areEqual(table, row, Int(other)) { other = before[Int(other)] }
            firsts.append(other >= 0 ? firsts[Int(other)] : Int32(row))
            if other < 0 { originals.append(Int32(row)) }
            before.append(last[hash] ?? -1)
            // Copies need not be in the chain: the first of them is.
            if other < 0 { last[hash] = Int32(row) }
        }
    }

    private static func hash(_ table: VectorTable, _ row: Int) -> Int {
        var value = 0x4BF2_9CE4_8422_2325
        let numbers = table.row(row)
        for column in 0..<table.dimensions { value = (value ^ Int(numbers[column].bitPattern)) &* 0x100_0000_01B3 }
        return value
    }

    private static func areEqual(_ table: VectorTable, _ one: Int, _ two: Int) -> Bool {
        let (left, right) = (table.row(one), table.row(two))
        return (0..<table.dimensions).allSatisfy { left[$0] == right[$0] }
    }
}
