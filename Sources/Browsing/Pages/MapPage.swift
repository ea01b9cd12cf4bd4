import CorpusFiles
import Inspection
import JSON
import Maps
import Platform
import Reports

/// The map: a page with a canvas, and what its script asks for.
struct MapPage {
    private let site: Site
    private let state: BrowseState
    private let request: SiteRequest

    init(_ site: Site, _ state: BrowseState, _ request: SiteRequest) {
        (self.site, self.state, self.request) = (site, state, request)
    }

    func response(_ part: String, _ isJSON: Bool) throws -> SiteResponse {
        guard let map = site.map else {
            return .problem(404, "There is no map yet. Make one with: quarry map \(site.corpus.folder)")
        }
        switch (part, isJSON) {
        case ("", false): return page(map)
        case ("", true): return .json(MapPage.facts(map))
        case ("points", false): return points(map)
        case ("column", false): return column(map)
        case ("hits", false): return try hits(map)
        case ("select", true): return try selection(map)
        case ("dropped", true): return try dropped(map)
        default: return .problem(404, "There is no such part of the map.")
        }
    }

    private func page(_ map: MapFiles) -> SiteResponse {
        PageFrame(title: "Map", site: site, active: "map", state: state, hasMap: true).response { html in
            MapPage.canvas(
                &html, columns: MapPage.names(map, site.store) + site.store.numbers.map(\.name),
                focus: request.value("focus"), listsGroups: true)
            MapPage.groups(&html, MapGroups(map.zooms))
        }
    }

    /// The groups of the finest zoom as a list: what is a template, or a farm, stands first.
    private static func groups(_ html: inout HTMLWriter, _ groups: MapGroups) {
        html.element("section", ["class": "groups", "id": "groups"]) { html in
            html.element("h2", text: "Groups, those whose pages are most alike first")
            html.element("table") { html in
                html.markup("<tr><th>group<th>documents<th>words in common</tr>")
                for group in groups.finest.prefix(200) {
                    html.element("tr") { html in
                        html.element("td") { html in
                            html.element("a", ["href": "/?group=\(group.id)"], text: group.cluster.name)
                        }
                        html.element("td", text: group.cluster.size.grouped)
                        html.element("td", text: group.share)
                    }
                }
            }
        }
    }

    /// Columns of names by which a map can be coloured.
    static func names(_ map: MapFiles, _ store: ColumnStore) -> [String] {
        store.categories.map(\.name) + (map.dropped == nil ? [] : ["dropped"])
    }

    /// The canvas with its tools.
    /// - Parameter listsGroups: whether a list of the groups stands below it.
    static func canvas(_ html: inout HTMLWriter, columns: [String], focus: String, listsGroups: Bool = false) {
        html.element("div", ["class": "map", "id": "map", "data-focus": focus]) { html in
            html.markup("<canvas id=\"points\"></canvas><canvas id=\"labels\" tabindex=\"0\" ")
            html.markup("aria-label=\"Map of all documents; arrow keys move it, plus and minus zoom\"></canvas>")
            html.element("div", ["class": "map-tools"]) { html in
                html.markup("<label>Colour <select id=\"colour\"><option value=\"group\">group</option>")
                for name in columns { html.element("option", ["value": name], text: Chart.label(name)) }
                html.markup("</select></label><button id=\"lasso\" aria-pressed=\"false\">Lasso</button>")
                html.markup("<button id=\"whole\">Whole map</button>")
                if listsGroups { html.markup("<a href=\"#groups\">List of groups</a>") }
                html.element("span", ["id": "loaded", "class": "soft"], text: "")
            }
            html.markup("<div id=\"legend\" class=\"legend\"></div><div id=\"tip\" class=\"tip\" hidden=\"\"></div>")
            html.markup("<aside id=\"found\" class=\"found\" hidden=\"\" aria-live=\"polite\"></aside>")
        }
    }

    /// Extent, tiles and groups with the places of their names.
    static func facts(_ map: MapFiles) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("documents", map.documents)
            if let dropped = map.dropped {
                json.key("dropped")
                MapPage.write(dropped.totals, dropped, to: &json)
            }
            json.member("method", map.method)
            json.key("tiles")
            json.array { json in
                for tile in map.tiles {
                    json.array { json in
                        for value in [tile.zoom, tile.column, tile.row, tile.first, tile.count] { json.value(value) }
                    }
                }
            }
            json.key("groups")
            json.array { json in
                for zoom in map.zooms {
                    json.array { json in
                        for group in zoom.prefix(2000) {
                            let place = map.extent.unit(map.layout[group.medoid])
                            json.object { json in
                                json.member("name", group.name)
                                json.member("documents", group.size)
                                json.member("x", Double((place.x * 10_000).rounded() / 10_000))
                                json.member("y", Double((place.y * 10_000).rounded() / 10_000))
                            }
                        }
                    }
                }
            }
        }
        return json.text
    }

    /// `{"document.no-image": 47, …}`, the most frequent of the map first.
    private static func write(_ counts: [Int], _ dropped: DroppedDocuments, to json: inout JSONWriter) {
        json.object(zip(dropped.reasons, counts).filter { $0.1 > 0 })
    }

    /// What is known of a dropped document by its place among them.
    private func dropped(_ map: MapFiles) throws -> SiteResponse {
        guard let dropped = map.dropped, let index = Int(request.value("number")), (0..<dropped.count).contains(index)
        else { return .problem(404, "Nothing of that number was dropped.") }
        return .json(DropsInspection.json(try dropped.drop(index)))
    }

    /// The points of a tile.
    private func points(_ map: MapFiles) -> SiteResponse {
        guard let tile = tile(map) else { return .problem(404, "There is no such tile.") }
        let bytes = MapTiles.pointBytes
        return .bytes(Array(map.points[tile.first * bytes..<(tile.first + tile.count) * bytes]))
    }

    private func tile(_ map: MapFiles) -> MapTiles.Tile? {
        Int(request.value("tile")).flatMap { map.tiles.indices.contains($0) ? map.tiles[$0] : nil }
    }

    /// Numbers of the points of a tile, in its order; those of the corpus' documents come before what was dropped.
    private func numbers(_ map: MapFiles, _ tile: MapTiles.Tile) -> [Int] {
        (tile.first..<tile.first + tile.count).map {
            Int(map.points.littleEndian(at: $0 * MapTiles.pointBytes + 4))
        }
    }

    /// A byte for each point of a tile: its colour. Groups of the finest zoom and categories go round in 24 colours with 255
    /// for none, numbers have their bin.
    private func column(_ map: MapFiles) -> SiteResponse {
        guard let tile = tile(map) else { return .problem(404, "There is no such tile.") }
        let name = request.value("name")
        let numbers = numbers(map, tile)
        let kept = map.documents
        if let column = site.store.numbers(name) { return .bytes(numbers.map { $0 < kept ? column.places[$0] : 255 }) }
        if let column = site.store.category(name) {
            let ranks = MapPage.ranks(column)
            return .bytes(numbers.map { $0 < kept ? ranks[Int(column.codes[$0])] : 255 })
        }
        if name == "dropped", let dropped = map.dropped {
            return .bytes(numbers.map { $0 < kept ? 255 : min(dropped.codes[$0 - kept], 22) })
        }
        return .bytes(MapPage.groupColours(map, numbers))
    }

    /// A colour for the group of the middle zoom of each document, 255 for none.
    static func groupColours(_ map: MapFiles, _ numbers: [Int]) -> [UInt8] {
        guard let labels = map.labels.dropFirst().first else { return numbers.map { _ in 255 } }
        return numbers.map { labels[$0] < 0 ? 255 : UInt8(labels[$0] % 24) }
    }

    /// By code: the place among the values that most documents have, 255 behind the 23rd.
    static func ranks(_ column: CategoryColumn) -> [UInt8] {
        let order = column.totals.indices.sorted { (column.totals[$1], $0) < (column.totals[$0], $1) }
        var ranks = [UInt8](repeating: 255, count: order.count)
        for (rank, code) in order.prefix(23).enumerated() { ranks[code] = UInt8(rank) }
        return ranks
    }

    /// A byte for each point of a tile: whether the state selects it.
    private func hits(_ map: MapFiles) throws -> SiteResponse {
        guard let tile = tile(map) else { return .problem(404, "There is no such tile.") }
        let selection = try site.selector.find(state).selection
        return .bytes(numbers(map, tile).map { $0 < map.documents && selection.contains($0) ? 1 : 0 })
    }

    /// What a lasso or a search holds: counts, a sample, the command that keeps or removes it.
    private func selection(_ map: MapFiles) throws -> SiteResponse {
        let found = try site.selector.find(state)
        var sampling = state
        if state.query.isEmpty { (sampling.sort, sampling.seed) = ("random", 7) }
        let rows = try site.corpus.index.documents(
            numbers: site.selector.order(found, sampling, limit: 12))
        let facets = FacetCounts(found.selection, site.store, most: 6)
        var json = JSONWriter()
        json.object { json in
            json.member("selected", found.selection.count)
            json.member("documents", site.store.count)
            json.member("list", "/" + state.queryString)
            json.member("keep", SelectLine(state, found.selection, site).text)
            json.member("remove", SelectLine(state, found.selection, site, keeping: false).text)
            json.key("facets")
            facets.writeCategories(to: &json)
            json.key("results")
            json.array { json in for row in rows { json.object { json in row.write(to: &json) } } }
            if let dropped = map.dropped {
                let inside = site.selector.dropped(state)
                json.key("dropped")
                MapPage.write(
                    inside.reduce(into: dropped.reasons.map { _ in 0 }) { $0[Int(dropped.codes[$1])] += 1 }, dropped,
                    to: &json)
            }
        }
        return .json(json.text)
    }
}
