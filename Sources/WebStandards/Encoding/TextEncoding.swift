/// The character encoding of a page and its decoding to UTF-8, by the WHATWG Encoding and HTML standards.
///
/// ```swift
/// let decision = TextEncoding.decide(bytes: body, httpCharset: "iso-8859-1")  // windows-1252, .http
/// let text = TextEncoding.decode(body, as: decision)                           // well-formed UTF-8
/// ```
///
/// Both functions are pure: the same bytes give the same text.
public enum TextEncoding {
    /// What an encoding was decided by.
    public enum Source: String, Sendable, CaseIterable {
        /// A byte order mark.
        case bom
        /// The `charset` of the HTTP header.
        case http
        /// A `meta` element or an XML declaration.
        case meta
        /// The bytes themselves: nothing was declared.
        case detected
        /// The bytes against a declaration under which they make no sense.
        case recovered
        /// Nothing declared and nothing to see: plain ASCII, or too little of anything else.
        case fallback
    }

    /// An encoding and how it was found.
    public struct Decision: Hashable, Sendable {
        /// The canonical name in the Encoding Standard (`UTF-8`, `windows-1252`, `Shift_JIS`, …).
        public var name: String { encoding.rawValue }

        /// What decided.
        public let source: Source

        let encoding: Encoding

        /// How many bytes, the byte order mark left out, are known to be well-formed UTF-8.
        package var validPrefix = 0

        /// The decision for a label of the standard (`latin1`, `gb2312`), nil when it lists no such label.
        public init?(label: String, source: Source) {
            guard let encoding = Encoding(label: Array(label.utf8)) else { return nil }
            self.init(encoding, source)
        }

        init(_ encoding: Encoding, _ source: Source, validPrefix: Int = 0) {
            self.encoding = encoding
            self.source = source
            self.validPrefix = validPrefix
        }
    }

    /// Decides the encoding of a page: byte order mark, then the HTTP header, then the page's own declaration in its
    /// first 1024 bytes (as browsers do) or in the 64 KiB after them, then detection.
    ///
    /// A declaration is not believed when the bytes contradict it: text that is UTF-8 with non-ASCII characters under
    /// a legacy label, or that is not UTF-8 under that label, is `recovered`.
    ///
    /// - Parameters:
    ///   - bytes: The whole page.
    ///   - httpCharset: The `charset` parameter of the Content-Type header; a label that is unknown is ignored.
    public static func decide(bytes: UnsafeRawBufferPointer, httpCharset: String?) -> Decision {
        bytes.withMemoryRebound(to: UInt8.self) { EncodingJudge(bytes: $0, httpCharset: httpCharset).decide() }
    }

    /// The text as well-formed UTF-8, without byte order mark. Ill-formed sequences become U+FFFD as in the
    /// standard's decoders. U+0000 is kept: C strings end there, parsers must be given the count.
    public static func decode(_ bytes: UnsafeRawBufferPointer, as decision: Decision) -> [UInt8] {
        bytes.withMemoryRebound(to: UInt8.self) { input in
            let body = UnsafeBufferPointer(rebasing: input.dropFirst(markLength(input, decision.encoding)))
            guard decision.encoding == .utf8 else { return LegacyDecoder.decode(body, as: decision.encoding).bytes }
            let valid = UTF8Validation.firstInvalid(body, from: min(decision.validPrefix, body.count))
            return valid == body.count ? Array(body) : UTF8Validation.repaired(body, firstInvalid: valid)
        }
    }

    /// The canonical name of a label, nil when the standard lists no such label.
    public static func name(forLabel label: String) -> String? {
        Encoding(label: Array(label.utf8))?.rawValue
    }

    /// The length of the byte order mark of `encoding` at the start of `bytes`, 0 if there is none.
    static func markLength(_ bytes: UnsafeBufferPointer<UInt8>, _ encoding: Encoding) -> Int {
        switch encoding {
        case .utf8: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        case .utf16LE: bytes.starts(with: [0xFF, 0xFE]) ? 2 : 0
        case .utf16BE: bytes.starts(with: [0xFE, 0xFF]) ? 2 : 0
        default: 0
        }
    }
}
