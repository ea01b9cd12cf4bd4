/// E-mail addresses as people write them: the unquoted forms of RFC 5322 with a host name of two labels or more.
enum EmailPattern {
    /// The address around the `@` at `at`.
    static func match(_ bytes: UnsafeBufferPointer<UInt8>, at: Int) -> Range<Int>? {
        var start = at
        while start > 0, isLocal(bytes[start - 1]) { start -= 1 }
        while start < at, !Bytes.isWord(bytes[start]) { start += 1 }
        guard start < at, bytes[at - 1] != UInt8(ascii: ".") else { return nil }
        if start > 0 && bytes[start - 1] == UInt8(ascii: "@") { return nil }  // a handle: @name@host
        guard let end = endOfHost(bytes, from: at + 1) else { return nil }
        return start..<end
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
            while at < bytes.count, Bytes.isDigit(bytes[at]) || Bytes.isLetter(bytes[at]) || bytes[at] == 0x2D {
                at += 1
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

    private static let fileEndings: Set<String> = [
        "png", "jpg", "jpeg", "gif", "webp", "svg", "css", "js", "html", "pdf",
    ]

    private static func isFileEnding(_ label: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        fileEndings.contains(String(decoding: label.map { $0 | 0x20 }, as: UTF8.self))
    }
}
