import CorpusFiles
import CorpusKit
import Documents
import Facts
import Glibc
import Platform
import TestKit
import Testing

@testable import Inspection

/// The parts of looking, with literal inputs.
@Suite struct PartsTests {
    // MARK: Runs that kept nothing

    @Test func anEmptyRunNamesWhatTookMost() throws {
        var ledger = Ledger()
        ledger.born(.record, 9)
        ledger.dropped(.recordNotHTML, 6)
        ledger.born(.document, 3)
        ledger.dropped(.documentNSFW)
        ledger.dropped(.documentTooFewWords, 2)
        let line = try #require(EmptyRun(ledger)).line("out")
        #expect(line.hasPrefix("nothing was kept: document.too-few-words took 2 of 3 documents. "))
        #expect(line.hasSuffix(" See quarry drops out --reason document.too-few-words --sample 5"))
        ledger.written(.document)
        #expect(EmptyRun(ledger) == nil)
    }

    /// Records that never are pages are the rule in every archive: they explain nothing unless there is nothing else.
    @Test func recordsThatNeverArePagesExplainNothing() throws {
        var ledger = Ledger()
        ledger.born(.record, 5)
        ledger.dropped(.recordOtherType, 4)
        #expect(EmptyRun(ledger)?.most?.reason == .recordOtherType)
        ledger.dropped(.recordNotHTML)
        let run = try #require(EmptyRun(ledger))
        #expect(run.most?.reason == .recordNotHTML && run.most?.count == 1 && run.born == 5 && run.unit == .record)
        #expect(EmptyRun(Ledger())?.line("out") == "nothing was kept: nothing came in")
    }

    // MARK: Samples

    @Test func aSampleOfAShortStreamIsTheStream() {
        var sample = Sample<Int>(size: 3, seed: 1)
        for number in 0..<3 { sample.offer(number) }
        #expect(sample.elements == [0, 1, 2])
        sample.offer(3)
        #expect(sample.elements.count == 3 && sample.elements == sample.elements.sorted())
    }

    /// Half of six: each in half of 400 samples, give or take six deviations.
    @Test func everyElementIsAsLikelyAsAnother() {
        var taken = [Int](repeating: 0, count: 6)
        for seed in 0..<400 as Range<UInt64> {
            var sample = Sample<Int>(size: 3, seed: seed)
            for number in 0..<6 { sample.offer(number) }
            for number in sample.elements { taken[number] += 1 }
        }
        #expect(taken.reduce(0, +) == 1200 && taken.allSatisfy { (140...260).contains($0) }, "\(taken)")
    }

    // MARK: Bars and numbers

    @Test(arguments: [
        (0, 9, ""), (1, 1000, "▏"), (10, 10, "███"), (1, 2, "█▌"), (5, 0, ""), (7, 8, "██▋"),
    ]) func barsAreMeasuredInEighths(count: Int, most: Int, bar: String) {
        #expect(Histogram.bar(count, of: most, width: 3) == bar)
    }

    /// 24 documents of 9 to 32 words.
    @Test func quantilesAreValuesThatThereAre() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let words = try SignalInspection(Corpus(folder: scratch.path), signal: "words")
        let quantiles: [Double] = [0, 0.25, 0.26, 0.5, 0.75, 1].map { words.quantile($0) }
        #expect(quantiles == [9, 14, 15, 20, 26, 32] && words.mean == 20.5)
        #expect(words.bins.count == 20 && words.bins[0].lower == 9 && words.bins[0].count == 2)
        #expect(words.bins.reduce(0) { $0 + $1.count } == 24)
    }

    // MARK: Searches

    /// Of two stretches the one with more different words.
    @Test func aSnippetShowsAsManyOfTheWordsAsItCan() {
        let query = SearchQuery("polar bear")
        let snippet = Snippet(of: ["bear bear bear", "", "a polar bear"], query)
        #expect(snippet.text == "a polar bear" && snippet.marks == [2..<7, 8..<12])
        let far = (0..<99).map { "word\($0)" }.joined(separator: " ")
        let middle = Snippet(of: ["\(far) bear \(far)"], query)
        #expect(middle.text.hasPrefix("…") && middle.text.hasSuffix("…") && middle.marks.count == 1)
        #expect(middle.pieces.map(\.isMarked) == [false, true, false] && middle.pieces[1].text == "bear")
        #expect(middle.text.contains("word98 bear word0"))
        #expect(Snippet(of: ["", "nothing here"], query).text == "nothing here")
    }

    /// A minus before a quotation leaves it out; one in it is a part of what is looked for.
    @Test func aMinusInQuotationMarksIsAMinus() {
        #expect(SearchQuery("\"-5 degrees\"").words == ["5", "degrees"])
        let without = SearchQuery("snow -\"polar bear\" ice")
        #expect(without.words == ["snow", "ice"] && without.expressions.last?.contains("NOT \"polar bear\"") == true)
        #expect(SearchQuery("-\"polar bear\"").isEmpty && SearchQuery("- \"").isEmpty)
    }

    @Test func reasonsAreAskedByNameOrUnit() throws {
        #expect(try ReasonsInspection("image.blank").reasons == [.imageBlank])
        #expect(try ReasonsInspection("images").reasons == Reason.allCases.filter { $0.unit == .image })
        #expect(try ReasonsInspection().reasons == Reason.allCases)
        let error = #expect(throws: InspectionError.self) { try ReasonsInspection("image.blanc") }
        #expect(error?.description == "there is no reason 'image.blanc'; the nearest is 'image.blank'")
    }

    @Test func errorsHaveTheirExitCode() {
        func code(_ number: Int32) -> Int32 {
            InspectionError.storage(.system(SystemError("read", path: "p", code: number))).exitCode
        }
        #expect([ENOSPC, EMFILE, ENOENT].map(code) == [74, 75, 3])
        #expect(InspectionError.unanswerable("").exitCode == 2)
        #expect(InspectionError.storage(.query(detail: "")).exitCode == 2)
        #expect(InspectionError.storage(.corrupt(path: "", detail: "")).exitCode == 3)
    }

    // MARK: Two corpora

    /// By its id before its address, and by what left the page itself.
    @Test func theOtherCorpusSaysWhyItHasADocumentNot() throws {
        let scratch = try Scratch()
        let one = try TinyCorpus.ofTexts(["a text", "b text", "c text"], in: scratch.file("a"))
        _ = try TinyCorpus(in: scratch.file("b"), count: 3)
        let rows = try one.index.documents(numbers: [0, 1, 2])
        var log = try DropLog.Writer(path: scratch.file("b/drops/extract-00000.jsonl.zst"))
        for drop in [
            Drop(.pageEmpty, url: rows[0].url), Drop(.documentTooFewWords, detail: "3 < 10", document: rows[0].id),
            Drop(.documentNSFW, url: rows[1].url), Drop(.pageEmpty, url: rows[1].url),
            Drop(.imageBlank, url: rows[2].url),
        ] { try log.append(drop) }
        _ = try log.commit()
        let compared = try CompareInspection(one, Corpus(folder: scratch.file("b")), listing: .onlyInA)
        #expect(compared.lone.map(\.reason) == ["document.too-few-words", "document.nsfw", ""])
        #expect(compared.lone[0].detail == "3 < 10" && compared.onlyInB == 3 && compared.shared == 0)
    }
}
