import Testing

@testable import Fetching

@Suite struct AddressRulesTests {
    /// A member of each range of the special-purpose registries, and the addresses beside them.
    static let refused = [
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
        "127.255.255.255", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1",
        "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1",
        "ff02::1", "2001:db8::1", "2001::1", "2001:1ff::1", "100::1", "3fff::1", "5f00::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808",
        "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::",
    ]
    static let global = [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111", "2001:200::1", "2a00::1",
        "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
    ]

    @Test(arguments: refused) func refuses(_ text: String) throws {
        #expect(!AddressRules(allowed: []).permits(try #require(IPAddress(text)), port: 80))
    }

    @Test(arguments: global) func permits(_ text: String) throws {
        #expect(AddressRules(allowed: []).permits(try #require(IPAddress(text)), port: 80))
    }

    @Test func whatIsOpenedByNameIsOpenAndNothingElse() throws {
        let rules = AddressRules(
            allowed: try ["127.0.0.1:8000", "10.1.0.0/16", "[::1]:80"].map { try #require(CIDR($0)) })
        func permits(_ text: String, _ port: Int) throws -> Bool {
            rules.permits(try #require(IPAddress(text)), port: port)
        }
        #expect(try permits("127.0.0.1", 8000))
        #expect(try permits("::ffff:127.0.0.1", 8000))
        #expect(try !permits("127.0.0.1", 8001))
        #expect(try !permits("127.0.0.2", 8000))
        #expect(try permits("10.1.255.255", 443))
        #expect(try !permits("10.2.0.0", 443))
        #expect(try permits("::1", 80))
        #expect(try !permits("::1", 81))
    }

    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1/32"), ("10.9.8.7/8", "10.0.0.0/8"), ("0.0.0.0/0", "0.0.0.0/0"),
        ("127.0.0.1:80", "127.0.0.1/32:80"), ("127.0.0.0/8:80", "127.0.0.0/8:80"), ("::1", "::1/128"),
        ("2001:db8::ff/33", "2001:db8::/33"), ("fd00::1/64", "fd00::/64"), ("fe80::1:2:3:4/80", "fe80::1:0:0:0/80"),
        ("[::1]:8080", "[::1]/128:8080"), ("[::1]/128:8080", "[::1]/128:8080"), ("::/0", "::/0"),
    ]) func rangesAreRead(_ text: String, _ canonical: String) throws {
        let range = try #require(CIDR(text))
        #expect(range.description == canonical)
        #expect(CIDR(range.description) == range)
    }

    @Test(arguments: [
        "", "127.1", "0177.0.0.1", "256.0.0.1", "127.0.0.1/33", "127.0.0.1/-1", "127.0.0.1/", "127.0.0.1:0",
        "127.0.0.1:x",
        "::1/129", "[::1", "[::1]x", "example.org", "127.0.0.1/8/8", "1.2.3.4:70000",
    ]) func nonsenseIsNoRange(_ text: String) { #expect(CIDR(text) == nil) }
}
