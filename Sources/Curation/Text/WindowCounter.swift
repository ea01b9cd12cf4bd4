/// Counts windows of consecutive values by hash, and says how repetitive the sequence is.
///
/// Most windows of ordinary text occur once, so they are not worth a place in a hash table. Pass one sets a bit per
/// window and notes those whose bit was set before; pass two finds every window that shares a bit with a noted one;
/// only those are counted in a table by their 64-bit hash. Windows with different text and equal hash are taken for one
/// (chance n² / 2^65); false alarms of the bits cost time, never a count.
struct WindowCounter: Sendable {
    private var hashes: [UInt64] = []
    private var noted: [UInt64] = []
    private var bits: [UInt64] = []
    private var table: [Entry] = []
    private var repeated: [Int] = []

    /// Windows counted.
    private(set) var windows = 0
    /// Different windows.
    private(set) var distinct = 0

    private struct Entry {
        var hash: UInt64 = 0
        var count = 0
    }

    /// Counts all windows of `width` values.
    mutating func count<Value: FixedWidthInteger & UnsignedInteger>(_ values: UnsafeBufferPointer<Value>, width: Int) {
        windows = max(0, values.count - width + 1)
        distinct = windows
        repeated.removeAll(keepingCapacity: true)
        guard windows > 1, width > 0, let base = values.baseAddress else { return }
        prepare(width: width)
        let shift = UInt64(64 - (bits.count * 64).trailingZeroBitCount)
        var candidates = 0
        hashes.withUnsafeMutableBufferPointer { hashes in
            noted.withUnsafeMutableBufferPointer { noted in
                bits.withUnsafeMutableBufferPointer { bits in
                    let buffers = Buffers(hashes: hashes, noted: noted, bits: bits, shift: shift)
                    candidates = buffers.note(base, count: values.count, width: width)
                    if candidates == 0 { return }
                    candidates = buffers.findAll(candidates, windows: windows)
                }
            }
        }
        if candidates > 0 { countNoted(candidates) }
    }

    /// Room for the windows, and cleared bits: 16 to 512 a window, the more the fewer windows there are.
    private mutating func prepare(width: Int) {
        if hashes.count < windows {
            hashes = [UInt64](repeating: 0, count: windows + windows / 2)
            noted = [UInt64](repeating: 0, count: windows + windows / 2 + 1)
        }
        var size = 1 << 9  // words of 64 bits
        while size < 1 << 12 && size < windows * 4 { size <<= 1 }
        while size < windows / 4 { size <<= 1 }
        if bits.count == size {
            bits.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        } else {
            bits = [UInt64](repeating: 0, count: size)
        }
    }

    /// Counts the noted windows exactly: all windows of every text that may occur twice.
    private mutating func countNoted(_ count: Int) {
        var size = 16
        while size < count * 2 { size <<= 1 }
        table.removeAll(keepingCapacity: true)
        table.append(contentsOf: repeatElement(Entry(), count: size))
        var different = 0
        for at in 0..<count {
            let hash = noted[at] | 1
            var slot = Int(truncatingIfNeeded: hash >> 17) & (size - 1)
            while table[slot].hash != 0 && table[slot].hash != hash { slot = (slot + 1) & (size - 1) }
            if table[slot].hash == 0 { different += 1 }
            table[slot].hash = hash
            table[slot].count += 1
            if table[slot].count == 2 { repeated.append(slot) }
        }
        distinct = windows - count + different
    }

    /// Share of the windows that are one of the k most frequent ones, k = min(⌊√distinct⌋, those that occur more than
    /// once); 0 without windows (OBELICS, character repetition ratio).
    func topShare() -> Double {
        let top = min(Int(Double(distinct).squareRoot()), repeated.count)
        guard top > 0 else { return 0 }
        var histogram = [Int](repeating: 0, count: 64)
        var large: [Int] = []
        for slot in repeated {
            if table[slot].count < 64 { histogram[table[slot].count] += 1 } else { large.append(table[slot].count) }
        }
        large.sort(by: >)
        var sum = large.prefix(top).reduce(0, +)
        var left = top - min(top, large.count)
        for count in stride(from: 63, through: 2, by: -1) where left > 0 {
            let taken = min(left, histogram[count])
            sum += taken * count
            left -= taken
        }
        return Double(sum) / Double(windows)
    }

    /// Share of the windows that occur more than once; 0 without windows (OBELICS, word repetition ratio).
    func repeatedShare() -> Double {
        windows == 0 ? 0 : Double(windows - (distinct - repeated.count)) / Double(windows)
    }
}

/// The buffers of a count, held as pointers for the time of its two passes.
private struct Buffers {
    let hashes: UnsafeMutableBufferPointer<UInt64>
    let noted: UnsafeMutableBufferPointer<UInt64>
    let bits: UnsafeMutableBufferPointer<UInt64>
    let shift: UInt64

    /// Multiplier of the rolling hash: odd, bits without a pattern.
    private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let spread: UInt64 = 0xD6E8_FEB8_6659_FD93

    /// Pass one: hashes every window, and notes those whose bit was set before. Returns how many.
    @inline(__always)
    func note<Value: FixedWidthInteger & UnsignedInteger>(
        _ values: UnsafePointer<Value>, count: Int, width: Int
    ) -> Int {
        guard let hashes = hashes.baseAddress, let noted = noted.baseAddress, let bits = bits.baseAddress else {
            return 0
        }
        let leaving = (0..<width).reduce(UInt64(1)) { product, _ in product &* Buffers.base }
        var hash: UInt64 = 0
        for at in 0..<width { hash = hash &* Buffers.base &+ UInt64(truncatingIfNeeded: values[at]) }
        var found = 0
        var at = 0
        while true {
            let mixed = (hash ^ hash >> 32) &* Buffers.spread
            hashes[at] = mixed
            noted[found] = mixed
            let bit = mixed >> shift
            let word = bits[Int(truncatingIfNeeded: bit >> 6)]
            found &+= Int(truncatingIfNeeded: word >> (bit & 63)) & 1
            bits[Int(truncatingIfNeeded: bit >> 6)] = word | 1 << (bit & 63)
            if at &+ width == count { break }
            let change =
                UInt64(truncatingIfNeeded: values[at &+ width])
                &- UInt64(truncatingIfNeeded: values[at]) &* leaving
            hash = hash &* Buffers.base &+ change
            at &+= 1
        }
        return found
    }

    /// Pass two: notes every window that shares a bit with one of the first `candidates` noted. Returns how many.
    func findAll(_ candidates: Int, windows: Int) -> Int {
        guard let hashes = hashes.baseAddress, let noted = noted.baseAddress, let bits = bits.baseAddress else {
            return 0
        }
        self.bits.update(repeating: 0)
        for at in 0..<candidates {
            let bit = noted[at] >> shift
            bits[Int(truncatingIfNeeded: bit >> 6)] |= 1 << (bit & 63)
        }
        var found = 0
        for at in 0..<windows {
            let bit = hashes[at] >> shift
            noted[found] = hashes[at]
            found &+= Int(truncatingIfNeeded: bits[Int(truncatingIfNeeded: bit >> 6)] >> (bit & 63)) & 1
        }
        return found
    }
}
