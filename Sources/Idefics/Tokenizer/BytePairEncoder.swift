/// Byte-pair encoding with byte fallback over token ids.
///
/// A segment may be a whole paragraph, so the merges come from a heap over a linked list: O(n log n).
struct BytePairEncoder {
    /// Rank and result of merging two neighbours.
    private struct Merge {
        let rank: UInt32
        let id: Int32
    }

    /// Ids of the vocabulary's single characters, by scalar value.
    private var characters: [UInt32: Int32] = [:]
    /// Ids of `<0x00>` ... `<0xFF>`, when the file has all of them and falls back to bytes.
    private var bytes: [Int32] = []
    private var merges: [UInt64: Merge] = [:]
    private let unknown: Int32?
    /// All tokens, when a piece that is one is taken whole.
    private let whole: [[UInt8]: Int32]
    private let fusesUnknown: Bool

    init(_ file: TokenizerFile, ids: [[UInt8]: Int32], path: String) throws(IdeficsError) {
        unknown = file.unknownToken.flatMap { ids[$0] }
        fusesUnknown = file.fusesUnknown
        whole =
            file.ignoresMerges
            ? Dictionary(uniqueKeysWithValues: file.vocabulary.map { ($0.token, Int32($0.id)) }) : [:]
        for (token, id) in file.vocabulary {
            let scalars = String(decoding: token, as: UTF8.self).unicodeScalars
            if let scalar = scalars.first, scalars.count == 1 { characters[scalar.value] = Int32(id) }
        }
        if file.byteFallback {
            bytes = (0...255).compactMap { value in
                ids[Array("<0x".utf8) + hexadecimal(UInt8(value)) + Array(">".utf8)]
            }
            if bytes.count != 256 { bytes = [] }
        }
        for (rank, merge) in file.merges.enumerated() {
            guard let left = ids[merge.left], let right = ids[merge.right], let result = ids[merge.left + merge.right]
            else {
                let pair = String(decoding: merge.left + [0x20] + merge.right, as: UTF8.self)
                throw .tokenizer(
                    file: path, problem: "model.merges: '\(pair)' needs a token that is not in the vocabulary")
            }
            // A pair that is listed twice keeps its last rank, as the reference's table does.
            merges[Self.key(left, right)] = Merge(rank: UInt32(rank), id: result)
        }
    }

    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    /// The ids of one normalised segment.
    func encode(_ segment: [UInt8]) -> [Int32] {
        if let id = whole[segment] { return [id] }
        return merge(symbols(segment))
    }

    /// One id for each character; bytes or the unknown token where the vocabulary has none.
    private func symbols(_ segment: [UInt8]) -> [Int32] {
        var result: [Int32] = []
        var afterUnknown = false
        for scalar in String(decoding: segment, as: UTF8.self).unicodeScalars {
            if let id = characters[scalar.value] {
                result.append(id)
                afterUnknown = false
            } else if !bytes.isEmpty {
                for byte in String(scalar).utf8 { result.append(bytes[Int(byte)]) }
                afterUnknown = false
            } else if let unknown {
                if !(fusesUnknown && afterUnknown) { result.append(unknown) }
                afterUnknown = true
            }
        }
        return result
    }

    /// Merges the neighbours of lowest rank, leftmost first, until none can be merged.
    private func merge(_ symbols: [Int32]) -> [Int32] {
        guard symbols.count > 1 else { return symbols }
        var ids = symbols
        var next = (1...symbols.count).map { Int32($0) }
        var previous = (-1..<symbols.count - 1).map { Int32($0) }
        let removed: Int32 = -1
        var heap = MinimumHeap()
        func push(_ left: Int, _ heap: inout MinimumHeap) {
            let right = Int(next[left])
            guard right < ids.count, let merge = merges[Self.key(ids[left], ids[right])] else { return }
            heap.push(UInt64(merge.rank) << 32 | UInt64(left))
        }
        for index in 0..<ids.count - 1 { push(index, &heap) }
        while let top = heap.pop() {
            let left = Int(top & 0xFFFF_FFFF)
            guard ids[left] != removed, Int(next[left]) < ids.count else { continue }
            let right = Int(next[left])
            // The entry is stale when either side has changed since it was pushed.
            guard let merge = merges[Self.key(ids[left], ids[right])], UInt64(merge.rank) == top >> 32 else { continue }
            ids[left] = merge.id
            ids[right] = removed
            next[left] = next[right]
            if Int(next[right]) < ids.count { previous[Int(next[right])] = Int32(left) }
            if previous[left] >= 0 { push(Int(previous[left]), &heap) }
            push(left, &heap)
        }
        return ids.filter { $0 != removed }
    }
}

/// Two upper-case hexadecimal digits.
private func hexadecimal(_ value: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [digits[Int(value >> 4)], digits[Int(value & 15)]]
}

/// A binary heap of integers, smallest first.
private struct MinimumHeap {
    private var elements: [UInt64] = []

    mutating func push(_ element: UInt64) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0, elements[child] < elements[(child - 1) / 2] {
            elements.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func pop() -> UInt64? {
        guard let top = elements.first, let last = elements.popLast() else { return nil }
        guard !elements.isEmpty else { return top }
        elements[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < elements.count else { return top }
            if child + 1 < elements.count, elements[child + 1] < elements[child] { child += 1 }
            guard elements[child] < elements[parent] else { return top }
            elements.swapAt(child, parent)
            parent = child
        }
    }
}
