/// The header line of an ARC record: `URL IP date type length`, in version 2 with five more fields before the length.
///
/// Spaces in URLs are common, so the line is read by its date and its last field.
struct ARCLine {
    /// A line longer than this is none.
    static let maximumBytes = 16 << 10

    /// The fields under the names WARC has for them.
    let fields: HeaderFields
    /// The index after the line.
    let end: Int

    /// The line at `start`; nil when none stands there.
    init?(_ bytes: UnsafeRawBufferPointer, at start: Int) {
        guard start < bytes.count, bytes[start] > 0x20, bytes[start] < 0x7F else { return nil }
        let window = UnsafeRawBufferPointer(rebasing: bytes[..<min(bytes.count, start + Self.maximumBytes)])
        guard let feed = window.firstLineFeed(from: start) else { return nil }
        let words = Array(bytes[start..<feed]).split(whereSeparator: { $0 == 0x20 || $0 == 0x0D })
        // Behind the date come a type and a length at least.
        guard words.count >= 5, let length = words.last, length.allSatisfy(\.isDigit), words[0].contains(0x3A),
            let date = words.indices.dropFirst(2).dropLast(2).first(where: { WARCValue.isDate(Array(words[$0])) })
        else { return nil }
        let url = words[..<(date - 1)].map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        let isFile = url.hasPrefix("filedesc:")
        fields = HeaderFields([
            ("WARC-Type", isFile ? "warcinfo" : "response"), ("WARC-Target-URI", url),
            ("WARC-Date", String(decoding: words[date], as: UTF8.self)),
            ("WARC-IP-Address", String(decoding: words[date - 1], as: UTF8.self)),
            ("Content-Type", String(decoding: words[date + 1], as: UTF8.self)),
            ("Content-Length", String(decoding: length, as: UTF8.self)),
        ])
        end = feed + 1
    }
}
