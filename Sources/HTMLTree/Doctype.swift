/// Whether a doctype puts the page into quirks mode (HTML Standard §13.2.6.4.1): `table` then does not close `p`.
enum Doctype {
    private static let quirkyPrefixes = [
        "-//ietf//dtd html", "-//w3c//dtd html 3", "-//w3c//dtd html 4.0 frameset", "-//w3c//dtd html 4.0 transitional",
        "-//w3o//dtd w3 html", "-//netscape", "-//microsoft", "-//softquad", "-//webtechs", "-//as//dtd html",
        "-//spyglass", "-//sun microsystems", "-//w3c//dtd html experimental", "-//metrius", "+//silmaril",
        "-/w3c/dtd html 4.0 transitional/en", "html",
    ]

    /// Of what stands between `<!doctype` and `>` (HTML Standard §13.2.5.53 to §13.2.5.67): a name, and perhaps `PUBLIC` or
    /// `SYSTEM` with identifiers in quotes. What is not written so is quirky.
    static func isQuirky(declaration: String) -> Bool {
        var rest = Substring(declaration).drop(while: \.isSpaceOfHTML)
        let name = rest.prefix { !$0.isSpaceOfHTML }.lowercased()
        rest = rest.dropFirst(name.count).drop(while: \.isSpaceOfHTML)
        guard name == "html" else { return true }
        if rest.isEmpty { return false }
        let word = rest.prefix(6).lowercased()
        rest = rest.dropFirst(6).drop(while: \.isSpaceOfHTML)
        guard word == "public" || word == "system", let first = quoted(&rest) else { return true }
        if word == "system" { return false }
        let system = quoted(&rest)
        return first.withCString(encodedAs: UTF8.self) { id in
            "html".withCString(encodedAs: UTF8.self) { name in
                (system ?? "").withCString(encodedAs: UTF8.self) { isQuirky(name, id, system == nil ? nil : $0) }
            }
        }
    }

    private static func quoted(_ rest: inout Substring) -> String? {
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        let body = rest.dropFirst()
        guard let end = body.firstIndex(of: quote) else { return nil }
        rest = body[body.index(after: end)...].drop(while: \.isSpaceOfHTML)
        return String(body[..<end])
    }

    static func isQuirky(
        _ name: UnsafePointer<UInt8>, _ publicID: UnsafePointer<UInt8>?, _ systemID: UnsafePointer<UInt8>?
    ) -> Bool {
        if lower(name) != "html" { return true }
        guard let publicID else { return false }
        let identifier = lower(publicID)
        if identifier.hasPrefix("-//w3c//dtd html 4.01 transitional")
            || identifier.hasPrefix("-//w3c//dtd html 4.01 frameset")
        {
            return systemID == nil
        }
        return quirkyPrefixes.contains { $0 == "html" ? identifier == $0 : identifier.hasPrefix($0) }
    }

    private static func lower(_ text: UnsafePointer<UInt8>) -> String {
        String(decoding: AttributeList.buffer(text).prefix(200).map(RawText.lower), as: UTF8.self)
    }
}

extension Character {
    fileprivate var isSpaceOfHTML: Bool { self == " " || self == "\n" || self == "\t" || self == "\u{C}" }
}
