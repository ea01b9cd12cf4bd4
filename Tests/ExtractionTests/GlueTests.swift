import Documents
import Extraction
import HTMLTree
import Testing

/// No two words that a page shows apart become one: whatever stands between them.
@Suite struct GlueTests {
    /// Elements that a browser lays out in the line: the words around their edges are one word.
    private static let inline: Set<String> = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "cite", "code", "data", "del", "dfn", "em", "font",
        "basefont", "desc", "foreignobject", "annotation-xml", "h", "mi", "mo", "mn", "ms", "mtext", "mglyph",
        "malignmark", "menuitem", "portal", "i", "ins", "kbd", "mark", "nobr", "output", "q", "rb", "rtc", "ruby", "rt",
        "s", "samp", "shadow", "small",
        "span", "strike",
        "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "picture", "slot", "keygen", "bgsound", "source",
    ]
    /// Elements whose start or end tag the tree does not take here, or whose content is no text of the page; and tables,
    /// since text that stands straight in one is put before it, where a browser too shows it glued (cells are below).
    private static let special: Set<String> = [
        "table", "html", "head", "body", "frameset", "frame", "plaintext", "col", "colgroup", "caption", "td", "th",
        "tr",
        "tbody", "thead", "tfoot", "image",
    ]

    private static let void: Set<String> = [
        "area", "base", "br", "embed", "hr", "img", "input", "link", "meta", "param", "track", "amp-img",
    ]

    private static let names: [String] = (UInt16(0)..<256).compactMap {
        guard let name = Tag.name(ofKnown: Tag(rawValue: $0)), !special.contains(name) else { return nil }
        return name
    }

    private func words(_ html: String, _ extractor: inout Extractor) -> Set<String> {
        let page = CapturedPage(url: Pages.url, body: Array(("<body><p>start</p>" + html).utf8), httpCharset: "utf-8")
        let document = extractor.extract(page).document
        let text = (document?.text ?? "") + " " + (document?.images.map(\.caption).joined(separator: " ") ?? "")
        return Set(text.split(separator: " ").flatMap { $0.split(separator: "\n") }.map(String.init))
    }

    /// Every element there is, with text, empty, alone, twice, and inside every other block.
    @Test func wordsAroundEveryElement() {
        #expect(Self.names.count > 100)
        var extractor = Extractor(options: Pages.whole)
        for name in Self.names where !Self.inline.contains(name) {
            // The end tag of an element without content is no tag.
            let isVoid = Self.void.contains(name)
            for outer in ["p", "div", "li", "td", "span", "h2", "figure"] {
                let open = outer == "td" ? "<table><tr><td>" : "<\(outer)>"
                for middle in [
                    isVoid ? "<\(name)>" : "<\(name)>bbb</\(name)>", "<\(name)></\(name)>", "<\(name)>",
                    "</p><\(name)><\(name)>",
                    "<b><\(name)></\(name)></b>", "<\(name) class=x hidden> </\(name)>",
                ] {
                    let found = words("\(open)aaa\(middle)ccc</\(outer)>ddd", &extractor)
                    let glued = found.filter { word in
                        ["aaa", "bbb", "ccc"].filter(word.contains).count > 1
                    }
                    #expect(glued.isEmpty, "\(outer): aaa\(middle)ccc gives \(found.sorted())")
                }
            }
        }
    }

    /// Tables, lists and figures, where text is written in lines of their own making.
    @Test(arguments: [
        "<table><tr><td>aaa<td>bbb<tr><td>ccc<td>ddd</table>",
        "<table><caption>aaa</caption><tr><td>bbb<td>ccc</table>",
        "<table><tr><td>aaa<br>bbb<td><p>ccc</p>ddd<tr><td>eee<td>fff</table>",
        "<ul><li>aaa<p>bbb</p>ccc<li>ddd<ul><li>eee</ul>fff</ul>ggg", "<dl><dt>aaa<dd>bbb<dt>ccc</dl>ddd",
        "aaa<figure><img src=a.jpg><figcaption>bbb<br>ccc<p>ddd</p></figcaption>eee</figure>fff",
        "<select><option>aaa<option>bbb</select>ccc", "aaa<noscript><img src=a.jpg></noscript>bbb",
        "aaa<script>x</script>bbb", "aaa<svg><text>x</text></svg>bbb", "aaa<!-- --><br><!-- -->bbb",
        "aaa<img src=data:,>bbb", "aaa<img src=a.jpg>bbb", "<details><summary>aaa</summary>bbb</details>ccc",
        "<address>aaa<br>bbb</address>", "<pre>aaa\nbbb</pre>ccc", "aaa<table></table>bbb", "aaa<ul></ul>bbb",
        "<h2>aaa</h2>bbb<hr>ccc", "<table><tr><td>aaa</table>bbb", "aaa<p></p>bbb", "aaa<div><div></div></div>bbb",
        "<a href=x>aaa</a><div></div><a href=y>bbb</a>", "aaa<iframe src=x></iframe>bbb", "aaa<video></video>bbb",
    ])
    func layouts(html: String) {
        var extractor = Extractor(options: Pages.whole)
        let found = words(html, &extractor)
        for word in found {
            let parts = ["aaa", "bbb", "ccc", "ddd", "eee", "fff", "ggg"].filter(word.contains)
            #expect(parts.count <= 1, "\(html) gives \(word)")
        }
    }

    /// What is one word stays one.
    @Test func inlineElementsPartNothing() {
        var extractor = Extractor(options: Pages.whole)
        for name in ["b", "i", "span", "a", "em", "font", "sup", "wbr", "custom-element", "mark", "abbr"] {
            #expect(words("<p>aaa<\(name)>bbb</\(name)>ccc</p>", &extractor).contains("aaabbbccc"), "\(name)")
        }
    }
}
