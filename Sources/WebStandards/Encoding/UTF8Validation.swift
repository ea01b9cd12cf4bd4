/// Finding what is UTF-8 and mending what is not, by the rules of the Encoding Standard's UTF-8 decoder.
enum UTF8Validation {
    /// The offset of the first byte of the first ill-formed sequence, or the count when all is well-formed.
    static func firstInvalid(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int {
        guard let pointer = bytes.baseAddress else { return 0 }
        let count = bytes.count
        var index = start
        while index < count {
            index = skipASCII(pointer, from: index, count: count)
            // Text in other scripts comes in runs: stay here while the bytes are not ASCII.
            while index < count, pointer[index] >= 0x80 {
                let length = sequenceLength(pointer, at: index, count: count)
                if length <= 0 { return index }
                index += length
            }
        }
        return count
    }

    /// The same for an array.
    static func firstInvalid(_ bytes: [UInt8]) -> Int { bytes.withUnsafeBufferPointer { firstInvalid($0) } }

    /// The first index from `start` whose byte is not ASCII.
    @inline(__always)
    static func skipASCII(_ pointer: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int {
        var index = start
        let raw = UnsafeRawPointer(pointer)
        while index + 64 <= count {
            let block = raw.loadUnaligned(fromByteOffset: index, as: SIMD64<UInt8>.self)
            if block.max() >= 0x80 { break }
            index += 64
        }
        while index + 8 <= count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080
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
