import CorpusKit
import Documents
import Facts
import JSON
import Testing

@testable import Browsing

/// The list of documents: its head, cards, pages and JSON. Document n of the small corpus has 9 + n words and n % 3
/// pictures; every fourth has no language.
@Suite struct ListPageTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    // MARK: Head

    @Test func theHeadSaysHowManyThereAre() {
        #expect(pages.text("/").contains("<h1 class=\"count\"><b>24</b><span> documents</span></h1>"))
        #expect(pages.text("/?language=en").contains("<b>18</b><span> of 24 documents</span></h1>"))
        #expect(pages.text("/?sort=words").contains("<b>24</b><span> documents</span></h1>"))
        #expect(pages.text("/?q=dog").contains("<title>dog – search</title>"))
        #expect(pages.text("/").contains("<title>Documents</title>"))
    }

    @Test func toolsKeepTheState() {
        let tools = pages.part("/?q=dog&seed=4&page=2", from: "</form><a", to: "</div>")
        #expect(
            tools
                == " href=\"/?q=dog&amp;seed=4\" class=\"tool\" aria-current=\"true\">List</a>"
                + "<a href=\"/?q=dog&amp;seed=4&amp;view=images\" class=\"tool\">Pictures</a>"
                + "<a href=\"/?q=dog&amp;sort=random&amp;seed=5\" class=\"tool\">Shuffle</a>"
                + "<a href=\"/list.json?q=dog&amp;seed=4&amp;page=2\" class=\"tool\">JSON</a>")
        #expect(pages.text("/?view=images").contains("class=\"tool\" aria-current=\"true\">Pictures</a>"))
    }

    @Test func whatIsSortedByStandsInTheMenu() {
        let usual = pages.part("/", from: "data-submit=\"1\">", to: "</select>")
        #expect(usual.hasPrefix("<option value=\"\">as in the corpus</option>") && !usual.contains("selected"))
        #expect(
            usual.contains(
                "<option value=\"words\">words, least first</option><option value=\"-words\">words, most first</option>"
            ))
        #expect(!usual.contains("at random"))
        let falling = pages.part("/?sort=-words&q=dog", from: "data-submit=\"1\">", to: "</select>")
        #expect(falling.hasPrefix("<option value=\"\">best first</option>"))
        #expect(falling.contains("<option value=\"-words\" selected=\"\">words, most first</option>"))
        #expect(falling.contains("<option value=\"words\">"))
        #expect(
            pages.text("/?sort=random&seed=2").contains("<option value=\"random\" selected=\"\">at random</option>"))
    }

    /// A form replaces the query: what else is in it goes along, but not an order and a page that are over.
    @Test func theMenuKeepsWhatIsSelected() {
        let form = pages.part(
            "/?q=dog&language=en&sort=words&seed=3&page=1&view=images", from: "class=\"sort\">", to: "<label>")
        #expect(
            form
                == "<input type=\"hidden\" name=\"q\" value=\"dog\"><input type=\"hidden\" name=\"language\" value=\"en\">"
                + "<input type=\"hidden\" name=\"view\" value=\"images\">")
    }

    // MARK: Chips

    @Test func everyConditionCanBeTakenAway() {
        let chips = pages.part(
            "/?q=dog&language=&words=10..14&where=words+%3E+1&page=2", from: "class=\"chips\">", to: "</p>")
        func chip(_ query: String, _ text: String) -> String {
            "<a href=\"/?\(query)\" class=\"chip\" title=\"Take away\">\(text) <span aria-hidden=\"true\">×</span></a>"
        }
        #expect(
            chips
                == chip("language=&amp;words=10..14&amp;where=words%20%3E%201", "“dog”")
                + chip("q=dog&amp;words=10..14&amp;where=words%20%3E%201", "language not known")
                + chip("q=dog&amp;language=&amp;where=words%20%3E%201", "words 10..14")
                + chip("q=dog&amp;language=&amp;words=10..14", "words &gt; 1")
                + "<a href=\"/\" class=\"chip all\">Clear</a>")
    }

    @Test(arguments: [
        ("format=png", "format png"), ("format=", "format no picture"), ("reason=", "reason nothing left"),
        ("group=1.2", "group “”"), ("lasso=0,0,1,0,1,1", "lasso on the map"), ("domain=a.example", "domain a.example"),
        ("year=", "year not known"),
    ]) func chipsAreNamedForPeople(query: String, text: String) {
        let chips = pages.part("/?" + query, from: "class=\"chips\">", to: "</p>")
        #expect(
            chips == "<a href=\"/\" class=\"chip\" title=\"Take away\">\(text) <span aria-hidden=\"true\">×</span></a>"
                + "<a href=\"/\" class=\"chip all\">Clear</a>")
    }

    @Test func thereAreNoChipsAndNoCommandForEverything() {
        let page = pages.text("/?sort=words&page=2")
        #expect(!page.contains("class=\"chips\"") && !page.contains("As a command"))
        let none = pages.text("/?domain=nowhere.example")
        #expect(none.contains("class=\"chips\"") && !none.contains("As a command"), "nothing can be selected")
    }

    // MARK: Cards

    @Test func aCardHasATitleAnAddressAndFacts() {
        let card = pages.part("/?words=10..10", from: "<li class=\"card\" tabindex=\"-1\">", to: "</li>")
        #expect(
            card.hasPrefix(
                "<h2><a href=\"/d/30000000000000000001?words=10..10&amp;at=0\" class=\"open\">Page 1</a></h2>"
                    + "<p class=\"soft url\">https://www.Example.org:8080/page/1?q=&quot;1&quot;</p>"))
        #expect(card.contains("<p class=\"snippet\">Document 1 tells of a small white dog named Idéfix."))
        #expect(card.hasSuffix("<p class=\"soft facts\">en · 10 words · 1 picture</p>"))
        let other = pages.part("/?words=9..9", from: "<li class=\"card\"", to: "</li>")
        #expect(other.contains("<p class=\"soft facts\">9 words · 0 pictures</p>"), "its language is not known")
        #expect(!other.contains("class=\"thumbs\""))
    }

    @Test func whatWasLookedForIsMarked() {
        let card = pages.part("/?q=white&words=9..9", from: "<p class=\"snippet\">", to: "</p>")
        #expect(card.hasPrefix("Document 0 tells of a small <mark>white</mark> dog"))
    }

    @Test func sixPicturesAreShownAndTheRestCounted() throws {
        func images(_ count: Int) -> [ImageNode] { (1...count).map { .made($0, alt: "p\($0)") } }
        let many = try Pages([
            .made(0, images: images(8), url: "http://a.example/untitled"), .made(1, images: images(6)),
        ])
        let page = many.text("/")
        let cards = page.components(at: "<li class=\"card\"")
        #expect(cards.count == 3)
        #expect(cards[1].components(at: "<img ").count - 1 == 6 && cards[1].contains("<span class=\"soft\">+2</span>"))
        #expect(cards[2].components(at: "<img ").count - 1 == 6 && !cards[2].contains("+0"))
        #expect(cards[1].contains("class=\"open\">http://a.example/untitled</a>"), "it has no title")
    }

    /// The number that is sorted by stands on the card, where it does not stand already and where there is one.
    @Test func theNumberOfTheOrderIsShown() throws {
        var documents = (0..<3).map { Document.made($0) }
        for number in 0..<3 { documents[number].profile.stopWords = Double(number) / 4 }
        let some = try Pages(documents)
        for (sort, facts) in [
            ("-stop_word_ratio", "12 words · 0 pictures · stop word 0.5"), ("-words", "12 words · 0 pictures"),
            ("random", "0 pictures"), ("none", "0 pictures"),
        ] {
            let shown = some.part("/?sort=" + sort, from: "<p class=\"soft facts\">", to: "</p>")
            #expect(shown.hasSuffix(facts), "\(sort): \(shown)")
        }
        let rising = some.part("/?sort=stop_word_ratio", from: "<p class=\"soft facts\">", to: "</p>")
        #expect(rising == "10 words · 0 pictures · stop word 0")
    }

    // MARK: Pages

    @Test func twentyAreAPage() throws {
        let first = pages.text("/")
        #expect(
            first.contains("<ol class=\"list\" start=\"1\">")
                && first.contains("<span class=\"soft\">page 1 of 2</span>"))
        #expect(first.components(at: "<li class=\"card\"").count - 1 == 20)
        #expect(first.contains("<a href=\"/?page=2\" rel=\"next\">More →</a>") && !first.contains("← Before"))
        #expect(first.contains("<link rel=\"next\" href=\"/?page=2\">") && !first.contains("rel=\"prev\""))
        let second = pages.text("/?page=2")
        #expect(second.contains("<ol class=\"list\" start=\"21\">") && second.contains("page 2 of 2"))
        #expect(second.components(at: "<li class=\"card\"").count - 1 == 4)
        #expect(second.contains("<a href=\"/\" rel=\"prev\">← Before</a>") && !second.contains("More →"))
        #expect(second.contains("?page=2&amp;at=20\" class=\"open\">Page 20</a>"))
        #expect(second.contains("?page=2&amp;at=23\" class=\"open\">Page 23</a>"))
        let beyond = pages.text("/?page=4")
        #expect(
            !beyond.contains("<li class=\"card\"") && !beyond.contains("rel=\"next\"")
                && !beyond.contains("rel=\"prev\""))
    }

    @Test(arguments: [(20, false), (21, true)]) func onePageNeedsNoPager(count: Int, hasPager: Bool) throws {
        let page = try Pages((0..<count).map { .made($0) }).text("/")
        #expect(page.contains("class=\"pager\"") == hasPager && page.contains("rel=\"next\"") == hasPager)
    }

    // MARK: Pictures

    @Test func aGridHasThePicturesOfThePage() {
        let page = pages.text("/?view=images&words=10..11")
        let grid = Pages.part(of: page, from: "<div class=\"grid\">", to: "</div>")
        #expect(grid.components(at: "<img ").count - 1 == 3 && !page.contains("<li class=\"card\""))
        #expect(
            grid.hasPrefix("<a href=\"/d/30000000000000000001?words=10..11&amp;view=images&amp;at=0\" class=\"thumb\">")
        )
        #expect(grid.components(at: "&amp;at=1\" class=\"thumb\">").count - 1 == 2)
        #expect(!page.contains("None of these documents"))
        #expect(pages.text("/?view=images&images=0..0").contains("None of these documents shows a picture."))
    }

    // MARK: JSON

    @Test func jsonHasWhatThePageHas() throws {
        let json = try pages.json("/list.json?language=en&page=1&sort=-words")
        #expect(json["selected"]?.integer == 18 && json["documents"]?.integer == 24 && json["page"]?.integer == 1)
        #expect(json["results"]?.array?.count == 18 && json["results"]?[0]?["number"]?.integer == 23)
        #expect(json["results"]?[0]?["title"]?.string == "Page 23")
        let language = json["facets"]?["language"]?.array
        #expect(language?.count == 1 && language?[0]["value"]?.string == "en")
        #expect(language?[0]["selected"]?.integer == 18 && language?[0]["documents"]?.integer == 18)
        let words = json["histograms"]?["words"]
        #expect(
            words?["edges"]?.array?.count == 25 && words?["edges"]?[0]?.number == 9
                && words?["edges"]?[24]?.number == 32)
        #expect(words?["selected"]?.array?.compactMap(\.integer).reduce(0, +) == 18)
        #expect(words?["documents"]?.array?.compactMap(\.integer).reduce(0, +) == 24)
    }
}
