/// Whether a doctype puts the page into quirks mode (HTML Standard §13.2.6.4.1): `table` then does not close `p`.
enum Doctype {
    private static let quirkyPrefixes = [
        "-//ietf//dtd html", "-//w3c//dtd html 3", "-//w3c//dtd html 4.0 frameset", "-//w3c//dtd html 4.0 transitional",
        "-//w3o//dtd w3 html", "-//netscape", "-//microsoft", "-//softquad", "-//webtechs", "-//as//dtd html",
        "-//spyglass", "-//sun microsystems", "-//w3c//dtd html experimental", "-//metrius", "+//silmaril",
        "-/w3c/dtd html 4.0 transitional/en", "html",
    ]

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
