import TestKit
import Testing

@testable import HTMLTree

/// Character references (HTML Standard §13.2.5.72 to §13.2.5.80).
@Suite struct CharacterReferencesTests {
    private func decode(_ text: String) -> String {
        var bytes: [UInt8] = []
        Array(text.utf8).withUnsafeBufferPointer { CharacterReferences.decode($0, into: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// All 2,231 names of the standard: the digest (FNV-1a) of the sorted lines `name=scalar+scalar` of Python's
    /// `html.entities.html5`, against what a text with the name alone decodes to.
    @Test func everyNamedReferenceMeansItsCharacters() {
        let names = CharacterReferences.names.split(separator: " ").map { $0.prefix { $0 != ":" } }
        let legacy = CharacterReferences.legacyNames.split(separator: " ")
        #expect(names.count == 2125 && legacy.count == 106 && Set(names).count == 2125)
        let references = names.map { $0 + ";" } + legacy.map { $0[...] }
        let lines = references.map { name in
            let scalars = decode("&" + name).unicodeScalars.map { String($0.value, radix: 16) }
            return "\(name)=\(scalars.joined(separator: "+"))"
        }
        let sorted = lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let digest = sorted.joined(separator: "\n").utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        #expect(digest == 0x8B45_3D65_A592_37B8)
    }

    /// The same through the parser, in text and in an attribute, for names that pages use.
    @Test(arguments: [
        ("hearts", "♥"), ("nbsp", "\u{A0}"), ("mdash", "—"), ("hellip", "…"), ("euro", "€"), ("copy", "©"),
        ("auml", "ä"), ("lt", "<"),
        ("amp", "&"), ("quot", "\""), ("apos", "'"), ("rarr", "→"), ("NotEqualTilde", "≂̸"), ("acE", "∾̳"), ("Aopf", "𝔸"),
        ("zwnj", "\u{200C}"),
    ])
    func namesOfPages(name: String, text: String) {
        let parser = Parser()
        _ = Array("<body><p title='a&\(name);b'>c&\(name);d</p>".utf8).withUnsafeBytes { parser.parse($0) }
        #expect(String(decoding: parser.tree.bytes, as: UTF8.self) == "a\(text)bc\(text)d")
    }

    @Test(arguments: [
        ("I'm &notit; I tell you", "I'm ¬it; I tell you"), ("I'm &notin; I tell you", "I'm ∉ I tell you"),
        ("&amp", "&"), ("&ampx", "&x"),
        ("&AMP;&AMP", "&&"), ("&Amp;", "&Amp;"), ("&copycat;", "©cat;"), ("&frac12x", "½x"), ("&frac1x", "&frac1x"),
        ("&frac123;", "½3;"),
        ("&hearts", "&hearts"), ("&hearts;s", "♥s"), ("&unknown;", "&unknown;"), ("&", "&"), ("&&", "&&"),
        ("& amp;", "& amp;"), ("&;", "&;"),
        ("&amp;amp;", "&amp;"), ("a&lt", "a<"), ("&ltimes;", "⋉"), ("&ltime;", "<ime;"), ("&yumlx", "ÿx"),
        ("&thornx", "þx"), ("&thetax;", "&thetax;"),
        ("&CounterClockwiseContourIntegral;", "∳"),
        ("&CounterClockwiseContourIntegral", "&CounterClockwiseContourIntegral"), ("&Auml", "Ä"),
        ("&lang;&rang;", "⟨⟩"), ("&\u{E9};", "&é;"), ("&not\u{E9}", "¬é"), ("x&GT;y&GT", "x>y>"), ("&ngE;", "≧̸"),
        ("&fjlig;", "fj"),
    ])
    func theLongestNameCountsAndSomeNeedNoSemicolon(text: String, decoded: String) { #expect(decode(text) == decoded) }

    @Test(arguments: [
        ("&#65;", "A"), ("&#x41;", "A"), ("&#X41;", "A"), ("&#x1F600;", "😀"), ("&#65", "A"), ("&#65x", "Ax"),
        ("&#x4g", "\u{4}g"), ("&#x41g", "Ag"),
        ("&#0;", "\u{FFFD}"), ("&#xD800;", "\u{FFFD}"), ("&#xDFFF;", "\u{FFFD}"), ("&#xD7FF;", "\u{D7FF}"),
        ("&#xE000;", "\u{E000}"),
        ("&#x10FFFF;", "\u{10FFFF}"), ("&#x110000;", "\u{FFFD}"), ("&#99999999999999999999;", "\u{FFFD}"),
        ("&#xFFFFFFFFFFFFFFFFFF;", "\u{FFFD}"),
        ("&#;", "&#;"), ("&#x;", "&#x;"), ("&#", "&#"), ("&#x", "&#x"), ("&#a;", "&#a;"), ("&#-1;", "&#-1;"),
        ("&# 65;", "&# 65;"), ("&#00065;", "A"),
        ("&#160;", "\u{A0}"), ("&#10;", "\n"), ("&#xA;", "\n"), ("&#x0a", "\n"),
    ])
    func numericReferences(text: String, decoded: String) { #expect(decode(text) == decoded) }

    /// The table of §13.2.5.80: 0x80 to 0x9F are Windows-1252 where that has a character there (Python's codec says where).
    @Test func controlsAreWindows1252() {
        let table = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
        for (index, scalar) in table.unicodeScalars.enumerated() {
            #expect(decode("&#\(128 + index);") == String(Character(scalar)), "\(128 + index)")
            let parser = Parser()
            _ = Array("<body><p>&#x\(String(128 + index, radix: 16));</p>".utf8).withUnsafeBytes { parser.parse($0) }
            #expect(String(decoding: parser.tree.bytes, as: UTF8.self) == String(Character(scalar)), "\(128 + index)")
        }
        #expect(decode("&#127;&#160;") == "\u{7F}\u{A0}")
    }

    @Test func textWithoutReferencesStaysAsItIs() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<100 {
            let text = String(decoding: random.bytes(50, of: 0x27...0x7E), as: UTF8.self) + "ä😀"
            #expect(decode(text) == text, "seed \(seed)")
            #expect(decode(text + "&lt;" + text) == text + "<" + text, "seed \(seed)")
        }
    }
}
