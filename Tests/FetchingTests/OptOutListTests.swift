import TestKit
import Testing

@testable import Fetching

@Suite struct OptOutListTests {
    static let lines = [
        "# a comment", "", "example.org", " .WIDE.example ", "http://one.example/a b.png#part", "*.star.example",
        "example.org", "museum",
    ]

    @Test func urlsAndDomainsMatchAndNothingElse() throws {
        let list = OptOutList(lines: Self.lines)
        #expect(list.count == 5)
        for (url, entry) in [
            ("https://example.org/x", "example.org"), ("http://a.b.example.org:8080/", "example.org"),
            ("http://notexample.org/", nil), ("http://wide.example/", "wide.example"),
            ("http://x.star.example/", "star.example"), ("http://a.b.museum/", "museum"),
            ("http://one.example/a%20b.png", "url"),
            ("http://one.example/a%20b.png?x", nil), ("https://one.example/a%20b.png", nil), ("http://org/", nil),
        ] as [(String, String?)] {
            #expect(list.match(try Target(url)) == entry, "\(url)")
        }
        #expect(OptOutList().match(try Target("http://example.org/")) == nil)
    }

    @Test func filesAreRead() throws {
        let scratch = try Scratch()
        let path = try scratch.write(Array(Self.lines.joined(separator: "\r\n").utf8), "list.txt")
        #expect(try OptOutList(files: [path]).count == 5)
        #expect(throws: (any Error).self) { try OptOutList(files: ["/nowhere/list"]) }
    }

    /// What is taken as it stands is what the parser makes of it.
    @Test func plainEntriesAreTheirOwnNormalForm() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let letters = Array("abz09-.ABZ/?=&_~+,;%:@ xn#".utf8)
        var plain = 0
        for round in 0..<60_000 {
            let few = round % 2 == 0 ? 7 : letters.count
            let text = (0..<Int.random(in: 1...14, using: &random)).map { _ in
                letters[Int.random(in: 0..<few, using: &random)]
            }
            let prefix = ["", "http://a", "https://b.c/", "http://"][round / 2 % 4]
            let line = Array(prefix.utf8) + text
            let entry = line.withUnsafeBytes { PlainEntry($0) }
            guard let entry else { continue }
            plain += 1
            let words = String(decoding: line, as: UTF8.self)
            switch entry {
            case .url: #expect(try Target(words).url == words)
            case .domain: #expect(try Target("http://" + words).host == words)
            }
        }
        #expect(plain > 5000)
        for no in ["1.2.3.4", "0x7f", "a.0x1", "a..b", ".a", "a.", "xn--a", "http://a", "http://a:80/", "http://a/./b"]
        {
            #expect(Array(no.utf8).withUnsafeBytes { PlainEntry($0) } == nil, "\(no)")
        }
    }

    @Test func aListedURLIsNeverAsked() throws {
        var policy = FetchPolicy.bare
        policy.optOut = OptOutList(lines: ["example.org"])
        let result = try #require(try fetchAll(["http://www.example.org/a.png"], policy).first)
        #expect(result.outcome == .failed(.optedOut, detail: "example.org"))
        #expect(result.attempts == 0)
    }
}
