import Testing

@testable import Fetching

/// A URL on a page may name any port; a request there must not be read as commands of mail, files or chat.
@Suite struct BlockedPortsTests {
    @Test(arguments: [1, 22, 25, 53, 110, 143, 465, 587, 993, 2049, 5060, 6000, 6667, 10080])
    func portsOfOtherProtocolsAreRefused(port: Int) {
        #expect(throws: Refusal.self) { try Target("http://example.org:\(port)/a.jpg") }
    }

    @Test(arguments: [80, 443, 8080, 8443, 3000, 65535]) func otherPortsAreAsked(port: Int) throws {
        #expect(try Target("http://example.org:\(port)/a.jpg").port == port)
    }

    /// A redirect is refused as the first URL is.
    @Test func aRedirectCannotLeadThere() throws {
        let base = try Target("http://example.org/")
        #expect(throws: Refusal.self) { try Target(location: Array("http://example.org:25/".utf8), base: base) }
    }
}
