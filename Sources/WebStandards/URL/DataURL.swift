import Platform

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
            guard let decoded = Base64.decode(body) else { return nil }
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
