import Testing

@testable import Curation

@Suite struct CorpusKeysTests {
    @Test func netlocIsTakenAsItStands() {
        #expect(DomainKey.domain(of: "http://User@WWW.Example.com:8080/a//b", .netloc) == "User@WWW.Example.com:8080")
        #expect(DomainKey.domain(of: "https://a.example?q=//x", .netloc) == "a.example")
        #expect(DomainKey.domain(of: "https://a.example#f", .netloc) == "a.example")
        #expect(DomainKey.domain(of: "mailto:someone", .netloc).isEmpty)
    }

    @Test func hostIsOneForAllSpellings() {
        for url in [
            "http://www.Example.com/x", "https://example.com:8443/", "ftp://me:pw@example.com./y", "//EXAMPLE.com",
        ] {
            #expect(DomainKey.domain(of: url) == "example.com", "\(url)")
            #expect(DomainKey.hash(of: url) == DomainKey.hash(of: "https://example.com/"))
        }
        #expect(DomainKey.domain(of: "http://[2001:db8::1]:80/") == "[2001:db8::1")
        #expect(DomainKey.hash(of: "https://a.example/") != DomainKey.hash(of: "https://b.example/"))
    }

    @Test func aParagraphIsKeyedWithinItsDomain() {
        #expect(ParagraphKey.hash(of: "same", domain: 1) != ParagraphKey.hash(of: "same", domain: 2))
        #expect(ParagraphKey.hash(of: "same", domain: 1) == ParagraphKey.hash(of: "same", domain: 1))
        #expect(URLKey.hash(of: "http://a/") != URLKey.hash(of: "http://a"))
    }
}
