import HTMLTree
import Testing

@testable import Extraction

/// What elements are for the layout of text.
@Suite struct StructureTests {
    private func kind(_ html: String, of name: String, _ options: ExtractionOptions = .quarry) -> Structure.Kind {
        let page = PageTree("<body>" + html, options)
        var structure = Structure()
        structure.find(page.tree, page.marks, options)
        return structure.kinds[Int(page.node(name))]
    }

    @Test(
        arguments: [
            ("<ul><li>a</ul>", "ul", .list), ("<ol><li>a</ol>", "ol", .list), ("<dl><dt>a<dd>b</dl>", "dl", .list),
            ("<menu><li>a</menu>", "menu", .list), ("<dir><li>a</dir>", "dir", .list),
            ("<ul><li><p>a</p><div>b</div></ul>", "ul", .list), ("<ul><li><h3>a</h3></ul>", "ul", .plain),
            ("<ul><li><pre>a</pre></ul>", "ul", .plain), ("<ul><li><img src=a.jpg></ul>", "ul", .plain),
            ("<ul><li><table></table></ul>", "ul", .plain), ("<ul><li><blockquote>a</blockquote></ul>", "ul", .plain),
            ("<ul><li><hr></ul>", "ul", .plain), ("<ul><li><details>a</details></ul>", "ul", .plain),
            ("<ol><li><img src=a.jpg>b</ol>", "ol", .list), ("<ol><li><h3>a</h3></ol>", "ol", .numbered),
            ("<ol><li><pre>a\nb</pre></ol>", "ol", .numbered), ("<ul><li><ul><li>a</ul></ul>", "ul", .list),
            ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "table", .table),
            ("<table><tr><td>a<td>b</table>", "table", .plain), ("<table><tr><td>a<tr><td>b</table>", "table", .plain),
            ("<table><tr><td>a<td>b<tr><td>c</table>", "table", .table),
            ("<table><tr><td>a<td>b<tr><td>c<tr><td>d</table>", "table", .plain),
            ("<table><tr><td>a<td><img src=a.jpg><tr><td>c<td>d</table>", "table", .plain),
            ("<table><tr><td>a<td><pre>b</pre><tr><td>c<td>d</table>", "table", .plain),
            ("<table><tr><th>a<th>b<tr><td>c<td><pre>d</pre></table>", "table", .table),
            ("<table><tr><th>a<th>b<tr><td>c<td><ul><li>d</ul></table>", "table", .table),
            ("<table><tr><th>a<th>b<tr><td>c<td><pre>d\ne</pre></table>", "table", .plain),
            ("<table><tr><th colspan=2>a<tr><td>b<td>c<tr><td>d<td>e</table>", "table", .table),
            ("<table><tr><th colspan=2>a<tr><td>b<td>c</table>", "table", .plain),
            ("<pre>a</pre>", "pre", .verbatim), ("<listing>a</listing>", "listing", .verbatim),
            ("<xmp>a</xmp>", "xmp", .verbatim), ("<plaintext>a", "plaintext", .verbatim),
            ("<h1>a</h1>", "h1", .heading),
            ("<h6>a</h6>", "h6", .heading), ("<details><summary>a</summary></details>", "summary", .heading),
            ("<legend>a</legend>", "legend", .heading), ("<p>a", "p", .plain), ("<div>a", "div", .plain),
            ("<table><tr><td class=linenos>1<td class=code>a</table>", "table", .verbatim),
        ] as [(String, String, Structure.Kind)])
    func kinds(html: String, name: String, kind: Structure.Kind) { #expect(self.kind(html, of: name) == kind) }

    @Test func switchesDecide() {
        let plain = ExtractionOptions()
        for (html, name) in [("<ul><li>a</ul>", "ul"), ("<pre>a</pre>", "pre"), ("<h2>a</h2>", "h2")] {
            var options = ExtractionOptions.quarry
            options.text = plain.text
            #expect(kind(html, of: name, options) == .plain, "\(name)")
        }
    }

    /// A line of code of at most 200 characters stands in a cell of a named table, a longer one does not.
    @Test func aCommandIsOneLine() {
        func isTable(_ code: String) -> Bool {
            kind("<table><tr><th>a<th>b<tr><td>c<td><pre>\(code)</pre></table>", of: "table") == .table
        }
        #expect(isTable(String(repeating: "x", count: 200)) && !isTable(String(repeating: "x", count: 201)))
        #expect(isTable("\n  x  \n") && !isTable("x\ny") && isTable(""))
    }

    @Test func textIsAddedUp() {
        let page = PageTree("<body><div><p>abc</p> <p>é</p><script>xxxx</script></div><math><mi>x</mi></math>")
        var structure = Structure()
        structure.find(page.tree, page.marks, .quarry)
        #expect(structure.text(of: page.node("p")) == 3 && structure.text(of: page.node("p", 1)) == 2)
        #expect(structure.text(of: page.node("div")) == 5 && structure.text(of: page.node("script")) == 0)
        #expect(structure.text(of: page.node("math")) == 8 && structure.text(of: page.node("body")) == 13)
    }

    /// Once pictures are judged those that left do not keep a list from being one.
    @Test func aListOfPicturesThatLeftIsAList() {
        let html = "<body><p>Words.</p><ul><li><img src=/spacer.gif>One<li>Two</ul>"
        #expect(Pages.lines(html, Pages.whole) == ["T Words.¶- One\n- Two"])
        let kept = "<body><p>Words.</p><ul><li><img src=/a.jpg>One<li>Two</ul>"
        #expect(Pages.lines(kept, Pages.whole).last == "T One¶Two")
    }

    @Test func whereNamesSayNothing() {
        let html = """
            <body><h2><b>x</b></h2><pre><i>x</i></pre><code><u>x</u></code><samp><s>x</s></samp><kbd><em>x</em></kbd>
            <div><a>x</a></div><table><tr><td><q>x</q></table><dl><dt><var>x</var></dl>
            """
        let page = PageTree(html)
        var seals = Seals(page.tree)
        for index in 1..<page.tree.nodes.count { seals.note(index, page.tree.nodes[index], nil) }
        for name in ["h2", "b", "pre", "i", "code", "u", "samp", "s", "kbd", "em"] {
            let node = Int(page.node(name))
            #expect(seals.isSealed(node) && seals.isInside(node), "\(name)")
        }
        for name in ["td", "tr", "dt"] {
            let node = Int(page.node(name))
            #expect(seals.isSealed(node) && !seals.isInside(node), "\(name)")
        }
        for name in ["div", "a", "table", "q", "dl", "var", "body"] {
            let node = Int(page.node(name))
            #expect(!seals.isSealed(node) && !seals.isInside(node), "\(name)")
        }
    }

    @Test func aDataTableIsSealed() {
        let page = PageTree("<body><table><tr><td>a<td>b<tr><td>c<td><q>d</q></table>")
        var structure = Structure()
        structure.find(page.tree, page.marks, .quarry)
        var seals = Seals(page.tree)
        for index in 1..<page.tree.nodes.count { seals.note(index, page.tree.nodes[index], structure) }
        #expect(seals.isInside(Int(page.node("table"))) && seals.isInside(Int(page.node("q"))))
    }
}

/// What buttons, labels and forms hold.
@Suite struct ControlTests {
    private static let prose = String(repeating: "The answer is long and has words. ", count: 3)

    private func isContent(_ html: String, _ name: String) -> Bool {
        let page = PageTree("<body>" + html)
        let node = page.node(name)
        return Controls().isContent(node, page.tree.nodes[Int(node)].tag, page.tree)
    }

    @Test(arguments: [
        ("<button>Open it</button>", false), ("<h3><button>Why?</button></h3>", true),
        ("<h3><button>Why?</button> More of it</h3>", false), ("<h3><button>Why?</button> x</h3>", true),
        ("<dl><dt><button>Why?</button></dt></dl>", true), ("<summary><button>Why?</button></summary>", true),
        ("<legend><button>Why?</button></legend>", true), ("<h3><b><i><button>Why?</button></i></b></h3>", true),
        ("<h3><b><i><u><button>Why?</button></u></i></b></h3>", false), ("<button><h4>Why?</h4></button>", true),
        ("<button><img src=a.jpg></button>", true), ("<button></button>", false),
        ("<button aria-expanded=false>Why boats?</button><div>\(prose)</div>", true),
        ("<button aria-controls=a>Why boats?</button><div>\(prose)</div>", true),
        ("<button class=accordion-x>Why boats?</button><div>\(prose)</div>", true),
        ("<button class=faq>Why boats?</button><div>\(prose)</div>", true),
        ("<button class=x>Why boats?</button><div>\(prose)</div>", false),
        ("<button aria-expanded=false>Why oak</button><div>\(prose)</div>", false),
        ("<button aria-expanded=false>Why oaks</button><div>\(prose)</div>", true),
        ("<button aria-expanded=false>Why boats?</button><ul><li>\(prose)</ul>", false),
        ("<button aria-expanded=false>Why boats?</button><nav>\(prose)</nav>", false),
        ("<button aria-expanded=false>Why boats?</button><div>short</div>", false),
        ("<p><button aria-expanded=false>Why boats?</button></p><div>\(prose)</div>", true),
    ])
    func buttons(html: String, isContent: Bool) { #expect(self.isContent(html, "button") == isContent) }

    @Test(arguments: [
        ("<label>Oak</label>", true), ("<form><label>Oak</label></form>", false), ("<label>Oak</label><input>", false),
        ("<input><label>Oak</label>", false), ("<label>Oak</label><input type=radio>", true),
        ("<label>Oak</label><input type=CHECKBOX>", true), ("<label>Oak</label><input type=text>", false),
        ("<label>Oak<select></select></label>", false), ("<label>Oak</label><textarea></textarea>", false),
        ("<label>Oak</label><p>x</p>", true), ("<label>Oak</label> words <input>", true),
    ])
    func labels(html: String, isContent: Bool) { #expect(self.isContent(html, "label") == isContent) }

    @Test(arguments: [
        ("<textarea></textarea>", true), ("<input type=email>", true), ("<input type=TEL>", true),
        ("<input type=password>", true), ("<input name=q>", false), ("<input name=your-name>", true),
        ("<input type=text name=Vorname>", true), ("<input type='' name=username>", true), ("<input>", false),
        ("<input type=number name=name>", false), ("<input type=hidden name=email>", false),
        ("<select></select>", false),
        ("<p><b><input type=email></b></p>", true),
    ])
    func fields(html: String, has: Bool) {
        let page = PageTree("<body><form>" + html + "</form>")
        #expect(Controls.hasFields(page.node("form"), page.tree) == has)
    }

    @Test func fieldsAreLookedForInSoManyNodes() {
        func has(_ count: Int) -> Bool {
            let page = PageTree(
                "<body><form>" + String(repeating: "<b></b>", count: count) + "<textarea></textarea></form>")
            return Controls.hasFields(page.node("form"), page.tree)
        }
        #expect(has(399) && !has(400))
    }

    @Test func proseIsSixtyBytesOutsideLinks() {
        func isProse(_ html: String) -> Bool {
            let page = PageTree("<body><div>" + html + "</div>")
            return Controls.isProse(page.node("div"), page.tree)
        }
        let (just, under) = (String(repeating: "x", count: 60), String(repeating: "x", count: 59))
        #expect(isProse(just) && !isProse(under) && isProse(" <b>\(under)</b> <i>x</i>") && !isProse(under + "   "))
        #expect(isProse("\(just)<a>\(under)</a>") && !isProse("\(just)<a>\(just)</a>"))
        let long = String(repeating: "x", count: 201)
        #expect(!isProse("\(long.dropLast())<a>\(long)</a>") && isProse("\(long)<a>\(long)</a>"), "200 at most")
    }

    @Test func anAnswerIsOpenedByTheControlBeforeIt() {
        func opens(_ html: String) -> Bool {
            let page = PageTree("<body>" + html)
            return Controls.opens(page.node("section"), page.tree)
        }
        let panel = "<section>\(Self.prose)</section>"
        #expect(opens("<div aria-expanded=false></div>" + panel) && !opens("<div></div>" + panel) && !opens(panel))
        #expect(opens("<h3><b><a aria-controls=x></a></b></h3>" + panel))
        #expect(opens("<div aria-expanded=false></div><div>\(panel)</div>"))
        #expect(!opens("<div aria-expanded=false></div><div><div>\(panel)</div></div>"))
        #expect(!opens("<div aria-expanded=false></div><section>short</section>"))
        // The nearest element decides.
        #expect(!opens("<div aria-expanded=false></div><p></p>" + panel))
    }

    @Test(arguments: [
        ("sr-only", true), ("SR_ONLY", true), ("x sr-only-focusable", true), ("x-sr-only", true), ("sr-onlyx", true),
        ("hide-for-screenreader", false), ("hidefrom-screenreader", false), ("not-visually-hidden", false),
        ("lg:sr-only", false), ("a:b sr-only", true), ("assistivetext", true), ("screen", false), ("only", false),
        ("screenreader", true), ("hidden-visually", true), ("", false), ("elementInvisible", true), ("showForSr", true),
        ("screenreadertext", true), ("show-for-sr", true), ("screen-reader", true),
    ])
    func namesOfWhatIsNotSeen(names: String, isOne: Bool) {
        #expect(UnseenNames.areSuch(Array(names.utf8), 0..<names.utf8.count) == isOne)
    }
}
