/// Whether a doctype puts the page into quirks mode (HTML Standard §13.2.6.4.1): `table` then does not close `p`.
enum Doctype {
    private static let quirkyPrefixes: [StaticString] = [
        "-//ietf//dtd html", "-//w3c//dtd html 3", "-//w3c//dtd html 4.0 frameset", "-//w3c//dtd html 4.0 transitional",
        "-//w3o//dtd w3 html", "-//netscape", "-//microsoft", "-//softquad", "-//webtechs", "-//as//dtd html",
        "-//spyglass", "-//sun microsystems", "-//w3c//dtd html experimental", "-//metrius", "+//silmaril",
        "-/w3c/dtd html 4.0 transitional/en",
    ]

    /// Of what stands between `<!doctype` and `>` (HTML Standard §13.2.5.53 to §13.2.5.67): a name, and perhaps `PUBLIC` or
    /// `SYSTEM` with identifiers in quotes. What is not written so is quirky.
    static func isQuirky(declaration: UnsafeBufferPointer<UInt8>) -> Bool {
        var rest = declaration[...].drop(while: isSpace)
        let name = rest.prefix { !isSpace($0) }
        rest = rest.dropFirst(name.count).drop(while: isSpace)
        guard equals(name, "html") else { return true }
        if rest.isEmpty { return false }
        let word = rest.prefix(6)
        rest = rest.dropFirst(6).drop(while: isSpace)
        let isSystem = equals(word, "system")
        guard isSystem || equals(word, "public"), let first = quoted(&rest) else { return true }
        if isSystem { return false }
        if rest.isEmpty { return isQuirky(first, hasSystemID: false) }
        // What follows a public identifier is a system identifier, or nonsense.
        return quoted(&rest) == nil || isQuirky(first, hasSystemID: true)
    }

    private static func quoted(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>>? {
        guard let quote = rest.first, quote == 0x22 || quote == 0x27 else { return nil }
        let body = rest.dropFirst()
        guard let end = body.firstIndex(of: quote) else { return nil }
        rest = body[(end + 1)...].drop(while: isSpace)
        return body[..<end]
    }

    static func isQuirky(
        _ name: UnsafePointer<UInt8>, _ publicID: UnsafePointer<UInt8>?, _ systemID: UnsafePointer<UInt8>?
    ) -> Bool {
        if !equals(AttributeList.buffer(name)[...], "html") { return true }
        guard let publicID else { return false }
        return isQuirky(AttributeList.buffer(publicID)[...], hasSystemID: systemID != nil)
    }

    private static func isQuirky(_ publicID: Slice<UnsafeBufferPointer<UInt8>>, hasSystemID: Bool) -> Bool {
        if begins(publicID, "-//w3c//dtd html 4.01 transitional") || begins(publicID, "-//w3c//dtd html 4.01 frameset")
        {
            return !hasSystemID
        }
        return equals(publicID, "html") || quirkyPrefixes.contains { begins(publicID, $0) }
    }

    /// Whether bytes begin with a word (lower case ASCII), letter case aside.
    private static func begins(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ word: StaticString) -> Bool {
        guard bytes.count >= word.utf8CodeUnitCount else { return false }
        for (at, byte) in bytes.prefix(word.utf8CodeUnitCount).enumerated()
        where RawText.lower(byte) != word.utf8Start[at] { return false }
        return true
    }

    private static func equals(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ word: StaticString) -> Bool {
        bytes.count == word.utf8CodeUnitCount && begins(bytes, word)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0C }
}
