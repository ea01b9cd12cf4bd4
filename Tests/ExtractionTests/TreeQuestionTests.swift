import Documents
import HTMLTree
import Testing

@testable import Extraction

/// Short questions about what stands in a tree.
@Suite struct InlineTextTests {
    private func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

    private func short(_ html: String, limit: Int = 48) -> String? {
        let page = PageTree("<body><p>" + html)
        return text(InlineText.short(page.node("p"), page.tree, limit: limit))
    }

    @Test func aShortTextIsReadWhole() {
        #expect(short("a <b>b</b>c ") == "a bc" && short("") == "" && short("\u{A0} \u{A0}") == "")
        #expect(short("12345", limit: 5) == "12345" && short("123456", limit: 5) == nil)
        #expect(short(" 12345 ", limit: 5) == "12345")
        #expect(short(String(repeating: "x", count: 48)) != nil && short(String(repeating: "x", count: 49)) == nil)
    }

    /// White space around a short text is passed over as far as four times the limit.
    @Test func aShortTextInMuchSpaceIsNone() {
        #expect(short("a" + String(repeating: "\u{A0}", count: 9) + "<b></b>", limit: 5) == "a")
        #expect(short("a" + String(repeating: "\u{A0}", count: 10) + "<b></b>", limit: 5) == nil)
    }

    @Test func aTextOfManyNodesIsNone() {
        #expect(short(String(repeating: "<b></b>", count: 200)) == "")
        #expect(short(String(repeating: "<b></b>", count: 201)) == nil)
    }

    @Test func theBeginningOfAText() {
        func beginning(_ html: String, _ limit: Int) -> String? {
            let page = PageTree("<body><p>" + html)
            return text(InlineText.beginning(page.node("p"), page.tree, limit: limit))
        }
        #expect(beginning(" One <b>two</b> three", 100) == "One two three ")
        #expect(beginning("One <b>two</b> three", 4) == "One " && beginning("One <b>two</b> three", 5) == "One two ")
        #expect(beginning("", 4) == "")
        #expect(beginning(String(repeating: "<b></b>", count: 39) + "x", 4) == "x ")
        #expect(beginning(String(repeating: "<b></b>", count: 40) + "x", 4) == "")
    }

    @Test func oneTextAlone() {
        func only(_ html: String) -> String? {
            let page = PageTree("<body><p>" + html)
            return InlineText.only(page.node("p"), page.tree).map { text(Array(page.tree.bytes[$0])) ?? "" }
        }
        #expect(only(" a ") == "a" && only("<b><i>a</i></b>") == "a")
        #expect(only("a<b>b</b>") == nil && only("<b></b>") == nil && only("") == nil && only("<b>a</b> ") == nil)
    }

    @Test func theLastByteOfAText() {
        func last(_ html: String, _ limit: Int) -> UInt8? {
            let page = PageTree("<body><p>" + html)
            return InlineText.last(page.node("p"), page.tree, limit: limit)
        }
        #expect(last("One: ", 10) == 0x3A && last("a<b>b.</b>", 10) == 0x2E && last("", 10) == 0 && last(" ", 10) == 0)
        #expect(last("1234", 4) == 0x34 && last("12345", 4) == nil && last("12<b>345</b>", 4) == nil)
    }

    @Test func theFirstElementBelow() {
        let page = PageTree("<body><div><p><i>a</i></p><b>b</b></div><u>c</u>")
        let div = page.node("div")
        #expect(InlineText.first([.b, .i], below: div, page.tree) == page.node("i"))
        #expect(InlineText.first([.b], below: div, page.tree) == page.node("b"))
        #expect(
            InlineText.first([.u], below: div, page.tree) == nil
                && InlineText.first([.div], below: div, page.tree) == nil)
        func isFound(_ count: Int) -> Bool {
            let page = PageTree("<body><p>" + String(repeating: "<b></b>", count: count) + "<i></i>")
            return InlineText.first([.i], below: page.node("p"), page.tree) != nil
        }
        #expect(isFound(199) && !isFound(200))
    }

    @Test func theNearestElementAround() {
        let page = PageTree("<body><div><h2><span><b>x</b></span></h2></div>")
        func around(_ levels: Int, _ tag: HTMLTree.Tag) -> Int32? {
            InlineText.around(page.node("b"), page.tree, levels: levels) { $0 == tag }
        }
        #expect(around(1, .span) == page.node("span") && around(1, .h2) == nil && around(2, .h2) == page.node("h2"))
        #expect(around(3, .b) == nil && around(3, .div) == page.node("div"))
        #expect(InlineText.around(page.node("b"), page.tree, levels: 9) { $0 == .h2 || $0 == .div } == page.node("h2"))
    }

    @Test func neighboursStandBesideWithoutText() {
        let page = PageTree("<body><p><b></b> <i></i>\u{A0}<u></u>x<s></s></p>")
        func beside(_ name: String, isBefore: Bool) -> Int32? {
            InlineText.neighbour(page.node(name), page.tree, isBefore: isBefore)
        }
        #expect(beside("i", isBefore: true) == page.node("b") && beside("i", isBefore: false) == page.node("u"))
        #expect(beside("b", isBefore: true) == nil && beside("s", isBefore: false) == nil)
        #expect(beside("u", isBefore: false) == nil && beside("s", isBefore: true) == nil)
    }

    @Test func theOnlyChild() {
        func isOnly(_ html: String) -> Bool {
            let page = PageTree("<body><p>" + html)
            return InlineText.onlyChild(page.node("p"), page.tree) != nil
        }
        #expect(isOnly("<b>x</b>") && isOnly(" <b></b> \u{A0}"))
        #expect(!isOnly("<b></b><b></b>") && !isOnly("<b></b>x") && !isOnly("x") && !isOnly(""))
    }

    @Test(arguments: [
        ("1,2", true), ("a, b", true), ("3–5", true), ("1-3", true), ("1", false), ("ab,c", false), ("1,bc", false),
        ("12,345", true), ("", false), (",", false), ("1;2", false), ("1, ,2", true), ("A,1", true),
    ])
    func listsOfNotes(text: String, isOne: Bool) { #expect(InlineText.isNoteList(Array(text.utf8)) == isOne) }

    @Test func lettersAndDigitsAreASCII() {
        for byte in UInt8.min...UInt8.max {
            let scalar = Unicode.Scalar(byte)
            #expect(InlineText.isDigit(byte) == ("0"..."9").contains(scalar), "\(byte)")
            #expect(
                InlineText.isLetter(byte) == (("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)), "\(byte)")
        }
    }

    @Test(arguments: [
        ("a", true), ("7", true), ("é", true), ("日", true), ("Ж", true), ("¶", false), ("↑", false), ("†", false),
        ("#", false), ("", false), ("§ [", false), ("« »", false), ("→x", true), ("😀", false), ("😀a", true),
        ("\u{200B}", false), ("¶é", true), ("、「", false), ("「あ", true), ("。ー", true),
    ])
    func words(text: String, has: Bool) { #expect(InlineText.hasWord(Array(text.utf8)) == has) }

    @Test func headingsAndCellsAreTheirTags() {
        let headings: [HTMLTree.Tag] = [.h1, .h2, .h3, .h4, .h5, .h6]
        #expect(headings.allSatisfy { $0.isHeading })
        let others: [HTMLTree.Tag] = [.header, .p, .hgroup, .text, .head, .hr, .title]
        #expect(!others.contains { $0.isHeading })
        let rows: [HTMLTree.Tag] = [.tr, .table, .caption]
        let cells: [HTMLTree.Tag] = [.td, .th]
        #expect(cells.allSatisfy { $0.isCell } && !rows.contains { $0.isCell })
    }

    // MARK: Letters

    private func letters(_ html: String) -> Int {
        let page = PageTree("<body><div>" + html + "</div>")
        return Letters.count(below: page.node("div"), page.tree)
    }

    @Test func lettersAreCountedWhereTheyAreSeen() {
        #expect(letters("abc 12 <b>DE</b>é") == 7 && letters("") == 0 && letters("12.5 @") == 0)
        for tag in ["script", "style", "noscript", "svg", "template", "button"] {
            #expect(letters("ab<\(tag)>cde</\(tag)>f") == 3, "\(tag)")
        }
        #expect(letters("ab<label>cde</label>f") == 6)
    }

    @Test func lettersAreCountedUpToSoMany() {
        func many(_ count: Int) -> Int { letters(String(repeating: "x", count: count)) }
        #expect(many(399) == 399 && many(400) == 400 && many(900) == 400)
        // An element with very much below it holds text of its own.
        #expect(letters(String(repeating: "<b></b>", count: 200)) == 0)
        #expect(letters(String(repeating: "<b></b>", count: 201)) == 400)
    }

    @Test func countingStopsWhenItIsToldTo() {
        let page = PageTree("<body><div>ab<b>c</b>- <i>d</i></div>")
        var seen: [Int] = []
        let isWhole = Letters.each(below: page.node("div"), page.tree) { _, count in
            seen.append(count)
            return true
        }
        #expect(isWhole && seen == [2, 1, 1], "a text without letters is none")
        #expect(!Letters.each(below: page.node("div"), page.tree) { _, _ in false })
    }
}

/// Which elements say that they are captions.
@Suite struct CaptionElementTests {
    private func captions(_ html: String) -> Int { CaptionElements(PageTree("<body>" + html).tree).captions.count }

    @Test(arguments: [
        ("<figcaption>x</figcaption>", 1), ("<p class=caption>x</p>", 1), ("<p class=captions>x</p>", 1),
        ("<p class='x wp-caption-text'>x</p>", 1), ("<p class=imgCaption>x</p>", 1), ("<p class=thumbcaption>x</p>", 1),
        ("<p class=gallerytext>x</p>", 1), ("<p class=xgallerytext>x</p>", 0), ("<p class=CAPTION>x</p>", 1),
        ("<p class=captioned>x</p>", 0), ("<p id=caption>x</p>", 0), ("<p class=aption>x</p>", 0),
        ("<img class=caption>", 0), ("<table class=caption></table>", 0), ("<main class=caption></main>", 0),
        ("<article class=caption></article>", 0), ("<p class='a caption'>x</p>", 1), ("<p class='ab caption'>x</p>", 1),
    ])
    func whatIsCalledACaption(html: String, count: Int) { #expect(captions(html) == count) }

    @Test func figuresAndMetasAreNotedInOrder() {
        let page = PageTree("<meta name=a><meta name=b><body><figure></figure><figure></figure>")
        let found = CaptionElements(page.tree)
        #expect(found.figures == page.nodes("figure") && found.metas == page.nodes("meta") && found.captions.isEmpty)
    }

    @Test func aCaptionedPictureIsNoCaption() {
        let page = PageTree("<body><div class=wp-caption><img></div><figcaption>x</figcaption><p>y")
        let found = CaptionElements(page.tree)
        #expect(found.isCaptioned(page.node("div"), page.tree) && !found.isCaptioned(page.node("p"), page.tree))
        #expect(
            !found.isCaptioned(page.node("figcaption"), page.tree) && !found.isCaptioned(page.node("img"), page.tree))
    }

    @Test func theFirstCaptionWithText() {
        let html = "<body><div><p class=caption></p><p class=caption>x</p></div><p class=caption>y</p>"
        let page = PageTree(html)
        let found = CaptionElements(page.tree)
        #expect(found.first(below: page.node("div"), page.tree) == page.node("p", 1), "an empty one is none")
        #expect(found.first(below: page.node("p", 1), page.tree) == nil, "not itself")
        #expect(found.first(below: page.node("body"), page.tree) == page.node("p", 1))
    }

    @Test func aCaptionIsLookedForInAHundredNodes() {
        func isFound(_ count: Int) -> Bool {
            let html = "<body><div>" + String(repeating: "<b></b>", count: count) + "<p class=caption>x"
            let page = PageTree(html)
            return CaptionElements(page.tree).first(below: page.node("div"), page.tree) != nil
        }
        #expect(isFound(99) && !isFound(100))
    }
}

/// Paths of elements.
@Suite struct ElementPathTests {
    private func path(_ html: String, of name: String) -> String {
        let page = PageTree(html)
        return ElementPath(page.tree).text(of: page.node(name))
    }

    @Test(arguments: [
        ("<body><p>", "html > body > p"), ("<body><p id=a class='b c d e'>", "html > body > p#a.b.c.d"),
        ("<body><p class='  b\n c '>", "html > body > p.b.c"), ("<body><p id='a b'>", "html > body > p"),
        ("<body><p id='' class=''>", "html > body > p"), ("<body><p title=x>", "html > body > p"),
    ])
    func steps(html: String, path: String) { #expect(self.path(html, of: "p") == path) }

    @Test func longNamesAreLeftOut() {
        let (just, over) = (String(repeating: "x", count: 40), String(repeating: "x", count: 41))
        #expect(path("<body><p id=\(just)>", of: "p") == "html > body > p#" + just)
        #expect(path("<body><p id=\(over)>", of: "p") == "html > body > p")
        #expect(path("<body><p class='\(over) \(just) c d e'>", of: "p") == "html > body > p.\(just).c")
        // Of a list of names only the beginning is looked at.
        let many = String(repeating: " ", count: 239)
        #expect(path("<body><p class='\(many)a'>", of: "p") == "html > body > p.a")
        #expect(path("<body><p class='\(many) a'>", of: "p") == "html > body > p")
    }

    @Test func aTextHasThePathOfItsElement() throws {
        let page = PageTree("<body><div><p>text")
        let text = try #require(page.tree.nodes.firstIndex { $0.tag == .text })
        #expect(ElementPath(page.tree).text(of: Int32(text)) == "html > body > div > p")
        #expect(ElementPath(page.tree).text(of: -1) == "" && ElementPath(page.tree).text(of: 0) == "")
        #expect(ElementPath(page.tree).text(of: 99) == "")
    }

    /// Each line is a number, how many steps are those of the line before, and the steps that follow.
    @Test func pathsShareTheirBeginnings() {
        let page = PageTree("<body><div><p>a</p><p class=x>b</p></div><ul></ul>")
        let pieces = [
            (ordinal: 3, node: page.node("p")), (ordinal: 5, node: page.node("p", 1)), (ordinal: 6, node: -1),
            (ordinal: 7, node: page.node("ul")), (ordinal: 9, node: page.node("ul")),
        ]
        let text = ElementPath(page.tree).paths(of: pieces).text
        #expect(text == "3 0 html body div p\n5 3 p.x\n7 2 ul\n9 3\n")
    }
}
