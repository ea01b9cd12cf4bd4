import Testing

@testable import Platform

@Suite struct LinesTests {
    @Test(
        arguments: [
            ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\r\nb\r\n", ["a", "b"]), ("a\n\r\n\nb", ["a", "", "", "b"]),
            ("a\u{2028}b\rc\n", ["a\u{2028}b\rc"]), ("\r\n", [""]),
        ] as [(String, [String])])
    func linesEndWithALineFeed(text: String, lines: [String]) { #expect(text.lines.map(String.init) == lines) }
}
