/// The shingles of a text: a 64-bit number for each run of words, so that equal runs are equal numbers.
///
/// A text with fewer words than a shingle has one, of all its words; a text without words has none.
package enum Shingles {
    /// Fills `shingles` with those of `words` (`WordSequence.words`), in order, repeats included.
    package static func fill(_ shingles: inout [UInt64], words: UnsafeBufferPointer<UInt32>, width: Int) {
        shingles.removeAll(keepingCapacity: true)
        guard !words.isEmpty else { return }
        let width = min(width, words.count)
        var power: UInt64 = 1
        for _ in 0..<width { power = power &* factor }
        var rolling: UInt64 = 0
        for word in words[..<width] { rolling = rolling &* factor &+ UInt64(word) }
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: words.count - width + 1) { room in
            room[0] = mix(rolling)
            for at in width..<words.count {
                rolling = rolling &* factor &+ UInt64(words[at]) &- power &* UInt64(words[at &- width])
                room[at &- width &+ 1] = mix(rolling)
            }
            shingles.append(contentsOf: room)
        }
    }

    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Spreads every bit over all others (Stafford's variant 13 of MurmurHash3's finaliser).
    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
