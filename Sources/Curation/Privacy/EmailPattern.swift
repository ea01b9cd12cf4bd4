import Facts

/// E-mail addresses as people write them: the unquoted forms of RFC 5322 with a host name of two labels or more. What logs
/// in at a machine (`git@host`, `user@host:path`, the user of a URL) and the name of a unit are none.
enum EmailPattern {
    /// The address around the `@` at `at`.
    static func match(_ bytes: UnsafeBufferPointer<UInt8>, at: Int) -> Range<Int>? {
        var start = at
        while start > 0 {
            if isLocal(bytes[start - 1]) {
                start -= 1
            } else if Bytes.isLatin(bytes, before: start) {
                start -= 2
            } else {
                break
            }
        }
        while start < at, !Bytes.isWord(bytes[start]) { start += 1 }
        guard start < at, bytes[at - 1] != UInt8(ascii: ".") else { return nil }
        if start > 0 && bytes[start - 1] == UInt8(ascii: "@") { return nil }  // a handle: @name@host
        guard let end = endOfHost(bytes, from: at + 1),
            !logins.contains(String(decoding: bytes[start..<at], as: UTF8.self)),
            !isPath(bytes, end), !isInURL(bytes, start)
        else { return nil }
        return start..<end
    }

    private static let logins: Set<String> = ["git", "hg", "svn", "ssh", "root", "gitea"]

    /// `host:path` and `host/path`: what `scp`, `rsync` and clones take.
    private static func isPath(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Bool {
        guard end + 1 < bytes.count else { return false }
        let next = bytes[end + 1]
        return bytes[end] == UInt8(ascii: "/")
            || bytes[end] == UInt8(ascii: ":") && (Bytes.isWord(next) || next == 0x2F || next == 0x7E)
    }

    /// Whether `://` stands before it without a blank between.
    private static func isInURL(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        var at = start
        while at > 0, start - at < 2048, bytes[at - 1] > 0x20 {
            at -= 1
            if bytes[at] == 0x2F, at > 1, bytes[at - 1] == 0x2F, bytes[at - 2] == 0x3A { return true }
        }
        return false
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        Bytes.isDigit(byte) || Bytes.isLetter(byte) || "._%+-'".utf8.contains(byte)
    }

    /// The end of `label.label…`, the last label two letters or more and no name of an image or script file.
    private static func endOfHost(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var at = start
        var end: Int?
        while true {
            let label = at
            while at < bytes.count {
                if Bytes.isDigit(bytes[at]) || Bytes.isLetter(bytes[at]) || bytes[at] == 0x2D {
                    at += 1
                } else if at + 1 < bytes.count, Bytes.isLatin(bytes, before: at + 2) {
                    at += 2
                } else {
                    break
                }
            }
            guard at > label, bytes[label] != 0x2D else { break }
            let isTop = at - label >= 2 && (label..<at).allSatisfy { Bytes.isLetter(bytes[$0]) }
            if label > start && isTop { end = isFileEnding(bytes[label..<at]) ? nil : at }
            guard at < bytes.count, bytes[at] == UInt8(ascii: ".") else { break }
            at += 1
        }
        guard let end, end == bytes.count || bytes[end] != UInt8(ascii: "_") && bytes[end] != UInt8(ascii: "@") else {
            return nil
        }
        return end
    }

    private static let fileEndings: Set<String> = Set(PictureFormat.all.flatMap(\.suffixes)).union([
        "svg", "css", "js", "html", "pdf", "json", "yaml", "yml", "xml",
        "txt", "conf", "service", "socket", "timer", "target", "mount", "automount", "swap", "path", "slice", "scope",
        "device",
    ])

    private static func isFileEnding(_ label: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        fileEndings.contains(String(decoding: label.map { $0 | 0x20 }, as: UTF8.self))
    }
}
