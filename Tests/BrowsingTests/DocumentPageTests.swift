import CorpusFiles
import CorpusKit
import Documents
import Facts
import JSON
import TestKit
import Testing

@testable import Browsing

/// The page of a document.
@Suite struct DocumentPageTests {
    private static let id = "d0000000000000000000"

    /// Drops of document 0, whose only paragraph has the ordinal 0.
    private func drops(_ reasons: [Reason]) -> [Drop] {
        reasons.enumerated().map {
            Drop($1, detail: "d\($0)", document: Self.id, url: "http://i/\($0)", ordinal: $0 + 1)
        }
    }

    // MARK: Head

    @Test func theHeadHasTitleAndAddress() throws {
        let pages = try Pages()
        let head = pages.part("/d/1", from: "<article>", to: "<p class=\"text\"")
        #expect(
            head
                == "<nav class=\"way\" aria-label=\"Selection\"><a href=\"/\" data-back=\"1\">← List</a></nav>"
                + "<h1 dir=\"auto\">Page 1</h1><p class=\"soft url\">"
                + "<a href=\"https://www.Example.org:8080/page/1?q=&quot;1&quot;\" rel=\"noreferrer noopener nofollow\" "
                + "target=\"_blank\" class=\"foreign\">https://www.Example.org:8080/page/1?q=&quot;1&quot;</a></p>")
        #expect(pages.text("/d/1").contains("<title>Page 1</title>"))
        let untitled = try Pages([.made(0)]).text("/d/0")
        #expect(
            untitled.contains("<h1 dir=\"auto\">(no title)</h1>")
                && untitled.contains("<title>http://a.example/0</title>"))
    }

    @Test func theWayLeadsThroughTheSelection() throws {
        let pages = try Pages()
        let middle = pages.part("/d/7?sort=-words&at=21&page=2", from: "aria-label=\"Selection\">", to: "</nav>")
        #expect(
            middle
                == "<a href=\"/?sort=-words&amp;page=2\" data-back=\"1\">← List</a>"
                + "<a href=\"/d/3?sort=-words&amp;page=2&amp;at=20\" rel=\"prev\">k Before</a>"
                + "<a href=\"/d/1?sort=-words&amp;page=2&amp;at=22\" rel=\"next\">Next j</a>")
        let first = pages.text("/d/0?at=0&words=9..10")
        #expect(
            !first.contains("rel=\"prev\"") && first.contains("<link rel=\"next\" href=\"/d/1?words=9..10&amp;at=1\">"))
        let last = pages.text("/d/1?at=1&words=9..10")
        #expect(last.contains("rel=\"prev\"") && !last.contains("rel=\"next\""))
        #expect(!pages.text("/d/1?at=10000").contains("rel=\"prev\""), "so far nobody goes by hand")
        #expect(!pages.text("/d/1?words=9..10").contains("rel=\"next\""), "it has no place")
    }

    @Test(arguments: [(19, "/"), (20, "/?page=2"), (39, "/?page=2"), (40, "/?page=3")])
    func theListIsOpenedWhereTheDocumentStands(place: Int, path: String) throws {
        #expect(try Pages(count: 3).text("/d/1?at=\(place)").contains("<a href=\"\(path)\" data-back=\"1\">"))
    }

    // MARK: Pieces

    @Test func piecesStandInTheirOrder() throws {
        let image = ImageNode.made(1, alt: "a dog")
        var document = Document(
            id: Self.id, url: "http://a.example/",
            nodes: [
                .text(TextNode(paragraphs: [.init(ordinal: 0, text: "One <b>"), .init(ordinal: 1, text: "Two")])),
                .image(image), .divide(ordinal: 3), .text(TextNode(paragraphs: [.init(ordinal: 4, text: "Three")])),
            ])
        document.title = "T"
        let article = try Pages([document]).part("/d/0", from: "<article>", to: "</article>")
        let pieces = [
            "<p class=\"text\" dir=\"auto\">One &lt;b&gt;</p>", ">Two</p>", "<figure>", "<hr>", ">Three</p>", "❦",
        ]
        let places = pieces.map { article.firstRange(of: $0)?.lowerBound }
        #expect(!places.contains(nil) && places.compactMap(\.self) == places.compactMap(\.self).sorted())
        #expect(article.contains("<a href=\"/image/\(image.signals?.sha256 ?? "")\" class=\"picture\">"))
    }

    @Test func whatWasLookedForIsMarkedInTheText() throws {
        #expect(
            try Pages(count: 3).text("/d/1?q=white").contains(
                "<p class=\"text\" dir=\"auto\">Document 1 tells of a small <mark>white</mark> dog named Idéfix.</p>"))
    }

    @Test func aDropSaysWhyAndWhatItWas() {
        var drop = Drop(.imageTooSmall, detail: "width 20 < 150", document: "d", url: "http://i/x.png", ordinal: 9)
        (drop.text, drop.path) = ("A <dog>", "html > p")
        #expect(
            written { DocumentPage.left(drop, &$0) }
                == "<div class=\"left\"><p class=\"reason\"><b>image.too-small</b> width 20 &lt; 150"
                + "<code>html &gt; p</code></p><p dir=\"auto\">A &lt;dog&gt;</p><p class=\"url\">http://i/x.png</p></div>"
        )
        let bare = Drop(.paragraphTooFewWords, url: "http://a.example/")
        #expect(
            written { DocumentPage.left(bare, &$0) }
                == "<div class=\"left\"><p class=\"reason\"><b>paragraph.too-few-words</b></p></div>",
            "a paragraph has no address")
    }

    /// Two pieces that left stand in the text; three are folded, the most frequent reason first, of equals the first by
    /// name.
    @Test func aStretchOfWhatLeftIsFolded() throws {
        let two = try Pages(dropping: drops([.imageBlank, .imageTooSmall])).text("/d/0")
        #expect(two.contains("<b>image.blank</b> d0") && !two.contains("class=\"stretch\""))
        let five = try Pages(
            dropping: drops([.imageTooSmall, .imageBlank, .paragraphTooFewWords, .imageBlank, .imageEmpty])
        ).text("/d/0")
        #expect(
            five.contains(
                "<details class=\"stretch\"><summary>5 pieces left here: image.blank 2, image.empty 1, image.too-small 1"
                    + "</summary><div class=\"left\">"))
        #expect(five.components(at: "<div class=\"left\">").count - 1 == 5)
    }

    /// What left before a paragraph is told before it, and a stretch ends where something stayed.
    @Test func stretchesEndAtWhatStayed() throws {
        var log = drops([.imageBlank, .imageBlank, .imageBlank])
        for index in log.indices { log[index].ordinal = index }
        log += drops([.imageTooSmall, .imageTooSmall, .imageTooSmall]).map { drop in
            var drop = drop
            drop.ordinal += 10
            return drop
        }
        let article = try Pages(dropping: log).part("/d/0", from: "<article>", to: "</article>")
        let parts = article.components(at: "<details class=\"stretch\">")
        #expect(parts.count == 3)
        #expect(parts[1].contains("3 pieces left here: image.blank 3<") && parts[1].contains("Document 0 tells"))
        #expect(parts[2].contains("3 pieces left here: image.too-small 3<"))
    }

    // MARK: Beside

    @Test func signalsAreWhatThereIs() throws {
        let pages = try Pages()
        let table = pages.part("/d/1", from: "<table class=\"signals\">", to: "</table>")
        #expect(
            table.contains("<tr><th>words</th><td class=\"n\">10</td><td><svg viewBox=\"0 0 96 16\" class=\"spark\""))
        #expect(table.contains("<tr><th>images</th><td class=\"n\">1</td>"))
        // 9 to 32 words: each bin has one document, document 1's is the second.
        let spark = Pages.part(of: table, from: "<th>words</th>", to: "</svg>")
        #expect(
            spark.components(at: "<rect ").count - 1 == 24 && spark.components(at: "class=\"selected\"").count - 1 == 1)
        #expect(spark.contains("<rect x=\"4\" y=\"0.0\" width=\"3\" height=\"16.0\" class=\"selected\">"))
    }

    @Test func whereItComesFrom() throws {
        let pages = try Pages()
        let facts = pages.part("/d/1", from: "<h3>Where from</h3>", to: "</section>")
        #expect(
            facts.hasPrefix(
                "<dl><dt>id</dt><dd><code>30000000000000000001</code></dd><dt>language</dt><dd>en</dd><dt>domain</dt>"
                    + "<dd><a href=\"/domain/example.org\">example.org</a></dd><dt>captured</dt><dd>"))
        #expect(facts.contains("<dt>archive</dt><dd>crawl.warc.gz, 900 bytes at 1,000</dd></dl>"))
        #expect(
            facts.hasSuffix(
                "<a href=\"/why?q=30000000000000000001\">Why it is here</a>"
                    + "<a href=\"/d/30000000000000000001.json\">JSON</a></p>"))
        #expect(!pages.part("/d/0", from: "<h3>Where from</h3>", to: "</section>").contains("language"))
        var licensed = Document.made(0)
        licensed.provenance.license = "https://l.example/by"
        let page = try Pages([licensed]).text("/d/0")
        #expect(
            page.contains("<dt>licence</dt><dd><a href=\"https://l.example/by\"") && !page.contains("<dt>captured</dt>")
        )
    }

    @Test func aNoteIsAForm() throws {
        let pages = try Pages(count: 3)
        let form = pages.part("/d/0?q=dog&at=0", from: "class=\"note\">", to: "</form>")
        #expect(
            form
                == "<input type=\"hidden\" name=\"document\" value=\"\(Self.id)\">"
                + "<input type=\"hidden\" name=\"back\" value=\"/d/\(Self.id)?q=dog&amp;at=0\">"
                + "<input name=\"tags\" placeholder=\"tags\" value=\"\" aria-label=\"Tags\">"
                + "<textarea name=\"text\" rows=\"3\" aria-label=\"Note\"></textarea><button>Save</button>")
    }

    @Test func jsonIsTheRecordAndWhatLeft() throws {
        let json = try Pages(dropping: drops([.imageBlank])).json("/d/0.json")
        #expect(json["id"]?.string == Self.id && json["dropped"]?[0]?["reason"]?.string == "image.blank")
        #expect(json["scores"]?.members?.isEmpty == true)
    }
}
