import CorpusFiles
import Inspection
import Maps
import Platform
import Synchronization

/// Answers states with selections and orders, and remembers the last few.
final class Selector: Sendable {
    private let corpus: Corpus
    private let store: ColumnStore
    private let map: MapFiles?
    private let known = Mutex<[(state: BrowseState, found: Found)]>([])

    /// What a state selects.
    struct Found: Sendable {
        var selection: Selection
        /// Of a search: the best first.
        var ranking: [Int]?
    }

    init(_ corpus: Corpus, _ store: ColumnStore, _ map: MapFiles?) {
        (self.corpus, self.store, self.map) = (corpus, store, map)
    }

    /// The documents of a state.
    /// - Throws: `InspectionError` for a search or an expression that is not understood.
    func find(_ state: BrowseState) throws -> Found {
        let key = state.selecting
        if let found = known.withLock({ list in list.first { $0.state == key }?.found }) { return found }
        let found = try select(key)
        known.withLock { list in
            list.insert((key, found), at: 0)
            if list.count > 12 { list.removeLast() }
        }
        return found
    }

    private func select(_ state: BrowseState) throws -> Found {
        var found = Found(selection: Selection(allOf: store.count))
        for (name, value) in state.categories.sorted(by: { $0.key < $1.key }) {
            guard let column = store.category(name), let code = column.code(value) else {
                return Found(selection: Selection([], of: store.count))
            }
            found.selection.filter { column.codes[$0] == code }
        }
        for (name, range) in state.ranges.sorted(by: { $0.key < $1.key }) {
            guard let column = store.numbers(name) else { continue }
            let (low, high) = (range.low ?? -.infinity, range.high ?? .infinity)
            // NaN is in no range.
            found.selection.filter { column.values[$0] >= low && column.values[$0] <= high }
        }
        if !state.expression.isEmpty {
            found.selection.formIntersection(
                Selection(try corpus.index.numbers(where: state.expression), of: store.count))
        }
        narrow(&found.selection, onMap: state)
        var question = SearchInspection.Question(state.query)
        if !question.query.isEmpty {
            question.limit = 500
            let search = try DocumentSearch(question, in: corpus)
            found.selection.formIntersection(Selection(try search.numbers(in: corpus), of: store.count))
            let selection = found.selection
            found.ranking = search.hits.map(\.number).filter(selection.contains)
        }
        return found
    }

    private func narrow(_ selection: inout Selection, onMap state: BrowseState) {
        guard let map else { return }
        if state.group.count == 2, map.labels.indices.contains(state.group[0]) {
            let (labels, wanted) = (map.labels[state.group[0]], Int32(truncatingIfNeeded: state.group[1]))
            selection.filter { labels[$0] == wanted }
        }
        guard !state.lasso.isEmpty else { return }
        let polygon = Polygon(state.lasso)
        selection.filter { polygon.contains(map.extent.unit(map.layout[$0])) }
    }

    /// Places among what was dropped of those that lie in the state's lasso or group; none when more is asked for, which
    /// is not known of them.
    func dropped(_ state: BrowseState) -> [Int] {
        var rest = state.selecting
        (rest.lasso, rest.group) = ([], [])
        guard let map, let dropped = map.dropped, rest.isEverything, !state.selecting.isEverything else { return [] }
        let polygon = state.lasso.isEmpty ? nil : Polygon(state.lasso)
        return (0..<dropped.count).filter { index in
            let point = map.documents + index
            if state.group.count == 2 {
                guard map.labels.indices.contains(state.group[0]), map.labels[state.group[0]][point] == state.group[1]
                else { return false }
            }
            return polygon?.contains(map.extent.unit(map.layout[point])) ?? true
        }
    }

    /// The first `limit` documents in the state's order.
    func order(_ found: Found, _ state: BrowseState, limit: Int) -> [Int] {
        let selection = found.selection
        if state.sort == "random" {
            let order = SeededOrder(count: store.count, seed: UInt64(truncatingIfNeeded: state.seed))
            var numbers: [Int] = []
            let wanted = min(limit, selection.count)
            var place = 0
            while numbers.count < wanted {
                if selection.contains(order[place]) { numbers.append(order[place]) }
                place += 1
            }
            return numbers
        }
        let isFalling = state.sort.hasPrefix("-")
        if let column = store.numbers(isFalling ? String(state.sort.dropFirst()) : state.sort) {
            var least = LeastValues(limit: limit)
            selection.forEach { number in
                let value = column.values[number]
                least.offer(value.isNaN ? .infinity : isFalling ? -value : value, number)
                return true
            }
            return least.numbers
        }
        guard let ranking = found.ranking else { return selection.first(limit) }
        guard ranking.count < limit, ranking.count < selection.count else { return Array(ranking.prefix(limit)) }
        // Behind the ranked ones the rest in the order of the corpus.
        let ranked = Set(ranking)
        return ranking
            + selection.first(limit + ranked.count).filter { !ranked.contains($0) }.prefix(limit - ranking.count)
    }
}

/// The numbers with the least values, a bounded number of them.
private struct LeastValues {
    private let limit: Int
    // A heap, the greatest first.
    private var heap: [(value: Float, number: Int)] = []

    init(limit: Int) { self.limit = limit }

    mutating func offer(_ value: Float, _ number: Int) {
        if heap.count < limit {
            heap.append((value, number))
            var child = heap.count - 1
            while child > 0, isAfter(heap[child], heap[(child - 1) / 2]) {
                heap.swapAt(child, (child - 1) / 2)
                child = (child - 1) / 2
            }
        } else if let top = heap.first, isAfter(top, (value, number)) {
            heap[0] = (value, number)
            sink()
        }
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var greatest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if isAfter(heap[child], heap[greatest]) { greatest = child }
            }
            guard greatest != parent else { return }
            heap.swapAt(parent, greatest)
            parent = greatest
        }
    }

    private func isAfter(_ one: (value: Float, number: Int), _ two: (value: Float, number: Int)) -> Bool {
        (one.value, one.number) > (two.value, two.number)
    }

    /// Rising by value, then by number.
    var numbers: [Int] { heap.sorted { ($0.value, $0.number) < ($1.value, $1.number) }.map(\.number) }
}

/// A shape drawn on the map.
struct Polygon: Sendable {
    private let corners: [SIMD2<Float>]
    private let low: SIMD2<Float>, high: SIMD2<Float>

    /// Corners as x and y in turn.
    init(_ numbers: [Float]) {
        corners = stride(from: 0, to: numbers.count - 1, by: 2).map { SIMD2(numbers[$0], numbers[$0 + 1]) }
        low = corners.reduce(SIMD2(repeating: .infinity)) { pointwiseMin($0, $1) }
        high = corners.reduce(SIMD2(repeating: -.infinity)) { pointwiseMax($0, $1) }
    }

    /// Whether a point is inside, by the even-odd rule.
    func contains(_ point: SIMD2<Float>) -> Bool {
        guard point.x >= low.x, point.x <= high.x, point.y >= low.y, point.y <= high.y else { return false }
        var isInside = false
        var last = corners[corners.count - 1]
        for corner in corners {
            if (corner.y > point.y) != (last.y > point.y),
                point.x < (last.x - corner.x) * (point.y - corner.y) / (last.y - corner.y) + corner.x
            {
                isInside.toggle()
            }
            last = corner
        }
        return isInside
    }
}
