import Documents
import Extraction
import Facts
import Testing

/// What users of other tools lost by public report, text: each a page of few lines and what a reader sees of it.
@Suite struct OpenWebTextTests {
    private static let prose = String(
        repeating: "This is a sentence of the article, which goes on for a while, as sentences do. ", count: 4)

    /// The paragraphs of a page without the search for content.
    private func whole(_ html: String) -> [String] { Pages.lines(html, Pages.whole).map { String($0.dropFirst(2)) } }

    /// The text that stands between the two paragraphs of an article.
    private func inside(_ html: String) -> String {
        let page = "<body><article><p>\(Self.prose)</p>\(html)<p>\(Self.prose)</p></article>"
        return Pages.paragraphs(page, .quarry).dropFirst().dropLast().map(\.text).joined(separator: "\n\n")
    }

    // MARK: In a line

    @Test(arguments: [
        ("Hear <audio src=w.mp3>No audio here.</audio> it now.", "Hear it now."),
        ("Click <i class=material-icons>menu</i> More.", "Click More."),
        ("The power is <script type='math/tex'>P = mgh</script> here.", "The power is P = mgh here."),
        (
            "It is <span class=MathJax_Preview></span><span class=MathJax>P</span><script type=math/tex>P</script> here.",
            "It is P here."
        ),
        ("It is <img class=latex src=/t/1.png alt='P=mgh' width=50 height=14> here.", "It is P=mgh here."),
        (
            "It is <span><math alttext='P=mgh'><mi>P</mi></math></span><img class=mwe-math-fallback-image-inline src=/m alt='P=mgh'> here.",
            "It is P=mgh here."
        ),
        ("<img src=t.gif width=90 alt=T>he wheel turns.", "The wheel turns."),
        (
            "Of the book<sup>1,2</sup> and the wheel<sup>a,b</sup> more is said.",
            "Of the book and the wheel more is said."
        ),
    ])
    func aLineIsReadAsItIsSeen(html: String, text: String) { #expect(whole("<p>\(html)</p>") == [text]) }

    @Test func aFormulaOfItsOwnIsKeptAsItIs() {
        let paragraphs = Pages.paragraphs("<p>It is</p><math display=block><mi>P</mi></math><p>here.</p>", Pages.whole)
        #expect(paragraphs.map(\.text) == ["It is", "P", "here."])
        #expect(paragraphs.map(\.role) == [.body, .verbatim, .body])
    }

    // MARK: Blocks that hold content

    @Test(arguments: [
        "<section id=comments-on-method><h2>Comments on the method</h2><p>Eleven people were asked.</p></section>",
        "<div class='admonition sidebar'><p>A sluice is a gate that holds the water back.</p></div>",
        "<blockquote><p>A mill is a clock that eats corn.</p><footer>A miller, in a letter of his</footer></blockquote>",
        "<dl><dt class=menu>Sluice</dt><dd class=popup>A gate for water.</dd></dl>",
        "<dialog open><p>This note stands open on the page.</p></dialog>",
        """
        <div role=button aria-expanded=false>Who owns the mill?</div>
        <div style='display:none'><p>It belongs to a society of forty members, each of whom has one share and a vote.</p></div>
        """,
    ])
    func holdsContent(html: String) {
        let last = html.contains("society") ? "each of whom has one share and a vote." : ""
        #expect(!inside(html).isEmpty)
        #expect(inside(html).hasSuffix(last))
    }

    @Test func aClosedDialogAndAHiddenMenuAreNotRead() {
        #expect(inside("<dialog><p>We use cookies on this site.</p></dialog>") == "")
        let menu =
            "<button aria-expanded=false>Menu</button><div hidden><a href=/a>First</a> <a href=/b>Second</a></div>"
        #expect(inside(menu) == "")
    }

    @Test func aSummaryIsAHeading() {
        let html = "<details><summary>All years</summary><p>Four hundred sacks were ground.</p></details>"
        #expect(Pages.paragraphs(html, Pages.whole).map(\.role) == [.heading, .body])
    }

    // MARK: Code and tables

    @Test func linesOfCodeKeepTheirIndentation() {
        let html = "<pre><div>def turn():</div><div>  wheel()</div><div>stop()</div></pre>"
        #expect(whole(html) == ["def turn():\n  wheel()\nstop()"])
    }

    @Test(arguments: [
        """
        <table><tr><td class=gutter><div>1</div><div>2</div></td><td class=code><div><code>turn</code> <code>it</code></div>
        <div>stop</div></td></tr></table>
        """,
        """
        <table><tr><td class=crayon-nums><div>1</div><div>2</div></td><td class=crayon-code><div>turn it</div>
        <div>stop</div></td></tr></table>
        """,
        """
        <table><tr><td class=blob-num data-line-number=1></td><td class=blob-code>turn it</td></tr>
        <tr><td class=blob-num data-line-number=2></td><td class=blob-code>stop</td></tr></table>
        """,
        """
        <pre><code><table><tr><td class=hljs-ln-numbers></td><td class=hljs-ln-code>turn it</td></tr><tr><td></td><td>stop</td>
        </tr></table></code></pre>
        """,
    ])
    func aTableOfNumberedLinesIsCode(html: String) { #expect(whole(html) == ["turn it\nstop"]) }

    @Test func cellsHoldListsAndCommands() {
        let html = """
            <table><tr><th>Day</th><th>Work</th></tr><tr><td>Monday</td><td><ul><li>oil</li><li>sweep</li></ul></td></tr>
            <tr><td>Friday</td><td><pre>mill open</pre></td></tr></table>
            """
        #expect(whole(html) == ["Day | Work\nMonday | - oil - sweep\nFriday | mill open"])
    }
}
