import Platform
import Testing

/// What strangers wrote moves no cursor, sets no title and turns no text around.
@Suite struct TerminalTests {
    @Test(arguments: [
        ("a\u{1B}]0;title\u{07}b", "a\u{FFFD}]0;title\u{FFFD}b"), ("\u{9B}2J", "\u{FFFD}2J"),
        ("photo\u{202E}gnp.exe", "photo\u{FFFD}gnp.exe"), ("\u{2066}x\u{2069}", "\u{FFFD}x\u{FFFD}"),
        ("\u{7F}\r", "\u{FFFD}\u{FFFD}"), ("日本\n", "日本\n"),
    ])
    func controlsAreReplaced(text: String, expected: String) {
        #expect(Terminal.safe(text) == expected)
        #expect(Terminal.shown(text) == expected)
    }

    /// The last door before a terminal lets our own colours pass, and nothing that only begins like one.
    @Test func coloursOfOursPassTheLastDoor() {
        #expect(Terminal.shown("\u{1B}[90mgrey\u{1B}[0m\tx") == "\u{1B}[90mgrey\u{1B}[0m\tx")
        #expect(Terminal.shown("\u{1B}[2J\u{1B}[9") == "\u{FFFD}[2J\u{FFFD}[9")
        #expect(Terminal.safe("\u{1B}[90m") == "\u{FFFD}[90m")
    }
}
