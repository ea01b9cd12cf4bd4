import TestKit
import Testing

@testable import Platform

@Suite struct LinesTests {
    @Test(
        arguments: [
            ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\r\nb\r\n", ["a", "b"]), ("a\n\r\n\nb", ["a", "", "", "b"]),
            ("a\u{2028}b\rc\n", ["a\u{2028}b\rc"]), ("\r\n", [""]),
        ] as [(String, [String])])
    func linesEndWithALineFeed(text: String, lines: [String]) { #expect(text.lines.map(String.init) == lines) }

    /// Pieces are a mebibyte; lines end before it, at it, behind it, and one is longer than two.
    @Test(
        arguments: [
            [], [0], [0, 0], [3, 1 << 20, 2], [(1 << 20) - 1, 1, 0, 5], [(1 << 20) - 2, 0, 7], [5, (1 << 21) + 9, 4],
        ] as [[Int]], [true, false])
    func aFileIsReadLineByLine(lengths: [Int], isEnded: Bool) throws {
        let scratch = try Scratch()
        let lines = lengths.enumerated().map { [UInt8](repeating: UInt8(97 + $0.offset), count: $0.element) }
        var text: [UInt8] = Array(lines.joined(separator: [0x0A]))
        // A last line without bytes and without an end is none.
        let isThere = isEnded && !lines.isEmpty || lines.last?.isEmpty == false
        if isEnded, !lines.isEmpty { text.append(0x0A) }
        try Files.write(text, to: scratch.file("f"))
        var (read, places): ([[UInt8]], [Int]) = ([], [])
        try Files.forEachLine(scratch.file("f")) { line, offset in
            read.append(Array(line))
            places.append(offset)
        }
        let wanted = isThere ? lines : lines.dropLast()
        #expect(read == wanted)
        #expect(places == wanted.indices.map { index in wanted[..<index].reduce(0) { $0 + $1.count + 1 } })
    }

    @Test(
        arguments: [
            ("", "a", nil), ("a", "a", 0), ("aab", "ab", 1), ("abab", "ab", 0), ("ab", "abc", nil), ("xxab", "ab", 2),
            ("a", "", nil), ("aaa", "aaa", 0), ("ba", "ab", nil),
        ] as [(String, String, Int?)])
    func aTextIsFoundWhereItBeginsFirst(text: String, part: String, place: Int?) {
        Array(text.utf8).withUnsafeBytes { #expect($0.firstPlace(of: Array(part.utf8)) == place) }
    }
}
