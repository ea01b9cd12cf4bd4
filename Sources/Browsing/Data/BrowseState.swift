import Platform
import Reports

/// All that a page shows, as its URL says it: the same URL, the same page.
package struct BrowseState: Sendable, Hashable {
    /// A range of a number, both ends inside, nil for open.
    struct Range: Sendable, Hashable {
        var low: Float?
        var high: Float?

        /// Open at both ends.
        init() {}

        /// `100..500`, `100..`, `..500`.
        init?(_ text: String) {
            let parts = text.components(at: "..")
            guard parts.count == 2 else { return nil }
            low = Float(parts[0]).flatMap { $0.isFinite ? $0 : nil }
            high = Float(parts[1]).flatMap { $0.isFinite ? $0 : nil }
            guard low != nil || high != nil else { return nil }
        }

        var text: String { (low.map(Self.text) ?? "") + ".." + (high.map(Self.text) ?? "") }

        /// An end as it is read again to the same number, which `Bins.short` is not.
        static func text(_ end: Float) -> String {
            end == end.rounded() && abs(end) < 1e15 ? Int(end).description : end.description
        }
    }

    /// What is looked for.
    var query = ""
    /// Wanted values by category.
    var categories: [String: String] = [:]
    /// Wanted ranges by number.
    var ranges: [String: Range] = [:]
    /// An SQL expression.
    var expression = ""
    /// A group of the map: zoom and number.
    var group: [Int] = []
    /// Corners of a lasso, x and y in turn, in the map's square.
    var lasso: [Float] = []
    /// A column; `-` before it for the most first; `random` by `seed`.
    var sort = ""
    var seed = 0
    /// From 1.
    var page = 1
    /// `list` or `images`.
    var view = "list"
    /// The place in the order of a document that is looked at, nil elsewhere.
    var place: Int?

    /// Documents of a page.
    static let pageSize = 20
    private static let categoryNames = ["language", "domain", "year", "format", "reason"]

    /// The state that a URL's parameters say; what is not understood is left out.
    package init(_ parameters: [(name: String, value: String)], numbers: [String] = []) {
        for (name, value) in parameters where !value.isEmpty || Self.categoryNames.contains(name) {
            switch name {
            case "q": query = String(value.prefix(500))
            case "where": expression = String(value.prefix(2000))
            case "sort": sort = value
            case "seed": seed = Int(value) ?? 0
            case "page": page = min(1_000_000, max(1, Int(value) ?? 1))
            case "view": view = value == "images" ? "images" : "list"
            case "at": place = Int(value).flatMap { $0 >= 0 ? $0 : nil }
            case "group": group = value.split(separator: ".").compactMap { Int($0) }
            case "lasso": lasso = BrowseState.corners(value)
            case let name where Self.categoryNames.contains(name): categories[name] = value
            case let name where numbers.contains(name): ranges[name] = Range(value)
            // The fields of a form, one for each end.
            case let name where name.hasSuffix(".min") || name.hasSuffix(".max"):
                let column = String(name.dropLast(4))
                guard numbers.contains(column), let number = Float(value), number.isFinite else { continue }
                var range = ranges[column] ?? Range()
                if name.hasSuffix(".min") { range.low = number } else { range.high = number }
                ranges[column] = range
            default: continue
            }
        }
        if group.count != 2 { group = [] }
    }

    private static func corners(_ text: String) -> [Float] {
        let numbers = text.split(separator: ",").prefix(400).compactMap { Float($0) }.filter(\.isFinite)
        return numbers.count >= 6 && numbers.count % 2 == 0 ? numbers : []
    }

    /// Whether everything is shown.
    var isEverything: Bool {
        query.isEmpty && categories.isEmpty && ranges.isEmpty && expression.isEmpty && group.isEmpty && lasso.isEmpty
    }

    /// What selects, without what orders and pages.
    var selecting: BrowseState {
        var state = self
        (state.sort, state.seed, state.page, state.view, state.place) = ("", 0, 1, "list", nil)
        return state
    }

    /// The same with a change, back on the first page.
    func changed(_ change: (inout BrowseState) -> Void) -> BrowseState {
        var state = self
        state.page = 1
        state.place = nil
        change(&state)
        return state
    }

    /// Name and value of every parameter that is not the usual, in a fixed order.
    var parameters: [(name: String, value: String)] {
        var list: [(name: String, value: String)] = []
        if !query.isEmpty { list.append(("q", query)) }
        for name in Self.categoryNames { if let value = categories[name] { list.append((name, value)) } }
        for name in ranges.keys.sorted() { if let range = ranges[name] { list.append((name, range.text)) } }
        if !expression.isEmpty { list.append(("where", expression)) }
        if group.count == 2 { list.append(("group", "\(group[0]).\(group[1])")) }
        if !lasso.isEmpty {
            list.append(("lasso", lasso.map { "\(($0 * 10_000).rounded() / 10_000)" }.joined(separator: ",")))
        }
        if !sort.isEmpty { list.append(("sort", sort)) }
        if seed != 0 { list.append(("seed", "\(seed)")) }
        if view != "list" { list.append(("view", view)) }
        if page > 1 { list.append(("page", "\(page)")) }
        if let place { list.append(("at", "\(place)")) }
        return list
    }

    /// `?q=bear&language=en`, `""` for everything.
    var queryString: String {
        let pairs = parameters.map { Percent.encode($0.name) + "=" + Percent.encode($0.value) }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }

    /// What selects, as an SQL expression for `quarry select --where`; nil when only the numbers of documents can say it.
    var predicate: String? {
        guard query.isEmpty, group.isEmpty, lasso.isEmpty, categories["format"] == nil, categories["reason"] == nil
        else { return nil }
        var parts: [String] = []
        for name in ["language", "domain"] {
            if let value = categories[name] { parts.append("\(name) = '\(value.doubling("'"))'") }
        }
        if let year = categories["year"] {
            parts.append(year.isEmpty ? "captured = ''" : "captured LIKE '\(year.filter(\.isNumber))%'")
        }
        for name in ranges.keys.sorted() {
            if let low = ranges[name]?.low { parts.append("\(name) >= \(Range.text(low))") }
            if let high = ranges[name]?.high { parts.append("\(name) <= \(Range.text(high))") }
        }
        if !expression.isEmpty { parts.append("(\(expression))") }
        return parts.joined(separator: " AND ")
    }
}

extension String {
    /// Cut at every occurrence of a separator.
    func components(at separator: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }

    fileprivate func doubling(_ quote: Character) -> String {
        map { $0 == quote ? "\(quote)\(quote)" : "\($0)" }.joined()
    }
}
