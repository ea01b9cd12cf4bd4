/// First in, first out, on one array.
struct Queue<Value> {
    private var values: [Value] = []
    private var head = 0

    /// Values waiting.
    var count: Int { values.count - head }

    /// Nothing waits.
    var isEmpty: Bool { head == values.count }

    /// Adds at the end.
    mutating func append(_ value: Value) { values.append(value) }

    /// Takes the first.
    mutating func popFirst() -> Value? {
        guard head < values.count else { return nil }
        let value = values[head]
        head += 1
        if head == values.count {
            values.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64 && head * 2 > values.count {
            values.removeFirst(head)
            head = 0
        }
        return value
    }

    /// Takes all.
    mutating func drain() -> [Value] {
        defer { self = Queue() }
        return Array(values[head...])
    }
}
