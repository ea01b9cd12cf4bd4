import CorpusFiles
import CorpusKit
import Documents
import Facts
import Inspection
import Platform
import Testing
import TestKit

@testable import Reports

@Suite struct ReportTests {
    private func page(_ scratch: Scratch, shrink: ReportPage.Shrink? = nil) throws -> String {
        _ = try TinyCorpus(in: scratch.path)
        return try ReportPage(Corpus(folder: scratch.path), title: "Tiny \"corpus\"", shrink: shrink).render()
    }

    @Test func nothingComesFromOutside() throws {
        let page = try page(Scratch())
        #expect(page.contains("<title>Tiny &quot;corpus&quot;</title>") && page.contains("image.too-small"))
        for outside in ["<script", "@import", "url(", "href=\"http", "src=\"http", "<link"] {
            #expect(!page.contains(outside), "\(outside)")
        }
        #expect(page.components(at: "src=\"").dropFirst().allSatisfy { $0.hasPrefix("data:image/") })
    }

    @Test func aReasonLeadsToWhatItDropped() throws {
        let page = try page(Scratch())
        #expect(page.contains("<a href=\"#image.too-small\">") && page.contains("<details id=\"image.too-small\""))
        #expect(page.contains("width 20 &lt; 150"))
        // What a reason means stands in the table, for those who hover and for those who listen.
        #expect(page.contains("title=\"" + Reason.imageTooSmall.words.sentence.prefix(20)))
    }

    @Test func smallPicturesAreShownAsTheyAreWhereNothingMayBeDecoded() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let page = try ReportPage(Corpus(folder: scratch.path), title: "x").render()
        #expect(page.contains("data:image/jpeg;base64," + Base64.encode(tiny.images[0])))
        #expect(page.contains("of less than 100 kB"))
        let shrunk = try ReportPage(Corpus(folder: scratch.path), title: "x") { _, _ in (Array("small".utf8), 3, 2) }
        #expect(
            shrunk.render().contains(
                "<img src=\"data:image/jpeg;base64,\(Base64.encode(Array("small".utf8)))\" width=\"3\""))
    }

    @Test func theSameCorpusIsTheSamePage() throws {
        #expect(try page(Scratch()) == page(Scratch()))
    }

    @Test func aHostileDocumentIsText() throws {
        let scratch = try Scratch()
        let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>"
        var document = Document(
            id: String(repeating: "a", count: 20), url: "javascript:alert('x')//\(evil)",
            nodes: [.text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: evil)]))])
        document.title = evil
        document.language = "x\"onmouseover=\"alert(5)"
        let page = try ReportPage(TinyCorpus.of([document], in: scratch.path), title: evil).render()
        for part in ["<script>", "<img src=x", "\"onmouseover=\"", "href=\"javascript:"] {
            #expect(!page.contains(part))
        }
    }

    @Test func binsCoverTheMiddleAndCountEverything() {
        var bins = Bins(sample: (0..<1000).map { Float($0) })
        #expect(bins.edges.count == 25 && bins.edges.first == 10 && bins.edges.last == 989)
        for value in [-5, 10, 500, 5000] as [Float] { bins.count(value) }
        #expect(bins.totals.first == 2 && bins.totals.last == 1 && bins.totals.reduce(0, +) == 4)
        #expect(Bins(sample: [3, 3, .nan]).isEmpty && Bins(sample: []).isEmpty)
    }

    @Test func binsOfWhatReachesFarGrow() {
        let bins = Bins(sample: (0..<1000).map { $0 < 950 ? Float($0 % 20) : Float($0 * 100) })
        #expect(bins.edges[1] - bins.edges[0] < (bins.edges[24] - bins.edges[23]) / 20)
    }
}
