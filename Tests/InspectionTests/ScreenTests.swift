import CorpusFiles
import CorpusKit
import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import Inspection

/// What is printed fits the screen.
@Suite struct ScreenTests {
    private func widest(_ text: String) -> Int { text.split(separator: "\n").map(\.unicodeScalars.count).max() ?? 0 }

    private var ledger: Ledger {
        var ledger = Ledger()
        ledger.born(.record, 2_000)
        for _ in 0..<1_000 { ledger.dropped(.recordOtherType) }
        ledger.written(.record, 1_000)
        ledger.born(.paragraph, 29_208)
        for _ in 0..<29_000 { ledger.dropped(.paragraphTooLittlePunctuation) }
        ledger.written(.paragraph, 208)
        return ledger
    }

    @Test(arguments: [60, 120]) func tablesFit(width: Int) throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        let screen = Screen(width: width)
        #expect(widest(FunnelInspection(ledger).text(on: screen)) <= width)
        #expect(widest(FunnelInspection(corpus).text(on: screen)) <= width)
        #expect(widest(try StatsInspection(corpus).text(on: screen)) <= width)
        let shown = try DocumentInspection.find("d0000000000000000000", in: corpus, withDrops: true)
        #expect(widest(shown.text(on: screen)) <= max(width, 100))
    }

    @Test func recordsThatNeverArePagesStandBesideTheFunnel() {
        let text = FunnelInspection(ledger).text(on: Screen(width: 80))
        #expect(text.hasPrefix("records"))
        #expect(text.contains("(and 1,000 records that never are pages: requests, metadata and the like)"))
        #expect(!text.contains("record.other-type") && !text.contains("BALANCE"))
    }

    @Test func codeKeepsItsIndentation() {
        let code = "def f():\n    if x:\n\treturn 1"
        #expect(Terminal.wrapped(code) == "def f():\n    if x:\n    return 1")
        #expect(Terminal.wrapped("    a b c d e f g", width: 20) == "    a b c d e f g")
        #expect(Terminal.wrapped("  aaaaaaaaaa bbbbbbbbbb cc", width: 22) == "  aaaaaaaaaa\n  bbbbbbbbbb cc")
    }

    @Test func whatDoesNotFitHangsBelowItsLine() {
        let line = "image.repeated-in-domain  (4 > 3 in the domain)  http://i.example/a.png"
        #expect(Terminal.hanging(line, width: 100, indent: "    ") == line)
        #expect(
            Terminal.hanging(line, width: 60, indent: "    ")
                == "image.repeated-in-domain  (4 > 3 in the domain)\n    http://i.example/a.png")
    }

    @Test func whatLeftStandsInItsPlace() {
        let nodes: [Node] = [
            .text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: "One."), Paragraph(ordinal: 2, text: "Two.")])),
            .image(ImageNode(ordinal: 3, url: "http://a.example/b.png")),
        ]
        var left = [
            Drop(.paragraphTooFewWords, detail: "1 < 4", ordinal: 1),
            Drop(.imageTooSmall, url: "http://a/x", ordinal: 4),
        ]
        left[0].text = "Short."
        let order = ReadingOrder(Document(url: "http://a.example/", nodes: nodes), left: left)
        let pieces = order.pieces.map { piece in
            switch piece {
            case .paragraph(let text): text
            case .image(let image): image.url
            case .divide: "---"
            case .left(let drop): "- " + drop.reason.rawValue
            }
        }
        #expect(
            pieces == ["One.", "- paragraph.too-few-words", "Two.", "http://a.example/b.png", "- image.too-small"])
    }

    /// What was cut out of a paragraph has its ordinal and follows it; nothing else moves.
    @Test func whatWasCutOutOfAParagraphFollowsIt() {
        let paragraphs = [Paragraph(ordinal: 0, text: "One."), Paragraph(ordinal: 2, text: "Two.")]
        let document = Document(url: "http://a.example/", nodes: [.text(TextNode(paragraphs: paragraphs))])
        let left = [
            Drop(.paragraphPartlyRepeatedInDomain, ordinal: 0), Drop(.paragraphPartlyRepeatedInDomain, ordinal: 1),
            Drop(.paragraphTooFewWords, ordinal: 1), Drop(.paragraphPartlyRepeatedInDomain, ordinal: 2),
        ]
        let pieces = ReadingOrder(document, left: left).pieces.map { piece in
            switch piece {
            case .paragraph(let text): text
            case .left(let drop): drop.reason.isCut ? "cut" : "- \(drop.ordinal)"
            default: "other"
            }
        }
        #expect(pieces == ["One.", "cut", "cut", "- 1", "Two.", "cut"])
    }

    @Test func greyIsOnlyForScreensThatHaveIt() {
        let drop = Drop(
            .paragraphBoilerplate, detail: "hidden", paragraph: Paragraph(ordinal: 3, text: "Un\u{1B}seen."))
        #expect(
            DropLines.text(drop, on: Screen()) == "  - paragraph.boilerplate (hidden)\n    Un\u{FFFD}seen.")
        let lines = DropLines.text(drop, on: Screen(hasColours: true)).split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("\u{1B}[90m") && $0.hasSuffix("\u{1B}[0m") })
    }

    @Test func aSampleIsTheSameForTheSameSeed() {
        func sample(_ seed: UInt64) -> [Int] {
            var sample = Sample<Int>(size: 10, seed: seed)
            for number in 0..<1_000 { sample.offer(number) }
            return sample.elements
        }
        #expect(sample(1) == sample(1) && sample(1) != sample(2))
        #expect(sample(3).count == 10 && sample(3) == sample(3).sorted() && Set(sample(3)).count == 10)
        let mean = (0..<200).flatMap { sample($0) }.reduce(0, +) / 2_000
        #expect((450...550).contains(mean))
    }

    @Test func pagesAreFoundWithoutSchemeAndFragment() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        let url = tiny.documents[5].url
        for query in [url + "#top", String(url.dropFirst(8)), "http://" + url.dropFirst(8)] {
            guard case .present(_, let document, _) = try DocumentInspection.find(query, in: corpus).finding else {
                Issue.record("\(query) is not found")
                continue
            }
            #expect(document.url == url)
        }
        #expect(try DocumentInspection.find("example.org/few/", in: corpus).text().contains("document.too-few-words"))
    }
}
