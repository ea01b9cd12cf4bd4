/// The content of a `data:` URL, by the Fetch Standard's data: URL processor.
public struct DataURL: Hashable, Sendable {
    /// The media type; `text/plain;charset=US-ASCII` when none that can be read is stated.
    public let type: MIMEType

    /// The decoded bytes.
    public let bytes: [UInt8]

    /// Decodes `url`; nil when it is no `data:` URL, has no comma, or its base64 is broken.
    public init?(_ url: WebURL) {
        guard url.layout.schemeEnd == 5, url.scheme == "data" else { return nil }
        let text = Array(url.withoutFragment().href.utf8.dropFirst(5))
        guard let comma = text.firstIndex(of: 0x2C) else { return nil }
        var header = text[..<comma].drop(while: ASCII.isWhitespace)
        while let last = header.last, ASCII.isWhitespace(last) { header.removeLast() }
        let body = text[(comma + 1)...].withUnsafeBufferPointer { [UInt8](percentDecoding: $0) }
        if let start = Self.base64Suffix(of: header) {
            guard let decoded = Base64.decodeForgiving(body) else { return nil }
            bytes = decoded
            header = header[..<start]
        } else {
            bytes = body
        }
        let name = String(decoding: header, as: UTF8.self)
        let stated = MIMEType(name.hasPrefix(";") ? "text/plain" + name : name)
        guard let type = stated ?? MIMEType("text/plain;charset=US-ASCII") else { return nil }
        self.type = type
    }

    /// Where `; base64` starts at the end of a header, nil if it is not there.
    private static func base64Suffix(of header: ArraySlice<UInt8>) -> Int? {
        guard header.count >= 7, ASCII.equals(header.suffix(6), lowercase: "base64") else { return nil }
        var index = header.endIndex - 7
        while index > header.startIndex, header[index] == 0x20 { index -= 1 }
        return header[index] == 0x3B ? index : nil
    }
}

/// Base64 as the Infra Standard decodes it: white space anywhere, padding optional.
enum Base64 {
    /// The decoded bytes, nil when the text is not base64.
    static func decodeForgiving(_ text: [UInt8]) -> [UInt8]? {
        var clean = text.contains(where: ASCII.isWhitespace) ? text.filter { !ASCII.isWhitespace($0) } : text
        if clean.count % 4 == 0, clean.last == 0x3D {
            clean.removeLast()
            if clean.last == 0x3D { clean.removeLast() }
        }
        guard clean.count % 4 != 1 else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(clean.count / 4 * 3 + 2)
        var (bits, held): (UInt32, Int) = (0, 0)
        for byte in clean {
            guard let value = value(byte) else { return nil }
            bits = bits << 6 | UInt32(value)
            held += 6
            if held >= 8 {
                held -= 8
                out.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
            }
        }
        return out
    }

    @inline(__always)
    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
