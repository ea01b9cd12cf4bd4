import Documents
import Testing

@testable import Extraction

/// What the bytes of an address say before it is a URL.
@Suite struct AddressBytesTests {
    @Test(arguments: [
        ("data:,", true), ("DATA:x", true), ("data:", true), ("data", false), ("xdata:", false), ("", false),
        ("data;", false),
    ])
    func schemes(address: String, has: Bool) { #expect(Addresses.hasScheme(address.utf8.span, "data:") == has) }

    @Test(arguments: [("/a?b", 2), ("/a#b", 2), ("/a#b?c", 2), ("/a?b#c", 2), ("/a", 2), ("", 0), ("?", 0)])
    func aPathEndsAtQueryOrFragment(address: String, end: Int) { #expect(Addresses.pathEnd(address.utf8.span) == end) }

    @Test(arguments: [
        ("a.gif", true), ("a.GIF", true), ("a.jpeg", true), (".jpg", true), ("a.png.", false), ("a.svg", false),
        ("a.bmp", false), ("a.jpg.txt", false), ("ajpg", false), ("a.jpegx", false), ("/a.b/c", false),
        ("x/.webp", true), ("a.jpg#.html", true), ("a.html#.jpg", false),
    ])
    func filesOfPictures(address: String, isOne: Bool) {
        #expect(Addresses.hasImageExtension(address.utf8.span) == isOne)
    }

    private func isAddress(_ text: String) -> Bool { Addresses.isAddress(text.utf8.span) }

    @Test func anAddressHasItsLength() {
        let path = { (count: Int) in "/" + String(repeating: "a", count: count - 1) }
        #expect(isAddress(path(8_191)) && !isAddress(path(8_192)))
        #expect(!isAddress("a") && isAddress("."))
        #expect(!isAddress("/a{b}") && !isAddress("/a<b"))
        #expect(!isAddress("/a b") && isAddress("a b.png?c"))
    }

    @Test(arguments: [
        ("about:blank", true), ("/p/DOT.gif", true), ("dot.png#x", true), ("dot", false), ("/dot/a.png", false),
        ("dot.", true), ("/a.dot.gif", false), ("/adot.gif", false), ("/dot.gif?a/b.c", true),
    ])
    func spacers(address: String, isOne: Bool) {
        #expect(Addresses.isPlaceholder(address.utf8.span, WordSet(["dot"])) == isOne)
    }

    @Test(arguments: [
        ("/a/lqip.jpg", true), ("/a-LQIP", true), ("/lazyload/a.jpg", true), ("/lazy-load.gif", true),
        ("/lazy.jpg", false), ("/my-placeholder.png", true), ("/blurred.jpg", true), ("/blur.jpg", false),
        ("/BLANK.gif", true), ("/ablank.gif", false), ("/spacer.gif", true), ("/a-40x40.jpg", true),
        ("/a-64x400.jpg", true), ("/a-400x64.jpg", false), ("/p/lqi", false), ("/a.jpg?width=64", true),
    ])
    func standIns(address: String, isOne: Bool) {
        #expect(Addresses.isStandIn(address.utf8.span, WordSet([])) == isOne)
    }

    @Test func aWordStandsAtAPlace() {
        func has(_ word: StaticString, _ at: Int) -> Bool { Addresses.has(word, "xEmojiy".utf8.span, at) }
        #expect(has("emoji", 1) && !has("emoji", 0) && !has("emojiyx", 1) && has("emojiy", 1) && has("", 7))
    }

    /// The published vectors of FNV-1a, 64 bits.
    @Test(arguments: [
        ("", UInt64(0xCBF2_9CE4_8422_2325)), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
    ])
    func hashes(text: String, hash: UInt64) { #expect(Addresses.hash(text.utf8.span) == hash) }

    private func areEqual(_ one: String, _ other: String) -> Bool { Addresses.areEqual(one.utf8.span, other.utf8.span) }

    @Test func sameBytes() {
        #expect(areEqual("a/b", "a/b") && areEqual("", ""))
        #expect(!areEqual("a/b", "a/B"))
        #expect(!areEqual("a/b", "a/bc"))
        #expect(Addresses.text("é".utf8.span) == "é")
    }

    // MARK: As published

    @Test(arguments: [
        ("https://h.org/a", "h.org"), ("https://h.org:80/a", "h.org:80"), ("https://h.org", "h.org"),
        ("https://h.org?x", "h.org"), ("https://h.org#x", "h.org"), ("http://u:p@h.org/", "u:p@h.org"), ("h.org/a", ""),
        ("", ""),
    ])
    func hostOfThePage(url: String, host: String) { #expect(PublishedAddress.host(of: url) == host) }

    @Test(arguments: [
        ("https://a.org", true), ("ftps://a.org", true), ("http:///a.org", false), ("http://", false),
        ("http://a.o", false), ("http://a.org.", true), ("http://a..org", false), ("http://.org", false),
        ("http://a-.org", false), ("http://a-b.org", true), ("http://a.org#x", false), ("http://a.org/\u{A0}", false),
        ("http://a.org?\u{3000}", false), ("http://a.org?x y", false), ("http://1.22", true), ("http://a.1-", true),
    ])
    func validity(url: String, isValid: Bool) { #expect(PublishedAddress.isValid(Array(url.utf8)) == isValid) }

    @Test func labelsHaveAtMost63Characters() {
        func isValid(_ count: Int) -> Bool {
            PublishedAddress.isValid(Array("http://\(String(repeating: "a", count: count)).org/".utf8))
        }
        #expect(isValid(63) && !isValid(64))
    }

    @Test(arguments: [
        ("", "https://h.org/"), ("/a", "https://h.org/a"), ("HTTP://x", "https://h.org/HTTP://x"),
        ("http", "http"), ("../a", "https://h.org/a"), ("a/./b", "https://h.org/a/b"), (".a", "https://h.org/.a"),
        ("a...", "https://h.org/a..."), ("//a/../b", "http://a/../b"), ("?x", "https://h.org/?x"),
    ])
    func absolutes(address: String, url: String) {
        #expect(String(decoding: PublishedAddress.absolute(Array(address.utf8), host: "h.org"), as: UTF8.self) == url)
    }

    // MARK: Lengths

    @Test(arguments: [
        ("", RenderedLength.unknown), ("7", .pixels(7)), ("007", .pixels(7)), ("999999999", .pixels(999_999_999)),
        ("1234567890", .pixels(1_234_567_890)), ("12a", .unknown), (" 12", .pixels(12)), ("12%", .percent(12)),
    ])
    func lengthsOfBytes(text: String, length: RenderedLength) {
        let bytes = Array("9\(text)9".utf8)
        #expect(RenderedSize.parse(bytes, 1..<bytes.count - 1) == length)
    }

    @Test(arguments: [
        ("+5", RenderedLength.pixels(5)), ("+-5", .unknown), ("5-", .unknown), ("-", .unknown), ("1__2", .unknown),
        ("1_", .unknown), ("1_2_3", .pixels(123)), ("<120>", .pixels(120)), ("px", .unknown), ("12px%", .unknown),
        ("%", .unknown), (" 50% ", .percent(50)), ("-50%", .percent(-50)), ("50%px", .unknown), ("-1.9", .pixels(-1)),
        ("0.9", .pixels(0)), (".", .unknown), ("1e15.", .unknown), ("9e99.0", .unknown),
        ("\u{2003}8\u{A0}", .pixels(8)),
        ("٣", .unknown), ("inherit", .unknown),
    ])
    func lengthsOfText(text: String, length: RenderedLength) { #expect(RenderedSize.parse(text) == length) }

    @Test func wholeNumbersHaveTheirRange() {
        #expect(RenderedSize.integer("9223372036854775807") == Int.max)
        #expect(RenderedSize.integer("9223372036854775808") == nil)
        #expect(RenderedSize.integer("-9223372036854775807") == -Int.max)
        #expect(RenderedSize.integer("92233720368547758070") == nil)
    }
}

/// What addresses of one picture have in common, and the sizes that they name.
@Suite struct PictureKeyTests {
    private static let quay = "https://a.org/p/quay.jpg"

    private func isSame(_ one: String, _ other: String) -> Bool { PictureKey.of(one) == PictureKey.of(other) }

    @Test(arguments: [
        "https://a.org/p/quay-1200x800.jpg", "https://a.org/p/quay_thumb.png", "https://a.org/p/quay@2x.jpg",
        "https://a.org/p/quay-scaled-300x200.jpg", "https://a.org/p/quay.small.jpg", "https://a.org/p/quay.jpg.webp",
        "https://a.org/p/quay.jpg?w=640", "https://a.org/p/quay.jpg?v=3;q=80", "https://a.org/p/quay.jpg#top",
        "https://a.org/p/quay.jpg?crop", "https://a.org/p/thumbs/quay.jpg", "https://a.org/p/w640/quay.jpg",
        "https://a.org/p/h1080/quay.jpg", "https://a.org/p/s72-c/quay.jpg", "https://a.org/p/640/quay.jpg",
        "https://a.org/p/max/777/quay.jpg", "https://a.org//p//quay.jpg", "ftp://a.org/p/quay.jpg",
        "https://a.org/p/resize-80x60/quay.bmp", "https://a.org/p/quay.jpg/full/a", "https://A.ORG/p/quay.avif",
        "https://web.archive.org/web/2020/https://a.org/p/quay.jpg",
    ])
    func oneInOtherSizes(url: String) { #expect(isSame(Self.quay, url), "\(url)") }

    @Test(arguments: [
        "https://a.org/p/quay-1x200.jpg", "https://a.org/p/quay-12345x200.jpg", "https://a.org/p/quay-300x2.jpg",
        "https://a.org/p/quay-300x20000.jpg", "https://a.org/p/quayx.jpg", "https://a.org/p/quay.jpg?id=1",
        "https://a.org/p/w6/quay.jpg", "https://a.org/p/w64000/quay.jpg", "https://a.org/p/x640/quay.jpg",
        "https://a.org/p/777/quay.jpg", "https://a.org/p/9crop-360x240/quay.jpg", "https://a.org/P/quay.jpg",
        "https://a.org/p/w640x/quay.jpg", "https://a.org/quay.jpg", "https://a.org/p/q/quay.jpg",
        "https://a.org/p/thumb",
        // Behind a question mark no other address begins.
        "https://r.org/?/https://a.org/p/quay.jpg",
    ])
    func another(url: String) { #expect(!isSame(Self.quay, url), "\(url)") }

    @Test func theOrderOfAQueryDoesNotMatter() {
        let base = "https://a.org/i.php?"
        #expect(isSame(base + "id=1&set=2", base + "set=2&id=1") && !isSame(base + "id=1&set=2", base + "id=2&set=1"))
        #expect(isSame(base + "id=1&w=300", base + "id=1&w=600&h=2") && !isSame(base + "id=1", base + "id=11"))
        #expect(isSame(base + "a=1&a=10", base + "a=10&a=1") && !isSame(base + "a=1", base + "b=1"))
        #expect(!isSame(base + "id=x=1", base + "id=x=2") && isSame(base + "q=a=1", base + "q=b"))
    }

    @Test func aNameThatIsAllSizeStays() {
        #expect(!isSame("https://a.org/p/300x200.jpg", "https://a.org/p/600x400.jpg"))
        #expect(!isSame("https://a.org/p/-300x200.jpg", "https://a.org/p/-600x400.jpg"))
        #expect(!isSame("https://a.org", "https://b.org") && isSame("https://a.org/", "https://a.org/"))
        #expect(!isSame("data:image/png,1", "data:image/png,2"))
    }

    @Test(arguments: [
        ("https://a.org/p/a.jpg", true), ("https://a.org/a.jpg", true), ("https://a.jpg", false),
        ("https://a.org/a.jpg/b", true), ("https://a.org/?a.jpg", false), ("https://a.org/a.svgx", false),
        ("https://a.org/a.pjpeg", true), ("https://a.org/a.bmp", true), ("https://a.org/jpg", false),
        ("https://a.jpg/", false), ("https://a.org/.jpg#x", true),
    ])
    func segmentsThatNameFiles(url: String, names: Bool) { #expect(PictureKey.namesFile(url.utf8.span) == names) }

    @Test(
        arguments: [
            ("a-300x200.jpg", 2..<9), ("300X200", 0..<7), ("12x34", 0..<5), ("1x34", nil), ("12x3", nil),
            ("1234x5678", 0..<9),
            ("12345x67", nil), ("12x34567", nil), ("x12x34", 1..<6), ("ax 10x20", 3..<8), ("", nil),
            ("10x2030x40", 0..<7),
        ] as [(String, Range<Int>?)])
    func theFirstSize(text: String, range: Range<Int>?) {
        #expect(PictureKey.sizeRange(text.utf8.span, 0..<text.utf8.count) == range)
    }

    @Test(
        arguments: [
            ("https://a.org/max/1400/v.jpg", PictureSize(width: 1_400)), ("https://a.org/max/1400", PictureSize()),
            ("https://a.org/MAX/60/v", PictureSize(width: 60)), ("https://a.org/max//v.jpg", PictureSize()),
            ("https://a.org/s16/a", PictureSize(width: 16)), ("https://a.org/x=s1600-c", PictureSize(width: 1_600)),
            ("https://a.org/a?s=90", PictureSize(width: 90)), ("https://a.org/a?sz=2", PictureSize(width: 2)),
            ("https://a.org/a?imwidth=640&height=7", PictureSize(width: 640, height: 7)),
            ("https://a.org/a?size=5", PictureSize(width: 5)), ("https://a.org/a?h=640", PictureSize(height: 640)),
            ("https://a.org/a?w=0", PictureSize()), ("https://a.org/a?W=30", PictureSize(width: 30)),
            ("https://a.org/a?xw=30", PictureSize()), ("https://a.org/a?w=1234567890123456789", PictureSize()),
            ("https://a.org/a?w=123456789012345678", PictureSize(width: 123_456_789_012_345_678)),
            ("https://a.org/30x40/a?w=9", PictureSize(width: 30, height: 40)), ("", PictureSize()),
        ] as [(String, PictureSize)])
    func sizesOfAddresses(address: String, size: PictureSize) { #expect(PictureSize.hint(address.utf8.span) == size) }

    @Test func onlyTheEndOfALongAddressIsLookedAt() {
        let all = "/30x40/" + String(repeating: "a", count: 293)
        let longer = all + "aaa"
        #expect(PictureSize.hint(all.utf8.span).width == 30 && PictureSize.hint(longer.utf8.span) == PictureSize())
    }
}

/// How large a page says that a picture is.
@Suite struct DeclaredSizeTests {
    private func size(_ attributes: String) -> PictureSize {
        let page = PageTree("<body><img src=a.jpg \(attributes)>")
        return PictureSize(page.node("img"), page.tree, page.rules)
    }

    @Test(
        arguments: [
            ("width=300 height=200", PictureSize(width: 300, height: 200)), ("width=300", PictureSize(width: 300)),
            ("height=200", PictureSize(height: 200)), ("", PictureSize()),
            ("style='width:300px; height: 20.7px'", PictureSize(width: 300, height: 20)),
            ("style='max-width:300px'", PictureSize()), ("style='WIDTH:1em'", PictureSize(width: 16)),
            ("style='width:2em'", PictureSize()), ("style='width:-3px'", PictureSize()),
            ("style='width:1000000px'", PictureSize()), ("style='width:999999px'", PictureSize(width: 999_999)),
            ("style='width:50%'", PictureSize()), ("style='width:px'", PictureSize()),
            ("style='width:50%;width:90px'", PictureSize(width: 90)),
            ("style=':;width: 70px;'", PictureSize(width: 70)),
            ("data-width=500 data-height=400", PictureSize(width: 500, height: 400)),
            ("width=300 style='width:90px' data-width=9", PictureSize(width: 300)),
            ("style='width:90px' data-width=99", PictureSize(width: 90)), ("width=50%", PictureSize()),
            ("width=-5 data-width=80", PictureSize(width: 80)), ("width=1 height=300", PictureSize(height: 300)),
            ("width=300 height=1", PictureSize(width: 300)), ("width=2 height=300", PictureSize(width: 2, height: 300)),
            ("width=16 height=9", PictureSize()), ("width=20 height=19", PictureSize()),
            ("width=21 height=20", PictureSize(width: 21, height: 20)),
            ("width=20 height=20", PictureSize(width: 20, height: 20)), ("width=0 height=0", PictureSize()),
        ] as [(String, PictureSize)])
    func whatAnElementDeclares(attributes: String, size: PictureSize) { #expect(self.size(attributes) == size) }

    private func isPixel(_ attributes: String, side: Int = 3) -> Bool {
        var options = ExtractionOptions.quarry
        options.images.tinySide = side
        let page = PageTree("<body><img \(attributes)>", options)
        let node = page.node("img")
        return PictureSize.isPixel(node, page.tree, page.rules, PictureAddresses.find(node, page.tree, page.rules))
    }

    @Test(arguments: [
        ("src=a.jpg width=1 height=1", true), ("src=a.jpg width=3 height=3", true),
        ("src=a.jpg width=4 height=4", false),
        ("src=a.jpg width=1 height=200", true), ("src=a.jpg width=0", true), ("src=a.jpg height=1", true),
        ("src=a.jpg height=2", false), ("src=a.jpg width=3 height=2", false), ("src=a.jpg", false), ("width=1", true),
        ("src=a.jpg width=1 srcset='b.jpg 2x'", false), ("src=a.jpg width=1 srcset=''", true),
        ("src=a.jpg width=1 style='width:100%'", false), ("src=a.jpg width=1 style='height:auto'", false),
        ("src=a.jpg width=1 style='border:0'", true), ("src=a.jpg width=1 data-src=b.jpg", false),
        ("src=' a.jpg ' width=1", true),
    ])
    func pixelsToBeCounted(attributes: String, isOne: Bool) { #expect(isPixel(attributes) == isOne) }

    @Test func withoutALimitNothingIsAPixel() {
        #expect(!isPixel("src=a.jpg width=1 height=1", side: 0) && isPixel("src=a.jpg width=1 height=1", side: 1))
        #expect(!isPixel("src=a.jpg width=3 height=3", side: 2) && isPixel("src=a.jpg width=4 height=4", side: 4))
    }
}
