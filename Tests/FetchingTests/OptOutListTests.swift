import Glibc
import Testing

@testable import Fetching

@Suite struct OptOutListTests {
    static let lines = [
        "# a comment", "", "example.org", " .WIDE.example ", "http://one.example/a b.png#part", "*.star.example",
        "example.org",
    ]

    @Test func urlsAndDomainsMatchAndNothingElse() throws {
        let list = OptOutList(lines: Self.lines)
        #expect(list.count == 4)
        for (url, entry) in [
            ("https://example.org/x", "example.org"), ("http://a.b.example.org:8080/", "example.org"),
            ("http://notexample.org/", nil), ("http://wide.example/", "wide.example"),
            ("http://x.star.example/", "star.example"), ("http://one.example/a%20b.png", "url"),
            ("http://one.example/a%20b.png?x", nil), ("https://one.example/a%20b.png", nil), ("http://org/", nil),
        ] as [(String, String?)] {
            #expect(list.match(try Target(url)) == entry, "\(url)")
        }
        #expect(OptOutList().match(try Target("http://example.org/")) == nil)
    }

    @Test func filesAreRead() throws {
        let path = "/tmp/quarry-optout-\(getpid()).txt"
        let file = try #require(fopen(path, "w"))
        fputs(Self.lines.joined(separator: "\r\n"), file)
        fclose(file)
        defer { unlink(path) }
        #expect(try OptOutList(files: [path]).count == 4)
        #expect(throws: (any Error).self) { try OptOutList(files: ["/nowhere/list"]) }
    }

    @Test func aListedURLIsNeverAsked() throws {
        var policy = FetchPolicy.bare
        policy.optOut = OptOutList(lines: ["example.org"])
        let result = try #require(try fetchAll(["http://www.example.org/a.png"], policy).first)
        #expect(result.outcome == .failed(.optedOut, detail: "example.org"))
        #expect(result.attempts == 0)
    }
}
