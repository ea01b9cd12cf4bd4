import Testing

@testable import HTMLTree

/// SVG and MathML in a page (HTML Standard §13.2.6.5).
@Suite struct ForeignContentTests {
    private func body(_ html: String) -> String { Outline.joined("<!DOCTYPE html><body>" + html) }

    static let breakouts = """
        b big blockquote center code dd div dl dt em h1 h2 h3 h4 h5 h6 i li listing menu nobr ol p pre ruby s small span strong strike sub sup \
        tt u ul var
        """.split(separator: " ").map(String.init)

    @Test(arguments: breakouts) func htmlElementsLeaveForeignContent(name: String) {
        #expect(body("<svg><g><\(name)>a") == "svg(g) \(name)(\"a\")")
        #expect(body("<math><mrow><\(name)>a") == "math(mrow) \(name)(\"a\")")
    }

    @Test(arguments: ["br", "embed", "hr", "img", "meta"]) func voidOnesToo(name: String) {
        #expect(body("<svg><g><\(name)>a") == "svg(g) \(name) \"a\"")
    }

    @Test(arguments: [
        "a", "title", "style", "script", "section", "article", "label", "button", "input", "select", "video", "g",
        "path", "unknown",
    ])
    func othersAreForeignThere(name: String) {
        #expect(body("<svg><\(name)><circle/></\(name)></svg>a").hasPrefix("svg(\(name)("))
    }

    @Test(arguments: [
        ("<svg><font>a</font></svg>b", #"svg(font("a")) "b""#), ("<svg><font color=red>a", #"svg font("a")"#),
        ("<svg><font face=x>a", #"svg font("a")"#),
        ("<svg><font size=1>a", #"svg font("a")"#), ("<svg><font class=x>a</font></svg>", #"svg(font("a"))"#),
        ("<svg/>a", #"svg "a""#),
        ("<svg><path/><g/>a</svg>b", #"svg(path g "a") "b""#), ("<svg><g>a</svg>b", #"svg(g("a")) "b""#),
        ("<svg><g>a</p>b", #"svg(g("a")) "b""#),
        ("<svg><g>a</br>b", #"svg(g("a")) br "b""#), ("<p>a<svg>b</p>c", #"p("a" svg("b")) "c""#),
        ("<div><svg><g></div>a", #"div(svg(g)) "a""#),
        (
            "<svg><foreignObject><p>a<div>b</div></foreignObject>c</svg>d",
            #"svg(foreignobject(p("a") div("b")) "c") "d""#
        ),
        ("<svg><desc><p>a</p></desc></svg>b", #"svg(desc(p("a"))) "b""#),
        ("<svg><title><b>a</b></title></svg>b", #"svg(title(b("a"))) "b""#),
        ("<math><mi><b>a</b></mi></math>b", #"math(mi(b("a"))) "b""#),
        ("<math><mtext><p>a</p></mtext></math>", #"math(mtext(p("a")))"#),
        ("<p>a<svg><foreignObject><p>b", #"p("a" svg(foreignobject(p("b"))))"#),
        ("<table><tr><td><svg><td>a", #"table(tbody(tr(td(svg(td("a"))))))"#),
        ("<svg><svg>a</svg>b</svg>c", #"svg(svg("a") "b") "c""#), ("<svg><p>a</svg>b", #"svg p("ab")"#),
        ("<table><svg>a</svg><tr><td>b", #"svg("a") table(tbody(tr(td("b"))))"#),
    ])
    func odds(html: String, outline: String) { #expect(body(html) == outline) }

    /// Names are compared without regard to case, and a slash closes only foreign elements.
    @Test func selfClosingIsForForeignElementsOnly() {
        #expect(body("<div/>a</div>b") == "div(\"a\") \"b\"" && body("<svg><G/><PATH />a") == "svg(g path \"a\")")
        #expect(body("<SVG><Circle></cIRCLE></sVG>a") == "svg(circle) \"a\"")
    }
}
