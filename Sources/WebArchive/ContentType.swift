/// The media type of a payload, from its `Content-Type` headers.
public struct ContentType: Sendable, Hashable {
    /// `type/subtype` in lower case; `""` when none was said.
    public var mime = ""
    /// The `charset` parameter as it was written, without quotes.
    public var charset: String?

    /// Whether it says nothing of what the bytes are.
    public var isVague: Bool { ContentType.isVague(mime) }

    /// Whether a media type says nothing of what the bytes are.
    public static func isVague(_ mime: String) -> Bool {
        ["", "application/octet-stream", "unknown/unknown", "application/unknown"].contains(mime)
    }

    /// None.
    public init() {}

    /// The last valid one of several headers; a charset said before for the same type holds on
    /// (WHATWG Fetch, "extract a MIME type").
    init(headers: [String]) {
        for header in headers {
            for part in header.split(separator: ",") {
                let next = ContentType(parsing: part)
                guard !next.mime.isEmpty, next.mime != "*/*" else { continue }
                charset = next.charset ?? (next.mime == mime ? charset : nil)
                mime = next.mime
            }
        }
    }

    /// One header: `text/HTML; Charset="utf-8"`.
    init(parsing text: Substring) {
        let parts = text.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        guard let first = parts.first else { return }
        let name = ContentType.trim(Array(first)).map(\.lowerASCII)
        guard name.contains(UInt8(ascii: "/")) else { return }
        mime = String(decoding: name, as: UTF8.self)
        for part in parts.dropFirst() {
            let bytes = Array(part)
            guard charset == nil, let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let key = ContentType.trim(Array(bytes[..<equals])).map(\.lowerASCII)
            guard key.elementsEqual("charset".utf8) else { continue }
            let value = ContentType.trim(Array(bytes[(equals + 1)...])).filter { $0 != 0x22 && $0 != 0x27 }
            if !value.isEmpty { charset = String(decoding: value, as: UTF8.self) }
        }
    }

    private static func trim(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        var bytes = bytes[...]
        while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return bytes
    }
}
