/// Where decoders put their scalars: well-formed UTF-8.
struct ScalarWriter {
    private(set) var bytes: [UInt8] = []

    /// How many U+FFFD stand for ill-formed input.
    private(set) var errors = 0

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// Appends `scalar`, which must be a Unicode scalar value.
    @inline(__always)
    mutating func append(_ scalar: UInt32) {
        if scalar < 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: scalar))
        } else if scalar < 0x800 {
            bytes.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
            bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        } else if scalar < 0x10000 {
            bytes.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
            bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        } else {
            bytes.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
            bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
            bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
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
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: input[index..<end]))
        index = end
    }
}
