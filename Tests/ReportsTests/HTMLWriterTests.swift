import Testing

@testable import Reports

/// What is written in pages.
@Suite struct HTMLWriterTests {
    @Test func everyTextAndValueIsEscaped() {
        #expect(written { $0.text("<a href=\"x\">&'") } == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;")
        #expect(written { $0.open("img", ["src": "a\"b<"]) } == "<img src=\"a&quot;b&lt;\">")
        #expect(written { $0.text("a\u{0}b\u{1B}c\u{202E}d\u{9F}") } == "a\u{FFFD}b\u{FFFD}cd\u{FFFD}")
        #expect(written { $0.text("a\tb\nc\r\n") } == "a\tb\nc\r\n")
    }

    @Test func valuesThatSayNothingAreLeftOut() {
        #expect(written { $0.open("img", ["class": "", "alt": ""]) } == "<img alt=\"\">")
        #expect(written { $0.element("p", ["title": ""], text: "") } == "<p></p>")
    }

    @Test func onlyAddressesOfTheWebAreLinks() {
        #expect(
            written { $0.foreignLink("HTTPS://a.example/\"") }.hasPrefix(
                "<a href=\"HTTPS://a.example/&quot;\" rel=\"nor"))
        for url in ["javascript:alert(1)", "data:text/html,x", " http://a", "//a.example", "file:///etc"] {
            #expect(written { $0.foreignLink(url, text: "t") } == "t", "\(url)")
        }
    }

    // MARK: Bins

    @Test func binsOfAFewNumbers() {
        var bins = Bins(sample: [0, 24])
        #expect(bins.edges.count == 25 && bins.edges[1] == 1 && bins.edges[24] == 24)
        let places = [0, 0.99, 1, 24, -9, 99].map { bins.count($0) }
        #expect(places == [0, 0, 1, 23, 0, 23] && bins.totals[0] == 3 && bins.totals[23] == 2)
    }

    @Test(
        arguments: [
            (0, "0"), (3, "3"), (-2, "-2"), (0.5, "0.5"), (1.0 / 3, "0.333"), (0.0004, "0"), (1234.5, "1234.5"),
            (2.0 / 3, "0.667"), (0.9996, "1"),
        ] as [(Float, String)])
    func numbersAsPeopleReadThem(value: Float, text: String) { #expect(Bins.short(value) == text) }
}
