import Glibc

/// Finding where text that is not markup ends.
enum RawText {
    /// The place of `</name` followed by a space, `/` or `>`, letter case aside, at or after `from`; `end` if none.
    static func endTag(_ name: UnsafeBufferPointer<UInt8>, in text: UnsafePointer<UInt8>, from: Int, end: Int) -> Int {
        var at = from
        while at < end {
            guard let found = find(0x3C, in: text, from: at, end: end) else { return end }
            if isEndTag(name, text, found, end) { return found }
            at = found + 1
        }
        return end
    }

    private static func isEndTag(
        _ name: UnsafeBufferPointer<UInt8>, _ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int
    ) -> Bool {
        guard at + 2 + name.count < end, text[at + 1] == 0x2F else { return false }
        for index in 0..<name.count where lower(text[at + 2 + index]) != name[index] { return false }
        let after = text[at + 2 + name.count]
        return after == 0x3E || after == 0x2F || TreeBuilder.isSpace(after)
    }

    /// As `endTag` for scripts: an end tag between `<!--` with `<script` and `-->` does not count
    /// (HTML Standard §13.2.5.15 to §13.2.5.31).
    static func endScript(_ name: UnsafeBufferPointer<UInt8>, in text: UnsafePointer<UInt8>, from: Int, end: Int) -> Int
    {
        var at = from
        var isEscaped = false
        var isDouble = false
        while let found = find(0x3C, in: text, from: at, end: end, orEndOfComment: isEscaped) {
            at = found + 1
            if text[found] == 0x2D {
                isEscaped = false
                isDouble = false
            } else if isEndTag(name, text, found, end) {
                if !isDouble { return found }
                isDouble = false
            } else if hasPrefix("!--", text, found + 1, end) {
                // `<!-->` opens and closes at once: go on at its dashes.
                isEscaped = true
                at = found + 2
            } else if isEscaped, !isDouble, hasPrefix("script", text, found + 1, end), found + 7 < end {
                let after = text[found + 7]
                isDouble = after == 0x3E || after == 0x2F || TreeBuilder.isSpace(after)
            }
        }
        return end
    }

    private static func hasPrefix(_ prefix: StaticString, _ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Bool {
        guard at + prefix.utf8CodeUnitCount <= end else { return false }
        for index in 0..<prefix.utf8CodeUnitCount where lower(text[at + index]) != prefix.utf8Start[index] {
            return false
        }
        return true
    }

    /// The next place of `needle` (lower case), letter case aside.
    static func find(_ needle: StaticString, in text: UnsafePointer<UInt8>, from: Int, end: Int) -> Int? {
        var at = from
        while let found = find(needle.utf8Start[0], in: text, from: at, end: end) {
            if hasPrefix(needle, text, found, end) { return found }
            at = found + 1
        }
        return nil
    }

    /// The next `byte`, or with `orEndOfComment` the next `-->` when it comes first.
    private static func find(
        _ byte: UInt8, in text: UnsafePointer<UInt8>, from: Int, end: Int, orEndOfComment: Bool = false
    ) -> Int? {
        guard from < end else { return nil }
        if !orEndOfComment {
            guard let found = memchr(text + from, Int32(byte), end - from) else { return nil }
            return UnsafeRawPointer(found) - UnsafeRawPointer(text)
        }
        var at = from
        while at < end {
            if text[at] == byte { return at }
            if text[at] == 0x2D, at + 2 < end, text[at + 1] == 0x2D, text[at + 2] == 0x3E { return at }
            at += 1
        }
        return nil
    }

    static func lower(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte + 32 : byte }
}
