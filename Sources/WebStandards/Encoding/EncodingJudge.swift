import Glibc

/// Weighs what a page declares against what its bytes are.
struct EncodingJudge {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let httpCharset: String?
    /// Where the ASCII that the page starts with ends.
    private let firstNonASCII: Int

    /// How far beyond the standard's 1024 bytes a declaration is looked for.
    private static let tolerantLimit = 65536

    init(bytes: UnsafeBufferPointer<UInt8>, httpCharset: String?) {
        self.bytes = bytes
        self.httpCharset = httpCharset
        firstNonASCII =
            bytes.baseAddress.map { UTF8Validation.skipASCII($0, from: 0, count: bytes.count) } ?? 0
    }

    func decide() -> TextEncoding.Decision {
        for encoding in [Encoding.utf8, .utf16LE, .utf16BE] where TextEncoding.markLength(bytes, encoding) > 0 {
            return TextEncoding.Decision(encoding, .bom)
        }
        let http = httpCharset.flatMap { Encoding(label: Array($0.utf8)) }
        if let http { return weigh(http, .http) }
        if let meta = declared() { return weigh(meta, .meta) }
        return undeclared(.detected)
    }

    /// What the page says of itself.
    func declared() -> Encoding? {
        MetaPrescan.encoding(in: bytes, limit: 1024)
            ?? (bytes.count > 1024 ? MetaPrescan.encoding(in: bytes, limit: Self.tolerantLimit) : nil)
    }

    /// The decision for a declared encoding.
    private func weigh(_ encoding: Encoding, _ source: TextEncoding.Source) -> TextEncoding.Decision {
        if encoding.family != .utf16, let wide = UTF16Sniffer.encoding(of: bytes) {
            return TextEncoding.Decision(wide, .recovered)
        }
        let valid = UTF8Validation.firstInvalid(bytes, from: firstNonASCII)
        switch encoding.family {
        case .utf8:
            if valid == bytes.count || UTF8Statistics(bytes).isMostlyUTF8 {
                return TextEncoding.Decision(.utf8, source, validPrefix: valid)
            }
            if source == .http, let meta = declared(), meta != .utf8 {
                return TextEncoding.Decision(meta, .recovered)
            }
            return undeclared(.recovered)
        case .utf16:
            let isText = valid == bytes.count && !bytes.prefix(1024).contains(0) && bytes.contains(0x3C)
            return isText
                ? TextEncoding.Decision(.utf8, .recovered, validPrefix: valid)
                : TextEncoding.Decision(encoding, source)
        case .singleByte, .other:
            return valid == bytes.count && hasNonASCII
                ? TextEncoding.Decision(.utf8, .recovered, validPrefix: valid)
                : TextEncoding.Decision(encoding, source)
        case .multiByte:
            return weighMultiByte(encoding, source, validUTF8: valid)
        }
    }

    /// A two-byte text may be UTF-8 by chance when it is short; so the number of characters counts, and whether
    /// the bytes decode as declared.
    private func weighMultiByte(
        _ encoding: Encoding, _ source: TextEncoding.Source, validUTF8: Int
    ) -> TextEncoding.Decision {
        let sample = UnsafeBufferPointer(rebasing: bytes.prefix(Self.tolerantLimit))
        let errors = LegacyDecoder.decode(sample, as: encoding).errors
        let wide = sample.reduce(into: 0) { $0 += $1 >= 0x80 ? 1 : 0 }
        if validUTF8 == bytes.count, hasNonASCII, errors > 0 || wide >= 12 {
            return TextEncoding.Decision(.utf8, .recovered, validPrefix: validUTF8)
        }
        // One wrong byte in ten is not a slip of an editor.
        if errors * 10 > wide, let found = EncodingDetector.detect(bytes), found != encoding {
            return TextEncoding.Decision(found, .recovered)
        }
        return TextEncoding.Decision(encoding, source)
    }

    /// The decision by the bytes alone.
    func undeclared(_ source: TextEncoding.Source) -> TextEncoding.Decision {
        if let wide = UTF16Sniffer.encoding(of: bytes) { return TextEncoding.Decision(wide, source) }
        let valid = UTF8Validation.firstInvalid(bytes, from: firstNonASCII)
        if valid == bytes.count {
            if hasNonASCII { return TextEncoding.Decision(.utf8, source, validPrefix: valid) }
            if EncodingDetector.isISO2022JP(bytes) { return TextEncoding.Decision(.iso2022JP, source) }
            return TextEncoding.Decision(.utf8, .fallback, validPrefix: valid)
        }
        if UTF8Statistics(bytes).isNearlyUTF8 {
            return TextEncoding.Decision(.utf8, source, validPrefix: valid)
        }
        guard let found = EncodingDetector.detect(bytes) else {
            return TextEncoding.Decision(.windows1252, source == .recovered ? .recovered : .fallback)
        }
        return TextEncoding.Decision(found, source)
    }

    private var hasNonASCII: Bool { firstNonASCII < bytes.count }
}

/// How much of a text that is not all well-formed UTF-8 looks like UTF-8 all the same.
private struct UTF8Statistics {
    /// Multi-byte sequences by their bits, well-formed or of the kinds that broken encoders write (overlong,
    /// surrogates).
    private var like = 0
    /// Bytes from 80 up that are no part of one; a sequence cut off by the end of the page is not counted.
    private var unlike = 0

    /// Counts in the first 256 KiB.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        let end = min(bytes.count, 262_144)
        while index < end {
            let lead = bytes[index]
            guard lead >= 0x80 else {
                index += 1
                continue
            }
            let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
            let tail = bytes[(index + 1)..<max(index + 1, min(index + length, bytes.count))]
            let isWhole = lead >= 0xC0 && lead < 0xF8 && tail.allSatisfy { $0 & 0xC0 == 0x80 }
            if isWhole {
                like += index + length <= bytes.count ? 1 : 0
                index += length
            } else {
                unlike += 1
                index += 1
            }
        }
    }

    /// Under a declaration of UTF-8.
    var isMostlyUTF8: Bool { like >= unlike }

    /// Without one.
    var isNearlyUTF8: Bool { like >= 2 && like >= 4 * unlike }
}

/// UTF-16 without byte order mark, told by its zero bytes: markup is ASCII in any language.
private enum UTF16Sniffer {
    static func encoding(of bytes: UnsafeBufferPointer<UInt8>) -> Encoding? {
        let count = min(bytes.count, 4096) & ~1
        // Most pages have no NUL.
        guard count >= 8, let start = bytes.baseAddress, memchr(start, 0, count) != nil else { return nil }
        var (even, odd) = (0, 0)
        var index = 0
        while index < count {
            even += bytes[index] == 0 ? 1 : 0
            odd += bytes[index + 1] == 0 ? 1 : 0
            index += 2
        }
        let pairs = count / 2
        if odd * 5 >= pairs, even * 20 <= odd { return .utf16LE }
        if even * 5 >= pairs, odd * 20 <= even { return .utf16BE }
        return nil
    }
}
