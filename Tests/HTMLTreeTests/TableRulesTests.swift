import Testing

@testable import HTMLTree

/// Tables, `select`, `template`, frames and what stands before the body (HTML Standard §13.2.6.4).
@Suite struct TableRulesTests {
    private func body(_ html: String) -> String { Outline.joined("<!DOCTYPE html><body>" + html) }

    @Test(arguments: [
        // What is left out is implied.
        ("<table><td>a", #"table(tbody(tr(td("a"))))"#),
        ("<table><tr><th>a<th>b", #"table(tbody(tr(th("a") th("b"))))"#),
        (
            "<table><thead><td>a<tbody><td>b<tfoot><td>c",
            #"table(thead(tr(td("a"))) tbody(tr(td("b"))) tfoot(tr(td("c"))))"#
        ),
        (
            "<table><tbody><tr><td>a<tr><td>b<tbody><tr><td>c",
            #"table(tbody(tr(td("a")) tr(td("b"))) tbody(tr(td("c"))))"#
        ),
        ("<table><col><col><tr><td>a", #"table(colgroup(col col) tbody(tr(td("a"))))"#),
        ("<table><colgroup><col><colgroup><col>", "table(colgroup(col) colgroup(col))"),
        ("<table><caption>a<b>b<tr><td>c", #"table(caption("a" b("b")) tbody(tr(td("c"))))"#),
        ("<table><caption>a</caption>b", #""b" table(caption("a"))"#),
        // Ends that are left out.
        ("<table><tr><td><p>a<td>b", #"table(tbody(tr(td(p("a")) td("b"))))"#),
        ("<table><tr><td>a</table>b", #"table(tbody(tr(td("a")))) "b""#),
        ("<table><tr><td><div>a</td>b", #""b" table(tbody(tr(td(div("a")))))"#),
        ("<table><tr><td>a</tr><td>b", #"table(tbody(tr(td("a")) tr(td("b"))))"#),
        ("<table><tr><td>a</tbody><tr><td>b", #"table(tbody(tr(td("a"))) tbody(tr(td("b"))))"#),
        // Ends of what is not open.
        ("<table><tr><td>a</th>b</td></table>", #"table(tbody(tr(td("ab"))))"#),
        ("<table><tr><td>a</caption></col>b</table>", #"table(tbody(tr(td("ab"))))"#),
        ("a</table>b</td></tr>c", #""abc""#), ("<tr>a<td>b<tbody>c<col>d<caption>e", #""abcde""#),
        // A table in a table.
        ("<table><tr><td>a<table><tr><td>b</table>c", #"table(tbody(tr(td("a" table(tbody(tr(td("b")))) "c"))))"#),
        ("<table><tr><table><tr><td>b", #"table(tbody(tr)) table(tbody(tr(td("b"))))"#),
        ("<table>a<table>b", #""a" table "b" table"#),
        ("<table><tr><td><table></td>a", #"table(tbody(tr(td("a" table))))"#),
        // Foster parenting.
        ("<table>a<tr>b<td>c</td>d</tr>e</table>f", #""abde" table(tbody(tr(td("c")))) "f""#),
        ("<p>x<table>a", #"p("x") "a" table"#),
        ("<table><tbody><p>a</p>b<tr><td>c", #"p("a") "b" table(tbody(tr(td("c"))))"#),
        ("<table><tr><b>a<td>b", #"b("a") table(tbody(tr(td("b"))))"#),
        ("<table>\n<tr>\n<td>a", "table(\"\n\" tbody(tr(\"\n\" td(\"a\"))))"),
        ("<div>x<table>a</table>y</div>", #"div("xa" table "y")"#),
        ("<table><ul><li>a</ul><tr><td>b", #"ul(li("a")) table(tbody(tr(td("b"))))"#),
        ("<table><img><tr><td>b", #"img table(tbody(tr(td("b"))))"#),
        ("<table><input type=hidden><tr><td>a", #"table(input tbody(tr(td("a"))))"#),
        ("<table><input type=HIDDEN>", "table(input)"),
        ("<table><input type=text><tr><td>a", #"input table(tbody(tr(td("a"))))"#),
        ("<table><form><tr><td>a", #"table(form tbody(tr(td("a"))))"#),
        ("<table><script>a</script><style>b</style><tr><td>c", #"table(script("a") style("b") tbody(tr(td("c"))))"#),
        ("<table><colgroup>a<col>", #""a" table(colgroup colgroup(col))"#),
        ("<table><colgroup>\n<col>", "table(colgroup(\"\n\" col))"),
        ("<table><tr><td>a<caption>b", #"table(tbody(tr(td("a"))) caption("b"))"#),
        ("<table><tr><td>a<col>", #"table(tbody(tr(td("a"))) colgroup(col))"#),
    ])
    func tables(html: String, outline: String) { #expect(body(html) == outline) }

    @Test(arguments: [
        ("<select><option>a<option>b</select>c", #"select(option("a") option("b")) "c""#),
        ("<select><optgroup><option>a<optgroup><option>b", #"select(optgroup(option("a")) optgroup(option("b")))"#),
        ("<select><optgroup><option>a</optgroup>b", #"select(optgroup(option("a")) "b")"#),
        ("<select><option>a</option>b", #"select(option("a") "b")"#),
        ("<select><option><b>a</b><p>b<div>c", #"select(option("abc"))"#), ("<select>a<select>b", #"select("a") "b""#),
        ("<select>a<input>b", #"select("a") input "b""#),
        ("<select>a<textarea>b</textarea>c", #"select("a") textarea("b") "c""#),
        ("<select>a<hr>b", #"select("a" hr "b")"#), ("<select><script>a</script>b", #"select(script("a") "b")"#),
        ("<select>a<table>b", #"select("ab")"#),
        ("<table><tr><td><select>a<td>b", #"table(tbody(tr(td(select("a")) td("b"))))"#),
        ("<table><tr><td><select>a</table>b", #"table(tbody(tr(td(select("a"))))) "b""#),
        ("<select>a</div>b</select>c", #"select("ab") "c""#),
        ("<option>a<option>b", #"option("a") option("b")"#), ("<option>a<div>b</option>c", #"option("a" div("bc"))"#),
        ("<option>a</option>b</select>c", #"option("a") "bc""#),
    ])
    func selects(html: String, outline: String) { #expect(body(html) == outline) }

    @Test(arguments: [
        ("<template>a<p>b</template>c", #"template("a" p("b")) "c""#),
        ("<template><tr><td>a</template>", #"template(tr(td("a")))"#),
        ("<template><td>a</template>b", #"template(td("a")) "b""#),
        ("<div><template><div>a</div></div>b</template>c</div>", #"div(template(div("a") "b") "c")"#),
        ("<template><template>a</template>b</template>c", #"template(template("a") "b") "c""#),
        ("a</template>b", #""ab""#),
        ("<table><template><td>a</template><tr><td>b", #"table(template(td("a")) tbody(tr(td("b"))))"#),
        ("<template><form><form>a</template>", #"template(form(form("a")))"#),
        ("<p>a<template><div>b</template>c", #"p("a" template(div("b")) "c")"#),
    ])
    func templates(html: String, outline: String) { #expect(body(html) == outline) }

    @Test(arguments: [
        ("", ""), (" \n ", ""), ("a", #"html(head body("a"))"#), ("<p>a", #"html(head body(p("a")))"#),
        ("<html><p>a", #"html(head body(p("a")))"#),
        ("<title>a</title>b", #"html(head(title("a")) body("b"))"#),
        ("<head> <title>a</title> </head> <body>b", #"html(head(title("a")) body("b"))"#),
        ("<title>a</title></head><meta><link>b", #"html(head(title("a") meta link) body("b"))"#),
        ("<head><p>a", #"html(head body(p("a")))"#),
        ("<head></head></head><p>a", #"html(head body(p("a")))"#),
        ("<head><head><title>a</title>", #"html(head(title("a")))"#),
        ("<body>a<head><title>b</title>", #"html(head body("a" title("b")))"#),
        ("<body>a<body>b<html>c", #"html(head body("abc"))"#),
        ("<head><style>a</style><script>b</script><base>c", #"html(head(style("a") script("b") base) body("c"))"#),
        ("<head><noscript><link><style>a</style></noscript>b", #"html(head(noscript(link style("a"))) body("b"))"#),
        ("<head><noscript><p>a</noscript>b", #"html(head(noscript) body(p("ab")))"#),
        ("</br>a", #"html(head body(br "a"))"#), ("</p>a", #"html(head body("a"))"#),
        ("<head></div></p><title>a</title>", #"html(head(title("a")))"#),
        ("<body>a</body>b</html>c", #"html(head body("abc"))"#),
        ("<frameset><frame><frame></frameset>a", "html(head frameset(frame frame))"),
        ("<frameset><frameset><frame></frameset><p>a", "html(head frameset(frameset(frame)))"),
        ("<head><title>a</title><frameset>", #"html(head(title("a")) frameset)"#),
        ("a<frameset><frame>b", #"html(head body("ab"))"#),
        ("<frameset>a<noframes><b></noframes>", #"html(head frameset(noframes("<b>")))"#),
        ("<!-- a --><!DOCTYPE html><!-- b -->c<!-- d -->", #"html(head body("c"))"#),
        ("<?xml version='1.0'?><p>a", #"html(head body(p("a")))"#),
        ("<template>a</template><title>b</title>c", #"html(head(template("a") title("b")) body("c"))"#),
    ])
    func pages(html: String, outline: String) { #expect(Outline.joinedPage(html) == outline) }

    /// §13.2.6.4.1: which doctypes bring quirks mode, seen by whether a table ends a paragraph.
    @Test(arguments: [
        ("<!DOCTYPE html>", false), ("<!doctype HTML>", false), ("", true), ("<!DOCTYPE foo>", true),
        ("<!DOCTYPE html SYSTEM \"about:legacy-compat\">", false),
        ("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">", true),
        ("<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML//EN\">", true),
        ("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\">", false),
        (
            "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\" \"http://www.w3.org/TR/html4/loose.dtd\">",
            false
        ),
        ("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">", true),
        ("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Frameset//EN\">", true),
        ("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.0 Transitional//EN\" \"x\">", true),
        ("<!DOCTYPE HTML PUBLIC \"-//w3c//dtd html 4.0 FRAMESET//en\" \"x\">", true),
        ("<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"x\">", false),
        ("<!DOCTYPE html PUBLIC \"html\">", true), ("<!DOCTYPE html PUBLIC \"html 5\">", false),
        ("<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"x\">", false),
        ("<!DOCTYPE html PUBLIC \"-//Netscape Comm. Corp.//DTD HTML//EN\">", true),
        ("<!DOCTYPE html PUBLIC \"-//Microsoft//DTD Internet Explorer 3.0 HTML//EN\">", true),
        ("<!DOCTYPE html PUBLIC \"-/W3C/DTD HTML 4.0 Transitional/EN\">", true),
        ("<!DOCTYPE html PUBLIC \"+//Silmaril//dtd html Pro v0r11 19970101//EN\">", true),
        ("<!DOCTYPE html PUBLIC \"-//Metrius//DTD Metrius Presentational//EN\">", true),
    ])
    func doctypes(doctype: String, isQuirky: Bool) {
        #expect(
            Outline.joined(doctype + "<body><p>a<table><td>b")
                == (isQuirky ? #"p("a" table(tbody(tr(td("b")))))"# : #"p("a") table(tbody(tr(td("b"))))"#))
    }
}
