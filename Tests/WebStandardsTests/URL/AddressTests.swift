import TestKit
import Testing

@testable import WebStandards

/// Hosts that are numbers (URL Standard, sections 3.3 to 3.6).
@Suite struct AddressTests {
    private func host(_ text: String) -> String? { WebURL("http://\(text)/")?.host }

    // MARK: IPv4

    @Test(arguments: [
        ("1.2.3.4", "1.2.3.4"), ("255.255.255.255", "255.255.255.255"), ("0.0.0.0", "0.0.0.0"), ("0", "0.0.0.0"),
        ("1", "0.0.0.1"), ("256", "0.0.1.0"), ("4294967295", "255.255.255.255"), ("1.2", "1.0.0.2"),
        ("1.65535", "1.0.255.255"),
        ("1.16777215", "1.255.255.255"), ("1.2.3", "1.2.0.3"), ("1.2.65535", "1.2.255.255"), ("0x7f.1", "127.0.0.1"),
        ("0X7F000001", "127.0.0.1"), ("017700000001", "127.0.0.1"), ("0177.0.0.01", "127.0.0.1"), ("0x", "0.0.0.0"),
        ("1.2.3.4.", "1.2.3.4"), ("0xC0.0250.1", "192.168.0.1"), ("%31.2.3.4", "1.2.3.4"), ("１.2.3.4", "1.2.3.4"),
    ])
    func numbersOfAllKindsAreAddresses(text: String, address: String) { #expect(host(text) == address) }

    @Test(
        arguments: [
            "256.1.1.1", "1.256.1.1", "1.1.1.256", "1.2.65536", "1.16777216", "4294967296", "1.2.3.4.5", "09", "08.1",
            "a.1.2.3.4.5", "foo.0x4", "foo.1", "1..1", "0x100000000",
        ])
    func addressesThatDoNotFitAreRefused(text: String) { #expect(host(text) == nil) }

    @Test(arguments: ["1.2.3.a", "1a", "0xg", "a.1a", "1.com", "1-2", "foo.1.", "0x.com", "0x1g", "1.2.3.4.."])
    func whatEndsInNoNumberIsADomain(text: String) {
        #expect(host(text) == (text == "foo.1." ? nil : text))
    }

    // MARK: IPv6

    @Test(arguments: [
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("0:0:0:0:0:0:0:0", "::"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("2001:0DB8:0:0:0:0:0:1", "2001:db8::1"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
        ("1:0:0:2:3:0:0:4", "1::2:3:0:0:4"),
        ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"), ("0:0:1:2:3:4:5:6", "::1:2:3:4:5:6"),
        ("1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"),
        ("::ffff:1.2.3.4", "::ffff:102:304"), ("::1.2.3.4", "::102:304"),
        ("1:2:3:4:5:6:255.0.1.9", "1:2:3:4:5:6:ff00:109"),
        ("1:2:3::4", "1:2:3::4"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
    ])
    func addressesAreWrittenInTheirShortestForm(text: String, shortest: String) {
        #expect(host("[\(text)]") == "[\(shortest)]")
    }

    @Test(arguments: [
        "", ":", ":1", "1:", ":::", "1:::2", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::",
        "::1.2.3", "::1.2.3.4.5",
        "::1.2.3.256", "::01.2.3.4", "::1.2.3.", "::.1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.4:5", "::1%25eth0",
        "::1 ", "[::1]",
        "1:2:3:4:5:6:7:8:", "::1.2.3.1234", "::ffff:1.2.3.a",
    ])
    func malformedAddressesAreRefused(text: String) { #expect(host("[\(text)]") == nil) }

    @Test(arguments: ["[::1", "::1]", "[::1]x", "x[::1]", "[]"]) func bracketsMustEncloseTheHost(text: String) {
        #expect(host(text) == nil)
    }

    /// Each of the 2^8 patterns of zero and other pieces is written so that it is read back as itself.
    @Test func everyPatternOfZerosComesBack() throws {
        for pattern in 0..<256 {
            let pieces = (0..<8).map { pattern >> $0 & 1 == 0 ? "0" : String($0 + 1, radix: 16) }
            let written = try #require(host("[\(pieces.joined(separator: ":"))]"), "\(pieces)")
            #expect(host(written) == written, "\(pieces)")
            let zeros = pieces.split(separator: "1", omittingEmptySubsequences: false).count
            #expect(zeros > 0)
            let longest = pieces.reduce(into: (run: 0, best: 0)) { state, piece in
                state.run = piece == "0" ? state.run + 1 : 0
                state.best = max(state.best, state.run)
            }.best
            #expect(written.contains("::") == (longest > 1), "\(pieces): \(written)")
        }
    }

    // MARK: other hosts

    @Test func domainsAreLowerCasedAndDecoded() {
        #expect(host("EXAMPLE.Com") == "example.com" && host("ex%41mple.com") == "example.com")
        #expect(
            host("a_b-c.d") == "a_b-c.d" && host("-a.b-") == "-a.b-" && host("a..b") == "a..b" && host("a.") == "a.")
    }

    @Test(arguments: [
        " ", "#", "<", ">", "[", "]", "^", "|", "%", "\u{7F}", "%00", "%20", "%25", "%2F", "%3A", "%40", "%5C", "%80",
        "%7F",
    ])
    func forbiddenCharactersAreNoPartOfADomain(character: String) {
        let url = WebURL("http://a\(character)b/")
        // A number sign ends the host.
        #expect(character == "#" ? url?.href == "http://a/#b/" : url == nil, "\(url?.href ?? "")")
    }

    @Test func opaqueHostsAreKeptAndEncoded() {
        #expect(WebURL("x://EXAMPLE.Com/")?.host == "EXAMPLE.Com" && WebURL("x://1.2.3/")?.host == "1.2.3")
        #expect(WebURL("x://é/")?.host == "%C3%A9" && WebURL("x://a%20b/")?.host == "a%20b")
        #expect(WebURL("x://a b/") == nil && WebURL("x://a<b/") == nil && WebURL("x://[::1]/")?.host == "[::1]")
    }
}
