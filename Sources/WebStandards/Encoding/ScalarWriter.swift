/// Where decoders put their scalars: well-formed UTF-8, in memory of its own
/// because growing an array byte by byte takes three times as long.
struct ScalarWriter: ~Copyable {
    private var memory: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0

    /// How many U+FFFD stand for ill-formed input.
    private(set) var errors = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        memory = .allocate(capacity: self.capacity)
    }

    deinit { memory.deallocate() }

    /// What was written.
    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: memory, count: count)) }

    private mutating func grow(by more: Int) {
        let larger = max(capacity * 2, count + more)
        let new = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        new.update(from: memory, count: count)
        memory.deallocate()
        (memory, capacity) = (new, larger)
    }

    /// Appends `scalar`, which must be a Unicode scalar value.
    @inline(__always)
    mutating func append(_ scalar: UInt32) {
        if count + 4 > capacity { grow(by: 4) }
        let place = memory + count
        if scalar < 0x80 {
            place[0] = UInt8(truncatingIfNeeded: scalar)
            count += 1
        } else if scalar < 0x800 {
            place[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
            place[1] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            count += 2
        } else if scalar < 0x10000 {
            place[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
            place[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
            place[2] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            count += 3
        } else {
            place[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
            place[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
            place[2] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
            place[3] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            count += 4
        }
    }

    /// Appends U+FFFD for one decoding error.
    mutating func appendError() {
        errors += 1
        append(0xFFFD)
    }

    /// Appends the ASCII bytes of `input` from `index` on, and moves `index` behind them.
    @inline(__always)
    mutating func copyASCII(_ input: UnsafeBufferPointer<UInt8>, at index: inout Int) {
        guard let pointer = input.baseAddress else { return }
        let end = UTF8Validation.skipASCII(pointer, from: index, count: input.count)
        let length = end - index
        if count + length > capacity { grow(by: length) }
        (memory + count).update(from: pointer + index, count: length)
        count += length
        index = end
    }
}
