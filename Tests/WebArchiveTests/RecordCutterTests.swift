import TestKit
import Testing

@testable import WebArchive

/// WARC 1.0 and 1.1 (ISO 28500) and ARC, record by record, without a file.
@Suite struct RecordCutterTests {
    /// What a cut says, as text: `record <type> <block>`, `short`, the fault, or `tooLarge`.
    private func cut(
        _ text: String, dialect: Dialect = .warc, isAll: Bool = true, limits: ArchiveLimits = ArchiveLimits()
    ) -> String {
        Array(text.utf8).withUnsafeBytes { bytes in
            switch RecordCutter(dialect: dialect, limits: limits).cut(bytes, at: 0, isAll: isAll) {
            case .record(let fields, let block, let next):
                "\(fields["WARC-Type"] ?? "-") '\(String(decoding: bytes[block], as: UTF8.self))' \(bytes.count - next)"
            case .short: "short"
            case .fault(let fault, _, _, _): fault.rawValue
            case .tooLarge: "tooLarge"
            }
        }
    }

    private func record(_ version: String, _ lines: [String], _ block: String, end: String = "\r\n\r\n") -> String {
        ([version] + lines).joined(separator: "\r\n") + "\r\n\r\n" + block + end
    }

    @Test(arguments: ["WARC/1.0", "WARC/1.1", "WARC/0.18", "warc/1.0", "WARC/2"]) func everyVersionIsRead(
        version: String
    ) {
        #expect(cut(record(version, ["WARC-Type: response", "Content-Length: 3"], "abc")) == "response 'abc' 0")
    }

    @Test func namesAndSpacesAsTheStandardAllowsThem() {
        #expect(cut(record("WARC/1.0", ["warc-TYPE:resource", "CONTENT-LENGTH :  3 "], "abc")) == "resource 'abc' 0")
        #expect(
            cut(record("WARC/1.0", ["WARC-Type: metadata", "X: a", "\tb", "Content-Length: 0"], "")) == "metadata '' 0")
        #expect(cut("WARC/1.0\nWARC-Type: request\nContent-Length: 3\n\nabc\n\n") == "request 'abc' 0")
    }

    /// A block may hold anything: blank lines, header lines, whole records.
    @Test(arguments: [
        "\r\n\r\n", "WARC/1.0\r\n\r\n", "Content-Length: 99\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n\r\n", "\0\0\0",
        "WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
    ])
    func theBlockIsWhatItsLengthSays(block: String) {
        #expect(
            cut(record("WARC/1.0", ["WARC-Type: response", "Content-Length: \(block.utf8.count)"], block))
                == "response '\(block)' 0")
    }

    @Test func theNextRecordBeginsBehindThePadding() {
        let one = record("WARC/1.0", ["WARC-Type: response", "Content-Length: 3"], "abc")
        for padding in ["", "\r\n", "\n\n\n", "\0\0"] {
            #expect(cut(one + padding + one) == "response 'abc' \(one.utf8.count)")
        }
        // A few bytes more than were promised are forgiven when a record follows; a page is not.
        #expect(
            cut(record("WARC/1.0", ["WARC-Type: response", "Content-Length: 3"], "abcde") + one)
                == "response 'abc' \(one.utf8.count)")
        #expect(
            cut(record("WARC/1.0", ["WARC-Type: response", "Content-Length: 3"], "abc<html> and so on") + one)
                == "badLength")
    }

    @Test(arguments: [
        ("Content-Length: 3", "Content-Length: 3", "response 'abc' 0"),
        ("Content-Length: 3", "Content-Length: 4", "badLength"), ("Content-Length: -3", "X: y", "badLength"),
        ("Content-Length: 3x", "X: y", "badLength"), ("Content-Length:", "X: y", "badLength"),
        ("X: y", "Y: z", "badLength"), ("Content-Length: 0x3", "X: y", "badLength"),
        ("Content-Length: 9223372036854775807", "X: y", "badLength"),
        ("Content-Length: 99999999999999999999", "X: y", "badLength"),
    ])
    func lengthsThatAreNoneAreAFault(one: String, two: String, says: String) {
        #expect(cut(record("WARC/1.0", ["WARC-Type: response", one, two], "abc")) == says)
    }

    @Test func whatDoesNotBeginARecordIsABadHeader() {
        for text in ["HTTP/1.1 200 OK\r\n\r\n", "WARC 1.0\r\n\r\nxx", "WARC/x\r\n\r\nabc", "<html>ooooo"] {
            #expect(cut(text) == "badHeader", "\(text)")
        }
    }

    @Test func aHeaderMayHaveAMebibyteAndNoMore() {
        var limits = ArchiveLimits()
        limits.headerBytes = 100
        let fixed = record("WARC/1.0", ["WARC-Type: response", "Content-Length: 3", "X: "], "", end: "").utf8.count
        func with(_ count: Int) -> String {
            record(
                "WARC/1.0", ["WARC-Type: response", "Content-Length: 3", "X: " + String(repeating: "x", count: count)],
                "abc")
        }
        #expect(cut(with(100 - fixed), limits: limits) == "response 'abc' 0")
        #expect(cut(with(101 - fixed), limits: limits) == "headerTooLarge")
        #expect(ArchiveLimits().headerBytes == 1 << 20)
    }

    @Test func aBlockMayHaveItsLimitAndNoMore() {
        var limits = ArchiveLimits()
        limits.recordBytes = 3
        #expect(
            cut(record("WARC/1.0", ["WARC-Type: response", "Content-Length: 3"], "abc"), limits: limits)
                == "response 'abc' 0")
        #expect(
            cut(record("WARC/1.0", ["WARC-Type: response", "Content-Length: 4"], "abcd"), limits: limits) == "tooLarge")
    }

    /// Cut anywhere, more bytes are asked for; never is a record made of half of one.
    @Test func everyCutAsksForMore() {
        let whole = record("WARC/1.1", ["WARC-Type: response", "Content-Length: 6"], "ab\r\ncd")
        let block = whole.utf8.count - 4
        for end in 0..<block {
            #expect(cut(String(whole.prefix(whole.count)).prefixOfBytes(end), isAll: false) == "short", "\(end)")
        }
        for end in 5..<block {
            #expect(["short", "badHeader"].contains(cut(whole.prefixOfBytes(end), isAll: true)), "\(end)")
        }
        for end in block..<whole.utf8.count {
            #expect(cut(whole.prefixOfBytes(end)) == "response 'ab\r\ncd' 0", "\(end)")
        }
    }

    // MARK: ARC

    @Test(arguments: [
        ("http://a.test/ 1.2.3.4 20080430204825 text/html 3\nabc\n", "response 'abc' 0"),
        ("http://a.test/x y z 1.2.3.4 20080430204825 text/html 3\nabc\n", "response 'abc' 0"),
        ("http://a.test/ 1.2.3.4 20080430204825 text/html 200 checksum - 77 a.arc 3\nabc\n", "response 'abc' 0"),
        ("filedesc://a.arc 0.0.0.0 20080430204825 text/plain 3\nabc\n", "warcinfo 'abc' 0"),
        ("http://a.test/ 1.2.3.4 20081330204825 text/html 3\nabc\n", "badHeader"),
        ("http://a.test/ 1.2.3.4 20080430204825 text/html x\nabc\n", "badHeader"),
        ("a.test 1.2.3.4 20080430204825 text/html 3\nabc\n", "badHeader"),
        ("http://a.test/ 1.2.3.4 20080430204825 text/html 9\nabc\n", "short"),
        ("http://a.test/ 20080430204825 text/html 3\nabc\n", "badHeader"),
    ])
    func arcRecords(text: String, says: String) { #expect(cut(text, dialect: .arc) == says) }

    @Test func arcFieldsHaveTheNamesOfWARC() throws {
        let line = try #require(
            Array("http://a.test/x y 1.2.3.4 20080430204825 text/html 200 - - 5 a.arc 12\n".utf8).withUnsafeBytes {
                ARCLine($0, at: 0)
            })
        let names = ["WARC-Type", "WARC-Target-URI", "WARC-Date", "WARC-IP-Address", "Content-Type", "Content-Length"]
        #expect(
            names.map { line.fields[$0] } == [
                "response", "http://a.test/x y", "20080430204825", "1.2.3.4", "text/html", "12",
            ])
        #expect(line.end == "http://a.test/x y 1.2.3.4 20080430204825 text/html 200 - - 5 a.arc 12\n".utf8.count)
    }

    // MARK: finding the next record after damage

    private func resync(_ text: String, from start: Int = 0, claimed: Int? = nil) -> Int? {
        Array(text.utf8).withUnsafeBytes {
            RecordCutter(dialect: .warc, limits: ArchiveLimits()).resync($0, from: start, claimed: claimed, isAll: true)
        }
    }

    @Test func aRecordIsFoundBehindABlankLineOrASingleLine() {
        let one = record("WARC/1.0", ["WARC-Type: response", "Content-Length: 3"], "abc")
        #expect(
            resync("junk\r\n\r\n" + one) == 8 && resync("junk\n\n" + one) == 6 && resync("junk" + one) == nil
                && resync("junk\r\n" + one) == 6 && resync("junk\r\nmore\r\n" + one) == nil)
        #expect(resync("junk\r\n\r\n") == nil && resync("") == nil)
    }

    @Test func aQuotedRecordWhoseLengthLeadsNowhereIsNone() {
        let good = record("WARC/1.0", ["WARC-Type: response", "Content-Length: 3"], "abc")
        let quoted =
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\nabc and more text of the page, not a record\r\n\r\n"
        #expect(resync("junk\r\n\r\n" + quoted + good) == 8 + quoted.utf8.count)
        // One that ends before the damaged record says it ends is a quotation when nothing leads out of it.
        #expect(resync("junk\r\n\r\n" + good + good, claimed: 8 + 1) == 8)
    }

    // MARK: the types

    @Test func everyTypeOfTheStandard() {
        for type in [
            "warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation",
        ] {
            #expect(
                WARCValue.type(Array(type.utf8)[...]).rawValue == type
                    && WARCValue.type(Array(type.uppercased().utf8)[...]).rawValue == type)
        }
        #expect(
            WARCValue.type(Array("respons".utf8)[...]) == .other && WARCValue.type([]) == .other
                && WARCType.allCases.count == 9)
    }

    @Test(arguments: [
        ("2024-02-29T23:59:60Z", "20240229235960"), ("2024-01-01T00:00:00.5Z", "20240101000000"),
        ("2024-01-01 00:00:00", "20240101000000"), ("20240101000000", "20240101000000"),
        ("2024-00-01T00:00:00Z", ""), ("2024-13-01T00:00:00Z", ""), ("2024-01-00T00:00:00Z", ""),
        ("2024-01-32T00:00:00Z", ""), ("2024-01-01T24:00:00Z", ""),
        ("2024-01-01T00:60:00Z", ""), ("2024-01-01T00:00:61Z", ""), ("2024/01/01T00:00:00Z", ""),
        ("2024-01-01T00:00", "20240101000000"), ("2024010100000", ""), ("2024-01-01t00:00:00Z", ""),
        ("x024-01-01T00:00:00Z", ""), ("2024-12-31T23:59:59+01:00", "20241231235959"),
    ])
    func dates(text: String, digits: String) { #expect(WARCValue.date(Array(text.utf8)[...]) == digits) }
}

extension String {
    /// The first bytes, which must not cut a character.
    fileprivate func prefixOfBytes(_ count: Int) -> String {
        String(decoding: Array(utf8).prefix(count), as: UTF8.self)
    }
}
