import CorpusKit
import TestKit
import Testing

@testable import Browsing

/// A selection as a line for a shell.
@Suite struct SelectLineTests {
    private let pages: Pages

    init() throws { pages = try Pages(count: 3) }

    private func line(_ query: String, _ numbers: [Int] = [0, 2], keeping: Bool = true) -> String {
        let state = BrowseState(SiteRequest("/?" + query).parameters, numbers: ["words"])
        return SelectLine(state, Selection(numbers, of: 3), pages.site, keeping: keeping).text
    }

    private func select(_ rest: String) -> String { "quarry select \(pages.folder) \(rest) --output selected" }

    @Test(arguments: [
        ("words=1..2", "--where 'words >= 1 AND words <= 2'"), ("language=en", "--where 'language = '\\''en'\\'''"),
        ("group=2.7", "--group 2.7"), ("group=2.7&words=3..", "--group 2.7 --where 'words >= 3'"),
        ("q=x", "--where 'number IN (0, 2)'"), ("format=png", "--where 'number IN (0, 2)'"),
        ("group=2.7&q=x", "--where 'number IN (0, 2)'"), ("lasso=0,0,1,0,1,1", "--where 'number IN (0, 2)'"),
    ]) func aSelectionIsKept(query: String, rest: String) { #expect(line(query) == select(rest)) }

    /// A group is taken away by its name only where nothing else selects.
    @Test(arguments: [
        ("words=1..2", "--where 'NOT (words >= 1 AND words <= 2)'"), ("group=2.7", "--not-group 2.7"),
        ("group=2.7&words=3..", "--where 'NOT (number IN (0, 2))'"), ("q=x", "--where 'NOT (number IN (0, 2))'"),
    ]) func aSelectionIsTakenAway(query: String, rest: String) { #expect(line(query, keeping: false) == select(rest)) }

    @Test func twoThousandAreNamedOneByOne() {
        let state = BrowseState([("q", "x")])
        let most = SelectLine(state, Selection(allOf: 2000), pages.site).text
        #expect(most.contains("number IN (0, 1, 2,") && most.contains("1998, 1999)"))
        #expect(
            SelectLine(state, Selection(allOf: 2001), pages.site).text
                == "# 2,001 documents are too many to be named one by one: narrow the selection down")
        let said = SelectLine(BrowseState([("language", "en")]), Selection(allOf: 2001), pages.site).text
        #expect(said.contains("--where"), "an expression says any number of them")
    }

    @Test func aFolderIsAWordOfTheShell() throws {
        for (name, word) in [("my corpus", "'%/my corpus'"), ("it's", "'%/it'\\''s'"), ("a-b_c.d", "%/a-b_c.d")] {
            let scratch = try Scratch()
            let corpus = try TinyCorpus.ofTexts(["one text"], in: scratch.file(name))
            let text = SelectLine(BrowseState([("group", "0.1")]), Selection([0], of: 1), try Site(corpus)).text
            #expect(
                text == "quarry select \(word.replacing("%", with: scratch.path)) --group 0.1 --output selected",
                "\(name)")
        }
    }
}
