import CorpusFiles
import CorpusKit
import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import Reports

/// The parts of a report by themselves: the funnel, shares, numbers, examples of what left.
@Suite struct ReportPartsTests {
    /// Requests and metadata never are pages: they stand beside the funnel, whose shares are of the rest.
    @Test func theFunnelIsOfWhatCanBeAPage() {
        var ledger = Ledger()
        ledger.born(.record, 10)
        ledger.written(.record, 5)
        ledger.dropped(.recordOtherType, 4)
        ledger.dropped(.recordRevisit, 1)
        ledger.born(.document, 1200)
        ledger.written(.document, 1200)
        let html = written { html in
            FunnelTable(ledger).write(heading: "h3", link: { $0 == .recordRevisit ? "#r" : "" }, to: &html)
        }
        #expect(html.contains("<h3>records <span class=\"soft\">6 and 4 that never are pages</span></h3>"))
        #expect(html.contains(">written</th><td class=\"n\">5</td><td class=\"n soft\">83.3 %</td>"))
        #expect(
            html.contains(
                "<a href=\"#r\">record.revisit</a></th><td class=\"n\">1</td><td class=\"n soft\">16.7 %</td>"))
        #expect(!html.contains("record.other-type"))
        #expect(html.contains("<h3>documents <span class=\"soft\">1,200</span></h3>") && html.contains("100.0 %"))
        #expect(!html.contains("images") && !html.contains("paragraphs"), "none entered")
    }

    @Test func theCommonestReasonComesFirst() throws {
        var ledger = Ledger()
        ledger.born(.image, 6)
        ledger.dropped(.imageBlank, 1)
        ledger.dropped(.imageTooSmall, 5)
        let html = written { html in FunnelTable(ledger).write(heading: "h3", link: { _ in "" }, to: &html) }
        let small = try #require(html.firstRange(of: ">image.too-small<"))
        let blank = try #require(html.firstRange(of: ">image.blank<"))
        #expect(small.lowerBound < blank.lowerBound)
    }

    @Test(arguments: [
        (0, 5, "0.0"), (5, 10, "50.0"), (1, 100_000, "0.5"), (3, 3, "100.0"), (1, 3, "33.33"), (0, 0, "0.0"),
    ])
    func barsAreAsLongAsTheShare(count: Int, most: Int, width: String) {
        #expect(written { Chart.bar(count, of: most, &$0) }.contains("<rect width=\"\(width)\" height=\"1\""))
    }

    @Test func namesOfColumnsForPeople() {
        #expect(Chart.label("stop_words_ratio") == "stop words" && Chart.label("image_gain") == "image gain")
    }

    @Test func aHistogramHasABarForWhatIsThere() {
        var bins = Bins(sample: [0, 24])
        for value in [0, 0, 0, 5] as [Float] { bins.count(value) }
        var selected = [Int](repeating: 0, count: 24)
        selected[0] = 1
        let html = written { Chart.histogram("words", bins, selected, &$0) }
        #expect(html.components(at: "<rect ").count - 1 == 3)
        #expect(html.contains("<title>0 – 1: 1 / 3</title>") && html.contains("<title>5 – 6: 0 / 1</title>"))
        #expect(html.contains("y=\"2.0\" width=\"9\" height=\"42.0\""), "the most is as high as the chart")
    }

    @Test func numbersThatAreAllAlikeAreNotTold() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path, count: 6)
        let numbers = try ReportNumbers(Corpus(folder: scratch.path))
        let names = numbers.columns.map(\.name)
        #expect(names.contains("words") && names.contains("images") && !names.contains("stop_words_ratio"))
        #expect(numbers.columns.allSatisfy { $0.bins.totals.reduce(0, +) == 6 })
    }

    /// At most four examples a reason, always the same; what left with its document is none.
    @Test func examplesOfWhatWasDropped() throws {
        let scratch = try Scratch()
        let texts = (0..<9).map { "text \($0)" }
        let corpus = try TinyCorpus.ofTexts(["one"], dropping: texts, in: scratch.path)
        let drops = try ReportDrops(corpus)
        #expect(drops.examples[.documentTooFewWords]?.count == 4 && drops.examples[.documentNoImage]?.count == 3)
        #expect(drops.examples[.imageTooSmall]?.count == 4 && !drops.isPartial)
        #expect(drops.shows(.documentNoImage) && !drops.shows(.imageBlank) && !drops.shows(.imageDocumentDropped))
        #expect(try ReportDrops(corpus).examples == drops.examples)
    }

    /// Logs are read until every reason has its examples: one that is rare is looked for in all of them.
    @Test(arguments: [false, true]) func logsAreReadAsFarAsExamplesAreWanted(isOneRare: Bool) throws {
        let scratch = try Scratch()
        var manifest = try TinyCorpus.ofTexts(["one"], dropping: [], in: scratch.path).manifest
        for part in 0..<8 {
            let name = "drops/judge-0000\(part + 1).jsonl.zst"
            var log = try DropLog.Writer(path: scratch.path + "/" + name)
            var drops = (0..<5).map { Drop(.documentTooFewWords, document: "gone\(part)-\($0)") }
            if isOneRare && part == 5 { drops.append(Drop(.documentNoImage, document: "rare")) }
            for drop in drops {
                try log.append(drop)
                manifest.ledger.born(.document, 1)
                manifest.ledger.dropped(drop.reason)
            }
            manifest.files.append(.init(name, .drops, try log.commit()))
        }
        try manifest.write(to: scratch.path)
        let drops = try ReportDrops(Corpus(folder: scratch.path))
        #expect(drops.examples[.documentTooFewWords]?.count == 4)
        #expect(drops.examples[.documentNoImage]?.map(\.document) == (isOneRare ? ["rare"] : nil))
        if isOneRare { return }
        let parts = Set((drops.examples[.documentTooFewWords] ?? []).map { $0.document.prefix(5) })
        #expect(drops.isPartial && parts.count == 1)
    }
}
