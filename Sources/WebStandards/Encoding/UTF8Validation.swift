/// Finding what is UTF-8 and mending what is not, by the rules of the Encoding Standard's UTF-8 decoder.
enum UTF8Validation {
    /// The offset of the first byte of the first ill-formed sequence, or the count when all is well-formed.
    ///
    /// Blocks of ASCII are skipped; the others run through an automaton whose states are shifts: one load and one
    /// shift a byte, without a branch.
    static func firstInvalid(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int {
        guard let pointer = bytes.baseAddress else { return 0 }
        let (block, count) = (16, bytes.count)
        return automaton.withUnsafeBufferPointer { rows in
            var state: UInt64 = 0
            // Where a character starts for certain.
            var safe = start
            var index = skipASCII(pointer, from: start, count: count)
            while index + block <= count {
                if state & 63 == 0 {
                    index = skipASCII(pointer, from: index, count: count)
                    safe = index
                    if index + block > count { break }
                }
                for offset in 0..<block { state = rows[Int(pointer[index + offset])] &>> state }
                if state & 63 == failure { return firstInvalidSlowly(pointer, from: safe, count: count) }
                index += block
            }
            return firstInvalidSlowly(
                pointer, from: state & 63 == 0 ? max(safe, min(index, count)) : safe, count: count)
        }
    }

    /// The same, character by character.
    private static func firstInvalidSlowly(_ bytes: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int {
        var index = start
        while index < count {
            let length = sequenceLength(bytes, at: index, count: count)
            if length <= 0 { return index }
            index += length
        }
        return count
    }

    /// The same for an array.
    static func firstInvalid(_ bytes: [UInt8]) -> Int { bytes.withUnsafeBufferPointer { firstInvalid($0) } }

    /// The failure state, as a shift.
    private static let failure: UInt64 = 48

    /// For each byte the next states, six bits for each state: 0 between characters, 1 to 3 with that many bytes
    /// left, 4 after E0, 5 after ED, 6 after F0, 7 after F4, 8 failure.
    private static let automaton: [UInt64] = (UInt8(0)...255).map { byte in
        let starts: UInt64
        switch byte {
        case 0x00...0x7F: starts = 0
        case 0xC2...0xDF: starts = 1
        case 0xE0: starts = 4
        case 0xED: starts = 5
        case 0xE1...0xEF: starts = 2
        case 0xF0: starts = 6
        case 0xF1...0xF3: starts = 3
        case 0xF4: starts = 7
        default: starts = 8
        }
        let continues = byte & 0xC0 == 0x80
        let next: [UInt64] = [
            starts, continues ? 0 : 8, continues ? 1 : 8, continues ? 2 : 8, continues && byte >= 0xA0 ? 1 : 8,
            continues && byte < 0xA0 ? 1 : 8, continues && byte >= 0x90 ? 2 : 8, continues && byte < 0x90 ? 2 : 8, 8,
        ]
        return next.enumerated().reduce(UInt64(0)) { $0 | $1.element * 6 << UInt64($1.offset * 6) }
    }

    /// The first index from `start` whose byte is not ASCII.
    @inline(__always)
    static func skipASCII(_ pointer: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int {
        var index = start
        let raw = UnsafeRawPointer(pointer)
        let high: UInt64 = 0x8080_8080_8080_8080
        while index + 32 <= count {
            let first = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let second = raw.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)
            let third = raw.loadUnaligned(fromByteOffset: index + 16, as: UInt64.self)
            let fourth = raw.loadUnaligned(fromByteOffset: index + 24, as: UInt64.self)
            if (first | second | third | fourth) & high != 0 { break }
            index += 32
        }
        while index + 8 <= count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & high
            if word != 0 { return index + word.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count, pointer[index] < 0x80 { index += 1 }
        return index
    }

    /// The length of the well-formed sequence at `index`; if it is ill-formed, minus the number of bytes that one
    /// U+FFFD stands for (the maximal subpart).
    @inline(__always)
    static func sequenceLength(_ bytes: UnsafePointer<UInt8>, at index: Int, count: Int) -> Int {
        let lead = bytes[index]
        if lead < 0x80 { return 1 }
        if lead < 0xC2 || lead > 0xF4 { return -1 }
        guard index + 1 < count else { return -1 }
        let second = bytes[index + 1]
        if lead < 0xE0 { return second & 0xC0 == 0x80 ? 2 : -1 }
        let lowest: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
        let highest: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
        guard second >= lowest, second <= highest else { return -1 }
        guard index + 2 < count, bytes[index + 2] & 0xC0 == 0x80 else { return -2 }
        if lead < 0xF0 { return 3 }
        guard index + 3 < count, bytes[index + 3] & 0xC0 == 0x80 else { return -3 }
        return 4
    }

    /// `bytes` with each ill-formed sequence replaced by U+FFFD.
    static func repaired(_ bytes: UnsafeBufferPointer<UInt8>, firstInvalid: Int) -> [UInt8] {
        guard let pointer = bytes.baseAddress else { return [] }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 16)
        var (run, index) = (0, firstInvalid)
        while index < bytes.count {
            out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[run..<index]))
            out.append(contentsOf: [0xEF, 0xBF, 0xBD])
            index -= sequenceLength(pointer, at: index, count: bytes.count)
            run = index
            index = Self.firstInvalid(bytes, from: index)
        }
        out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[run..<index]))
        return out
    }
}
