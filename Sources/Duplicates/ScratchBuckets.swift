import Platform

/// Elements of one size, parted into buckets that lie on disk: memory holds a few of each bucket.
struct ScratchBuckets<Element: BitwiseCopyable & Sendable>: Sendable {
    /// What room is filled with before it is read.
    private let zero: Element
    private static var held: Int { 4096 }
    private var files: [ScratchFile] = []
    private var counts: [Int]
    private var waiting: [[Element]]

    /// - Parameter zero: any element.
    /// - Throws: `SystemError` when no scratch file can be made.
    init(count: Int, zero: Element) throws(SystemError) {
        self.zero = zero
        for _ in 0..<count { files.append(try ScratchFile()) }
        counts = [Int](repeating: 0, count: count)
        waiting = [[Element]](repeating: [], count: count)
    }

    /// How many buckets there are.
    var count: Int { files.count }

    /// Adds an element to a bucket.
    mutating func append(_ element: Element, to bucket: Int) throws(SystemError) {
        waiting[bucket].append(element)
        if waiting[bucket].count >= Self.held { try flush(bucket) }
    }

    private mutating func flush(_ bucket: Int) throws(SystemError) {
        try files[bucket].write(waiting[bucket], at: counts[bucket] * MemoryLayout<Element>.stride)
        counts[bucket] += waiting[bucket].count
        waiting[bucket].removeAll(keepingCapacity: true)
    }

    /// All elements of a bucket, in the order in which they were added.
    func elements(of bucket: Int) throws(SystemError) -> [Element] {
        var elements = [Element](repeating: zero, count: counts[bucket])
        try files[bucket].read(counts[bucket], into: &elements, at: 0)
        elements += waiting[bucket]
        return elements
    }
}

/// A document under a key by which it may meet others.
struct KeyEntry: BitwiseCopyable, Sendable {
    static let zero = KeyEntry(key: 0, document: 0)
    let key: UInt64
    let document: UInt32

    /// Calls `body` with the documents of each key that several have, in the order of the keys.
    static func forEachGroup(_ entries: inout [KeyEntry], _ body: ([Int]) throws -> Void) rethrows {
        entries.sort { ($0.key, $0.document) < ($1.key, $1.document) }
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, entries[end].key == entries[start].key { end += 1 }
            if end - start > 1 { try body(entries[start..<end].map { Int($0.document) }) }
            start = end
        }
    }
}
