import Foundation
import TestKit
import Testing

@testable import WebStandards

@Suite struct WebURLTests {
    /// The vectors of the web-platform-tests.
    @Test(.needsShared("hostile/url/rust-url/urltestdata.json")) func webPlatformVectors() throws {
        let path = try Shared.require("hostile/url/rust-url/urltestdata.json")
        let data = try Data(contentsOf: URL(filePath: path))
        let vectors = try #require(try JSONSerialization.jsonObject(with: data) as? [Any])
        var (passed, total) = (0, 0)
        for case let vector as [String: Any] in vectors {
            guard let input = vector["input"] as? String else { continue }
            total += 1
            let base = (vector["base"] as? String).map { WebURL($0) }
            let url: WebURL? = base == .some(nil) ? nil : WebURL(input, base: base ?? nil)
            let fault = Self.fault(of: url, against: vector)
            if fault == nil { passed += 1 }
            #expect(fault == nil, "\(input.debugDescription) on \(vector["base"] ?? "-")")
        }
        print("urltestdata: \(passed) of \(total)")
        #expect(total > 850)
    }

    private static func fault(of url: WebURL?, against vector: [String: Any]) -> String? {
        if vector["failure"] as? Bool == true { return url.map { "parsed as \($0.href)" } }
        guard let url else { return "failure" }
        let port = url.port.map(String.init) ?? ""
        let seen: [(String, String)] = [
            ("href", url.href), ("protocol", url.scheme + ":"), ("username", url.username),
            ("password", url.password), ("hostname", url.host), ("port", port), ("host", url.hostPort),
            ("pathname", url.path), ("search", url.query.map { $0.isEmpty ? "" : "?" + $0 } ?? ""),
            ("hash", url.fragment.map { $0.isEmpty ? "" : "#" + $0 } ?? ""),
        ]
        for (key, value) in seen where vector[key] as? String != value {
            return "\(key): \(value), not \(vector[key] ?? "-")"
        }
        return nil
    }
}

/// What the vectors say little about.
@Suite struct WebURLPartsTests {
    @Test(arguments: [
        ("http://☃.net/", "http://xn--n3h.net/"), ("http://I❤️.ws/", "http://xn--i-7iq.ws/"),
        ("http://xn--n3h.net/", "http://xn--n3h.net/"), ("http://faß.de/", "http://xn--fa-hia.de/"),
        ("http://Bücher.例え。テスト/", "http://xn--bcher-kva.xn--r8jz45g.xn--zckzah/"),
    ])
    func internationalNames(input: String, expected: String) {
        #expect(WebURL(input)?.href == expected)
    }

    @Test(arguments: [
        "http://xn--/", "http://xn--a/", "http://xn--n3h-.net/", "http://a\u{AD}/%", "http://\u{E000}.net/",
    ])
    func refusedNames(input: String) {
        let url = WebURL(input)
        #expect(url == nil || url?.host == "a")
    }

    @Test func parts() throws {
        let url = try #require(WebURL("HTTPS://me:pw@Example.ORG:8443/a/./b/../c%7e d?x=ü&y='#frag<"))
        #expect(url.href == "https://me:pw@example.org:8443/a/c%7e%20d?x=%C3%BC&y=%27#frag%3C")
        #expect(url.scheme == "https" && url.username == "me" && url.password == "pw")
        #expect(url.host == "example.org" && url.port == 8443 && url.hostPort == "example.org:8443")
        #expect(url.path == "/a/c%7e%20d" && url.query == "x=%C3%BC&y=%27" && url.fragment == "frag%3C")
        #expect(url.origin == "https://example.org:8443" && url.target == "/a/c%7e%20d?x=%C3%BC&y=%27")
        #expect(url.isHTTP && !url.hasOpaquePath)
        #expect(url.withoutFragment().href == "https://me:pw@example.org:8443/a/c%7e%20d?x=%C3%BC&y=%27")
        #expect(url.withoutFragment().fragment == nil)
    }

    @Test func equalSpellings() throws {
        let one = try #require(WebURL("HTTP://EXAMPLE.com:80/a/../b"))
        #expect(one == WebURL("http://example.com/b"))
        #expect(Set([one, try #require(WebURL("http:\\\\example.com\\b"))]).count == 1)
    }

    @Test func relativeToABase() throws {
        let base = try #require(WebURL("https://h.example/d/p.html?q#f"))
        let cases = [
            ("", "https://h.example/d/p.html?q"), ("#x", "https://h.example/d/p.html?q#x"),
            ("?z", "https://h.example/d/p.html?z"), ("i.png", "https://h.example/d/i.png"),
            ("/i.png", "https://h.example/i.png"), ("//cdn.example/i.png", "https://cdn.example/i.png"),
            ("../../../i.png", "https://h.example/i.png"), ("https:i.png", "https://h.example/d/i.png"),
            ("http:i.png", "http://i.png/"), ("i,w_100,h_50.png", "https://h.example/d/i,w_100,h_50.png"),
            (" \n i\t.png ", "https://h.example/d/i.png"), ("data:,x", "data:,x"), ("..", "https://h.example/"),
        ]
        for (reference, expected) in cases { #expect(WebURL(reference, base: base)?.href == expected) }
        #expect(WebURL("i.png") == nil)
        #expect(WebURL("i.png", base: WebURL("mailto:x")) == nil)
    }

    @Test func rawBytes() throws {
        let bytes: [UInt8] = Array("http://a/".utf8) + [0xE9, 0x20, 0xFF]
        let url = bytes.withUnsafeBufferPointer { WebURL(bytes: $0) }
        #expect(url?.href == "http://a/%E9%20%FF")
        let host: [UInt8] = Array("http://".utf8) + [0xE9] + Array("/".utf8)
        #expect(host.withUnsafeBufferPointer { WebURL(bytes: $0) } == nil)
    }

    /// Serialising and parsing again changes nothing, for any bytes.
    @Test func serialisationIsAFixedPoint() throws {
        var seeds = ["http://a/b?c#d", "//[::1]:8/", "file:///C|/x", "data:text/html,<p>", "x:y/../z", "http://1.2/"]
        if let folder = Shared.path("hostile/url/go-fuzz") {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
                let data = try Data(contentsOf: URL(filePath: folder + "/" + name))
                seeds.append(String(decoding: data, as: UTF8.self))
            }
        }
        let base = try #require(WebURL("https://h.example/d/p.html?q"))
        for seed in seeds {
            let bytes = Array(seed.utf8)
            for start in 0...min(bytes.count, 40) {
                let part = String(decoding: bytes[start...], as: UTF8.self)
                guard let url = WebURL(part, base: base) else { continue }
                #expect(WebURL(url.href) == url, "\(part.debugDescription)")
                #expect(url.href.utf8.allSatisfy { $0 < 0x80 })
            }
        }
    }

    /// Length costs linear time: dots, at signs and colons repeated.
    @Test func longInputs() throws {
        let long = String(repeating: "a/../", count: 40_000)
        #expect(WebURL("http://h/" + long)?.href == "http://h/")
        #expect(WebURL("http://" + String(repeating: "@", count: 100_000) + "h/")?.host == "h")
        #expect(WebURL("http://" + String(repeating: "é.", count: 100_000) + "h/") == nil)
        let path = String(repeating: "x", count: 70_000)
        #expect(WebURL("http://h/" + path)?.path == "/" + path)
    }
}
