/// Counts windows of consecutive values by hash, and says how repetitive the sequence is.
///
/// An entry of the table is 36 bits of the window's hash and a 28-bit count; the slot is taken from the other end of
/// the hash, so two windows of a text of 10,000 are taken for one with a chance of about 10^-9.
struct WindowCounter: Sendable {
    private var table: [UInt64] = []
    private var repeated: [UInt32] = []
    private var shift: UInt64 = 0

    /// Windows counted.
    private(set) var windows = 0
    /// Different windows.
    private(set) var distinct = 0

    /// Counts all windows of `width` values.
    mutating func count<Value: FixedWidthInteger & UnsignedInteger>(
        _ values: UnsafeBufferPointer<Value>, width: Int
    ) {
        windows = max(0, values.count - width + 1)
        distinct = 0
        repeated.removeAll(keepingCapacity: true)
        guard windows > 0, width > 0, let base = values.baseAddress else { return }
        clear(for: windows)
        let leaving = WindowCounter.power(width)
        var hash: UInt64 = 0
        for at in 0..<width - 1 { hash = hash &* WindowCounter.base &+ UInt64(truncatingIfNeeded: base[at]) }
        let shift = shift
        let mask = (1 << (64 - Int(shift))) - 1
        var new = 0
        table.withUnsafeMutableBufferPointer { table in
            guard let table = table.baseAddress else { return }
            var old: UInt64 = 0
            for at in width - 1..<values.count {
                hash = hash &* WindowCounter.base &+ UInt64(truncatingIfNeeded: base[at]) &- old &* leaving
                old = UInt64(truncatingIfNeeded: base[at &- width &+ 1])
                var mixed = hash ^ (hash >> 32)
                mixed = mixed &* 0xD6E8_FEB8_6659_FD93
                mixed ^= mixed >> 29
                switch WindowCounter.add(mixed, table, Int(truncatingIfNeeded: mixed >> shift), mask) {
                case -1: new &+= 1
                case -2: break
                case let slot: repeated.append(UInt32(truncatingIfNeeded: slot))
                }
            }
        }
        distinct = new
    }

    /// Multiplier of the rolling hash: odd, bits without a pattern.
    private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func power(_ exponent: Int) -> UInt64 {
        (0..<exponent).reduce(1) { product, _ in product &* base }
    }

    private mutating func clear(for windows: Int) {
        var bits = 6
        while 1 << bits < windows * 2 && bits < 32 { bits += 1 }
        let size = 1 << bits
        if table.count < size {
            table = [UInt64](repeating: 0, count: size)
        } else {
            table.withUnsafeMutableBufferPointer { $0[..<size].update(repeating: 0) }
        }
        shift = UInt64(64 - bits)
    }

    /// Counts one window: -1 when it is new, its slot when it is there for the second time, -2 later.
    @inline(__always)
    private static func add(_ hash: UInt64, _ table: UnsafeMutablePointer<UInt64>, _ start: Int, _ mask: Int) -> Int {
        let tag = hash << 28
        var slot = start
        while true {
            let entry = table[slot]
            if entry == 0 {
                table[slot] = tag | 1
                return -1
            }
            if (entry ^ tag) >> 28 == 0 {
                let count = entry & 0xFFF_FFFF
                if count < 0xFFF_FFFF { table[slot] = entry &+ 1 }
                return count == 1 ? slot : -2
            }
            slot = (slot &+ 1) & mask
        }
    }

    /// Share of the windows that are one of the k most frequent ones, k = min(⌊√distinct⌋, those that occur more than
    /// once); 0 without windows (OBELICS, character repetition ratio).
    mutating func topShare() -> Double {
        guard windows > 0 else { return 0 }
        let top = min(Int(Double(distinct).squareRoot()), repeated.count)
        guard top > 0 else { return 0 }
        var counts = repeated.map { table[Int($0)] & 0xFFF_FFFF }
        if top < counts.count { counts.sort(by: >) }
        return Double(counts[..<top].reduce(0, +)) / Double(windows)
    }

    /// Share of the windows that occur more than once; 0 without windows (OBELICS, word repetition ratio).
    func repeatedShare() -> Double {
        windows == 0 ? 0 : Double(windows - (distinct - repeated.count)) / Double(windows)
    }
}
