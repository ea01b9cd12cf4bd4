import CZlib
import CZstd
import Foundation
import TestKit
import Testing

@testable import WebArchive

@Suite struct HTTPPayloadTests {
    /// All 57 verdicts of the hostile corpus: what must be kept has its marks, what must be dropped is no page.
    @Test(.needsShared("hostile/warc/gen/http_payloads.warc.gz", "hostile/warc/gen/http_payloads.expected.json"))
    func verdicts() throws {
        let path = try Shared.require("hostile/warc/gen/http_payloads.warc.gz")
        let sidecar = try Shared.require("hostile/warc/gen/http_payloads.expected.json")
        let json = try JSONSerialization.jsonObject(with: Data(bytes(of: sidecar))) as? [String: [String: String]]
        let expected = try #require(json)
        var seen: Set<String> = []
        var kept: [String] = []
        var reader = try ArchiveReader(try Archives.sources(at: path)[0])
        while let item = reader.next() {
            guard case .record(let record) = item else {
                Issue.record("damage")
                continue
            }
            guard let verdict = expected[record.targetURI] else { continue }
            seen.insert(record.targetURI)
            let body = page(record)
            let hasMark = body.map { String(decoding: $0, as: UTF8.self).contains(verdict["marker"] ?? "?") } ?? false
            if body != nil { kept.append(record.targetURI) }
            switch verdict["expect"] {
            case "keep": #expect(hasMark, "\(record.targetURI)")
            case "drop": #expect(body == nil, "\(record.targetURI)")
            default: #expect(body == nil || hasMark, "\(record.targetURI)")
            }
        }
        #expect(seen.count == 57)
        #expect(kept.count >= 30)
    }

    /// Of a body that is not wanted the beginning is kept; it is decoded for its faults, and other types are whole.
    @Test func whatIsNotWantedIsNotCopied() throws {
        let body = [UInt8](repeating: 0x58, count: 5_000)
        for (type, count) in [("image/png", BodyDecoder.sampleBytes), ("text/html", body.count)] {
            let message = Array("HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\n\r\n".utf8) + body
            let payload = try message.withUnsafeBytes { bytes in
                try HTTPPayload.parse(bytes) { !$0.mime.hasPrefix("image/") }
            }
            #expect(payload.body == Array(body.prefix(count)))
        }
    }

    static let text = Array(String(repeating: "<p>Idéfix is the dog of Obélix.</p>\n", count: 200).utf8)

    private func parse(_ headers: String, _ body: [UInt8]) throws -> HTTPPayload {
        try HTTPPayload.parse(Make.http(body, headers))
    }

    @Test func codings() throws {
        let text = Self.text
        let gzip = Make.gzip(text)
        let html = "Content-Type: text/html\r\n"
        let cases: [(String, [UInt8], HTTPNotes)] = [
            ("", text, []),
            ("Content-Encoding: gzip\r\n", gzip, []),
            ("Content-Encoding: X-GZip\r\n", gzip, []),
            ("Content-Encoding: gzip\r\n", gzip + Array("junk".utf8), []),
            ("Content-Encoding: gzip, gzip\r\n", Make.gzip(gzip), []),
            ("Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n", Make.gzip(gzip), []),
            ("Content-Encoding: gzip\r\n", text, .notEncoded),
            ("", gzip, .unlabelled),
            ("Content-Encoding: gzip\r\n", Make.gzip(gzip), .unlabelled),
            ("Content-Encoding: deflate\r\n", Make.deflate(text, windowBits: 15), []),
            ("Content-Encoding: deflate\r\n", Make.deflate(text, windowBits: -15), []),
            ("Content-Encoding: deflate\r\n", text, .notEncoded),
            ("Content-Encoding: br\r\n", text, .notEncoded),
            ("Content-Encoding: zstd\r\n", Make.zstd(text), []),
            ("Content-Encoding: zstd\r\n", text, .notEncoded),
            ("Content-Encoding: x-unheard-of\r\n", text, .unknownCoding),
            ("Content-Encoding: identity\r\n", text, []),
            ("Content-Encoding: \r\n", text, []),
        ]
        for (header, body, notes) in cases {
            let payload = try parse(html + header, body)
            #expect(payload.body == text, "\(header)")
            #expect(payload.notes == notes, "\(header)")
        }
        let two = Make.gzip(Array(text[..<100])) + Make.gzip(Array(text[100...]))
        #expect(try parse(html + "Content-Encoding: gzip\r\n", two).body == text)
    }

    @Test func gzipThatIsTheContentStays() throws {
        let gzip = Make.gzip(Self.text)
        let payload = try parse("Content-Type: application/gzip\r\n", gzip)
        #expect(payload.body == gzip)
    }

    @Test func damagedCodings() throws {
        let html = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"
        var gzip = Make.gzip(Self.text)
        let cut = try parse(html, Array(gzip[..<(gzip.count / 2)]))
        #expect(cut.notes == .truncated)
        #expect(Self.text.starts(with: cut.body) && !cut.body.isEmpty)
        gzip[gzip.count - 6] ^= 1
        let wrong = try parse(html, gzip)
        #expect(wrong.notes == .damaged && wrong.body == Self.text)
        #expect(throws: HTTPFault.badEncoding) { try parse("Content-Encoding: compress\r\n", [0x1F, 0x9D, 1, 2, 3]) }
        #expect(throws: HTTPFault.badEncoding) { try parse("Content-Encoding: br\r\n", Array(repeating: 1, count: 99)) }
        let many = String(repeating: "gzip, ", count: 5) + "gzip"
        #expect(throws: HTTPFault.badEncoding) { try parse("Content-Encoding: \(many)\r\n", gzip) }
    }

    @Test func bombsStopAtTheLimit() throws {
        let zeros = [UInt8](repeating: 0, count: 3 << 20)
        var limits = ArchiveLimits()
        limits.payloadBytes = 1 << 20
        let cases: [(String, [UInt8])] = [
            ("gzip", Make.gzip(zeros)), ("gzip, gzip", Make.gzip(Make.gzip(zeros))),
            ("deflate", Make.deflate(zeros, windowBits: -15)), ("zstd", Make.zstd(zeros)), ("identity", zeros),
        ]
        for (coding, body) in cases {
            let block = Make.http(body, "Content-Encoding: \(coding)\r\n")
            #expect(throws: HTTPFault.payloadTooLarge, "\(coding)") { try HTTPPayload.parse(block, limits: limits) }
        }
    }

    @Test func chunks() throws {
        let said = "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n"
        let cases: [(String, String, HTTPNotes)] = [
            ("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde", []),
            ("3;name=value\r\nabc\r\n2 \r\nde\r\n0\r\nTrailer: x\r\n\r\n", "abcde", []),
            ("3\nabc\n2\nde\n0\n\n", "abcde", []),
            ("3\r\nabc\r\n2\r\nde\r\n", "abcde", []),
            ("3\r\nabc\r\n2\r\nd", "abcd", .chunksDamaged),
            ("3\r\nabc\r\nzz\r\nde\r\n", "abczz\r\nde\r\n", .chunksDamaged),
            ("ffffffffffffffff\r\nabcde", "abcde", .chunksDamaged),
            ("ffffffffffffffffffff\r\nabcde", "ffffffffffffffffffff\r\nabcde", .notChunked),
            ("<html>abcde", "<html>abcde", .notChunked),
            ("add\r\nto the basket, and so on", "to the basket, and so on", .chunksDamaged),
            ("add\r\nto", "to", .chunksDamaged),
            ("2\r\nto the basket", "2\r\nto the basket", .notChunked),
        ]
        for (raw, body, notes) in cases {
            let payload = try parse(said, Array(raw.utf8))
            #expect(String(decoding: payload.body, as: UTF8.self) == body, "\(raw)")
            #expect(payload.notes == notes, "\(raw)")
        }
        let gzip = Make.gzip(Self.text)
        let chunked = Array("\(String(gzip.count, radix: 16))\r\n".utf8) + gzip + Array("\r\n0\r\n\r\n".utf8)
        #expect(try parse(said + "Content-Encoding: gzip\r\n", chunked).body == Self.text)
    }

    @Test func heads() throws {
        func status(_ text: String) throws -> Int { try HTTPPayload.parse(Array(text.utf8)).status }
        #expect(try status("HTTP/1.1 200 OK\r\n\r\n") == 200)
        #expect(try status("HTTP/1.1 404\n\n") == 404)
        #expect(try status("HTTP/2 200\r\nA: b\r\n\r\nbody") == 200)
        #expect(try status("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nbody") == 200)
        #expect(try status("\r\n\nHTTP/1.1 200 OK\r\n\r\n") == 200)
        #expect(try status("ICY 200 OK\r\n\r\n") == 200)
        #expect(throws: HTTPFault.empty) { try status("") }
        #expect(throws: HTTPFault.notHTTP) { try status("<html>") }
        #expect(throws: HTTPFault.notHTTP) { try status("HTTP/1.1 2x0 OK\r\n\r\n") }
        #expect(throws: HTTPFault.notHTTP) { try status("HTTP/1.1 2000 OK\r\n\r\n") }
        #expect(throws: HTTPFault.badHeader) { try status("HTTP/1.1 200 OK\r\nA: b\r\n") }
        var limits = ArchiveLimits()
        limits.headerBytes = 64
        let long = Make.http([], "A: \(String(repeating: "x", count: 99))\r\n")
        #expect(throws: HTTPFault.headerTooLarge) { try HTTPPayload.parse(long, limits: limits) }
    }

    @Test func contentTypes() {
        func type(_ headers: String...) -> ContentType { ContentType(headers: headers) }
        #expect(type("text/HTML; Charset=\"UTF-8\"").mime == "text/html")
        #expect(type("text/HTML; Charset=\"UTF-8\"").charset == "UTF-8")
        #expect(type("text/html;charset=x;charset=y").charset == "x")
        #expect(type("text/html; charset=gbk", "text/html").charset == "gbk")
        #expect(type("text/html; charset=gbk", "image/png").charset == nil)
        #expect(type("text/plain, text/html").mime == "text/html")
        #expect(type("nonsense").mime == "" && type().mime == "" && type("").charset == nil)
    }

    /// No cut and no flipped bit of an encoded message makes the parser fail in another way than by its faults.
    @Test func everyCutIsSurvived() {
        let block = Make.http(Make.gzip(Self.text), "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")
        for end in 0..<block.count { _ = try? HTTPPayload.parse(Array(block[..<end])) }
        for bit in stride(from: 0, to: block.count * 8, by: 7) {
            var other = block
            other[bit / 8] ^= 1 << (bit % 8)
            _ = try? HTTPPayload.parse(other)
        }
    }

    /// Streams that once broke decoders: each ends in a result, within the limit.
    @Test(.needsShared("hostile/compression")) func hostileStreams() throws {
        let folder = try Shared.require("hostile/compression")
        var limits = ArchiveLimits()
        limits.payloadBytes = 4 << 20
        var count = 0
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            guard let stream = try? bytes(of: folder + "/" + name), stream.count < 1 << 20 else { continue }
            for coding in ["gzip", "deflate", "br", "zstd"] {
                let block = Make.http(stream, "Content-Encoding: \(coding)\r\n")
                if let payload = try? HTTPPayload.parse(block, limits: limits) {
                    #expect(payload.body.count <= limits.payloadBytes)
                }
            }
            count += 1
        }
        #expect(count > 100)
    }
}
