/// A binary heap: the earliest time first, equal times in order of insertion.
struct Heap<Value> {
    private var entries: [(time: Double, order: Int, value: Value)] = []
    private var inserted = 0

    /// Nothing is in it.
    var isEmpty: Bool { entries.isEmpty }

    /// The earliest time, nil when empty.
    var firstTime: Double? { entries.first?.time }

    /// Adds a value for a time.
    mutating func insert(_ value: Value, at time: Double) {
        entries.append((time, inserted, value))
        inserted += 1
        var index = entries.count - 1
        while index > 0, precedes(index, (index - 1) / 2) {
            entries.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// Takes the earliest value if its time is not after `now`.
    mutating func pop(until now: Double) -> Value? {
        guard let first = entries.first, first.time <= now else { return nil }
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < entries.count && precedes(child, least) {
                least = child
            }
            if least == index { return first.value }
            entries.swapAt(index, least)
            index = least
        }
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        (entries[left].time, entries[left].order) < (entries[right].time, entries[right].order)
    }
}
