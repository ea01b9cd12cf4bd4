import HTMLTree
import Testing

@Suite struct TreeBuilderTests {
    @Test(arguments: [
        ("<p>one<p>two", #"p("one") p("two")"#),
        ("<p>one<div>two</div>three", #"p("one") div("two") "three""#),
        ("<p>one<section>two", #"p("one") section("two")"#),
        ("<article><p>a</article><main>b</main>", #"article(p("a")) main("b")"#),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", #"ul(li("a") li("b" ul(li("c"))))"#),
        ("<dl><dt>a<dd>b<dt>c</dl>", #"dl(dt("a") dd("b") dt("c"))"#),
        ("<h1>a<h2>b</h2>", #"h1("a") h2("b")"#),
        ("<b>a<p>b</b>c</p>d", #"b("a" p("b" "c")) "d""#),
        ("<a>x<a>y</a>", #"a("x") a("y")"#),
        ("<button>a<button>b</button>", #"button("a") button("b")"#),
        ("a</foo>b</p>c", #""a" "b" "c""#),
        ("<custom-tag>a</custom-tag>", #"custom-tag("a")"#),
        ("<picture><source><img></picture>x", #"picture(source img) "x""#),
        ("<select><option>a<option>b<p>c</select>d", #"select(option("a") option("b" "c")) "d""#),
        ("<form>a<form>b</form>c", #"form("a" "b") "c""#),
        ("a<br>b</br>c", #""a" br "b" br "c""#),
        ("<pre>\n\nx</pre>", "pre(\"\nx\")"),
    ])
    func bodies(html: String, outline: String) {
        // Adjacent text nodes are one or two, depending on what the source had between them.
        let found = Outline.body("<!DOCTYPE html><html><head></head><body>" + html)
        #expect(joined(found) == joined(outline))
    }

    @Test(arguments: [
        ("<table><tr><td>a<td>b<tr><td>c</table>d", #"table(tbody(tr(td("a") td("b")) tr(td("c")))) "d""#),
        ("<table>x<tr><td>a</table>", #""x" table(tbody(tr(td("a"))))"#),
        ("<table><p>x<tr><td>a</table>", #"p("x") table(tbody(tr(td("a"))))"#),
        (
            "<table><tr><td>a<table><tr><td>b</table>c</table>",
            #"table(tbody(tr(td("a" table(tbody(tr(td("b")))) "c"))))"#
        ),
        ("<table><caption>c</caption><col><tr><th>h</table>", #"table(caption("c") colgroup(col) tbody(tr(th("h"))))"#),
        ("<tr><td>a</td></tr>", #""a""#),
        ("<p>a<table><tr><td>b</table>", #"p("a") table(tbody(tr(td("b"))))"#),
        ("<div><table><tr><td></div>a</table>", #"div(table(tbody(tr(td("a")))))"#),
    ])
    func tables(html: String, outline: String) {
        #expect(Outline.body("<!DOCTYPE html><body>" + html) == outline)
    }

    @Test func tableStaysInParagraphInQuirksMode() {
        #expect(Outline.body("<body><p>a<table><tr><td>b</table>") == #"p("a" table(tbody(tr(td("b")))))"#)
    }

    @Test(arguments: [
        ("x", #"html(head body("x"))"#),
        ("<title>t</title>x", #"html(head(title("t")) body("x"))"#),
        (
            "<html><head><meta><noscript><link></noscript><base></head><body>x</body></html>y",
            #"html(head(meta noscript(link) base) body("x" "y"))"#
        ),
        (
            "<head><noscript><img></noscript><title>t</title></head><body>x",
            #"html(head(noscript) body(img title("t") "x"))"#
        ),
        ("<!-- c --><!DOCTYPE html><!-- d --> <html><body>x<!-- e -->y", #"html(head body("x" "y"))"#),
        ("<frameset><frame><noframes><p>x</noframes></frameset>", #"html(head frameset(frame noframes("<p>x")))"#),
    ])
    func pages(html: String, outline: String) { #expect(joined(Outline.page(html)) == joined(outline)) }

    @Test(arguments: [
        ("<svg><path/><g><circle/></g></svg>x", #"svg(path g(circle)) "x""#),
        ("<svg><path><p>out</svg>x", #"svg(path) p("outx")"#),
        ("<svg><foreignObject><p>in</p></foreignObject></svg>x", #"svg(foreignobject(p("in"))) "x""#),
        ("<math><mi>a</mi></math>b", #"math(mi("a")) "b""#),
    ])
    func foreign(html: String, outline: String) { #expect(joined(Outline.body("<body>" + html)) == joined(outline)) }

    @Test func htmlAttributesAreKept() {
        let parser = Parser()
        _ = Array("<!DOCTYPE html>\n<html lang=de><p class='a b' id=x>".utf8).withUnsafeBytes { parser.parse($0) }
        let tree = parser.tree
        let html = tree.nodes[0].firstChild
        #expect(tree.string(.lang, of: html) == "de")
        let paragraph = tree.nodes.indices.first { tree.nodes[$0].tag == .p }
        #expect(paragraph.flatMap { tree.string(.class, of: Int32($0)) } == "a b")
        #expect(paragraph.flatMap { tree.string(.id, of: Int32($0)) } == "x")
        #expect(paragraph.flatMap { tree.string(.src, of: Int32($0)) } == nil)
    }

    /// Without the places where one text ends and the next begins.
    private func joined(_ outline: String) -> String {
        var out = ""
        var rest = outline[...]
        while let first = rest.first {
            if rest.hasPrefix("\" \"") {
                rest = rest.dropFirst(3)
            } else {
                out.append(first)
                rest = rest.dropFirst()
            }
        }
        return out
    }
}
