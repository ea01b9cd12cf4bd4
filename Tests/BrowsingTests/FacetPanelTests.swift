import Documents
import Facts
import Testing

@testable import Browsing

/// The filters beside the list.
@Suite struct FacetPanelTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    private func panel(_ query: String) -> String {
        pages.part("/" + query, from: "<aside class=\"facets\"", to: "</aside>")
    }

    private func section(_ title: String, _ query: String) -> String {
        Pages.part(of: panel(query), from: "<section><h3>\(title)", to: "</section>")
    }

    @Test func aCategoryHasAValueALine() {
        let language = section("language", "")
        #expect(
            language.hasPrefix(
                "</h3><ul><li><a href=\"/?language=en\"><span class=\"name\">en</span><span class=\"n\">18</span><svg"))
        #expect(
            language.contains(
                "<li><a href=\"/?language=\"><span class=\"name\">not known</span><span class=\"n\">6</span><svg"))
        #expect(language.contains("<rect width=\"100.0\"") && language.contains("<rect width=\"33.33\""))
    }

    @Test func countsOfASelectionStandBesideThoseOfAll() {
        let language = section("language", "?images=2..2&page=2")
        #expect(language.contains("<span class=\"n\">6<i> / 18</i></span>"))
        #expect(language.contains("<a href=\"/?language=en&amp;images=2..2\">"), "a filter leads to the first page")
    }

    @Test func aChosenValueLeadsBack() {
        let language = section("language", "?language=en&q=dog")
        #expect(language.contains("<a href=\"/?q=dog\" aria-current=\"true\"><span class=\"name\">en</span>"))
        let none = section("language", "?language=")
        #expect(none.contains("<a href=\"/\" aria-current=\"true\"><span class=\"name\">not known</span>"))
    }

    /// What all documents have alike tells nothing, unless it was asked for.
    @Test func aCategoryOfOneValueIsLeftOut() {
        #expect(!panel("").contains("<h3>year") && !panel("").contains("<h3>domain"))
        #expect(section("year", "?year=2023").contains("<span class=\"name\">2023</span><span class=\"n\">24</span>"))
    }

    @Test func categoriesAreNamedForPeople() {
        let format = section("formats of pictures", "")
        #expect(format.contains("<span class=\"name\">no picture</span><span class=\"n\">8</span>"))
        #expect(
            section("what most left for", "").contains(
                "<span class=\"name\">nothing left</span><span class=\"n\">22</span>"))
        #expect(FacetPanel.nothing("domain") == "not known")
    }

    @Test func manyValuesAreCounted() throws {
        let documents = (0..<13).map { Document.made($0, url: "http://d\($0).example/") }
        let many = try Pages(documents).text("/")
        let domains = Pages.part(of: many, from: "<section><h3>domain", to: "</section>")
        #expect(domains.hasPrefix("<span class=\"soft\"> 13</span></h3>"))
        #expect(domains.components(at: "<li>").count - 1 == 12)
        let few = try Pages(Array(documents.prefix(12))).text("/")
        #expect(few.contains("<section><h3>domain</h3>"), "all of them are shown")
    }

    @Test func aNumberHasAHistogramAndTwoFields() {
        let words = Pages.part(of: panel("?words=10..14"), from: "<fieldset data-column=\"words\">", to: "</fieldset>")
        #expect(words.hasPrefix("<legend>words</legend><svg viewBox=\"0 0 240 44\""))
        #expect(
            words.hasSuffix(
                "<div class=\"ends\"><input name=\"words.min\" inputmode=\"decimal\" value=\"10\" placeholder=\"9\" "
                    + "aria-label=\"words, at least\"><input name=\"words.max\" inputmode=\"decimal\" value=\"14\" "
                    + "placeholder=\"32\" aria-label=\"words, at most\"></div>"))
        let open = Pages.part(of: panel("?words=..14"), from: "<fieldset data-column=\"words\">", to: "</fieldset>")
        #expect(open.contains("name=\"words.min\" inputmode=\"decimal\" value=\"\" placeholder"))
    }

    /// The form has fields of its own for ranges and SQL; the rest goes along hidden.
    @Test func theFormKeepsTheRest() {
        let form = Pages.part(
            of: panel("?q=dog&language=en&words=10..&where=images+%3D+1&sort=words&page=2&at=3"),
            from: "class=\"ranges\">", to: "<fieldset")
        #expect(
            form
                == "<input type=\"hidden\" name=\"q\" value=\"dog\"><input type=\"hidden\" name=\"language\" value=\"en\">"
                + "<input type=\"hidden\" name=\"sort\" value=\"words\">")
        #expect(panel("?where=images+%3C+2").contains("<input name=\"where\" value=\"images &lt; 2\""))
    }

    // MARK: Counts

    @Test func whatIsSelectedIsCountedInEveryColumn() throws {
        let store = pages.site.store
        let counts = FacetCounts(Selection([0, 1, 2], of: 24), store)
        let words = try #require(store.numbers.firstIndex { $0.name == "words" })
        #expect(counts.bins[words].reduce(0, +) == 3 && counts.bins[words].count == 24)
        #expect(counts.categories.first { $0.name == "year" }?.values == [.init(name: "2023", selected: 3, total: 24)])
        let format = counts.categories.first { $0.name == "format" }
        // Document 0 has no picture, 1 a PNG, 2 first a JPEG.
        #expect(format?.distinct == 3 && format?.values.map(\.selected) == [1, 1, 1])
        let none = FacetCounts(Selection([], of: 24), store)
        #expect(none.categories.allSatisfy { $0.values.isEmpty && $0.distinct == 0 })
    }

    @Test func columnsAreThoseThatTellSomething() throws {
        let store = pages.site.store
        #expect(
            store.count == 24 && store.categories.map(\.name) == ["language", "domain", "year", "format", "reason"])
        #expect(store.numbers("words")?.values == (0..<24).map { Float(9 + $0) })
        #expect(store.numbers("stop_word_ratio") == nil && store.numbers("captured") == nil, "all are alike")
        #expect(store.category("domain")?.values == ["example.org"] && store.category("words") == nil)
        let plain = try Pages([.made(0), .made(1)]).site.store
        #expect(plain.categories.map(\.name) == ["language", "domain", "year"], "no pictures, no drop logs")
        #expect(plain.category("year")?.values == [""])
    }
}
