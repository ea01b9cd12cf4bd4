import Testing

@testable import Maps

/// Single steps of the layouts, computed by hand from the published update, and graphs of few rows.
@Suite struct LayoutStepTests {
    private let serial = Parallel(jobs: 1)

    /// Lists of neighbours as a search gives them.
    private func found(_ lists: [[Int32]], distance: Float = 1) -> NeighbourSearch.Found {
        let kept = NeighbourSearch.kept
        let ids = Room<Int32>(lists.count * kept, filledWith: -1)
        let distances = Room<Float>(lists.count * kept, filledWith: .infinity)
        for (row, list) in lists.enumerated() {
            for (place, id) in list.enumerated() {
                ids[row * kept + place] = id
                distances[row * kept + place] = distance
            }
        }
        return .init(ids: ids, distances: distances)
    }

    private func room(_ values: [Float]) -> Room<Float> {
        let room = Room<Float>(values.count, filledWith: 0)
        for (place, value) in values.enumerated() { room[place] = value }
        return room
    }

    // MARK: Graphs

    @Test func aNegativeNumberIsNoEdge() {
        let lists: [[Int32]] = [[-1, 1], [0, -1], [-1, -1]]
        let edges = Edges(rows: 3, width: 2) { lists[$0][$1] }
        #expect(edges.starts.array == [0, 2, 4, 4] && edges.ends.array == [1, 1, 0, 0])
    }

    @Test func edgesAreInOrder() {
        let lists: [[Int32]] = [[2, 1], [2, 0], [0, 1]]
        let edges = Edges(rows: 3, width: 2) { lists[$0][$1] }
        #expect(edges.starts.array == [0, 4, 8, 12])
        #expect(edges.ends.array == [2, 1, 1, 2, 0, 2, 0, 2, 0, 1, 0, 1])
    }

    // MARK: Neighbours

    @Test func neighboursOfFewRowsAreAllTheOthers() {
        let table = VectorTable([[0], [1], [3], [10]])
        let found = NeighbourSearch(table, parallel: serial).search()
        let kept = NeighbourSearch.kept
        #expect(found.ids.count == 4 * kept)
        #expect((0..<4).map { found.ids[2 * kept + $0] } == [1, 0, 3, -1])
        #expect((0..<4).map { found.distances[2 * kept + $0] } == [4, 9, 49, .infinity], "squared, the nearest first")
        #expect((0..<3).map { found.ids[3 * kept + $0] } == [2, 1, 0])
    }

    @Test(arguments: [(1, 12), (20_000, 12), (39_999, 12), (40_000, 13), (80_000, 14)])
    func treesGrowWithTheLogarithmOfTheRows(rows: Int, trees: Int) {
        #expect(NeighbourSearch(VectorTable(rows: rows, dimensions: 1), parallel: serial).trees == trees)
    }

    @Test func anOrderOfLeavesHasEveryRowOnce() {
        let table = VectorTable((0..<200).map { [Float($0 % 2) * 100, Float($0) / 1000] })
        let order = NeighbourSearch.leafOrder(table, (0..<200).map { Int32($0) })
        #expect(order.sorted() == (0..<200).map { Int32($0) })
        // Two families far apart: each lies together but for a leaf at the border.
        let changes = zip(order, order.dropFirst()).count { $0 % 2 != $1 % 2 }
        #expect(changes < 20)
        #expect(NeighbourSearch.leafOrder(table, [5, 3]).sorted() == [3, 5])
    }

    // MARK: t-SNE

    /// Three points at 0, 1 and 3 of a line, each the others' neighbour, so that every pair has two edges.
    ///
    /// With t = 1/(1 + d²), which is 1/2, 1/5 and 1/10, the pulls are the sums of 2 t times the difference, by twelve; the
    /// pushes those of t² times it, by the sum of t over all pairs, 1.6. What is left pulls the ends inwards by 0.042 and
    /// 0.048 and pushes the middle by 0.090: times a rate of 800 more than the five that a point may go at most.
    @Test func oneStepOfTSNE() {
        let points = room([0, 0, 1, 0, 3, 0])
        var layout = TSNELayout(found: found([[1, 2], [0, 2], [1, 0]]), rows: 3, parallel: serial)
        layout.iterations = 1
        layout.run(points)
        #expect([points[0], points[2], points[4]] == [-5, 6, -2])
    }

    @Test func nobodyMovesMoreThanFive() {
        let points = room([0, 0, 1000, 0, 3000, 0])
        var layout = TSNELayout(found: found([[1, 2], [0, 2], [1, 0]]), rows: 3, parallel: serial)
        layout.iterations = 1
        layout.run(points)
        #expect(abs(points[0]) <= 5 && abs(points[2] - 1000) <= 5 && abs(points[4] - 3000) <= 5)
    }

    @Test func everyIterationIsTold() {
        var told: [Int] = []
        var layout = TSNELayout(found: found([[1, 2], [0, 2], [1, 0]]), rows: 3, parallel: serial)
        layout.iterations = 8
        layout.run(room([0, 0, 1, 0, 3, 0])) { told.append($0) }
        #expect(told == Array(0..<8) && TSNELayout(found: layout.found, rows: 3, parallel: serial).iterations == 500)
    }

    @Test func twoRowsStayWhereTheyAre() {
        let points = room([0, 0, 1, 1])
        TSNELayout(found: found([[1], [0]]), rows: 2, parallel: serial).run(points)
        PaCMAPLayout(found: found([[1], [0]]), table: VectorTable([[0], [1]]), parallel: serial).run(points)
        #expect(points.array == [0, 0, 1, 1])
    }

    // MARK: PaCMAP

    /// Adam's first step is the rate, 1, in the direction of the gradient, however large that is.
    @Test func theFirstStepOfPaCMAPIsOneLong() {
        let points = room([0, 0, 0.1, 0, 0.3, 0])
        let table = VectorTable([[0], [1], [3]])
        var layout = PaCMAPLayout(
            found: NeighbourSearch(table, parallel: serial).search(), table: table, parallel: serial)
        layout.iterations = 1
        layout.run(points)
        for (place, before) in [Float(0), 0.1, 0.3].enumerated() {
            #expect(abs(abs(points[2 * place] - before) - 1) < 1e-3, "\(points.array)")
        }
        #expect([points[1], points[3], points[5]] == [0, 0, 0])
        #expect(
            layout.iterations == 1
                && PaCMAPLayout(found: layout.found, table: table, parallel: serial).iterations == 450)
    }

    // MARK: Whole layouts

    @Test func whatIsDoneIsTold() {
        var told: [String] = []
        let table = VectorTable([[0, 1], [1, 0], [0, 1], [2, 2]])
        let points = MapLayout().run(table) { told.append($0) }
        #expect(told == ["neighbours of 3 documents", "layout"] && points[0] == points[2] && points[0] != points[1])
        #expect(MapLayout().method == .tsne && MapLayout().jobs == 1)
        #expect(
            MapLayout.Method(rawValue: "pacmap") == .pacmap
                && MapLayout.Method.allCases.map(\.rawValue) == ["tsne", "pacmap"])
    }

    @Test func copiesFarApartAreFound() {
        let rows = (0..<40).map { [Float($0 % 13), 1] }
        let points = MapLayout(.pacmap).run(VectorTable(rows))
        for row in 13..<40 { #expect(points[row] == points[row - 13], "\(row)") }
        #expect(Set(points.map { "\($0)" }).count == 13)
    }
}
