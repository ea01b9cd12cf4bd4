import Platform
import Testing

/// RFC 4180, and what is written that only resembles it.
@Suite struct SeparatedTableTests {
    private func rows(_ text: String, _ separator: Character = ",") -> [[String]] {
        Array(text.utf8).withUnsafeBytes { bytes in
            var table = SeparatedTable(bytes, separator: separator.asciiValue ?? 0)
            var rows: [[String]] = []
            while let row = table.next() { rows.append(row) }
            return rows
        }
    }

    @Test(
        "Fields and line ends",
        arguments: [
            ("", []), ("a", [["a"]]), ("a,b\n", [["a", "b"]]), ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
            (",\n", [["", ""]]), ("\n", [[""]]), ("a\n\nb", [["a"], [""], ["b"]]), ("a,", [["a", ""]]),
            ("a\r", [["a"]]), ("a\rb,c", [["a\rb", "c"]]), ("\r\n", [[""]]), (" a , b ", [[" a ", " b "]]),
        ] as [(String, [[String]])])
    func plain(_ text: String, _ expected: [[String]]) { #expect(rows(text) == expected) }

    @Test(
        "Quotes hold separators, line ends and doubled quotes; what follows them up to the separator is nothing",
        arguments: [
            ("\"a,b\",c", [["a,b", "c"]]), ("\"a\nb\"\nc", [["a\nb"], ["c"]]), ("\"a\r\nb\"", [["a\r\nb"]]),
            ("\"say \"\"hi\"\"\"", [["say \"hi\""]]), ("\"\"", [[""]]), ("\"\",x", [["", "x"]]), ("\"\"\"\"", [["\""]]),
            ("\"a\"b,c", [["a", "c"]]), ("\"a\"\r\nb", [["a"], ["b"]]), ("a\"b\",c", [["a\"b\"", "c"]]),
            ("\"open,d\ne", [["open,d\ne"]]), ("\"", [[""]]),
        ] as [(String, [[String]])])
    func quoted(_ text: String, _ expected: [[String]]) { #expect(rows(text) == expected) }

    @Test("A mark of the byte order is no text, at the beginning alone") func marks() {
        #expect(rows("\u{FEFF}a,b") == [["a", "b"]] && rows("\u{FEFF}\"a,b\"") == [["a,b"]])
        #expect(rows("a,\u{FEFF}b") == [["a", "\u{FEFF}b"]] && rows("\u{FEFF}") == [])
    }

    @Test("Another separator leaves commas alone") func tabs() {
        #expect(rows("a,b\tc\n\"d\te\"\tf", "\t") == [["a,b", "c"], ["d\te", "f"]])
    }

    @Test("Bytes that are no UTF-8 become U+FFFD") func odd() {
        [UInt8(0x61), 0xFF, 0x2C, 0x22, 0xFE, 0x22].withUnsafeBytes { bytes in
            var table = SeparatedTable(bytes, separator: 0x2C)
            #expect(table.next() == ["a\u{FFFD}", "\u{FFFD}"] && table.next() == nil)
        }
    }
}
