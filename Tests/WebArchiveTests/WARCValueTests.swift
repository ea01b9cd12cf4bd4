import Testing

@testable import WebArchive

@Suite struct WARCValueTests {
    @Test func dates() {
        func date(_ text: String) -> String { WARCValue.date(Array(text.utf8)[...]) }
        #expect(date("2023-01-31T08:15:22Z") == "20230131081522")
        #expect(date("2023-01-31T08:15:22.123456789Z") == "20230131081522")
        #expect(date("2023-01-31 08:15:22") == "20230131081522")
        #expect(date("20080430204825") == "20080430204825")
        #expect(date("9999-12-31T23:59:60Z") == "99991231235960")
        // WARC 1.1: any precision.
        #expect(date("2016") == "20160101000000" && date("2016-09") == "20160901000000")
        #expect(date("2016-09-19") == "20160919000000" && date("2016-09-19T17Z") == "20160919170000")
        #expect(date("2016-09-19T17:20Z") == "20160919172000")
        #expect(date("2016-09-19T17:20:24.1Z") == "20160919172024")
        for bad in [
            "", "2008-10-294T05:21:46-0700", "2023-13-01T00:00:00Z", "2023-1", "20", "2023-01-31Tx", "yesterday",
        ] {
            #expect(date(bad) == "", "\(bad)")
        }
    }

    @Test func targets() {
        func uri(_ bytes: [UInt8]) -> String { WARCValue.uri(bytes[...]) }
        #expect(uri(Array(" <http://a.test/x> ".utf8)) == "http://a.test/x")
        #expect(uri(Array("http://a.test/é b".utf8)) == "http://a.test/é b")
        #expect(uri(Array("http://a.test/\0x".utf8)) == "http://a.test/%00x")
        #expect(uri(Array("http://a.test/".utf8) + [0xE9]) == "http://a.test/%E9")
        #expect(uri([]) == "" && uri(Array("<>".utf8)) == "")
    }

    @Test func lengths() {
        func length(_ text: String) -> Int? { WARCValue.length(Array(text.utf8)[...]) }
        #expect(length("12") == 12 && length(" +12 ") == 12 && length("0") == 0)
        for bad in ["", "-1", "1 2", "0x10", "1e3", "18446744073709551617", "٣", "+"] {
            #expect(length(bad) == nil, "\(bad)")
        }
    }

    @Test func fields() {
        let text =
            "Name: value\r\nname:other\r\nFolded: one\r\n two\r\n\tthree\r\nno colon\r\n: empty\r\nLatin: \u{E9}\r\n"
        let fields = Array(text.utf8).withUnsafeBytes { HeaderFields(lines: $0) }
        #expect(fields["NAME"] == "value" && fields.values("name") == ["value", "other"])
        #expect(fields["folded"] == "one two three" && fields["absent"] == nil)
        #expect(fields.count == 5 && fields.pairs[0].name == "Name")
        let latin = (Array("A: ".utf8) + [0xE9, 0]).withUnsafeBytes { HeaderFields(lines: $0) }
        #expect(latin["a"] == "\u{E9}")
    }

    @Test func arcLines() {
        func line(_ text: String) -> ARCLine? { Array(text.utf8).withUnsafeBytes { ARCLine($0, at: 0) } }
        let one = line("http://a.test/x y 1.2.3.4 20140216050221 text/html 1591\nHTTP/1.1 200 OK\n")
        #expect(one?.fields["WARC-Target-URI"] == "http://a.test/x y" && one?.fields["Content-Length"] == "1591")
        let two = line("http://a.test/ 1.2.3.4 20140216050221 text/html 200 - - 77 x.arc.gz 12\n")
        #expect(two?.fields["Content-Length"] == "12" && two?.fields["WARC-Date"] == "20140216050221")
        #expect(
            line("a line of text with 5 words 12\n") == nil && line("http://a.test/ 1.2.3.4") == nil && line("") == nil)
    }
}
