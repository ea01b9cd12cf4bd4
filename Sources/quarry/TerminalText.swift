/// What a model wrote, for standard output.
enum TerminalText {
    /// The text; on a terminal without control characters, which could move the cursor or worse: U+FFFD stands for them.
    static func shown(_ text: String) -> String { Output.isTerminal ? safe(text) : text }

    /// Line ends and tabs stay.
    static func safe(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A: out.unicodeScalars.append(scalar)
            case 0..<0x20, 0x7F..<0xA0: out += "\u{FFFD}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
