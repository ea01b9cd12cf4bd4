import Glibc

/// What numeric character references 128 to 159 mean.
enum Windows1252 {
    /// Unicode scalars for 0x80 ... 0x9F; 0 where the code stays what it is.
    static let scalars: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    /// Whether UTF-8 text has a scalar from U+0080 to U+009F.
    static func hasControls(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count > 1, var at = text.baseAddress else { return false }
        let end = at + (text.count - 1)
        while at < end, let found = memchr(at, 0xC2, end - at) {
            at = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) + 1
            if at.pointee < 0xA0 { return true }
        }
        return false
    }

    static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var at = 0
        while at < text.count {
            if text[at] == 0xC2, at + 1 < text.count, text[at + 1] < 0xA0, scalars[Int(text[at + 1] & 0x1F)] != 0 {
                append(UInt32(scalars[Int(text[at + 1] & 0x1F)]), to: &bytes)
                at += 2
            } else {
                bytes.append(text[at])
                at += 1
            }
        }
    }

    /// Appends a scalar as UTF-8.
    static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
        switch scalar {
        case ..<0x80: bytes.append(UInt8(scalar))
        case ..<0x800:
            bytes.append(0xC0 | UInt8(scalar >> 6))
            bytes.append(0x80 | UInt8(scalar & 0x3F))
        case ..<0x10000:
            bytes.append(0xE0 | UInt8(scalar >> 12))
            bytes.append(0x80 | UInt8(scalar >> 6 & 0x3F))
            bytes.append(0x80 | UInt8(scalar & 0x3F))
        default:
            bytes.append(0xF0 | UInt8(scalar >> 18 & 0x07))
            bytes.append(0x80 | UInt8(scalar >> 12 & 0x3F))
            bytes.append(0x80 | UInt8(scalar >> 6 & 0x3F))
            bytes.append(0x80 | UInt8(scalar & 0x3F))
        }
    }
}
