/// Tells archives and HTML by their bytes.
enum Sniffer {
    /// What bytes are.
    enum Answer {
        case format(ArchiveFormat)
        /// Nothing for us; what they look like.
        case unknown(String)
    }

    /// What the bytes of a whole file are; the name counts only for HTML that does not begin like HTML.
    static func format(_ bytes: UnsafeRawBufferPointer, path: String) -> Answer {
        let start = RecordCutter.skipPadding(bytes, from: 0)
        guard start < bytes.count else { return .unknown("nothing but zeros or line ends") }
        if bytes.has((0x1F, 0x8B, 0x08), at: 0) { return compressed(bytes, path, .warcGzip, .gzip) }
        let number = bytes.integer(at: 0, width: 4) ?? 0
        if number == 0xFD2F_B528 || number & 0xFFFF_FFF0 == 0x184D_2A50 {
            return compressed(bytes, path, .warcZstd, .zstd)
        }
        for dialect in [Dialect.warc, .arc] {
            let cutter = RecordCutter(dialect: dialect, limits: ArchiveLimits())
            if cutter.isStart(bytes, at: start) { return .format(.warc) }
        }
        if SavedPage.isOne(bytes) { return .format(.mhtml) }
        if isHTML(bytes) || (hasHTMLName(path) && isText(bytes)) { return .format(.html) }
        let cutter = RecordCutter(dialect: .warc, limits: ArchiveLimits())
        if cutter.resync(bytes, from: 0, claimed: nil, isAll: true) != nil { return .format(.warc) }
        return .unknown(look(bytes))
    }

    private static func compressed(
        _ bytes: UnsafeRawBufferPointer, _ path: String, _ format: ArchiveFormat, _ codec: Codec
    ) -> Answer {
        let source = ArchiveSource(
            path: path, name: path, format: format, begin: 0, end: bytes.count, containerBegin: 0,
            containerEnd: bytes.count)
        let file = ArchiveFile(bytes, source: source, limits: ArchiveLimits())
        let finder = MemberFinder(file, codec: codec, dictionary: ZstdDictionary.find(file))
        if finder.sync(0) != nil { return .format(format) }
        return .unknown(codec == .gzip ? "gzip, but no WARC in it" : "zstd, but no WARC in it")
    }

    private static func hasHTMLName(_ path: String) -> Bool {
        let name = path.lowercased()
        return [".html", ".htm", ".xhtml"].contains(where: name.hasSuffix)
    }

    /// Whether the bytes begin as HTML does (WHATWG MIME Sniffing, 7.1, with a few tags more).
    static func isHTML(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var at = bytes.has((0xEF, 0xBB, 0xBF), at: 0) ? 3 : 0
        while at < bytes.count, [0x09, 0x0A, 0x0C, 0x0D, 0x20].contains(bytes[at]) { at += 1 }
        let tags: [StaticString] = [
            "<!doctype html", "<html", "<head", "<body", "<title", "<script", "<style", "<meta", "<link", "<h1", "<div",
            "<table", "<a", "<p", "<br", "<b", "<iframe", "<font", "<!--", "<?xml",
        ]
        return tags.contains { tag in
            guard bytes.hasFolded(tag, at: at) else { return false }
            let next = at + tag.utf8CodeUnitCount
            return tag.utf8Start[1] == 0x21 || next >= bytes.count || bytes[next] == 0x3E || bytes[next] <= 0x20
        }
    }

    /// Whether the first bytes are text of any encoding: no control characters but white space; UTF-16 has its mark.
    static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if let mark = bytes.integer(at: 0, width: 2), mark == 0xFEFF || mark == 0xFFFE { return true }
        return !bytes.prefix(1024).contains { $0 < 0x09 || (0x0E...0x1A).contains($0) }
    }

    private static func look(_ bytes: UnsafeRawBufferPointer) -> String {
        let heads: [(StaticString, String)] = [
            ("%PDF-", "a PDF"), ("GIF8", "a GIF"), ("SQLite format 3", "an SQLite file"), ("{", "JSON?"),
        ]
        if let head = heads.first(where: { bytes.has($0.0, at: 0) }) { return "it looks like \(head.1)" }
        if bytes.has((0x89, 0x50, 0x4E), at: 0) { return "it looks like a PNG" }
        if bytes.has((0xFF, 0xD8, 0xFF), at: 0) { return "it looks like a JPEG" }
        if isText(bytes) {
            let head = bytes.prefix(24).map { $0 < 0x20 || $0 > 0x7E ? UInt8(ascii: ".") : $0 }
            return "it begins '\(String(decoding: head, as: UTF8.self))'"
        }
        return "binary data"
    }
}

extension Sniffer {
    /// Whether the bytes begin as a JPEG, PNG, GIF or WebP does.
    static func isPicture(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.has((0xFF, 0xD8, 0xFF), at: 0) || bytes.has((0x89, 0x50, 0x4E), at: 0) || bytes.has("GIF8", at: 0)
            || (bytes.has("RIFF", at: 0) && bytes.has("WEBP", at: 8))
    }
}
