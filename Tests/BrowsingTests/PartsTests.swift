import Annotations
import CorpusFiles
import CorpusKit
import Documents
import Facts
import Platform
import Reports
import TestKit
import Testing

@testable import Browsing

/// The parts that pages are made of, with literal inputs.
@Suite struct PartsTests {
    // MARK: Selections

    @Test(arguments: [0, 1, 63, 64, 65, 130]) func allDocumentsAreSelected(total: Int) {
        let all = Selection(allOf: total)
        #expect(all.count == total && all.first(1000) == Array(0..<total))
        var other = all
        other.filter { _ in true }
        #expect(other.count == total, "nothing lies behind the last one")
    }

    @Test func numbersOutsideAreLeftOut() {
        let some = Selection([70, 3, -1, 64, 71, 3], of: 71)
        #expect(some.count == 3 && some.first(9) == [3, 64, 70] && some.first(2) == [3, 64])
        #expect(some.contains(64) && !some.contains(63))
    }

    @Test func selectionsAreNarrowed() {
        var some = Selection(allOf: 130)
        some.filter { $0 % 3 == 0 }
        #expect(some.count == 44)
        some.formIntersection(Selection([0, 1, 63, 126, 129], of: 130))
        #expect(some.count == 4 && some.first(9) == [0, 63, 126, 129])
    }

    /// A shape like a U: its notch is outside.
    @Test func whatLiesInAShape() {
        let shape = Polygon([0, 0, 3, 0, 3, 3, 2, 3, 2, 1, 1, 1, 1, 3, 0, 3])
        let inside: [SIMD2<Float>] = [SIMD2(0.5, 2.5), SIMD2(1.5, 0.5), SIMD2(2.5, 2)]
        let outside: [SIMD2<Float>] = [SIMD2(1.5, 2), SIMD2(3.5, 1), SIMD2(-0.1, 1), SIMD2(1.5, 3.5)]
        for point in inside { #expect(shape.contains(point), "\(point)") }
        for point in outside { #expect(!shape.contains(point), "\(point)") }
    }

    // MARK: States

    @Test(arguments: ["100..500", "100..", "..9", "0.5..0.75", "0.0004..0.1234567", "1e-06..", "-2..-1"])
    func rangesAreReadAndWritten(text: String) {
        #expect(BrowseState.Range(text)?.text == text)
    }

    @Test(arguments: ["", "..", "100", "a..b", "1..2..3"]) func whatIsNoRange(text: String) {
        #expect(BrowseState.Range(text) == nil)
    }

    @Test func whatIsNotUnderstoodIsLeftOut() {
        let state = BrowseState(
            [
                ("page", "0"), ("view", "x"), ("at", "-1"), ("group", "1.2.3"), ("lasso", "1,2,3,4,5"),
                ("colour", "red"), ("words", "1..2"), ("words.min", "3"),
            ], numbers: [])
        #expect(state == BrowseState([]))
    }

    @Test func aSelectionIsSaidInSQL() {
        var state = BrowseState(
            [("language", "o'k"), ("year", "2023x"), ("words", "10..20.5"), ("where", "a OR b")], numbers: ["words"])
        #expect(
            state.predicate
                == "language = 'o''k' AND captured LIKE '2023%' AND words >= 10 AND words <= 20.5 AND (a OR b)")
        state.categories["format"] = "png"
        #expect(state.predicate == nil, "the index has no such column")
        state.categories["format"] = nil
        state.query = "x"
        #expect(state.predicate == nil)
    }

    @Test func aChangeLeadsBackToTheFirstPage() {
        let state = BrowseState([("page", "3"), ("at", "41"), ("q", "x"), ("sort", "-words")])
        #expect(state.queryString == "?q=x&sort=-words&page=3&at=41")
        #expect(state.changed { $0.sort = "" }.queryString == "?q=x")
        #expect(state.selecting == BrowseState([("q", "x")]) && !state.isEverything && BrowseState([]).isEverything)
    }

    @Test func urlsAreEscapedAndBack() {
        #expect(SiteRequest("/?q=a+b%20c%C3%a4%2").value("q") == "a b cä%2" && SiteRequest("/a+b%zz").path == "/a+b%zz")
        #expect(SiteRequest("/?q=%ff").value("q") == "\u{FFFD}")
        let request = SiteRequest("/d/a%2Fb?q=1&q=2&x&y=a=b")
        #expect(request.path == "/d/a/b" && request.value("q") == "1" && request.value("y") == "a=b")
        #expect(request.parameters.count == 4 && request.value("x") == "" && request.value("none") == "")
    }

    // MARK: Facets

    @Test func theGreatestComeFirstAndOfEqualsTheFirst() {
        #expect(FacetCounts.greatest(2, of: [3, 0, 5, 5, 1]) == [2, 3])
        #expect(FacetCounts.greatest(9, of: [3, 0, 5, 5, 1]) == [2, 3, 0, 4])
        #expect(FacetCounts.greatest(1, of: [2, 7, 7]) == [1] && FacetCounts.greatest(3, of: [0, 0]) == [])
    }

    @Test func aCategoryIsACodeADocument() {
        let column = CategoryColumn("language", ["b", "", "b", "a"])
        #expect(column.values == ["", "a", "b"] && column.codes == [2, 0, 2, 1] && column.totals == [1, 1, 2])
        #expect(column.code("b") == 2 && column.code("") == 0 && column.code("c") == nil && column.code("aa") == nil)
    }

    @Test func documentsWithoutANumberAreInNoBin() {
        let column = NumberColumn(name: "gain", values: [1, 2, .nan, 3])
        #expect(column.places[2] == 255 && column.places[0] == 0 && column.bins.totals.reduce(0, +) == 3)
        #expect(NumberColumn(name: "same", values: [4, 4, .nan]).places == [])
    }

    /// What left with its document does not count; of two reasons as frequent the first by name.
    @Test func whatMostLeftADocumentFor() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path, count: 3)
        var log = try DropLog.Writer(path: scratch.file("drops/extract-00000.jsonl.zst"))
        let id = tiny.documents[1].id
        for reason in [Reason.imageDocumentDropped, .imageDocumentDropped, .imageTooSmall, .imageBlank] {
            try log.append(Drop(reason, document: id))
        }
        _ = try log.commit()
        let corpus = try Corpus(folder: scratch.path)
        #expect(try MostLeft.reasons(corpus, ScoredIndex(corpus), 3) == ["", "image.blank", ""])
    }

    // MARK: Notes

    private static let ids = ["a", "b"].map { String(repeating: $0, count: 20) }

    @Test func theLastNoteOfADocumentCounts() throws {
        let scratch = try Scratch()
        let notes = Notes(scratch.path)
        #expect(notes.all == [])
        try notes.save([("document", Self.ids[0]), ("tags", "farm"), ("text", "old")])
        try notes.save([("document", Self.ids[1]), ("tags", ""), ("text", "line one\nline two")])
        try notes.save([("document", "../x"), ("tags", "t"), ("text", "")])
        try notes.save([("document", Self.ids[0]), ("tags", ""), ("text", "new")])
        let path = scratch.file("notes.jsonl")
        try Files.write(try Files.readText(path) + "{\"document\":\"half\n", to: path)
        #expect(notes.all.map(\.text) == ["new", "line one\nline two"])
        #expect(notes.note(of: Self.ids[0])?.tags == "" && notes.note(of: "x") == nil)
        try notes.save([("document", Self.ids[1]), ("tags", ""), ("text", "")])
        #expect(notes.all.map(\.document) == [Self.ids[0]], "an empty note takes the last one away")
    }

    /// A form must not lead anywhere else.
    @Test(arguments: [
        ("/d/0", "/d/0"), ("//evil.example/", "/"), ("http://evil.example/", "/"), ("", "/"),
        ("/?q=%22a%22&page=2", "/?q=%22a%22&page=2"), ("/\\evil.example/", "/"), ("/d/0\nSet-Cookie: a=b", "/"),
        ("/d/0\r\n\r\n<p>", "/"), ("/\u{0}", "/"), ("/é", "/"), ("/a b", "/"),
    ])
    func aFormLeadsBackToAPageOfOurs(back: String, location: String) throws {
        let scratch = try Scratch()
        let site = try Site(TinyCorpus.ofTexts(["one text"], in: scratch.path))
        var request = SiteRequest("/notes", method: "POST")
        (request.host, request.origin) = ("localhost:1", "http://localhost:1")
        request.body = Array("document=x&back=\(Percent.encode(back))".utf8)
        #expect(site.respond(to: request).location == location)
    }
}
