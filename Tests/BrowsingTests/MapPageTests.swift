import CorpusFiles
import Facts
import JSON
import Maps
import Testing

@testable import Browsing

/// What the map's script asks for, of a map written by hand.
@Suite struct MapPageTests {
    private static let upperHalf = "lasso=0,0,1,0,1,0.5,0,0.5"
    private let map: MadeMap

    init() throws { map = try MadeMap() }

    // MARK: The page

    @Test func thePageHasToolsAndGroups() {
        let page = map.text("/map?focus=3")
        #expect(page.contains("<div class=\"map\" id=\"map\" data-focus=\"3\"><canvas id=\"points\">"))
        #expect(
            page.contains("<script src=\"/map.js\" defer></script>")
                && page.contains("<main id=\"main\" class=\"whole\">"))
        #expect(page.contains("<form action=\"/map\" role=\"search\""))
        let columns = Pages.part(of: page, from: "<select id=\"colour\">", to: "</select>")
        #expect(
            columns.hasPrefix(
                "<option value=\"group\">group</option><option value=\"language\">language</option>"
                    + "<option value=\"domain\">domain</option><option value=\"year\">year</option>"
                    + "<option value=\"dropped\">dropped</option>"))
        #expect(columns.contains("<option value=\"words\">words</option>"))
        #expect(page.contains("<a href=\"#groups\">List of groups</a>"))
        // Of the finest zoom, those most alike first.
        #expect(
            page.contains(
                "<tr><td><a href=\"/?group=2.1\">river</a></td><td>2</td><td>88 %</td></tr>"
                    + "<tr><td><a href=\"/?group=2.0\">rain</a></td><td>3</td><td>25 %</td></tr>"))
    }

    @Test func aCorpusWithoutAMapSaysHowToMakeOne() throws {
        let pages = try Pages(count: 3)
        for path in ["/map", "/map.json", "/map/points?tile=0"] {
            #expect(pages.answer(path).status == 404)
            #expect(pages.text(path).contains("There is no map yet. Make one with: quarry map \(pages.folder)"))
        }
        #expect(
            !pages.text("/d/0").contains("On the map")
                && map.text("/d/2").contains("<a href=\"/map?focus=2\">On the map</a>"))
    }

    @Test(arguments: ["/map/nothing", "/map/points.json", "/map/select", "/map/dropped", "/map/a/b"])
    func theseAreNoPartsOfTheMap(path: String) {
        #expect(map.answer(path).status == 404 && map.text(path).contains("There is no such part of the map."))
    }

    // MARK: Facts

    @Test func factsSayWhatIsOnTheMap() throws {
        let facts = try map.json("/map.json")
        #expect(facts["documents"]?.integer == 6 && facts["method"]?.string == "tsne")
        #expect(facts["dropped"]?.members?.map(\.key) == ["document.no-image", "document.too-few-words"])
        #expect(facts["dropped"]?["document.no-image"]?.integer == 1)
        let tiles = facts["tiles"]?.array?.map { $0.array?.compactMap(\.integer) }
        #expect(tiles == [[0, 0, 0, 0, 5], [1, 1, 0, 5, 3]])
        #expect(facts["groups"]?.array?.map(\.array?.count) == [1, 1, 2])
        let group = facts["groups"]?[0]?[0]
        #expect(group?["name"]?.string == "all" && group?["documents"]?.integer == 6)
        #expect(group?["x"]?.number.map { ($0 * 10000).rounded() } == 3500 && group?["y"]?.number == 0.75)
        #expect(try MadeMap(withDropped: false).json("/map.json")["dropped"] == nil)
    }

    // MARK: Tiles

    @Test func aTileHasItsPoints() {
        #expect(map.answer("/map/points?tile=0").body == [7, 0, 2, 4, 6].flatMap { MadeMap.point($0) })
        let second = map.answer("/map/points?tile=1")
        #expect(second.body == [1, 3, 5].flatMap { MadeMap.point($0) } && second.type == "application/octet-stream")
    }

    @Test(arguments: ["points", "column", "hits"]) func tilesAreNumbered(part: String) {
        for tile in ["2", "-1", "x", ""] {
            #expect(map.answer("/map/\(part)?tile=\(tile)").status == 404, "\(tile)")
            #expect(map.text("/map/\(part)?tile=\(tile)").contains("There is no such tile."))
        }
    }

    @Test(
        arguments: [
            // Five words between 10 and 15, in 24 bins of 5/24; what was dropped has no number.
            ("words", [255, 0, 9, 19, 255], [4, 14, 23]),
            // English is the most frequent; 0 and 4 have no language.
            ("language", [255, 1, 0, 1, 255], [0, 0, 0]),
            ("dropped", [0, 255, 255, 255, 1], [255, 255, 255]),
            // The group of the middle zoom, round in 24 colours.
            ("group", [1, 0, 255, 0, 0], [1, 1, 2]), ("none", [1, 0, 255, 0, 0], [1, 1, 2]),
        ] as [(String, [UInt8], [UInt8])])
    func aColumnIsAColourAPoint(name: String, first: [UInt8], second: [UInt8]) {
        #expect(map.answer("/map/column?tile=0&name=\(name)").body == first)
        #expect(map.answer("/map/column?tile=1&name=\(name)").body == second)
    }

    @Test func hitsAreWhatTheStateSelects() {
        #expect(map.answer("/map/hits?tile=0&words=10..12").body == [0, 1, 1, 0, 0])
        #expect(map.answer("/map/hits?tile=1&words=10..12").body == [1, 0, 0])
        #expect(map.answer("/map/hits?tile=0").body == [0, 1, 1, 1, 0], "what was dropped is no hit")
    }

    // MARK: Selections

    @Test func aLassoSelectsWhatLiesInIt() throws {
        let found = try map.json("/map/select.json?" + Self.upperHalf)
        #expect(found["selected"]?.integer == 3 && found["documents"]?.integer == 6)
        #expect(found["list"]?.string == "/?lasso=0.0%2C0.0%2C1.0%2C0.0%2C1.0%2C0.5%2C0.0%2C0.5")
        let select = "quarry select \(map.corpus.folder) --where"
        #expect(found["keep"]?.string == "\(select) 'number IN (0, 2, 4)' --output selected")
        #expect(found["remove"]?.string == "\(select) 'NOT (number IN (0, 2, 4))' --output selected")
        #expect(found["results"]?.array?.compactMap { $0["number"]?.integer }.sorted() == [0, 2, 4])
        #expect(found["facets"]?["language"]?[0]?["selected"]?.integer == 2)
        #expect(found["dropped"]?.members?.map(\.key) == ["document.too-few-words"])
        #expect(found["dropped"]?["document.too-few-words"]?.integer == 1)
    }

    @Test func aGroupHasWhatWasDroppedInIt() throws {
        let found = try map.json("/map/select.json?group=1.0")
        #expect(found["selected"]?.integer == 1 && found["dropped"]?["document.too-few-words"]?.integer == 1)
        #expect(found["keep"]?.string == "quarry select \(map.corpus.folder) --group 1.0 --output selected")
        #expect(found["remove"]?.string == "quarry select \(map.corpus.folder) --not-group 1.0 --output selected")
        // Group and lasso together: 7 is in the group, but lies in the lower half.
        let both = try map.json("/map/select.json?group=1.1&" + Self.upperHalf)
        #expect(both["selected"]?.integer == 0 && both["dropped"]?.members?.isEmpty == true)
        let none = try map.json("/map/select.json?group=9.0")
        #expect(none["dropped"]?.members?.isEmpty == true, "there is no such zoom")
    }

    /// Of what was dropped only the place is known: another condition, and none, finds nothing of it.
    @Test(arguments: ["", "words=10..99", "q=river&" + upperHalf, "language=en&" + upperHalf])
    func nothingElseFindsWhatWasDropped(query: String) throws {
        #expect(try map.json("/map/select.json?" + query)["dropped"]?.members?.isEmpty == true)
    }

    @Test func aSearchShowsTheBestFirst() throws {
        let found = try map.json("/map/select.json?q=river")
        #expect(found["selected"]?.integer == 6 && found["results"]?.array?.count == 6)
        #expect(try MadeMap(withDropped: false).json("/map/select.json?q=river")["dropped"] == nil)
    }

    @Test func whatWasDroppedHasANumber() throws {
        let drop = try map.json("/map/dropped.json?number=1")
        #expect(drop["url"]?.string == "http://gone.example/1" && drop["text"]?.string == "What was 1")
        for number in ["2", "-1", "x", ""] {
            #expect(map.answer("/map/dropped.json?number=" + number).status == 404, "\(number)")
        }
        #expect(try MadeMap(withDropped: false).answer("/map/dropped.json?number=0").status == 404)
    }

    @Test func theListKnowsGroupsAndLassos() {
        let list = map.text("/?group=2.1")
        #expect(list.contains("<b>2</b><span> of 6 documents") && list.contains("group “river”"))
        #expect(list.contains(">T0</a>") && list.contains(">T4</a>"))
        #expect(map.text("/?group=2.9").contains("<b>0</b>") && map.text("/?group=2.9").contains("group “”"))
        #expect(map.text("/?" + Self.upperHalf + "&words=12..").contains("<b>2</b>"))
    }

    // MARK: Colours

    /// 23 values have a colour of their own, the most frequent the first; of equals the first by name.
    @Test func valuesBehindThe23rdHaveNoColour() {
        let names = (0..<25).map { "v\($0 < 10 ? "0" : "")\($0)" }
        let ranks = MapPage.ranks(CategoryColumn("c", names + ["v24", "v24", "v07"]))
        #expect(ranks[24] == 0 && ranks[7] == 1 && ranks[0] == 2 && ranks[1] == 3 && ranks[6] == 8 && ranks[8] == 9)
        #expect(ranks[21] == 22 && ranks[22] == 255 && ranks[23] == 255 && ranks.count == 25)
    }
}
