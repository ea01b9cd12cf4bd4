/// Base64 (RFC 4648, 4).
package enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")
    /// The value of each byte; 255 for what is no digit.
    private static let values = (0...UInt8.max).map { byte in digits.firstIndex(of: byte).map(UInt8.init) ?? 255 }

    /// The text of bytes, padded.
    package static func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { out in
            var end = 0
            for start in stride(from: 0, to: bytes.count, by: 3) {
                let count = min(3, bytes.count - start)
                let bits = (0..<3).reduce(0) { $0 << 8 | ($1 < count ? Int(bytes[start + $1]) : 0) }
                for place in 0..<4 {
                    out[end] = place > count ? padding : digits[bits >> (18 - 6 * place) & 63]
                    end += 1
                }
            }
            return end
        }
    }

    /// The bytes of a text; nil when it is none. White space may stand anywhere, and padding may be left out, as the Infra
    /// Standard decodes (forgiving-base64 decode).
    package static func decode(_ text: [UInt8]) -> [UInt8]? {
        var text = text.contains(where: isWhiteSpace) ? text.filter { !isWhiteSpace($0) } : text
        if text.count.isMultiple(of: 4), text.last == padding {
            text.removeLast()
            if text.last == padding { text.removeLast() }
        }
        let bytes = decodeDigits(text[...])
        // What is no digit was passed over.
        return text.count % 4 != 1 && bytes.count == text.count * 3 / 4 ? bytes : nil
    }

    /// The bytes of a text.
    package static func decode(_ text: String) -> [UInt8]? { decode(Array(text.utf8)) }

    /// The bytes of a text of which everything counts that is a digit, up to the padding, as in mail (RFC 2045, 6.8).
    package static func decodeMail(_ text: [UInt8]) -> [UInt8] {
        decodeDigits(text.prefix { $0 != padding })
    }

    /// What is no digit is passed over; bits that do not make a byte are dropped.
    private static func decodeDigits(_ text: ArraySlice<UInt8>) -> [UInt8] {
        let values = values
        var out: [UInt8] = []
        out.reserveCapacity(text.count / 4 * 3 + 2)
        var (bits, held): (UInt32, UInt32) = (0, 0)
        for byte in text {
            let value = values[Int(byte)]
            if value > 63 { continue }
            bits = bits << 6 | UInt32(value)
            held += 6
            if held >= 8 {
                held -= 8
                out.append(UInt8(truncatingIfNeeded: bits >> held))
            }
        }
        return out
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C || byte == 0x0D
    }
}
