import Testing

@testable import Extraction

/// Questions about bytes, on which everything else rests.
@Suite struct BytesTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func stripped(_ text: String) -> String {
        let all = bytes(text)
        return String(decoding: all[Bytes.strip(all, 0..<all.count)], as: UTF8.self)
    }

    @Test func whiteSpaceOfHTMLIsFiveBytes() {
        #expect((0...255).map(UInt8.init).filter(Bytes.isSpace) == [0x09, 0x0A, 0x0C, 0x0D, 0x20])
    }

    /// Unicode's `White_Space`, and the four separators that Python's `str.strip` takes too.
    @Test func whiteSpaceIsWhatPythonStrips() {
        for scalar in (UInt32(0)...0xFFFF).compactMap(Unicode.Scalar.init) {
            let isSpace = scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
            // What the first byte already tells needs no array.
            guard
                isSpace || scalar.value < 0x100 || (0x1680...0x1690).contains(scalar.value)
                    || (0x2000...0x2070).contains(scalar.value) || (0x2FF0...0x3010).contains(scalar.value)
            else { continue }
            let all = bytes(String(scalar))
            #expect(Bytes.spaceLength(all, 0, all.count) == (isSpace ? all.count : 0), "\(scalar.value)")
        }
    }

    @Test(arguments: ["\u{A0}", "\u{85}", "\u{1680}", "\u{2003}", "\u{205F}", "\u{3000}"])
    func aCutCharacterIsNoSpace(space: String) {
        let all = bytes(space)
        for end in 1..<all.count { #expect(Bytes.spaceLength(all, 0, end) == 0, "\(end)") }
        #expect(Bytes.spaceLength(all + all, all.count, 2 * all.count) == all.count)
    }

    @Test(arguments: [
        ("a", "a"), (" a b ", "a b"), ("\u{2003}\u{A0}a\u{A0}\u{3000}", "a"), ("", ""), ("\u{2003} \t", ""),
        ("é", "é"), (" é\u{2028}", "é"), ("\u{1C}a\u{1F}", "a"), ("a\u{200B}", "a\u{200B}"), ("\u{1680}x\u{1680}", "x"),
        ("日 ", "日"), ("\u{180E}a", "\u{180E}a"),
    ])
    func endsAreStripped(text: String, rest: String) { #expect(stripped(text) == rest) }

    @Test func onlyTheRangeIsStripped() {
        let all = bytes("  a  ")
        #expect(Bytes.strip(all, 1..<4) == 2..<3)
        #expect(Bytes.strip(all, 0..<2).isEmpty)
        #expect(Bytes.strip(all, 2..<3) == 2..<3)
    }

    /// The bytes from a place on, and zeros behind the end, whether there are eight, fewer, or fewer in all.
    @Test func eightBytesAreReadAtEveryPlace() {
        for count in 1...20 {
            let all = (0..<count).map { UInt8($0 + 1) }
            all.withUnsafeBufferPointer { buffer in
                for at in 0..<count {
                    let want = (0..<8).reduce(UInt64(0)) {
                        at + $1 < count ? $0 | UInt64(at + $1 + 1) << UInt64(8 * $1) : $0
                    }
                    #expect(Bytes.eight(buffer, at, count) == want, "\(at) of \(count)")
                }
            }
        }
    }

    @Test func blankIsNothingButSpace() {
        #expect(Bytes.isBlank([], 0..<0) && Bytes.isBlank(bytes(" \u{A0}\n"), 0..<4))
        #expect(!Bytes.isBlank(bytes(" a"), 0..<2) && Bytes.isBlank(bytes(" a"), 0..<1))
        #expect(!Bytes.isBlank(bytes("\u{A1}"), 0..<2))
    }

    @Test func aPartIsFoundAnywhere() {
        #expect(Bytes.holds(bytes("harbour"), bytes("har")) && Bytes.holds(bytes("harbour"), bytes("our")))
        #expect(Bytes.holds(bytes("aab"), bytes("ab")) && Bytes.holds(bytes("ab"), bytes("ab")))
        #expect(!Bytes.holds(bytes("harbour"), bytes("hour")) && !Bytes.holds(bytes("a"), bytes("ab")))
        #expect(!Bytes.holds(bytes("abc"), []))
    }

    @Test func onlyASCIICapitalsAreLowered() {
        for byte in UInt8.min...UInt8.max {
            let isCapital = byte >= 0x41 && byte <= 0x5A
            #expect(Bytes.lower(byte) == (isCapital ? byte + 0x20 : byte), "\(byte)")
        }
    }

    @Test(arguments: [
        ("nav", true), ("NAV", true), (" nav", true), ("nav\t", true), ("a nav b", true), ("a\nnav", true),
        ("navy", false),
        ("anav", false), ("na v", false), ("", false), ("  ", false), ("nav-x", false), ("nav,", false),
    ])
    func tokensStandBetweenSpaces(value: String, has: Bool) {
        let all = bytes(value)
        #expect(Bytes.hasToken(all, 0..<all.count, bytes("nav")) == has)
    }

    @Test func aTokenStandsInTheRangeAlone() {
        let all = bytes("x nav y")
        #expect(Bytes.hasToken(all, 2..<5, bytes("nav")) && !Bytes.hasToken(all, 0..<4, bytes("nav")))
        #expect(!Bytes.hasToken(all, 3..<7, bytes("nav")))
    }

    @Test func theNextPlaceOfAByte() {
        let all = bytes("a,b,c")
        #expect(Bytes.next(0x2C, in: all, 0..<5) == 1 && Bytes.next(0x2C, in: all, 1..<5) == 1)
        #expect(Bytes.next(0x2C, in: all, 2..<5) == 3 && Bytes.next(0x2C, in: all, 4..<5) == 5)
        #expect(Bytes.next(0x2C, in: all, 2..<3) == 3 && Bytes.next(0x2C, in: all, 2..<2) == 2)
    }

    @Test func whereANeedleBegins() {
        let all = bytes("ababc")
        #expect(Bytes.find(bytes("abc"), in: all, 0..<5) == 2 && Bytes.find(bytes("ab"), in: all, 0..<5) == 0)
        #expect(Bytes.find(bytes("ab"), in: all, 1..<5) == 2 && Bytes.find(bytes("abc"), in: all, 0..<4) == nil)
        #expect(Bytes.find([], in: all, 0..<5) == nil && Bytes.find(bytes("ababc"), in: all, 0..<5) == 0)
        #expect(Bytes.find(bytes("c"), in: all, 4..<5) == 4 && Bytes.find(bytes("ababcd"), in: all, 0..<5) == nil)
    }

    @Test func wholeSlicesAndTheirBeginnings() {
        let all = bytes("xabcx")
        #expect(Bytes.equals(all, 1..<4, bytes("abc")) && !Bytes.equals(all, 1..<4, bytes("ABC")))
        #expect(!Bytes.equals(all, 1..<5, bytes("abc")) && !Bytes.equals(all, 1..<3, bytes("abc")))
        #expect(Bytes.hasPrefix(all, 1..<4, "ab") && Bytes.hasPrefix(all, 1..<4, "abc"))
        #expect(!Bytes.hasPrefix(all, 1..<4, "abcx") && !Bytes.hasPrefix(all, 1..<4, "xa"))
        #expect(!Bytes.hasPrefix(all, 1..<4, "AB"))
    }
}

/// Words that are looked up without a string.
@Suite struct WordLookupTests {
    private func has(_ set: WordSet, _ text: String) -> Bool { set.contains(text.utf8.span, 0..<text.utf8.count) }

    @Test func aSetHasItsWordsInAnyCase() {
        let set = WordSet(["jpg", "jpeg", "png"])
        for word in ["jpg", "JPG", "Jpeg", "pNg"] { #expect(has(set, word), "\(word)") }
        for word in ["", "jp", "jpgs", "gif", "jpegs", "npg", "jpg "] { #expect(!has(set, word), "\(word)") }
        func isIn(_ range: Range<Int>) -> Bool { set.contains("a.jpg?".utf8.span, range) }
        #expect(isIn(2..<5) && !isIn(2..<6))
    }

    @Test func anEmptySetAndAnEmptyWord() {
        #expect(!has(WordSet([]), "a") && !has(WordSet([""]), ""))
        #expect(has(WordSet(["", "a"]), "a"))
    }

    /// Many words share slots: each is still found, and none that is not there.
    @Test func manyWordsAreAllFound() {
        let words = (0..<500).map { "word\($0)" }
        let set = WordSet(words)
        #expect(words.allSatisfy { has(set, $0) })
        #expect(!(500..<1_000).contains { has(set, "word\($0)") })
    }

    private let words = ElementWords([["footer", "nav", "ad"], ["content", "nav"], ["has", "no"]])

    private func find(_ name: String) -> UInt8 { words.find(Array(name.utf8), 0..<name.utf8.count) }

    @Test(arguments: [
        ("footer", UInt8(1)), ("nav", 3), ("content", 2), ("has", 4), ("footer content", 3), ("ad", 1), ("x", 0),
        ("NAV", 3), ("Footer", 1), ("FOOTER", 1), ("siteFooter", 1), ("footerSite", 1), ("siteNav", 0), ("navSite", 0),
        ("site-nav", 3), ("nav2", 3), ("2nav", 3), ("a1ad", 1), ("adX", 0), ("xAd", 0), ("mad", 0), ("ad_x", 1),
        ("föoter", 0), ("navé", 0), ("footers", 0), ("", 0), ("-", 0), ("no/footer", 5), ("a:nav", 3),
        ("HTMLFooter", 0),
    ])
    func namesAreCutAtWhatIsNoLetterAndAtCapitals(name: String, classes: UInt8) { #expect(find(name) == classes) }

    /// Eight bytes are looked at together: a word is found wherever it stands among them.
    @Test func aWordIsFoundAtEveryPlace() {
        for count in 0..<20 {
            let before = String(repeating: "x", count: count)
            #expect(find(before + "-footer") == 1 && find(before + "-footer-" + before) == 1, "\(count)")
            #expect(find(before + "Footer") == 1, "\(count)")
            #expect(find(before + "-foote") == 0, "\(count)")
        }
    }

    @Test func onlyTheRangeIsRead() {
        let name = Array("xfooter nav".utf8)
        #expect(words.find(name, 1..<7) == 1 && words.find(name, 0..<7) == 0 && words.find(name, 8..<10) == 0)
    }

    @Test(arguments: [
        ("has-footer", UInt8(0)), ("footer-has", 1), ("has footer", 1), ("footer has", 1), ("no-content", 2),
        ("has-footer-content", 2), ("has-footer nav", 3), ("nav", 3), ("has", 0), ("has-nav", 2),
    ])
    func behindAWordOfHavingOnlyWhatIsHeardCounts(names: String, classes: UInt8) {
        #expect(words.find(Array(names.utf8), 0..<names.utf8.count, mute: 4, heard: 2) == classes)
    }

    /// Lengths from 63 on share a bit.
    @Test func longWordsAreFound() {
        let long = String(repeating: "w", count: 80)
        let words = ElementWords([[long]])
        #expect(words.find(Array(long.utf8), 0..<80) == 1 && words.find(Array(long.utf8), 0..<70) == 0)
    }

    @Test func manyListedWordsAreAllFound() {
        let list = (0..<300).map { number in "word" + String(repeating: "a", count: number % 17) + letters(number) }
        let words = ElementWords([list])
        for word in list { #expect(words.find(Array(word.utf8), 0..<word.utf8.count) == 1, "\(word)") }
    }

    private func letters(_ number: Int) -> String {
        String(decoding: [UInt8(97 + number / 26), UInt8(97 + number % 26), 122], as: UTF8.self)
    }
}
