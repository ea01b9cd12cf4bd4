import CorpusFiles
import CorpusKit
import Documents
import Platform
import TestKit
import Testing

@testable import Inspection

/// Questions, snippets and differences, with literal inputs.
@Suite struct SearchPartsTests {
    private func marked(_ text: String, _ query: String) -> [String] {
        Snippet.marked(text, SearchQuery(query)).map { $0.isMarked ? "[\($0.text)]" : $0.text }
    }

    // MARK: Questions

    @Test func wordsAreAskedForOnce() {
        let query = SearchQuery("Polar bear POLAR")
        #expect(query.words == ["polar", "bear"] && query.text == "Polar bear POLAR")
        #expect(query.phrase == "\"polar bear polar\"" && query.expressions == ["\"polar\" AND \"bear\" AND \"polar\""])
    }

    @Test func oneWordIsNoPhrase() {
        #expect(SearchQuery("bear").phrase == nil && SearchQuery("bear -zoo").phrase == nil)
        #expect(SearchQuery("polar bear* ").phrase == nil, "a beginning has no end to stand beside")
        #expect(SearchQuery("polar bear -zoo").phrase == "\"polar bear\" NOT \"zoo\"")
        #expect(SearchQuery("-zoo").expressions.isEmpty)
    }

    @Test func quotationMarksOfEveryKind() {
        for text in ["\"polar bear\" x", "“polar bear” x", "„polar bear“ x", "«polar bear» x"] {
            #expect(SearchQuery(text).expressions == ["\"polar bear\" AND \"x\""], "\(text)")
        }
        #expect(SearchQuery("\"not closed").expressions == ["\"not closed\""])
        #expect(SearchQuery("a\"b c\"d").expressions == ["\"a\" AND \"b c\" AND \"d\""])
    }

    @Test func beginningsAndExclusions() {
        #expect(
            SearchQuery("ice*").expressions == ["\"ice\" *"]
                && SearchQuery("-ice* snow").expressions == ["\"snow\" NOT \"ice\" *"])
        #expect(SearchQuery("-").isEmpty && SearchQuery("*").isEmpty && !SearchQuery("5").isEmpty)
        #expect(SearchQuery("--x y").words == ["y"])
    }

    @Test func textsAreComparedInLowerCaseWithSingleBlanks() {
        #expect(SearchQuery.folded(" The\t\nLAYER  ") == "the layer" && SearchQuery.folded("") == "")
        #expect(SearchQuery("The Layer").literals == ["the layer"] && SearchQuery("don't").literals == ["don't"])
        #expect(SearchQuery("\"a b\" -\"c d\" \"e f*\"").literals == ["a b"])
    }

    @Test func scriptsWithoutBlanksHaveRuns() {
        let query = SearchQuery("白熊を見ました dog")
        #expect(query.unspacedRuns == ["白熊を見ました"] && query.anyWord?.hasPrefix("(\"") == true)
        #expect(query.anyWord?.contains("dog") == false)
        #expect(
            SearchQuery("dog").anyWord == nil && SearchQuery("dog").unspacedRuns.isEmpty
                && SearchQuery("dog").cuts { _ in true } == nil)
        #expect(query.cuts { _ in false } == nil, "no way is left")
    }

    // MARK: Snippets

    @Test func aShortTextIsGivenWhole() {
        let snippet = Snippet(of: ["A  polar\n\nbear."], SearchQuery("bear"))
        #expect(snippet.text == "A polar bear." && snippet.marks == [8..<12])
        #expect(
            snippet.pieces.map(\.text) == ["A polar ", "bear", "."]
                && snippet.pieces.map(\.isMarked) == [false, true, false])
        #expect(snippet.marked("<", ">") == "A polar <bear>.")
        #expect(
            Snippet(of: [], SearchQuery("bear")).text == ""
                && Snippet(of: ["bear"], SearchQuery("bear")).pieces.count == 1)
    }

    @Test func whereNothingIsFoundTheBeginningIsShown() {
        let long = (0..<60).map { "word\($0)" }.joined(separator: " ")
        let snippet = Snippet(of: ["", long], SearchQuery("bear"))
        #expect(snippet.marks.isEmpty && snippet.text.hasPrefix("word0 word1") && snippet.text.hasSuffix("…"))
        #expect(snippet.text.count <= 225 && snippet.text.count > 190)
        #expect(Snippet(of: [long], SearchQuery("")).text == snippet.text)
    }

    /// Of stretches as good the first; more different words before more words.
    @Test func theBestStretchIsShown() {
        let gap = String(repeating: "filler ", count: 60)
        let two = Snippet(of: ["bear bear bear \(gap) polar bear end"], SearchQuery("polar bear"))
        #expect(two.text.hasSuffix("polar bear end") && two.text.hasPrefix("…") && two.marks.count == 2)
        let more = Snippet(of: ["bear \(gap) bear bear"], SearchQuery("bear"))
        #expect(more.marks.count == 2 && more.text.hasSuffix("bear bear"))
        let first = Snippet(of: ["bear one", "bear two"], SearchQuery("bear"))
        #expect(first.text == "bear one")
    }

    @Test func diacriticsAreLookedThrough() {
        #expect(marked("L’élan Elan", "elan") == ["L’", "[élan]", " ", "[Elan]", ""])
        #expect(marked("nothing", "") == ["nothing"] && marked("", "x") == [""])
        #expect(marked("bear", "bear") == ["[bear]", ""])
    }

    /// Two runs may overlap in a text: nothing of it is said twice.
    @Test func whatOverlapsIsMarkedOnce() {
        let text = "データベースのプロパティを開きます。"
        let pieces = Snippet.marked(text, SearchQuery("タベースのプ ベースのプロパ"))
        #expect(pieces.map(\.text).joined() == text)
        #expect(pieces.filter(\.isMarked).map(\.text) == ["タベースのプロパ"])
    }

    // MARK: Differences

    @Test func whiteSpaceBelongsToTheWordBeforeIt() {
        #expect(WordDiff("a  b", "a b").pieces == [.removed("a  "), .added("a "), .same("b")])
        #expect(WordDiff("", "").pieces.isEmpty && WordDiff("", "").isEmpty && !WordDiff("a", "").isEmpty)
        #expect(
            WordDiff(" a", " a b").pieces == [.removed(" a"), .added(" a b")]
                || WordDiff(" a", " a b").pieces.first == .same(" "))
    }

    @Test func theFewestChangesAreFound() {
        #expect(
            WordDiff("a b c a b b a ", "c b a b a c ").pieces.reduce(0) { count, piece in
                if case .same(let text) = piece { return count + text.split(separator: " ").count }
                return count
            } == 4, "the longest common sequence of Myers' own example has four")
        #expect(WordDiff("one two three", "one three").pieces == [.same("one "), .removed("two "), .same("three")])
        #expect(WordDiff("one three", "one two three").pieces == [.same("one "), .added("two "), .same("three")])
    }

    @Test func picturesThatChangedAreNamed() throws {
        let scratch = try Scratch()
        func corpus(_ name: String, _ text: String, _ urls: [String]) throws -> Document {
            var document = Document(
                id: String(repeating: "a", count: 20), url: "http://a.example/",
                nodes: [.text(TextNode(paragraphs: [.init(ordinal: 0, text: text)]))]
                    + urls.enumerated().map { .image(.init(ordinal: $0.offset + 1, url: $0.element)) })
            document.title = "T"
            _ = try TinyCorpus.of([document], in: scratch.file(name))
            return document
        }
        let id = try corpus("a", "same", ["http://i/1", "http://i/2"]).id
        _ = try corpus("b", "same", ["http://i/2", "http://i/3"])
        let diff = try DocumentDiff(id, in: .init(folder: scratch.file("a")), and: .init(folder: scratch.file("b")))
        #expect(diff.text() == "T\n\nthe texts are the same\n\n[-▣ http://i/1-]\n{+▣ http://i/3+}")
        #expect(
            diff.json
                == #"{"same":false,"pieces":[{"kind":"same","text":"same"}],"images_removed":["http://i/1"],"images_added":["http://i/3"]}"#
        )
    }

    @Test func longStretchesThatAreTheSameAreFolded() throws {
        let scratch = try Scratch()
        let same = String(repeating: "abcd ", count: 121)
        let one = try TinyCorpus.ofTexts([same + "x"], in: scratch.file("a"))
        let two = try TinyCorpus.ofTexts([same + "y"], in: scratch.file("b"))
        let id = try one.index.ids()[0]
        let text = try DocumentDiff(id, in: one, and: two).text()
        let start = String(repeating: "abcd ", count: 50)
        #expect(text.contains("\(start)\n  […]\n\(start)[-x-]{+y+}\n"))
        let short = try TinyCorpus.ofTexts([String(repeating: "abcd ", count: 120) + "x"], in: scratch.file("c"))
        let other = try TinyCorpus.ofTexts([String(repeating: "abcd ", count: 120) + "y"], in: scratch.file("d"))
        #expect(try !DocumentDiff(id, in: short, and: other).text().contains("[…]"), "600 characters are shown")
    }

    // MARK: Two corpora

    @Test func twoCorporaAreToldInTables() throws {
        let scratch = try Scratch()
        let one = try TinyCorpus.ofTexts(["a b", "c d e"], dropping: ["x", "y"], in: scratch.file("a"))
        let two = try TinyCorpus.ofTexts(["a b"], in: scratch.file("b"))
        let compared = try CompareInspection(one, two)
        let text = compared.text()
        func cells(_ beginning: String) -> [String] {
            text.split(separator: "\n").first { $0.hasPrefix(beginning) }?.split(separator: " ").map(String.init) ?? []
        }
        #expect(cells("documents") == ["documents", "2", "1", "-1"] && cells("words") == ["words", "5", "2", "-3"])
        #expect(cells("in both") == ["in", "both", "1"] && cells("only in A") == ["only", "in", "A", "1"])
        #expect(cells("domains") == ["domains", "1", "1"], "what is alike has no difference")
        #expect(cells("  document.no-image") == ["document.no-image", "1", "0", "-1"])
        #expect(!text.contains("what changed in one"))
        let back = try CompareInspection(two, one, listing: .onlyInB)
        #expect(back.onlyInB == 1 && back.onlyInA == 0 && back.lone.map(\.row.number) == [1])
        #expect(back.text().hasPrefix(try one.index.ids()[1]) && back.text().hasSuffix("https://example.org/1"))
        #expect(try CompareInspection(two, one).text().contains("documents") && compared.lone.isEmpty)
    }
}
