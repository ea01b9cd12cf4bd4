import Testing

@testable import Curation

/// What of a host somebody registered.
@Suite struct RegistrableDomainTests {
    @Test(arguments: [
        ("http://shop.example.co.uk/x", "example.co.uk"), ("http://www.example.co.uk", "example.co.uk"),
        ("https://a.me.github.io/", "me.github.io"), ("https://me.github.io/", "me.github.io"),
        ("http://co.uk/", "co.uk"), ("http://127.0.0.1:80/", "127.0.0.1"), ("http://[::1]/", "[::1"),
        ("http://localhost/", "localhost"), ("http://A.B.Example.ORG./", "example.org"), ("mailto:x", ""),
    ])
    func registered(url: String, domain: String) { #expect(DomainKey.domain(of: url, .registrable) == domain) }

    @Test func kindsTellHostsApart() {
        let (one, other) = ("http://a.example.org/", "http://b.example.org/")
        #expect(DomainKey.hash(of: one, .registrable) == DomainKey.hash(of: other, .registrable))
        #expect(DomainKey.hash(of: one) != DomainKey.hash(of: other))
        #expect(DomainKey.hash(of: "http://www.a.org/", .netloc) != DomainKey.hash(of: "http://a.org/", .netloc))
    }
}
