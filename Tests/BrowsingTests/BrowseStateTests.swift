import Testing

@testable import Browsing

/// What a URL says, and how it is written again.
@Suite struct BrowseStateTests {
    private func state(_ query: String, _ numbers: [String] = ["words", "images"]) -> BrowseState {
        BrowseState(SiteRequest("/?" + query).parameters, numbers: numbers)
    }

    // MARK: Reading

    @Test func theUsualIsTheListOfEverything() {
        let usual = BrowseState([])
        #expect(usual.query == "" && usual.sort == "" && usual.seed == 0 && usual.page == 1 && usual.view == "list")
        #expect(usual.place == nil && usual.isEverything && usual.queryString == "" && usual.parameters.isEmpty)
    }

    @Test(arguments: [("0", 1), ("-3", 1), ("2", 2), ("x", 1), ("1000000", 1_000_000), ("1000001", 1_000_000)])
    func pagesAreFromOneToAMillion(text: String, page: Int) { #expect(state("page=" + text).page == page) }

    @Test(arguments: [("0", 0), ("7", 7), ("-1", nil), ("x", nil)] as [(String, Int?)])
    func placesAreFromZero(text: String, place: Int?) { #expect(state("at=" + text).place == place) }

    @Test func seedsAreNumbersOfEitherSign() {
        #expect(state("seed=-5").seed == -5 && state("seed=x").seed == 0 && state("seed=-5").queryString == "?seed=-5")
    }

    @Test func onlyTwoViewsAreKnown() {
        #expect(state("view=images").view == "images" && state("view=Images").view == "list")
        #expect(state("view=images&view=list").view == "list")
    }

    /// A category may be asked for by nothing: documents whose language is not known. A search may not.
    @Test func anEmptyValueMeansSomethingOfCategoriesAlone() {
        let empty = state("language=&domain=&year=&format=&reason=")
        #expect(empty.categories == ["language": "", "domain": "", "year": "", "format": "", "reason": ""])
        #expect(empty.queryString == "?language=&domain=&year=&format=&reason=")
        #expect(state("q=&where=&sort=&words=&group=").isEverything)
    }

    @Test func longTextsAreCut() {
        let long = String(repeating: "ä", count: 3000)
        let cut = BrowseState([("q", long), ("where", long)])
        #expect(cut.query.count == 500 && cut.expression.count == 2000)
    }

    @Test(arguments: [("2.17", [2, 17]), ("2", []), ("1.2.3", []), ("a.b", []), ("2.x", []), ("0.0", [0, 0])])
    func aGroupIsAZoomAndANumber(text: String, group: [Int]) { #expect(state("group=" + text).group == group) }

    @Test func aLassoHasThreeCornersAtLeast() {
        #expect(state("lasso=0,0,1,0,1,1").lasso == [0, 0, 1, 0, 1, 1])
        #expect(state("lasso=0,0,1,0").lasso.isEmpty && state("lasso=0,0,1,0,1,1,2").lasso.isEmpty)
        #expect(state("lasso=0,0,1,0,1,inf").lasso.isEmpty, "what is no number is left out, and five are left")
        let many = (0..<402).map { "\($0)" }.joined(separator: ",")
        #expect(state("lasso=" + many).lasso.count == 400)
    }

    @Test func rangesAreOfColumnsThatThereAre() {
        let both = state("words=3..&images=..2&other=1..2")
        #expect(both.ranges["words"]?.low == 3 && both.ranges["words"]?.high == nil)
        #expect(both.ranges["images"]?.low == nil && both.ranges["images"]?.high == 2 && both.ranges.count == 2)
    }

    /// The two fields of a form are the two ends, in either order, and join a range that is there.
    @Test func fieldsOfAFormAreTheEnds() {
        let form = state("words.max=9&words.min=2&images.min=1&other.min=3&words.mid=5")
        #expect(form.ranges["words"]?.low == 2 && form.ranges["words"]?.high == 9)
        #expect(form.ranges["images"]?.low == 1 && form.ranges["images"]?.high == nil && form.ranges.count == 2)
        let joined = state("words=1..5&words.min=3")
        #expect(joined.ranges["words"]?.text == "3..5")
        for text in ["inf", "nan", "x"] { #expect(state("words.min=" + text).ranges.isEmpty, "\(text)") }
    }

    /// No document can be compared with what is no number, and SQL would not understand it.
    @Test(arguments: [("nan..5", "..5"), ("1..inf", "1.."), ("-inf..nan", nil), ("nan..", nil)] as [(String, String?)])
    func anEndThatIsNoNumberIsOpen(text: String, range: String?) {
        #expect(BrowseState.Range(text)?.text == range)
    }

    // MARK: Writing

    @Test func parametersHaveAFixedOrder() {
        let all = state(
            "at=5&page=2&view=images&seed=3&sort=random&lasso=0.12344,0,1,0,1,1&group=1.2&where=a&words=1..&images=..2"
                + "&reason=r&format=f&year=2023&domain=d&language=l&q=x")
        #expect(
            all.parameters.map(\.name) == [
                "q", "language", "domain", "year", "format", "reason", "images", "words", "where", "group", "lasso",
                "sort", "seed", "view", "page", "at",
            ])
        #expect(
            all.parameters.map(\.value)[9] == "1.2" && all.parameters.map(\.value)[10] == "0.1234,0.0,1.0,0.0,1.0,1.0")
    }

    @Test func namesAndValuesAreEscaped() {
        var some = BrowseState([("q", "a&b=ü")])
        some.ranges["gain ratio"] = BrowseState.Range("1..2")
        #expect(some.queryString == "?q=a%26b%3D%C3%BC&gain%20ratio=1..2")
    }

    @Test(arguments: ["q=x", "language=", "words=1..", "where=a", "group=1.2", "lasso=0,0,1,0,1,1"])
    func anyOfTheseIsNotEverything(query: String) {
        let some = state(query)
        #expect(!some.isEverything && some.selecting == some)
    }

    @Test(arguments: ["sort=words", "seed=4", "page=2", "view=images", "at=3"])
    func theseDoNotSelect(query: String) {
        let some = state(query)
        #expect(some.isEverything && some.selecting == BrowseState([]) && some != BrowseState([]))
    }

    @Test func aChangeKeepsWhatItDoesNotName() {
        let some = state("q=x&sort=words&seed=4&view=images&page=7&at=9")
        #expect(some.changed { $0.query = "y" }.queryString == "?q=y&sort=words&seed=4&view=images")
        #expect(some.changed { $0.page = 3 }.page == 3, "the change has the last word")
    }

    // MARK: SQL

    @Test func whatSelectsNothingSaysNothing() { #expect(BrowseState([]).predicate == "") }

    @Test(arguments: [
        ("domain=a%27b", "domain = 'a''b'"), ("language=&domain=x", "language = '' AND domain = 'x'"),
        ("year=2021", "captured LIKE '2021%'"), ("images=..2", "images <= 2"), ("images=0.5..", "images >= 0.5"),
        ("images=0.0004..1e-6", "images >= 0.0004 AND images <= 1e-06"),
        ("where=a", "(a)"), ("images=1..2&words=3..", "images >= 1 AND images <= 2 AND words >= 3"),
        // Documents of which it is not known when they were captured are none of a year.
        ("year=", "captured = ''"),
    ]) func everyConditionIsSaid(query: String, predicate: String) { #expect(state(query).predicate == predicate) }

    @Test(arguments: [
        "q=x", "group=1.2", "lasso=0,0,1,0,1,1", "format=png", "reason=image.blank", "format=", "reason=",
    ])
    func theIndexCannotSayThese(query: String) { #expect(state(query + "&language=en").predicate == nil) }

    // MARK: Texts

    @Test func cutsAtEverySeparator() {
        #expect("a..b..c".components(at: "..") == ["a", "b", "c"] && "".components(at: "..") == [""])
        #expect("..".components(at: "..") == ["", ""] && "a...b".components(at: "..") == ["a", ".b"])
    }

    @Test(arguments: [
        ("%41%4a%4A", "AJJ"), ("%", "%"), ("%4", "%4"), ("a%41", "aA"), ("%%41", "%A"), ("%C3%A4", "ä"), ("", ""),
        ("%+1", "% 1"), ("%2B", "+"),
    ]) func escapesAreRead(text: String, plain: String) {
        #expect(SiteRequest("/?q=" + text).value("q") == plain)
    }
}
