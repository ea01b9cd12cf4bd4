import Documents
import Testing
@testable import Extraction

@Suite struct AddressRulesTests {
    @Test(arguments: [
        ("300", RenderedLength.pixels(300)), ("300px", .pixels(300)), ("200px;", .pixels(200)), ("50%", .percent(50)),
        ("12.7", .pixels(12)), ("auto", .percent(100)), ("full-width", .percent(100)), ("", .unknown),
        (" 640 ", .pixels(640)), ("4_80", .pixels(480)), ("1e3", .unknown), ("-5", .pixels(-5)),
        ("100 px", .pixels(100)),
        ("10em", .unknown), ("12.5px", .unknown), ("50.5%", .unknown), ("\"200\"", .pixels(200)),
        ("\u{201D}150\u{201D}", .pixels(150)), ("AUTO", .unknown), ("_1", .unknown), ("99999999999999999999", .unknown),
    ])
    func renderedSizes(text: String, length: RenderedLength) { #expect(RenderedSize.parse(text) == length) }

    @Test(arguments: [
        ("http://a.org", true), ("http://a.org/", true), ("HTTPS://a.org/x?y", true), ("http://a.org?x", true),
        ("http://a.org?", false), ("http://a", false), ("http://a.org:80/", false), ("http://u@a.org/", false),
        ("http://a_b.org/", false), ("http://127.0.0.1/", false), ("http://127.0.0.12/", true),
        ("http://-a.org/", false),
        ("http://a.org/a b", false), ("ftp://a.org./x", true), ("mailto:x@a.org", false), ("http://é.org/", false),
    ])
    func validity(url: String, isValid: Bool) { #expect(PublishedAddress.isValid(Array(url.utf8)) == isValid) }

    @Test(arguments: [
        ("a.jpg", "https://h.org/a.jpg"), ("./a..b/../c", "https://h.org/a..b/c"), ("httpx", "httpx"),
        ("//c/d", "http://c/d"),
        ("a./b", "https://h.org/ab"),
    ])
    func absolutes(address: String, url: String) {
        let found = PublishedAddress.absolute(Array(address.utf8), host: "h.org")
        #expect(String(decoding: found, as: UTF8.self) == url)
    }

    @Test func wordsOfNames() {
        let words = ElementWords([["footer"], ["nav"]])
        func has(_ name: String) -> Bool { words.find(Array(name.utf8), 0..<name.utf8.count) != 0 }
        #expect(has("site-footer") && has("siteFooter") && has("Footer2") && has("x nav") && has("main_nav"))
        #expect(!has("footerless") && !has("navy") && !has("hNavX") && !has(""))
    }
}
