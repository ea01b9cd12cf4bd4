import CorpusFiles
import CorpusKit
import TestKit
import Testing

@testable import Browsing

/// Orders and counts of selections of a small corpus: document n has 9 + n words and n % 3 images; every fourth has no
/// language.
@Suite struct SelectorTests {
    private let scratch: Scratch
    private let store: ColumnStore
    private let selector: Selector

    init() throws {
        scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        store = try ColumnStore(corpus)
        selector = Selector(corpus, store, nil)
    }

    private func state(_ query: String) -> BrowseState {
        BrowseState(SiteRequest("/?" + query).parameters, numbers: ["words", "images"])
    }

    private func order(_ query: String, limit: Int = 24) throws -> [Int] {
        let asked = state(query)
        return selector.order(try selector.find(asked), asked, limit: limit)
    }

    // MARK: Orders

    @Test func byANumberAndOfEqualsTheFirst() throws {
        #expect(try order("sort=images", limit: 4) == [0, 3, 6, 9])
        #expect(try order("sort=-images", limit: 4) == [2, 5, 8, 11])
        #expect(try order("sort=-words", limit: 3) == [23, 22, 21])
        #expect(try order("sort=words&images=1..1", limit: 3) == [1, 4, 7])
        let all = [2, 1, 0].flatMap { first in stride(from: first, to: 24, by: 3) }
        #expect(try order("sort=-images") == all)
        #expect(try order("sort=none", limit: 3) == [0, 1, 2] && order("sort=words", limit: 0) == [])
    }

    @Test func aDrawIsTheSameForASeed() throws {
        let drawn = try order("sort=random&seed=7")
        #expect(drawn.sorted() == Array(0..<24) && drawn != Array(0..<24))
        #expect(try order("sort=random&seed=7", limit: 5) == Array(drawn.prefix(5)))
        #expect(try order("sort=random&seed=8") != drawn)
        #expect(try order("sort=random&seed=7&images=2..") == drawn.filter { $0 % 3 == 2 })
    }

    @Test func whatIsRankedComesFirst() {
        func order(_ found: Selector.Found, _ limit: Int) -> [Int] {
            selector.order(found, BrowseState([]), limit: limit)
        }
        let some = Selector.Found(selection: Selection([1, 3, 5, 7, 9], of: 24), ranking: [7, 3])
        #expect(order(some, 1) == [7] && order(some, 2) == [7, 3])
        #expect(order(some, 4) == [7, 3, 1, 5] && order(some, 20) == [7, 3, 1, 5, 9])
        let all = Selector.Found(selection: Selection([3, 7], of: 24), ranking: [7, 3])
        #expect(order(all, 20) == [7, 3])
        #expect(order(Selector.Found(selection: Selection([3, 7], of: 24), ranking: nil), 20) == [3, 7])
    }

    // MARK: What is selected

    @Test(arguments: [
        ("words=..11", [0, 1, 2]), ("words=31..", [22, 23]), ("words=10..14&images=2..2&language=en", [2, 5]),
        ("language=&images=0..0", [0, 12]), ("where=words+%3D+9+OR+words+%3D+32", [0, 23]),
        ("q=%22Page+7%22", [7]), ("q=dog+-white", []), ("group=0.1&words=9..9", [0]),
    ]) func everyConditionHolds(query: String, numbers: [Int]) throws {
        #expect(try selector.find(state(query)).selection.first(24) == numbers)
    }

    @Test func anExpressionThatIsNoneIsRefused() {
        #expect(throws: (any Error).self) { try selector.find(state("where=no+such+column")) }
    }

    /// A page and an order do not select: a dozen states are remembered, and more are found as well.
    @Test func whatIsRememberedIsWhatWasFound() throws {
        for round in 0..<2 {
            for words in 9..<24 {
                let found = try selector.find(state("words=\(words)..\(words)&page=\(round + 2)&sort=-words"))
                #expect(found.selection.first(24) == [words - 9])
            }
        }
    }

    // MARK: Facets

    @Test func countsAreOfTheSelectionAndOfAll() throws {
        let some = FacetCounts(try selector.find(state("images=2..2")).selection, store)
        #expect(some.categories.map(\.name) == ["language", "domain", "year", "format", "reason"])
        #expect(
            some.categories[0].values == [
                .init(name: "en", selected: 6, total: 18), .init(name: "", selected: 2, total: 6),
            ])
        #expect(some.categories[0].distinct == 2 && some.categories[2].values.map(\.selected) == [8])
        #expect(some.bins.allSatisfy { $0.reduce(0, +) == 8 })
        let all = FacetCounts(Selection(allOf: 24), store, most: 1)
        #expect(all.categories[0].values == [.init(name: "en", selected: 18, total: 18)])
        #expect(all.categories[0].distinct == 2 && all.bins.allSatisfy { $0.reduce(0, +) == 24 })
    }

    // MARK: Answers

    private func header(_ name: String, _ response: SiteResponse) -> String? {
        response.headers.first { $0.name == name }?.value
    }

    @Test func pagesLoadNothingAndStrangersRunNothing() {
        let own = SiteResponse.json("{}")
        #expect(header("Content-Security-Policy", own)?.hasPrefix("default-src 'none'; img-src 'self';") == true)
        #expect(header("X-Frame-Options", own) == "DENY" && header("Cache-Control", own) == "no-store")
        #expect(header("X-Content-Type-Options", own) == "nosniff" && header("Location", own) == nil)
        var other = SiteResponse(status: 200, type: "text/html", body: [])
        (other.isForeign, other.isImmutable) = (true, true)
        #expect(
            header("Content-Security-Policy", other)?.hasPrefix("sandbox; default-src 'none'; img-src data:;") == true)
        #expect(header("X-Frame-Options", other) == "SAMEORIGIN")
        #expect(header("Cache-Control", other) == "private, max-age=31536000, immutable")
        #expect(header("Location", .redirect("/d/1")) == "/d/1")
    }

    @Test func onlyOurOwnPagesAreOfOurOrigin() {
        var request = SiteRequest("/notes", method: "POST")
        request.host = "localhost:8080"
        for (origin, isOurs) in [
            ("http://localhost:8080", true), ("http://localhost:8081", false), ("https://localhost:8080", false),
            ("", false),
        ] {
            request.origin = origin
            #expect(request.isSameOrigin == isOurs, "\(origin)")
        }
    }
}
