import CorpusFiles
import CorpusKit
import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import Reports

/// The sections of a report, one by one. Document n of the small corpus has 9 + n words and n % 3 pictures; every fourth
/// has no language.
@Suite struct ReportSectionsTests {
    private static func part(_ page: String, from start: String, to end: String) -> String {
        guard let first = page.firstRange(of: start) else { return "" }
        let rest = page[first.upperBound...]
        return String(rest[..<(rest.firstRange(of: end)?.lowerBound ?? rest.endIndex)])
    }

    private static func tiny(_ count: Int = 24) throws -> String {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path, count: count)
        return try ReportPage(Corpus(folder: scratch.path), title: "Tiny").render()
    }

    private static func page(_ documents: [Document], change: (inout CorpusManifest) -> Void = { _ in }) throws
        -> String
    {
        let scratch = try Scratch()
        var manifest = try TinyCorpus.of(documents, in: scratch.path).manifest
        change(&manifest)
        try manifest.write(to: scratch.path)
        return try ReportPage(Corpus(folder: scratch.path), title: "T").render()
    }

    private static func document(_ number: Int, captured: String = "", extra: String = "{}") -> Document {
        let tail = String(number, radix: 16)
        var document = Document(
            id: String(repeating: "e", count: 20 - tail.count) + tail, url: "http://a.example/\(number)",
            nodes: [.text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: "Text \(number).")]))])
        document.captured = captured
        document.profile.words = number
        document.extra = extra
        return document
    }

    // MARK: Head

    @Test func theHeadSaysByWhatItWasMade() throws {
        let head = try Self.part(Self.tiny(), from: "<header class=\"masthead\">", to: "</header>")
        let pipeline = SHA256.hash("extract:\n  dialect: quarry\n").hex.prefix(12)
        #expect(
            head
                == "<h1>Tiny</h1><p class=\"soft\">Made by quarry 0.0.1 by the pipeline <code>\(pipeline)</code>, of pages "
                + "captured in 2023</p><nav aria-label=\"Sections\"><a href=\"#funnel\">Funnel</a>"
                + "<a href=\"#distributions\">Distributions</a><a href=\"#gallery\">Gallery</a>"
                + "<a href=\"#dropped\">What was dropped</a><a href=\"#provenance\">Where from</a></nav>")
    }

    @Test func yearsAreASpan() throws {
        let span = try Self.page([
            Self.document(0, captured: "20190131081522"), Self.document(1, captured: "20230101000000"),
            Self.document(2),
        ])
        #expect(span.contains(", of pages captured from 2019 to 2023</p>"))
        #expect(try !Self.page([Self.document(0)]).contains("captured"))
    }

    /// Sections that a corpus has not are in no list.
    @Test func whatIsNotThereIsNotNamed() throws {
        let bare = try Self.page([Self.document(0), Self.document(5)])
        for name in ["gallery", "dropped"] { #expect(!bare.contains("#\(name)\"") && !bare.contains("id=\"\(name)\"")) }
        #expect(bare.contains("<a href=\"#provenance\">") && !bare.contains("Near-duplicates"))
    }

    // MARK: Tiles

    @Test func tilesCount() throws {
        let tiles = try Self.part(Self.tiny(), from: "<div class=\"tiles\">", to: "</div></div>")
        // 0 + 1 + 2 pictures eight times, of three contents; 24 times 9 words and 0 + 1 + … + 23.
        #expect(
            tiles
                == "<div><b>24</b><span>documents</span></div><div><b>24</b><span>images</span></div>"
                + "<div><b>3</b><span>different images</span></div><div><b>492</b><span>words</span></div>"
                + "<div><b>1</b><span>domain</span>")
        let one = try Self.part(Self.page([Self.document(1234)]), from: "<div class=\"tiles\">", to: "<h2")
        #expect(one.contains("<b>1</b><span>document</span>") && one.contains("<b>0</b><span>images</span>"))
        #expect(one.contains("<b>1,234</b><span>words</span>"))
    }

    // MARK: Funnel

    @Test func theFunnelHasAKeyAndLeadsToExamples() throws {
        let page = try Self.tiny()
        #expect(
            page.contains(
                "<span class=\"dot written\">written</span><span class=\"dot policy\">a rule</span>"
                    + "<span class=\"dot failure\">something went wrong</span><span class=\"dot cascade\">left with its document</span>"
            ))
        #expect(page.contains("<h3>documents <span class=\"soft\">26</span></h3>"))
        for reason in ["page.empty", "document.too-few-words", "image.too-small", "record.not-html"] {
            #expect(page.contains("<a href=\"#\(reason)\">\(reason)</a>") && page.contains("<details id=\"\(reason)\""))
        }
    }

    // MARK: Distributions

    @Test func numbersHaveHistogramsAndAxes() throws {
        let page = try Self.tiny()
        let words = Self.part(page, from: "<figure><figcaption>words</figcaption>", to: "</figure>")
        #expect(words.hasPrefix("<svg viewBox=\"0 0 240 44\" class=\"histogram\""))
        #expect(words.hasSuffix("<p class=\"soft axis\"><span>9</span><span>32</span></p>"))
        #expect(words.components(at: "class=\"total\"").count - 1 == 24)
        #expect(words.components(at: "class=\"selected\"").count - 1 == 24, "all of them are strong")
    }

    @Test func quantilesAreNearestRanks() throws {
        let table = try Self.part(Self.tiny(), from: "class=\"funnel quantiles\">", to: "</section>")
        #expect(
            table.hasPrefix(
                "<table><tr><th scope=\"col\"></th><th scope=\"col\" class=\"n\">least</th>"
                    + "<th scope=\"col\" class=\"n\">median</th><th scope=\"col\" class=\"n\">90 %</th>"))
        // 9 to 32: the twelfth of 24 is 20, the 22nd 30, the mean 20.5.
        func row(_ numbers: [String]) -> String { numbers.map { "<td class=\"n\">\($0)</td>" }.joined() + "</tr>" }
        #expect(table.contains(row(["9", "20", "30", "32", "20.5"])))
        #expect(table.contains(row(["0", "1", "2", "2", "1.0"])), "pictures: eight times 0, 1 and 2")
        #expect(table.contains(row(["480", "480", "480", "480", "480.0"])))
    }

    @Test func sharesAreOfAllDocumentsAndOfDifferentImages() throws {
        let page = try Self.tiny()
        let languages = Self.part(page, from: "<h3>Languages</h3>", to: "</section>")
        #expect(languages.contains(">en</th><td class=\"n\">18</td><td class=\"n soft\">75.0 %</td>"))
        #expect(languages.contains(">not known</th><td class=\"n\">6</td><td class=\"n soft\">25.0 %</td>"))
        #expect(
            Self.part(page, from: "<h3>Domains</h3>", to: "</section>").contains(
                ">example.org</th><td class=\"n\">24</td>"))
        let formats = Self.part(page, from: "<h3>Formats</h3>", to: "</section>")
        #expect(formats.contains(">jpeg</th><td class=\"n\">2</td><td class=\"n soft\">66.7 %</td>"))
        #expect(formats.contains(">png</th><td class=\"n\">1</td><td class=\"n soft\">33.3 %</td>"))
        #expect(try !Self.page([Self.document(0)]).contains("<h3>Formats</h3>"), "there are none")
    }

    @Test func fifteenSharesAreShown() throws {
        let documents = (0..<17).map { number in
            var document = Self.document(number)
            document.url = "http://d\(number < 10 ? "0" : "")\(number).example/"
            return document
        }
        let domains = try Self.part(Self.page(documents), from: "<h3>Domains</h3>", to: "</section>")
        #expect(domains.components(at: "<tr>").count - 1 == 15 && domains.contains(">d14.example<"))
    }

    // MARK: Near-duplicates

    @Test func groupsOfNearDuplicatesAreListed() throws {
        func facts(_ size: Int, _ domains: [String], _ count: Int) -> String {
            let names = domains.map { "\"\($0)\"" }.joined(separator: ", ")
            return
                "{\"near_duplicates\": {\"size\": \(size), \"first\": \"20200102030405\", \"last\": \"20230203040506\", "
                + "\"domain_count\": \(count), \"domains\": [\(names)]}}"
        }
        let page = try Self.page([
            Self.document(0, extra: facts(3, ["a.example"], 1)),
            Self.document(1, extra: facts(1200, ["a.example", "b.example"], 7)), Self.document(2),
        ])
        #expect(
            page.contains("<h2>Near-duplicates</h2><p class=\"soft\">2 documents stay for 1,203 (themselves included);")
        )
        let table = Self.part(page, from: "class=\"funnel clusters\">", to: "</section>")
        #expect(
            table
                == "<table><tr><th scope=\"row\"><code>eeeeeeeeeeeeeeeeeee1</code></th><td class=\"n\">1,200</td>"
                + "<td class=\"n soft\">20200102–20230203</td><td class=\"wide\">a.example, b.example and 5 more</td></tr>"
                + "<tr><th scope=\"row\"><code>eeeeeeeeeeeeeeeeeee0</code></th><td class=\"n\">3</td>"
                + "<td class=\"n soft\">20200102–20230203</td><td class=\"wide\">a.example</td></tr></table>")
    }

    // MARK: Where from

    @Test func inputsAreListed() throws {
        let page = try Self.tiny()
        let sha256 = SHA256.hash("crawl").hex.prefix(16)
        #expect(
            page.contains(
                "<h3>1 input</h3><table><tr><th>crawl.warc.gz</th><td class=\"n\">24,000 bytes</td>"
                    + "<td class=\"wide soft\">\(sha256)</td></tr></table></section>"))
        #expect(
            page.hasSuffix(
                "<details><summary>The pipeline, resolved</summary><pre class=\"scores\">extract:\n  dialect: quarry\n</pre>"
                    + "</details></main></body></html>\n"))
    }

    @Test(arguments: [(100, ""), (101, "… and 1 more"), (1234, "… and 1,134 more")])
    func aHundredInputsAreListed(count: Int, rest: String) throws {
        let page = try Self.page([Self.document(0)]) { manifest in
            manifest.inputs = (0..<count).map { .init(name: "in\($0).warc", bytes: 1, sha256: "") }
        }
        let section = Self.part(page, from: "<h2 id=\"provenance\">Where from</h2>", to: "</section>")
        #expect(section.contains("<h3>\(count == 1234 ? "1,234" : "\(count)") inputs</h3>"))
        #expect(section.components(at: "<tr>").count - 1 == 100 && section.contains("<th>in99.warc</th>"))
        #expect(section.hasSuffix(rest.isEmpty ? "</table>" : "<p class=\"soft\">\(rest)</p>"))
    }
}
