import CorpusFiles
import CorpusKit
import Documents
import Facts
import JSON
import Platform
import Testing
import TestKit

@testable import Inspection

@Suite struct Searching {
    private func search(
        _ words: String, in corpus: Corpus, where predicate: String? = nil, limit: Int = 20, offset: Int = 0
    ) throws -> SearchInspection {
        var question = SearchInspection.Question(words)
        (question.predicate, question.limit, question.offset) = (predicate, limit, offset)
        return try SearchInspection(question, in: corpus)
    }

    @Test func aSearchIsAnExpressionThatCannotBeMalformed() {
        #expect(SearchQuery("polar bear").phrase == "\"polar bear\"")
        #expect(SearchQuery("polar bear").expressions == ["\"polar\" AND \"bear\""])
        #expect(SearchQuery("\"polar bear\" -zoo ice*").expressions == ["\"polar bear\" AND \"ice\" * NOT \"zoo\""])
        #expect(SearchQuery("a\" OR (b* ^ NEAR").words == ["a", "or", "b", "near"])
        #expect(SearchQuery("don't").expressions == ["\"don t\""])
        for nothing in ["", "  ", "-", "\"\"", "-zoo", "***"] { #expect(SearchQuery(nothing).isEmpty, "\(nothing)") }
    }

    @Test func wordsSideBySideComeFirst() throws {
        let scratch = try Scratch()
        let texts = [
            "A bear that is polar in its opinions, and a bear again, and polar too; a bear.", "The white fox.",
            "Long ago somebody saw a polar bear on the ice and wrote a long report about everything he saw.",
        ]
        let corpus = try TinyCorpus.ofTexts(texts, in: scratch.path)
        let found = try search("polar bear", in: corpus)
        #expect(found.results.map(\.row.number) == [2, 0] && found.matches == 2)
        #expect(found.results[0].snippet.text.contains("saw a polar bear on the ice"))
        let json = try JSONValue(parsing: found.json)
        #expect(json["results"]?[0]?["number"]?.integer == 2 && json["matches"]?.integer == 2)
        #expect(found.text(on: Screen(width: 50)).split(separator: "\n").allSatisfy { $0.count <= 50 })
    }

    @Test func marksAreWhereTheWordsAre() throws {
        let scratch = try Scratch()
        let corpus = try TinyCorpus.ofTexts(["Ça va: l’élan polaire\nest là."], in: scratch.path)
        let snippet = try search("elan est", in: corpus).results[0].snippet
        let scalars = Array(snippet.text.unicodeScalars)
        let marked = snippet.marks.map { mark in
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[mark])
            return String(view)
        }
        #expect(marked == ["élan", "est"] && !snippet.text.contains("\n"))
        #expect(try search("elan", in: corpus).text().contains("l’«élan» polaire"))
    }

    @Test func aRunWithoutBlanksIsFoundWhateverItsCut() throws {
        let scratch = try Scratch()
        let texts = ["東京都の水族館でペンギンの赤ちゃんが生まれました。", "大阪の動物園で白熊を見ました。", "京都の寺。"]
        let corpus = try TinyCorpus.ofTexts(texts, in: scratch.path)
        #expect(try search("動物園で白熊を見", in: corpus).results.first?.row.number == 1)
        #expect(try search("族館でペンギンの赤", in: corpus).results.first?.row.number == 0)
    }

    @Test func theLastWordOfARunMayReachFurther() {
        #expect(SearchQuery("とウェブブラウザ").expressions.contains("\"と ウェブブラウザ\" *"))
        // One word, cut off: the dictionary has no longer one that it could be part of.
        #expect(SearchQuery("レイヤーオフセッ").expressions == ["\"レイヤーオフセッ\"", "\"レイヤーオフセッ\" *"])
        #expect(SearchQuery("layer").expressions == ["\"layer\""])
    }

    @Test func aRunIsCutInEveryWayThatHasWords() throws {
        // As an index has them: "gho" is in it, "gh" only as its beginning.
        let words = ["ab", "cd", "bc", "d", "ef", "gho", "fg", "e"]
        let cuts = RunCuts("abcdefgh") { expression in
            let asked = expression.filter(\.isLetter)
            return words.contains { expression.hasSuffix("*") ? $0.hasPrefix(asked) : $0 == asked }
        }
        // The first letters may belong to a word that begins before the run, the last to one that goes on.
        for way in [["ab", "cd", "ef", "gh"], ["cd", "ef", "gh"], ["bc", "d", "ef", "gh"], ["ef", "gh"]] {
            #expect(cuts.ways.contains(RunCuts.Way(words: way, isOpen: true)), "\(way)")
        }
        // One letter begins too many words.
        #expect(cuts.ways.contains(RunCuts.Way(words: ["cd", "e", "fg"])))
        #expect(cuts.ways[0].expression == "\"ab cd ef gh\" *")
        #expect(RunCuts("abcdefgh") { _ in false }.ways.isEmpty && RunCuts("a") { _ in true }.ways.isEmpty)
        #expect(RunCuts(String(repeating: "a", count: 40)) { _ in true }.ways.count == 64)
    }

    @Test func aRunWithoutAWholeWordIsFound() throws {
        let scratch = try Scratch()
        let texts = ["データベースのプロパティを開きます。", "スクロールバーコントロールを使います。", "ベースのコントロールを開きます。"]
        let corpus = try TinyCorpus.ofTexts(texts, in: scratch.path)
        let found = try search("タベースのプロパ", in: corpus)
        #expect(found.results.map(\.row.number) == [0] && found.matches == 1)
        #expect(found.results.first?.snippet.pieces.contains { $0 == ("タベースのプロパ", true) } == true)
        let overlapping = try search("タベースのプ ベースのプロパ", in: corpus)
        #expect(
            overlapping.results.first?.snippet.pieces.contains { $0 == ("タベースのプロパ", true) } == true,
            "\(overlapping.results.map(\.snippet.pieces))")
    }

    @Test func whoShowsWhatWasTypedSignForSignComesFirst() throws {
        let scratch = try Scratch()
        let long = String(repeating: " It says much more about other things, and at length.", count: 3)
        let texts = ["Go to the layer now.", "Look at the image. Layer by layer.", "Go to the layer, and draw." + long]
        let corpus = try TinyCorpus.ofTexts(texts, in: scratch.path)
        #expect(try search("to the layer,", in: corpus).results.map(\.row.number) == [2, 0])
        #expect(try search("the image  layer", in: corpus).results.map(\.row.number) == [1])
        #expect(SearchQuery("The  Layer,").literals == ["the layer,"])
        #expect(
            SearchQuery("\"The Layer\" -mask dra*").literals == ["the layer"] && SearchQuery("layer").literals == [])
    }

    @Test func matchesAreCountedOfWhatIsListed() throws {
        let scratch = try Scratch()
        let texts = ["レイヤーマスクを追加します。", "レイヤーの順序とマスクを追加します。", "マスクを追加します。"]
        let corpus = try TinyCorpus.ofTexts(texts, in: scratch.path)
        let found = try search("レイヤーマスクを", in: corpus)
        #expect(found.results.map(\.row.number) == [0] && found.matches == 1)
    }

    @Test func pagesAndConditionsNarrow() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        let all = try search("dog", in: corpus, limit: 100).results.map(\.row.number)
        #expect(all.count == 24)
        #expect(try search("dog", in: corpus, limit: 5, offset: 5).results.map(\.row.number) == Array(all[5..<10]))
        #expect(try search("dog", in: corpus, where: "images = 2").results.count == 8)
        #expect(throws: InspectionError.self) { try search("dog", in: corpus, where: "imgs = 2") }
        #expect(throws: InspectionError.self) { try search("-dog", in: corpus) }
        #expect(try search("nowhere", in: corpus).text() == "nothing says 'nowhere'")
    }
}

@Suite struct Sampling {
    @Test func theSameSeedDrawsTheSameDocumentsEachOnce() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        let drawn = try SampleInspection(7, seed: 7, from: corpus).rows.map(\.id)
        #expect(Set(drawn).count == 7)
        #expect(try SampleInspection(3, seed: 7, from: corpus).rows.map(\.id) == Array(drawn.prefix(3)))
        #expect(try SampleInspection(7, seed: 8, from: corpus).rows.map(\.id) != drawn)
        #expect(try SampleInspection(1000, seed: 1, from: corpus).rows.count == 24)
    }

    @Test func aConditionIsUniformOverWhatFits() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        var seen: Set<Int> = []
        for seed in 0..<40 {
            let rows = try SampleInspection(2, seed: UInt64(seed), where: "images = 2", from: corpus).rows
            #expect(rows.count == 2 && rows.allSatisfy { $0.images == 2 })
            seen.formUnion(rows.map(\.number))
        }
        #expect(seen.count == 8)
        #expect(try SampleInspection(2, seed: 0, where: "images = 9", from: corpus).text() == "no document fits")
        let narrow = try SampleInspection(2, seed: 0, from: corpus).text(on: Screen(width: 60)).split(separator: "\n")
        #expect(narrow.count == 4 && narrow[1].hasPrefix("    http") && narrow.allSatisfy { $0.count <= 60 })
        // A long condition, as a group of the map is, draws the same documents.
        let long = "images = 2" + String(repeating: " AND images = 2", count: 200)
        let drawn = try SampleInspection(3, seed: 5, where: "images = 2", from: corpus).rows.map(\.id)
        #expect(try SampleInspection(3, seed: 5, where: long, from: corpus).rows.map(\.id) == drawn)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 16, 17, 100, 1000]) func anOrderHasEveryNumberOnce(count: Int) {
        let order = SeededOrder(count: count, seed: 3)
        #expect((0..<count).map { order[$0] }.sorted() == Array(0..<count))
    }
}

@Suite struct Why {
    @Test func aPageThatIsInHasItsRecordItsNumbersAndWhatItLost() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        let why = try WhyInspection(tiny.documents[0].url, in: corpus, phases: [])
        #expect(why.verdict.hasPrefix("in the corpus: Page 0"))
        #expect(why.steps.map(\.phase) == ["extract", "corpus"])
        #expect(why.steps[0].events.map(\.reason) == ["image.too-small"])
        #expect(why.text().contains("crawl.warc.gz, 900 bytes at 0"))
        let bare = String(tiny.documents[0].url.dropFirst("https://".count)) + "#top"
        #expect(try WhyInspection(bare, in: corpus, phases: []).verdict == why.verdict)
        let lines = why.text(on: Screen(width: 60)).split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("    ") }.allSatisfy { $0.count <= 60 || !$0.dropFirst(4).contains(" ") })
        #expect(lines.count > why.text(on: Screen(width: 400)).split(separator: "\n").count)
    }

    @Test(arguments: ["00000000000000000bee", "https://example.org/few"])
    func aPageThatIsOutNamesThePhaseTheRuleAndTheNumbers(query: String) throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let why = try WhyInspection(query, in: Corpus(folder: scratch.path), phases: [])
        #expect(why.verdict == "not in the corpus: extract took it for document.too-few-words (3 < 10)")
        #expect(try JSONValue(parsing: why.json)["steps"]?[0]?["events"]?[0]?["kind"]?.string == "out")
    }

    /// The logs are listed by name; a history is told in the order in which its phases ran.
    @Test func aHistoryIsToldInTheOrderOfThePhases() throws {
        let scratch = try Scratch()
        var manifest = try TinyCorpus.ofTexts(["a b c"], in: scratch.path).manifest
        try Files.makeFolder(scratch.file("drops"))
        for phase in ["assemble", "extract", "judge", "select"] {
            var log = try DropLog.Writer(path: scratch.file("drops/\(phase)-00000.jsonl.zst"))
            var drop = Drop(.paragraphBoilerplate, document: "0a", ordinal: 1)
            (drop.page, drop.path, drop.text) = ("http://a.example/", "html > body > p.\(phase)", "Words of \(phase)")
            try log.append(drop)
            try log.append(Drop(.documentNoImage, detail: phase, document: "0a", url: "http://a.example/"))
            manifest.files.append(.init("drops/\(phase)-00000.jsonl.zst", .drops, try log.commit()))
        }
        try manifest.write(to: scratch.path)
        let phases = ["extract", "fetch", "judge", "assemble"]
        let why = try WhyInspection("0a", in: Corpus(folder: scratch.path), phases: phases)
        #expect(why.steps.map(\.phase) == ["extract", "judge", "assemble", "select"])
        #expect(why.verdict == "not in the corpus: select took it for document.no-image (select)")
        #expect(
            why.text().contains(
                """
                  − paragraph 1  paragraph.boilerplate
                    at html > body > p.judge
                    Words of judge
                """))
        let event = try JSONValue(parsing: why.json)["steps"]?[1]?["events"]?[0]
        #expect(event?["path"]?.string == "html > body > p.judge" && event?["text"]?.string == "Words of judge")
    }

    @Test func anImageIsFoundByItsHashAndByItsURL() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        let image = try #require(tiny.documents[1].images.first)
        let sha256 = try #require(image.signals?.sha256)
        for query in [sha256, image.url] {
            let why = try WhyInspection(query, in: corpus, phases: [])
            #expect(why.verdict.hasPrefix("in the corpus: shown 8 times"), "\(why.verdict)")
        }
        let dropped = try WhyInspection("http://i/x.png", in: corpus, phases: [])
        #expect(
            dropped.verdict == "not in the corpus: image.too-small (width 20 < 150, in document d0000000000000000000)")
        for nothing in ["https://nowhere.example/", "fff0", "not hexadecimal"] {
            #expect(throws: InspectionError.self) { try WhyInspection(nothing, in: corpus, phases: []) }
        }
    }
}
