import Glibc

/// The page's bytes as the parser may read and change them: valid UTF-8 without CR, a NUL past the end.
///
/// libxml2 2.9 stops at a NUL and, on a byte that is not UTF-8, reads the rest as Latin-1: neither may reach it.
struct InputBuffer {
    private(set) var bytes: [UInt8] = []
    /// Whether the page has a NUL and may keep it.
    private(set) var hasNUL = false

    /// Takes a page: a byte order mark goes, CR LF and CR become LF, NUL goes unless `keepsNUL`, and what is not UTF-8
    /// becomes U+FFFD; that is not looked for in a page that `isWellFormed`.
    mutating func load(_ page: UnsafeRawBufferPointer, isWellFormed: Bool = false, keepsNUL: Bool = false) {
        hasNUL = false
        bytes.removeAll(keepingCapacity: true)
        bytes.reserveCapacity(page.count + 8)
        var page = page
        if page.starts(with: [0xEF, 0xBB, 0xBF]) { page = UnsafeRawBufferPointer(rebasing: page.dropFirst(3)) }
        let scan = isWellFormed ? (isValid: true, hasControls: InputBuffer.hasControls(page)) : InputBuffer.scan(page)
        if !scan.isValid {
            let mended = String(decoding: page, as: UTF8.self)
            bytes.append(contentsOf: mended.utf8)
        } else {
            bytes.append(contentsOf: page)
        }
        if scan.hasControls { fold(keepsNUL) }
        bytes.append(contentsOf: [0, 0, 0, 0])
    }

    /// The bytes to be read, and changed where they were read already.
    mutating func withMutableBytes<R>(_ body: (UnsafeMutableBufferPointer<UInt8>) -> R) -> R {
        bytes.withUnsafeMutableBufferPointer { body($0) }
    }

    /// Bytes of the page, without what was put past the end.
    var count: Int { bytes.count - 4 }

    private mutating func fold(_ keepsNUL: Bool) {
        let last = bytes.count
        let anyNUL = bytes.withUnsafeBytes { bytes in bytes.baseAddress.map { memchr($0, 0, last) != nil } ?? false }
        hasNUL = anyNUL && keepsNUL
        let dropsNUL = anyNUL && !keepsNUL
        let kept = bytes.withUnsafeMutableBufferPointer { bytes in
            var out = 0
            var at = 0
            guard let start = bytes.baseAddress else { return 0 }
            while at < last {
                if !dropsNUL {
                    // Up to the next CR nothing changes.
                    let cr = memchr(start + at, 0x0D, last - at)
                    let end = cr.map { UnsafeRawPointer(start).distance(to: UnsafeRawPointer($0)) } ?? last
                    if out != at { memmove(start + out, start + at, end - at) }
                    out += end - at
                    at = end
                    if at == last { break }
                }
                let byte = bytes[at]
                at += 1
                if byte == 0, dropsNUL { continue }
                if byte == 0x0D {
                    if at < last && bytes[at] == 0x0A { at += 1 }
                    bytes[out] = 0x0A
                } else {
                    bytes[out] = byte
                }
                out += 1
            }
            return out
        }
        bytes.removeLast(last - kept)
    }

    private static func hasControls(_ page: UnsafeRawBufferPointer) -> Bool {
        guard let start = page.baseAddress else { return false }
        return memchr(start, 0x0D, page.count) != nil || memchr(start, 0, page.count) != nil
    }

    /// Whether the page is UTF-8, and whether it has a NUL or a CR.
    private static func scan(_ page: UnsafeRawBufferPointer) -> (isValid: Bool, hasControls: Bool) {
        var hasControls = false
        var at = 0
        let end = page.count
        while at < end {
            if at + 8 <= end {
                let word = page.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                if word & 0x8080_8080_8080_8080 == 0 {
                    let returns = word ^ 0x0D0D_0D0D_0D0D_0D0D
                    let zeros = (word &- 0x0101_0101_0101_0101) & ~word
                    let crs = (returns &- 0x0101_0101_0101_0101) & ~returns
                    if (zeros | crs) & 0x8080_8080_8080_8080 != 0 { hasControls = true }
                    at += 8
                    continue
                }
            }
            let byte = page[at]
            if byte < 0x80 {
                if byte == 0 || byte == 0x0D { hasControls = true }
                at += 1
                continue
            }
            let length = InputBuffer.sequenceLength(page, at)
            if length == 0 { return (false, true) }
            at += length
        }
        return (true, hasControls)
    }

    /// The length of the well-formed sequence at `at` (RFC 3629 §4), 0 when there is none.
    private static func sequenceLength(_ page: UnsafeRawBufferPointer, _ at: Int) -> Int {
        let left = page.count - at
        func tail(_ index: Int) -> Bool { page[at + index] & 0xC0 == 0x80 }
        switch page[at] {
        case 0xC2...0xDF: return left >= 2 && tail(1) ? 2 : 0
        case 0xE0...0xEF:
            guard left >= 3, tail(1), tail(2) else { return 0 }
            if page[at] == 0xE0 && page[at + 1] < 0xA0 { return 0 }
            if page[at] == 0xED && page[at + 1] > 0x9F { return 0 }
            return 3
        case 0xF0...0xF4:
            guard left >= 4, tail(1), tail(2), tail(3) else { return 0 }
            if page[at] == 0xF0 && page[at + 1] < 0x90 { return 0 }
            if page[at] == 0xF4 && page[at + 1] > 0x8F { return 0 }
            return 4
        default: return 0
        }
    }
}
