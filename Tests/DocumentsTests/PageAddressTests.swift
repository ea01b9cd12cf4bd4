import Documents
import Testing

/// Pages as people name them.
@Suite struct PageAddressTests {
    @Test(arguments: [
        "https://example.org/a", "http://example.org/a", "HTTPS://example.org/a", "example.org/a", "example.org/a/",
        "https://example.org/a/#top", "example.org/a#top",
    ])
    func oneSlashSchemeAndFragmentDoNotMatter(query: String) {
        #expect(PageAddress(query).names("https://example.org/a"))
        #expect(PageAddress(query).names("http://example.org/a/"))
        #expect(PageAddress("https://example.org/a").names(query))
        #expect(!PageAddress(query).names("https://example.org/ab"))
        #expect(!PageAddress(query).names("https://example.org/a?b"))
        #expect(!PageAddress(query).names("https://example.org/a//"))
    }

    @Test func spellingsBeginWithWhatWasAsked() {
        #expect(
            PageAddress("example.org/a#top").spellings == [
                "example.org/a#top", "example.org/a", "https://example.org/a", "http://example.org/a",
                "https://example.org/a/", "http://example.org/a/",
            ])
        #expect(
            PageAddress("http://example.org/").spellings == [
                "http://example.org/", "https://example.org/", "http://example.org", "https://example.org",
            ])
        #expect(PageAddress("").spellings.first == "https://")
    }

    @Test func idsHaveNeitherDotNorSlash() {
        #expect(!PageAddress.isAddress("0a1b2c") && PageAddress.isAddress("a.b") && PageAddress.isAddress("a/b"))
    }
}
