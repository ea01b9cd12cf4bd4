import CorpusFiles
import CorpusKit
import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import Reports

/// Documents with pictures, drawn for the report, and examples of what was dropped.
@Suite struct GalleryTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func tiny(_ pictures: [[UInt8]]? = nil, count: Int = 24) throws -> (TinyCorpus, Corpus) {
        let tiny = try TinyCorpus(in: scratch.path, count: count, pictures: pictures)
        return (tiny, try Corpus(folder: scratch.path))
    }

    private static func image(_ ordinal: Int, _ content: String, width: Int = 100, height: Int = 100) -> ImageNode {
        var image = ImageNode(ordinal: ordinal, url: "http://i.example/\(ordinal)")
        image.signals = ImageSignals(
            sha256: SHA256.hash(content).hex, phash: "", width: width, height: height, format: "jpeg")
        return image
    }

    // MARK: Cards

    /// Every picture is shown once; a document of which none can be shown stands behind the others.
    @Test func aPictureIsShownOnce() throws {
        let (_, corpus) = try tiny()
        let gallery = try ReportGallery(corpus, nil)
        #expect(gallery.cards.count == 16, "eight documents have no picture")
        #expect(gallery.cards.reduce(0) { $0 + $1.thumbs.count } == 3)
        let counts = gallery.cards.map(\.thumbs.count)
        #expect(counts.drop { $0 > 0 }.allSatisfy { $0 == 0 })
        let sizes = gallery.cards.flatMap(\.thumbs).map(\.width).sorted()
        #expect(sizes == [640, 641, 642] && gallery.cards.flatMap(\.thumbs).allSatisfy { $0.height == 480 })
    }

    @Test func twentyFourCardsAreDrawn() throws {
        let (_, corpus) = try tiny(count: 60)
        let gallery = try ReportGallery(corpus, nil)
        #expect(gallery.cards.count == 24 && Set(gallery.cards.map(\.row.id)).count == 24)
        #expect(try ReportGallery(corpus, nil).cards.map(\.row.id) == gallery.cards.map(\.row.id))
    }

    @Test func aCardHasTitleAndBeginning() throws {
        let (tiny, corpus) = try tiny()
        let card = try #require(try ReportGallery(corpus, nil).cards.first)
        let document = try #require(tiny.documents.first { $0.id == card.row.id })
        #expect(card.title == document.title && card.beginning == document.beginning)
        let other = try TinyCorpus.of(
            [
                Document(
                    id: String(repeating: "a", count: 20), url: "http://a.example/x",
                    nodes: [.image(Self.image(1, "x"))])
            ],
            in: scratch.file("untitled"))
        #expect(try ReportGallery(other, nil).cards.map(\.title) == ["http://a.example/x"], "it has no title")
    }

    @Test func cardsAreWritten() throws {
        let (tiny, corpus) = try tiny(count: 3)
        let html = try written { try ReportGallery(corpus, nil).write(to: &$0) }
        #expect(
            html.hasPrefix(
                "<h2 id=\"gallery\">Gallery</h2><p class=\"soft\">Documents drawn at random from those with pictures of "
                    + "less than 100 kB.</p><div class=\"gallery\"><article class=\"page\">"))
        #expect(html.hasSuffix("</article></div>"))
        let source = "data:image/png;base64," + Base64.encode(tiny.images[1])
        let article = [
            "<article class=\"page\"><div class=\"strip n1\"><img src=\"\(source)\" width=\"641\" height=\"480\" ",
            "alt=\"picture 0\"></div><h3>Page 1</h3><p class=\"excerpt\" dir=\"auto\">",
            "Document 1 tells of a small white dog named Idéfix.</p>",
            "<p class=\"soft url\">example.org · 10 words · 1 picture</p></article>",
        ]
        #expect(html.contains(article.joined()))
        #expect(html.contains("<div class=\"strip n2\">"))
        let none = try TinyCorpus.ofTexts(["no picture"], in: scratch.file("none"))
        #expect(try written { try ReportGallery(none, nil).write(to: &$0) } == "")
    }

    // MARK: Which pictures

    /// A small picture is given as it is, a larger one only where it can be made smaller.
    @Test(arguments: [(100_000, true), (100_001, false)]) func picturesAreSmall(bytes: Int, isShown: Bool) throws {
        let pictures = (0..<3).map { [UInt8](repeating: UInt8($0), count: $0 == 1 ? bytes : 10) }
        let (_, corpus) = try tiny(pictures)
        let widths = try ReportGallery(corpus, nil).cards.flatMap(\.thumbs).map(\.width)
        #expect(widths.contains(641) == isShown && widths.contains(640))
    }

    @Test func picturesAreMadeSmall() throws {
        let (tiny, corpus) = try tiny([[UInt8](repeating: 7, count: 200_000), [8, 8], [9]])
        var asked: [(Int, Int)] = []
        let gallery = try ReportGallery(corpus) { bytes, orientation in
            asked.append((bytes.count, orientation))
            return bytes.count == 2 ? nil : ([1, 2, 3], bytes.count, 5)
        }
        #expect(asked.map(\.0).sorted() == [1, 2, 200_000] && asked.allSatisfy { $0.1 == 1 })
        let thumbs = gallery.cards.flatMap(\.thumbs)
        #expect(thumbs.allSatisfy { $0.source == "data:image/jpeg;base64,AQID" && $0.height == 5 })
        #expect(thumbs.map(\.width).sorted() == [1, 200_000], "what cannot be decoded is left out")
        #expect(tiny.images.count == 3)
        #expect(written { gallery.write(to: &$0) }.contains("from those with pictures.</p>"))
    }

    /// The first card may have 3.5 MB by 24, 145,833 bytes: 23 of the address's beginning and four for each three of a
    /// picture.
    @Test(arguments: [(109_356, true), (109_359, false)]) func thePageStaysSmall(bytes: Int, isShown: Bool) throws {
        let (_, corpus) = try tiny()
        let gallery = try ReportGallery(corpus) { _, _ in ([UInt8](repeating: 0, count: bytes), 1, 1) }
        #expect(gallery.cards.contains { !$0.thumbs.isEmpty } == isShown)
    }

    /// Badges are no pictures; neither is what is not in a pack.
    @Test func badgesAndWhatIsNotHereAreLeftOut() throws {
        let corpus = try TinyCorpus.of(
            [
                Document(
                    id: String(repeating: "a", count: 20), url: "http://a.example/",
                    nodes: [.image(Self.image(1, "x", width: 63, height: 900)), .image(Self.image(2, "y"))])
            ], in: scratch.file("bare"))
        let gallery = try ReportGallery(corpus) { _, _ in ([1], 1, 1) }
        #expect(gallery.cards.map(\.thumbs.count) == [0])
        let html = written { gallery.write(to: &$0) }
        #expect(html.contains("<div class=\"strip n0\"></div>"))
    }

    // MARK: Examples

    @Test func examplesSayWhatLeft() throws {
        let folder = scratch.file("dropping")
        var manifest = try TinyCorpus.ofTexts(["one"], dropping: [], in: folder).manifest
        manifest.files.removeAll { $0.kind == .drops }
        let name = "drops/judge-00001.jsonl.zst"
        var log = try DropLog.Writer(path: folder + "/" + name)
        var image = Drop(
            .imageTooSmall, detail: "width < 1", url: "http://i.example/" + String(repeating: "x", count: 400))
        image.text = "A <dog>"
        var paragraph = Drop(.paragraphTooFewWords)
        paragraph.page = "http://a.example/page"
        for drop in [image, paragraph, Drop(.imageDocumentDropped)] {
            try log.append(drop)
            manifest.ledger.born(drop.reason.unit, 1)
            manifest.ledger.dropped(drop.reason)
        }
        manifest.files.append(.init(name, .drops, try log.commit()))
        try manifest.write(to: folder)
        let corpus = try Corpus(folder: folder)
        let drops = try ReportDrops(corpus)
        let html = written { drops.write(corpus.manifest.ledger, to: &$0) }
        let address = "http://i.example/" + String(repeating: "x", count: 283)
        let expected = [
            "<h2 id=\"dropped\">What was dropped</h2>",
            "<details id=\"paragraph.too-few-words\" open=\"\" class=\"reason-examples\"><summary>",
            "<b>paragraph.too-few-words</b><span class=\"soft\"> 1</span></summary><p class=\"soft\">",
            "A paragraph of too few words.</p><div class=\"left\"><p class=\"url\">http://a.example/page</p></div></details>",
            "<details id=\"image.too-small\" open=\"\" class=\"reason-examples\"><summary><b>image.too-small</b>",
            "<span class=\"soft\"> 1</span></summary><p class=\"soft\">A side is too short.</p><div class=\"left\">",
            "<p><b>width &lt; 1</b></p><p dir=\"auto\">A &lt;dog&gt;</p><p class=\"url\">\(address)</p></div></details>",
        ]
        #expect(html == expected.joined())
        #expect(!drops.isPartial && !drops.shows(.imageDocumentDropped))
    }

    @Test func withoutDropsThereIsNothing() throws {
        let corpus = try TinyCorpus.ofTexts(["one"], in: scratch.file("none"))
        let drops = try ReportDrops(corpus)
        #expect(drops.examples.isEmpty && written { drops.write(corpus.manifest.ledger, to: &$0) } == "")
    }

    /// Logs of all phases are looked at in turn: the second log of a phase comes behind the first one of every other.
    @Test func phasesTakeTurns() throws {
        let folder = scratch.file("turns")
        var manifest = try TinyCorpus.ofTexts(["one"], dropping: [], in: folder).manifest
        manifest.files.removeAll { $0.kind == .drops }
        for (phase, part) in [("extract", 0), ("extract", 1), ("judge", 0)] {
            let name = "drops/\(phase)-0000\(part).jsonl.zst"
            var log = try DropLog.Writer(path: folder + "/" + name)
            for number in 0..<2 {
                try log.append(Drop(.documentTooFewWords, document: "\(phase)\(part)-\(number)"))
                manifest.ledger.born(.document, 1)
                manifest.ledger.dropped(.documentTooFewWords)
            }
            manifest.files.append(.init(name, .drops, try log.commit()))
        }
        try manifest.write(to: folder)
        let drops = try ReportDrops(Corpus(folder: folder))
        let phases = Set((drops.examples[.documentTooFewWords] ?? []).map { $0.document.prefix(5) })
        #expect(drops.isPartial && drops.examples[.documentTooFewWords]?.count == 4 && phases == ["extra", "judge"])
    }
}
