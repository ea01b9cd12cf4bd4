import Synchronization
import TestKit
import Testing

@testable import RemoteFiles

/// What is made of each answer that a server may give to one who reads.
@Suite struct AnswersTests {
    private func text(
        _ store: RemoteStore, _ address: RemoteAddress, _ range: Range<Int>, of state: RemoteState?
    ) throws -> String {
        var bytes: [UInt8] = []
        try store.read(address, range, of: state) { offset, piece in
            #expect(offset == range.lowerBound + bytes.count)
            bytes.append(contentsOf: piece)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: how a file is

    @Test("The first byte tells the size and the mark") func state() throws {
        let script = try Script([Script.part("a", at: 0, of: 12_345, "ETag: \"x-1\"")])
        let state = try script.store().state(of: script.web("a%20b.gz?v=1"))
        #expect(state == RemoteState(bytes: 12_345, etag: "\"x-1\""))
        #expect(script.lines == ["GET /a%20b.gz?v=1"] && script.header("range", of: 0) == "bytes=0-0")
        #expect(script.header("user-agent", of: 0) == "Quarry" && script.header("authorization", of: 0) == nil)
    }

    @Test("An empty file has no first byte: 416 with its size, or 200 with nothing")
    func emptyFiles() throws {
        for answer in [
            Script.answer(416, "", "Content-Range: bytes */0", "ETag: \"e\""), Script.answer(200, "", "ETag: \"e\""),
        ] {
            let script = try Script([answer])
            #expect(try script.store().state(of: script.web("x")) == RemoteState(bytes: 0, etag: "\"e\""))
        }
        let beginning = try Script([Script.answer(416, "", "Content-Range: bytes */0")])
        #expect(try beginning.store().beginning(of: beginning.web("x"), limit: 10).bytes.isEmpty)
    }

    @Test(
        "A server that gives no parts is told from one that does",
        arguments: [
            Script.answer(200, "whole file"), Script.answer(416, "", "Content-Range: bytes */7"),
            "HTTP/1.1 206 Part\r\nContent-Length: 1\r\n\r\na",
            "HTTP/1.1 206 Part\r\nContent-Length: 1\r\nContent-Range: bytes 0-0/*\r\n\r\na",
        ])
    func noParts(_ answer: String) throws {
        let script = try Script([answer])
        let said = try refusal { _ = try script.store().state(of: script.web("x")) }
        #expect(said.hasSuffix("/x: the server does not give parts of files (no answer 206)"))
        #expect(script.requests.count == 1)
    }

    // MARK: bytes

    @Test("An answer that breaks off is gone on with from its last byte") func goingOn() throws {
        let broken =
            "HTTP/1.1 206 Part\r\nContent-Length: 10\r\nContent-Range: bytes 5-14/100\r\nETag: \"1\"\r\n\r\nabcd"
        let script = try Script([broken, Script.part("efghij", at: 9, of: 100, "ETag: \"1\"")])
        let address = try script.web("x")
        #expect(try text(script.store(), address, 5..<15, of: RemoteState(bytes: 100, etag: "\"1\"")) == "abcdefghij")
        #expect(script.header("range", of: 0) == "bytes=5-14" && script.header("range", of: 1) == "bytes=9-14")
    }

    @Test("The mark of the version that was read is given back") func mark() throws {
        let script = try Script([Script.part("ab", at: 0, of: 2, "ETag: W/\"7\"")])
        #expect(try script.store().read(script.web("x"), 0..<2, of: nil) { _, _ in } == "W/\"7\"")
    }

    @Test("No byte beyond the range is taken, however many come") func moreThanAsked() throws {
        let script = try Script([Script.part("abcdef", at: 3, of: 100)])
        #expect(try text(script.store(), script.web("x"), 3..<5, of: nil) == "ab")
    }

    @Test("All of a file may come as 200 when all of it was asked for, and only then") func whole() throws {
        let script = try Script([Script.answer(200, "abcdef")])
        let state = RemoteState(bytes: 6, etag: "")
        #expect(try text(script.store(), script.web("x"), 0..<6, of: state) == "abcdef")
        for range in [0..<3, 2..<6] {
            let said = try refusal { _ = try text(script.store(), script.web("x"), range, of: state) }
            #expect(said.contains("does not give parts"))
        }
    }

    @Test("A part from another place is none") func anotherPlace() throws {
        let script = try Script([Script.part("abc", at: 4, of: 100)])
        #expect(
            try refusal { _ = try text(script.store(), script.web("x"), 3..<6, of: nil) }.contains(
                "does not give parts"))
    }

    @Test("Another size or another mark is another file; a server that gives no mark is believed")
    func changes() throws {
        let noted = RemoteState(bytes: 9, etag: "\"1\"")
        let larger = try Script([Script.part("abc", at: 0, of: 10, "ETag: \"1\"")])
        #expect(
            try refusal { _ = try text(larger.store(), larger.web("x"), 0..<3, of: noted) }
                .hasSuffix("/x changed since the plan: it had 9 bytes and has 10"))
        let other = try Script([Script.part("abc", at: 0, of: 9, "ETag: \"2\"")])
        #expect(
            try refusal { _ = try text(other.store(), other.web("x"), 0..<3, of: noted) }
                .hasSuffix("/x changed since the plan: it has the same size, but was written again"))
        let silent = try Script([Script.part("abc", at: 0, of: 9)])
        #expect(try text(silent.store(), silent.web("x"), 0..<3, of: noted) == "abc")
        let unmarked = RemoteState(bytes: 9, etag: "")
        #expect(try text(other.store(), other.web("x"), 0..<3, of: unmarked) == "abc")
    }

    @Test("A file that ends before the range does has changed, unless nobody knew where it ends")
    func shorter() throws {
        let script = try Script([Script.answer(416, "", "Content-Range: bytes */9")])
        #expect(
            try refusal { _ = try text(script.store(), script.web("x"), 9..<12, of: RemoteState(bytes: 12, etag: "")) }
                .hasSuffix("it ends before byte 12"))
        #expect(try text(script.store(), script.web("x"), 9..<12, of: nil) == "")
    }

    @Test("What the receiver throws ends the reading and keeps its words") func receiver() throws {
        struct Full: Error, CustomStringConvertible { let description = "the box is full" }
        let script = try Script([Script.part("abc", at: 0, of: 3)])
        let said = try refusal { try script.store().read(script.web("x"), 0..<3, of: nil) { _, _ in throw Full() } }
        #expect(said.hasSuffix("/x: the box is full") && script.requests.count == 1)
    }

    @Test("The beginning is one request, and never more than was asked for") func beginning() throws {
        let script = try Script([Script.part("abcdefgh", at: 0, of: 500, "ETag: \"1\"")])
        let found = try script.store().beginning(of: script.web("x"), limit: 4)
        #expect(String(decoding: found.bytes, as: UTF8.self) == "abcd" && found.state.bytes == 500)
        #expect(found.state.etag == "\"1\"" && script.header("range", of: 0) == "bytes=0-3")
    }

    @Test("A beginning that breaks off is gone on with; a short file ends it") func brokenBeginning() throws {
        let broken = "HTTP/1.1 206 Part\r\nContent-Length: 6\r\nContent-Range: bytes 0-5/6\r\n\r\nabc"
        let script = try Script([broken, Script.part("def", at: 3, of: 6)])
        let found = try script.store().beginning(of: script.web("x"), limit: 100)
        #expect(String(decoding: found.bytes, as: UTF8.self) == "abcdef")
        #expect(script.header("range", of: 1) == "bytes=3-5")
        let none = try Script([Script.answer(200, "abcdef")])
        #expect(
            try refusal { _ = try none.store().beginning(of: none.web("x"), limit: 4) }.contains("does not give parts"))
    }

    @Test("A small file is read whole; one over the limit is not begun") func limits() throws {
        let script = try Script([Script.part("a", at: 0, of: 3), Script.part("abc", at: 0, of: 3)])
        #expect(try script.store().whole(script.web("x"), limit: 3) == Array("abc".utf8))
        let large = try Script([Script.part("a", at: 0, of: 4)])
        #expect(
            try refusal { _ = try large.store().whole(large.web("x"), limit: 3) }.hasSuffix("/x: 4 bytes, more than 3"))
        #expect(large.requests.count == 1)
    }

    // MARK: attempts

    @Test("What may pass is asked again", arguments: [408, 409, 425, 429, 500, 502, 503, 599])
    func passing(_ status: Int) throws {
        let script = try Script([Script.answer(status), Script.part("a", at: 0, of: 8)])
        #expect(try script.store().state(of: script.web("x")).bytes == 8)
        #expect(script.requests.count == 2)
    }

    @Test("What will not pass is not", arguments: [400, 401, 402, 403, 405, 418, 451])
    func refusals(_ status: Int) throws {
        let script = try Script([Script.fault(status, "Nope", "Not you.")])
        let said = try refusal { _ = try script.store().state(of: script.web("x")) }
        #expect(said.hasSuffix("/x: refused: \(status) Nope: Not you.") && script.requests.count == 1)
    }

    @Test("A file that is not there, or no more", arguments: [404, 410]) func missing(_ status: Int) throws {
        let script = try Script([Script.answer(status, "<html>gone</html>")])
        #expect(
            try refusal { _ = try script.store().state(of: script.web("x")) }.hasSuffix("/x: there is no such file"))
        #expect(script.requests.count == 1)
    }

    @Test("After so many attempts the last words are told") func givingUp() throws {
        let script = try Script([Script.answer(500), Script.fault(503, "SlowDown", "Please.")])
        let said = try refusal { _ = try script.store { $0.attempts = 4 }.state(of: script.web("x")) }
        #expect(said.hasSuffix("/x: 503 SlowDown: Please. (after 4 attempts)") && script.requests.count == 4)
        let silent = try Script([""])
        #expect(try refusal { _ = try silent.store().state(of: silent.web("x")) }.hasSuffix("(after 3 attempts)"))
        #expect(silent.requests.count == 3)
    }

    @Test("A pause that a server asks for is kept, up to the longest") func pauses() throws {
        let script = try Script([Script.answer(503, "", "Retry-After: 3600"), Script.part("a", at: 0, of: 8)])
        let clock = ContinuousClock()
        let time = try clock.measure { _ = try script.store { $0.longestPause = 0.2 }.state(of: script.web("x")) }
        #expect(time >= .milliseconds(200) && time < .seconds(600))
    }

    @Test("Whoever is told to stop asks nothing more") func stopping() throws {
        let script = try Script([Script.answer(500)])
        let store = script.store { $0.isStopped = { true } }
        #expect(try refusal { _ = try store.state(of: script.web("x")) } == "interrupted")
        #expect(script.requests.isEmpty && store.requests == 0)
    }

    @Test("Redirects of the web are followed, and a fragment is not sent") func redirects() throws {
        let script = try Script([Script.answer(302, "", "Location: /moved"), Script.part("a", at: 0, of: 8)])
        #expect(try script.store().state(of: script.web("x#place")).bytes == 8)
        #expect(script.lines == ["GET /x", "GET /moved"])
    }
}
