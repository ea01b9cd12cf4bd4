/// The variable-length codes of GIF (GIF89a specification, appendix F), 3 to 12 bits, in sub-blocks.
///
/// In Swift and strict: a code that the table does not hold yet is damage, not a pixel.
struct LZWDecoder {
    /// How the codes ended.
    enum End: Equatable {
        /// Every pixel was given.
        case complete
        /// The data or the end code came first.
        case early
        /// A code that cannot stand there.
        case invalid
    }

    private static let tableSize = 4096

    private let bytes: UnsafeRawBufferPointer
    private var offset: Int
    private var blockEnd: Int
    private var bits: UInt32 = 0
    private var bitCount = 0

    private var prefixes = [UInt16](repeating: 0, count: Self.tableSize)
    private var suffixes = [UInt8](repeating: 0, count: Self.tableSize)
    private var lengths = [UInt16](repeating: 0, count: Self.tableSize)

    /// Reads sub-blocks from `offset` on.
    init(_ bytes: UnsafeRawBufferPointer, offset: Int) {
        self.bytes = bytes
        self.offset = offset
        blockEnd = offset
    }

    /// Fills `pixels` with indices; says how it ended and how many came. `rootBits` is 0 to 11.
    mutating func decode(rootBits: Int, into pixels: inout [UInt8]) -> (end: End, count: Int) {
        let clear = 1 << rootBits
        for root in 0..<clear {
            suffixes[root] = UInt8(truncatingIfNeeded: root)
            lengths[root] = 1
        }
        var (width, free, last, written) = (rootBits + 1, clear + 2, -1, 0)
        while written < pixels.count {
            guard let code = next(width) else { return (.early, written) }
            if code == clear {
                (width, free, last) = (rootBits + 1, clear + 2, -1)
                continue
            }
            if code == clear + 1 { return (.early, written) }
            guard last < 0 ? code < clear : code <= free && !(code == free && free == Self.tableSize) else {
                return (.invalid, written)
            }
            if last >= 0 && free < Self.tableSize {
                add(free, prefix: last, firstOf: code == free ? last : code)
                free += 1
                if free >= 1 << width && width < 12 { width += 1 }
            }
            written = write(code, at: written, &pixels)
            last = code
        }
        return (.complete, written)
    }

    /// A new string: that of `prefix` and the first pixel of another.
    private mutating func add(_ entry: Int, prefix: Int, firstOf other: Int) {
        var root = other
        while lengths[root] > 1 { root = Int(prefixes[root]) }
        prefixes[entry] = UInt16(prefix)
        suffixes[entry] = suffixes[root]
        lengths[entry] = lengths[prefix] + 1
    }

    /// Writes the string of `code` back to front; what exceeds the frame is dropped.
    private func write(_ code: Int, at start: Int, _ pixels: inout [UInt8]) -> Int {
        var code = code
        let end = start + Int(lengths[code])
        var position = end
        while position > start {
            position -= 1
            if position < pixels.count { pixels[position] = suffixes[code] }
            code = Int(prefixes[code])
        }
        return min(end, pixels.count)
    }

    /// The next code, low bits first; nil where the sub-blocks end.
    private mutating func next(_ width: Int) -> Int? {
        while bitCount < width {
            if offset == blockEnd {
                guard offset < bytes.count, bytes[offset] != 0 else { return nil }
                blockEnd = offset + 1 + Int(bytes[offset])
                offset += 1
            }
            guard offset < bytes.count else { return nil }
            bits |= UInt32(bytes[offset]) << UInt32(bitCount)
            offset += 1
            bitCount += 8
        }
        let code = Int(bits & (1 << UInt32(width) - 1))
        bits >>= UInt32(width)
        bitCount -= width
        return code
    }
}
