/// Tells by bytes what is no archive.
enum Sniffer {
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

    /// What bytes look like that are of no format.
    static func look(_ bytes: UnsafeRawBufferPointer) -> String {
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
