import Testing

@testable import WebStandards

/// Punycode (RFC 3492) and the mapping of UTS #46.
@Suite struct DomainNameTests {
    /// The samples of RFC 3492, section 7.1, in lower case.
    @Test(arguments: [
        (
            "\u{644}\u{64A}\u{647}\u{645}\u{627}\u{628}\u{62A}\u{643}\u{644}\u{645}\u{648}\u{634}\u{639}\u{631}\u{628}\u{64A}\u{61F}",
            "egbpdaj6bu4bxfgehfvwxn"
        ),
        ("\u{4ED6}\u{4EEC}\u{4E3A}\u{4EC0}\u{4E48}\u{4E0D}\u{8BF4}\u{4E2D}\u{6587}", "ihqwcrb4cv8a8dqg056pqjye"),
        ("\u{4ED6}\u{5011}\u{7232}\u{4EC0}\u{9EBD}\u{4E0D}\u{8AAA}\u{4E2D}\u{6587}", "ihqwctvzc91f659drss3x8bo0yb"),
        ("pro\u{10D}prost\u{11B}nemluv\u{ED}\u{10D}esky", "proprostnemluvesky-uyb24dma41a"),
        ("3\u{5E74}b\u{7D44}\u{91D1}\u{516B}\u{5148}\u{751F}", "3b-ww4c5e180e575a65lsy2b"),
        ("maji\u{3067}koi\u{3059}\u{308B}5\u{79D2}\u{524D}", "majikoi5-783gue6qz075azm5e"),
        ("\u{305D}\u{306E}\u{30B9}\u{30D4}\u{30FC}\u{30C9}\u{3067}", "d9juau41awczczp"),
        ("bücher", "bcher-kva"), ("ü", "tda"), ("\u{1F4A9}", "ls8h"),
    ])
    func samples(text: String, code: String) {
        #expect(Punycode.encode(Array(text.unicodeScalars)) == Array(code.utf8))
        #expect(Punycode.decode(Array(code.utf8)[...]) == Array(text.unicodeScalars))
    }

    /// Digits that are none, a code that ends within a number, a scalar beyond Unicode, a surrogate.
    @Test(arguments: ["ü-", "!", "a-é", "99999999", "tda ", "a-9", "z", "A-\u{7F}"]) func whatIsNoCodeIsRefused(
        code: String
    ) {
        #expect(Punycode.decode(Array(code.utf8)[...]) == nil)
    }

    @Test(arguments: [
        ("münchen.de", "xn--mnchen-3ya.de"), ("MÜNCHEN.DE", "xn--mnchen-3ya.de"),
        ("mu\u{308}nchen.de", "xn--mnchen-3ya.de"),
        ("straße.de", "xn--strae-oqa.de"), ("βόλος.com", "xn--nxasmm1c.com"), ("例え.jp", "xn--r8jz45g.jp"),
        ("ｅｘａｍｐｌｅ.com", "example.com"),
        ("a。b．c｡d", "a.b.c.d"), ("xn--mnchen-3ya.de", "xn--mnchen-3ya.de"), ("XN--MNCHEN-3YA.de", "xn--mnchen-3ya.de"),
        ("a\u{AD}b.de", "ab.de"),
        ("fußball.مثال", "xn--fuball-cta.xn--mgbh0fb"), ("☕.example", "xn--53h.example"), ("①.de", "1.de"),
        ("ﬁ.de", "fi.de"),
    ])
    func names(text: String, ascii: String) { #expect(WebURL("http://\(text)/")?.host == ascii) }

    @Test(arguments: ["xn--a-\u{FF}.de", "\u{FFFD}.de", "\u{E000}.de", "a\u{200E}b\u{FFFF}.de", "xn--0.de"])
    func refused(text: String) {
        #expect(WebURL("http://\(text)/") == nil)
    }

    /// Such a name could not be read again as it is written.
    @Test func aNameThatGrowsBeyondTheLongestIsRefused() {
        let labels = { String(repeating: "é.", count: $0) }
        #expect(WebURL("http://\(labels(700))org/") == nil)
        let long = WebURL("http://\(labels(400))org/")
        #expect(long?.host == String(repeating: "xn--9ca.", count: 400) + "org" && WebURL(long?.href ?? "") == long)
    }
}
