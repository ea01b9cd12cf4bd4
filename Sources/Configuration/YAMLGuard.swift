/// Refuses, by a scan of the text, what must not reach the YAML library: anchors and aliases (a few lines of them stand
/// for billions of nodes, which the library compares for equal keys), deep nesting, a second document.
struct YAMLGuard {
    private static let maximumDepth = 32
    private var line = 1
    private var column = 1
    private var depth = 0
    private var isLineStart = true
    private var isTokenStart = true
    private var hasContent = false

    /// What is wrong, nil when nothing is.
    static func check(_ text: String) -> (message: String, place: ConfigNode.Place)? {
        var state = YAMLGuard()
        var iterator = Array(text.utf8)[...]
        return state.scan(&iterator)
    }

    private mutating func scan(_ rest: inout ArraySlice<UInt8>) -> (message: String, place: ConfigNode.Place)? {
        while let byte = rest.first {
            let place = ConfigNode.Place(line: line, column: column)
            if isLineStart {
                if rest.starts(with: Array("---".utf8)), hasContent { return ("a second document", place) }
                let indent = rest.prefix { $0 == 0x20 || $0 == 0x2D || $0 == 0x3F }
                if indent.count > 8 * YAMLGuard.maximumDepth { return ("nested too deeply", place) }
            }
            switch byte {
            case UInt8(ascii: "&"), UInt8(ascii: "*"):
                if isTokenStart { return ("anchors and aliases are not used in pipelines", place) }
            case UInt8(ascii: "!"):
                if isTokenStart { return ("tags are not used in pipelines", place) }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                if depth > YAMLGuard.maximumDepth { return ("nested too deeply", place) }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if isTokenStart { skipQuoted(byte, &rest) }
            case UInt8(ascii: "#"):
                if isTokenStart { skipComment(&rest) }
            default: break
            }
            guard let next = rest.first else { break }
            step(next)
            rest.removeFirst()
        }
        return nil
    }

    /// Notes one byte.
    private mutating func step(_ byte: UInt8) {
        if byte == 0x0A {
            line += 1
            column = 1
            isLineStart = true
            isTokenStart = true
            return
        }
        if byte & 0xC0 != 0x80 { column += 1 }
        isLineStart = false
        let starts: [UInt8] = [0x20, 0x09, UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ",")]
        isTokenStart = starts.contains(byte)
        if byte > 0x20 { hasContent = true }
    }

    /// Goes to the closing quote.
    private mutating func skipQuoted(_ quote: UInt8, _ rest: inout ArraySlice<UInt8>) {
        step(quote)
        rest.removeFirst()
        while let byte = rest.first, byte != quote {
            step(byte)
            rest.removeFirst()
            if byte == 0x5C, quote == UInt8(ascii: "\""), let escaped = rest.first {
                step(escaped)
                rest.removeFirst()
            }
        }
    }

    /// Goes to the end of the line.
    private mutating func skipComment(_ rest: inout ArraySlice<UInt8>) {
        while let byte = rest.first, byte != 0x0A {
            column += 1
            rest.removeFirst()
        }
    }
}
