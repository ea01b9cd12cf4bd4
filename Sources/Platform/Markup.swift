/// Text in HTML, SVG and XML, where it can be nothing but text.
package enum Markup {
    /// Appends `text` to `markup`: five characters stand for themselves no more, U+0000 and what HTML forbids become U+FFFD.
    package static func escape(_ text: String, into markup: inout String) {
        // Pictures in addresses are long and have nothing to escape.
        if isPlain(text) {
            markup += text
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": markup += "&lt;"
            case ">": markup += "&gt;"
            case "&": markup += "&amp;"
            case "\"": markup += "&quot;"
            case "'": markup += "&#39;"
            case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}":
                markup += "\u{FFFD}"
            // Marks that turn the direction of what follows would reach beyond the text they stand in.
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": continue
            default: markup.unicodeScalars.append(scalar)
            }
        }
    }

    /// Whether every byte is a character that stands for itself; without a branch in the loop, so that many are looked at at
    /// once.
    private static func isPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var special: UInt8 = 0
            for byte in bytes {
                special |= byte &- 0x20 >= 0x7F - 0x20 ? 1 : 0
                special |= byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") ? 1 : 0
                special |= byte == UInt8(ascii: "&") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") ? 1 : 0
            }
            return special == 0
        }
    }

    /// `text` as `escape` writes it.
    package static func escaped(_ text: String) -> String {
        var markup = ""
        escape(text, into: &markup)
        return markup
    }
}
