import TestKit
import Testing

@testable import WebArchive

/// HTTP messages in records (RFC 9110, 9112): status lines, chunks, codings, types; and what bytes look like.
@Suite struct MessageTests {
    private func parse(_ text: String, _ limits: ArchiveLimits = ArchiveLimits()) throws -> HTTPPayload {
        try HTTPPayload.parse(Array(text.utf8), limits: limits)
    }

    @Test(
        arguments: [
            ("HTTP/1.1 200 OK", 200), ("HTTP/1.0 404 Not Found", 404), ("HTTP/1.1 200", 200),
            ("HTTP/1.1  301  Moved", 301), ("HTTP/1.1\t200\tOK", 200), ("http/1.1 200 OK", 200),
            ("HTTP/2 204", 204), ("HTTP/3 200 ", 200), ("HTTP/1.1 999 ?", 999), ("HTTP/1.1 100 Continue", 100),
            ("ICY 200 OK", 200), ("HTTP/1.1 200OK", 200),
            ("HTTP/1.1 099 x", nil), ("HTTP/1.1 20 x", nil), ("HTTP/1.1 2000 x", nil), ("HTTP/1.1 abc", nil),
            ("HTTP/1.1", nil), ("HTTP 200 OK", nil), ("XHTTP/1.1 200", nil), (" HTTP/1.1 200", nil),
        ] as [(String, Int?)])
    func statusLines(line: String, status: Int?) throws {
        if let status {
            #expect(try parse(line + "\r\n\r\nx").status == status)
        } else {
            #expect(throws: HTTPFault.notHTTP) { try parse(line + "\r\n\r\nx") }
        }
    }

    @Test func interimAnswersAreSteppedOver() throws {
        let early = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", final = "HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody"
        let payload = try parse("HTTP/1.1 100 Continue\r\n\r\n" + early + final)
        #expect(
            payload.status == 200 && payload.headers["a"] == "b" && payload.headers["link"] == nil
                && payload.body == Array("body".utf8))
        // Switching protocols is a last answer, and so is an interim one that nothing follows.
        #expect(try parse("HTTP/1.1 101 Switching\r\n\r\n" + final).status == 101 && parse(early).status == 103)
    }

    @Test func headersEndAtTheFirstBlankLine() throws {
        for end in ["\r\n\r\n", "\n\n", "\r\n\n", "\n\r\n"] {
            #expect(
                try parse("HTTP/1.1 200 OK\nA: b" + end + "\r\nx").body == Array("\r\nx".utf8),
                "\(end.debugDescription)")
        }
        #expect(throws: HTTPFault.badHeader) { try parse("HTTP/1.1 200 OK\r\nA: b\r\n") }
        #expect(throws: HTTPFault.badHeader) { try parse("HTTP/1.1 200 OK") }
        var limits = ArchiveLimits()
        limits.headerBytes = 40
        let fits = "HTTP/1.1 200 OK\r\nA: " + String(repeating: "x", count: 40 - 24) + "\r\n\r\n"
        #expect(fits.utf8.count == 40)
        #expect(try parse(fits + "body", limits).body.count == 4)
        #expect(throws: HTTPFault.headerTooLarge) { try parse(fits.replacing("A: ", with: "A:  ") + "body", limits) }
    }

    @Test func everyFaultHasWords() {
        #expect(
            Set(HTTPFault.allCases.map(\.description)).count == 6
                && HTTPFault.allCases.allSatisfy { !$0.description.isEmpty })
    }

    @Test func theBodyMayHaveItsLimitAndNoMore() throws {
        var limits = ArchiveLimits()
        limits.payloadBytes = 4
        #expect(try parse("HTTP/1.1 200 OK\r\n\r\nbody", limits).body.count == 4)
        #expect(throws: HTTPFault.payloadTooLarge) { try parse("HTTP/1.1 200 OK\r\n\r\nbody!", limits) }
        #expect(throws: HTTPFault.payloadTooLarge) {
            try parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbody!\r\n0\r\n\r\n", limits)
        }
    }

    @Test func aLengthThatDiffersIsNoted() throws {
        #expect(try parse("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody").notes == [])
        #expect(try parse("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbody").notes == .lengthDiffers)
        #expect(try parse("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nbody").notes == [])
    }

    // MARK: chunks (RFC 9112, 7.1)

    @Test(
        arguments: [
            ("4\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n", "Wikipedia"), ("A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
            ("a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
            ("0004\r\nWiki\r\n0\r\n\r\n", "Wiki"), ("4 \r\nWiki\r\n0\r\n\r\n", "Wiki"),
            ("4;a=b;c=\"d\"\r\nWiki\r\n0\r\n\r\n", "Wiki"), ("4\r\nWi\r\n\r\n0\r\n\r\n", "Wi\r\n"),
            ("4\r\nWiki\r\n0\r\nA: b\r\n\r\n", "Wiki"), ("4\r\nWiki", "Wiki"), ("0\r\n\r\n", ""),
            ("4\nWiki\n0\n\n", "Wiki"), ("000000000000000004\r\nWiki\r\n0\r\n\r\n", nil),
            ("g\r\nWiki\r\n", nil), ("\r\nWiki\r\n", nil), ("-4\r\nWiki\r\n0\r\n\r\n", nil),
        ] as [(String, String?)])
    func chunks(text: String, joined: String?) {
        let result = Array(text.utf8).withUnsafeBytes { ChunkedBody.join($0) }
        switch result {
        case .joined(let bytes): #expect(String(decoding: bytes, as: UTF8.self) == joined)
        case .damaged, .notChunked: #expect(joined == nil, "\(result)")
        }
    }

    /// Split at any places into chunks, a body comes back.
    @Test func whatIsChunkedIsJoined() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            let body = random.bytes(Int.random(in: 1...400, using: &random))
            var (text, at): ([UInt8], Int) = ([], 0)
            while at < body.count {
                let size = Int.random(in: 1...min(40, body.count - at), using: &random)
                text += Array(String(size, radix: 16).utf8) + [13, 10] + body[at..<(at + size)] + [13, 10]
                at += size
            }
            let result = (text + Array("0\r\n\r\n".utf8)).withUnsafeBytes { ChunkedBody.join($0) }
            guard case .joined(let bytes) = result, bytes == body else {
                Issue.record("seed \(seed)")
                return
            }
        }
    }

    // MARK: codings

    /// Whatever is packed comes back whole; cut anywhere, its beginning and the note that it is cut.
    @Test(arguments: ["gzip", "deflate", "zstd"]) func codingsRoundTrip(coding: String) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        for size in [1, 2, 100, 4096, 70_000] {
            let body = random.bytes(size, of: 0x61...0x68)
            let packed =
                coding == "gzip"
                ? Make.gzip(body) : coding == "zstd" ? Make.zstd(body) : Make.deflate(body, windowBits: 15)
            let known = try #require(ContentCoding(rawValue: coding))
            guard case .whole(let back) = packed.withUnsafeBytes({ known.inflate($0, limit: size) }), back == body
            else {
                Issue.record("seed \(seed), \(size) bytes")
                continue
            }
            guard case .tooLarge = packed.withUnsafeBytes({ known.inflate($0, limit: size - 1) }) else {
                Issue.record("\(size - 1) of \(size) bytes were enough")
                continue
            }
            for end in stride(from: 12, to: packed.count - 1, by: max(1, packed.count / 40)) {
                let cut = Array(packed[..<end]).withUnsafeBytes { known.inflate($0, limit: size) }
                switch cut {
                case .cut(let part): #expect(body.starts(with: part), "seed \(seed), cut at \(end)")
                case .whole, .damaged, .tooLarge: Issue.record("seed \(seed), \(size) bytes cut at \(end): \(cut)")
                }
            }
        }
    }

    @Test func namesOfCodings() {
        #expect(
            ContentCoding(rawValue: "gzip") == .gzip && ContentCoding(rawValue: "x-gzip") == .gzip
                && ContentCoding(rawValue: "br") == .brotli)
        #expect(
            ContentCoding(rawValue: "deflate") == .deflate && ContentCoding(rawValue: "zstd") == .zstd
                && ContentCoding(rawValue: "compress") == nil && ContentCoding(rawValue: "GZIP") == nil)
    }

    @Test func atMostFourCodingsAreUndone() throws {
        let text = Array("<p>deep</p>".utf8)
        let four = (0..<4).reduce(text) { bytes, _ in Make.gzip(bytes) }
        func block(_ count: Int, _ body: [UInt8]) -> [UInt8] {
            Make.http(
                body,
                "Content-Type: text/html\r\nContent-Encoding: "
                    + Array(repeating: "gzip", count: count).joined(separator: ", ") + "\r\n")
        }
        #expect(try HTTPPayload.parse(block(4, four)).body == text)
        #expect(throws: HTTPFault.badEncoding) { try HTTPPayload.parse(block(5, Make.gzip(four))) }
    }

    // MARK: types

    @Test(
        arguments: [
            ("text/html", "text/html", nil), ("TEXT/Html ; charset=UTF-8", "text/html", "UTF-8"),
            ("text/html;charset='gbk'", "text/html", "gbk"), ("text/html; CHARSET = \"x y\" ", "text/html", "x y"),
            ("text/html; a=b; charset=c; charset=d", "text/html", "c"), ("text/html;charset", "text/html", nil),
            ("text/html;charset=", "text/html", nil), ("html", "", nil), ("", "", nil),
            ("*/*", "", nil), ("image/png, text/html;charset=a", "text/html", "a"),
        ] as [(String, String, String?)])
    func contentTypes(header: String, mime: String, charset: String?) {
        let type = ContentType(headers: [header])
        #expect(type.mime == mime && type.charset == charset)
    }

    @Test(arguments: [
        ("<!DOCTYPE html>", true), ("  \n<html lang=en>", true), ("<HEAD>", true), ("<title>x", true), ("<p>x", true),
        ("<p class=a>", true), ("<a href=x>", true), ("<!-- x", true), ("<?xml version", true),
        ("<b>", true), ("<br>", true), ("<table\n", true), ("\u{FEFF}<div>", true), ("<px>", false),
        ("<article>", false), ("x<html>", false), ("{\"a\":1}", false), ("", false), ("<", false), ("<html", true),
    ])
    func whatBeginsAsHTMLDoes(text: String, isHTML: Bool) {
        #expect(Array(text.utf8).withUnsafeBytes { Sniffer.isHTML($0) } == isHTML)
    }

    @Test func textHasNoControlCharacters() {
        for text in ["abc\n\t\r\u{C}", "ä😀", "\u{1B}[0m", ""] {
            #expect(Array(text.utf8).withUnsafeBytes { Sniffer.isText($0) }, "\(text)")
        }
        for bytes in [[0x61, 0], [0x61, 0x08], [0x0E], [0x1A]] as [[UInt8]] {
            #expect(!bytes.withUnsafeBytes { Sniffer.isText($0) }, "\(bytes)")
        }
        for marked in [[0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61]] as [[UInt8]] {
            #expect(marked.withUnsafeBytes { Sniffer.isText($0) })
        }
    }
}
