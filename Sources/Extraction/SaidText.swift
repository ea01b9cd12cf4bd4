import HTMLTree
import JSON

/// The text of a page as the page tells it to machines: for one whose own text scripts write, which has none when it is
/// read. An article, a recipe, a product or a question in schema.org's words (JSON-LD), else the page's description.
struct SaidText {
    /// What it was found as: `articleBody`, `Recipe`, `Product`, `QAPage`, `description`.
    let source: String
    /// Its paragraphs, white space folded.
    let paragraphs: [String]

    /// Characters below which a text is a notice, not a page: that scripts are off, that cookies are wanted.
    static let least = 80

    /// The longest text of those that a page tells; nil when it tells none of `least` characters.
    init?(_ tree: Tree, _ facts: PageFacts) {
        var best = SaidText(source: "description", paragraphs: [PageFacts.folded(Array(facts.description.utf8))])
        for item in Self.items(tree) {
            if let said = Self.said(by: item), said.count > best.count || best.source == "description" { best = said }
        }
        guard best.count >= Self.least else { return nil }
        self = best
    }

    private init(source: String, paragraphs: [String]) { (self.source, self.paragraphs) = (source, paragraphs) }

    private var count: Int { paragraphs.reduce(0) { $0 + $1.count } }

    // MARK: Items

    /// The objects of a page's JSON-LD, those of a graph or a list one by one.
    private static func items(_ tree: Tree) -> [JSONValue] {
        var items: [JSONValue] = []
        for index in tree.nodes.indices where tree.nodes[index].tag == .script {
            guard let text = linkedData(Int32(index), tree),
                let json = try? JSONValue(parsing: Array(tree.bytes[text]), leniently: true)
            else { continue }
            var waiting = [json]
            while let next = waiting.popLast(), items.count < 1_000 {
                if let list = next.array ?? next["@graph"]?.array {
                    waiting += list.reversed()
                } else {
                    items.append(next)
                }
            }
        }
        return items
    }

    /// Where the text of a script lies that is JSON-LD.
    static func linkedData(_ script: Int32, _ tree: Tree) -> Range<Int>? {
        guard let type = tree.value(.type, of: script), type.count > 10,
            Bytes.find(Array("ld+json".utf8), in: tree.bytes, type) != nil
        else { return nil }
        let child = tree.nodes[Int(script)].firstChild
        return child < 0 ? nil : tree.text(of: child)
    }

    /// What an item has to read; nil when it is of no kind that has.
    private static func said(by item: JSONValue) -> SaidText? {
        let types = item["@type"]?.array?.compactMap(\.string) ?? [item["@type"]?.string].compactMap { $0 }
        if let body = item["articleBody"] { return SaidText(source: "articleBody", paragraphs: texts(body)) }
        if types.contains("Recipe") {
            let parts = ["description", "recipeIngredient", "recipeInstructions"].flatMap { texts(item[$0]) }
            return SaidText(source: "Recipe", paragraphs: parts)
        }
        if types.contains("Product") { return SaidText(source: "Product", paragraphs: texts(item["description"])) }
        if types.contains("QAPage") || types.contains("FAQPage") {
            return SaidText(source: "QAPage", paragraphs: questions(item["mainEntity"]))
        }
        return nil
    }

    private static func questions(_ value: JSONValue?) -> [String] {
        let questions = value?.array ?? [value].compactMap { $0 }
        return questions.flatMap { question in
            let asked = texts(question["name"]) + texts(question["text"])
            let answers = ["acceptedAnswer", "suggestedAnswer"].flatMap { texts(question[$0]) }
            return asked + answers
        }
    }

    /// The paragraphs of a value: a string, a list, or what such things as steps and answers have for their text.
    private static func texts(_ value: JSONValue?, depth: Int = 0) -> [String] {
        guard let value, depth < 8 else { return [] }
        if let text = value.string { return paragraphs(of: text) }
        if let list = value.array { return list.flatMap { texts($0, depth: depth + 1) } }
        return texts(value["text"] ?? value["itemListElement"] ?? value["name"], depth: depth + 1)
    }

    // MARK: Markup

    /// A string's paragraphs: many hold HTML, references at least.
    private static func paragraphs(of text: String) -> [String] {
        let parser = Parser()
        guard case .complete = Array(text.utf8).withUnsafeBytes({ parser.parse($0, isWellFormed: true) }) else {
            return []
        }
        let tree = parser.tree
        var parts: [[UInt8]] = [[]]
        for index in tree.nodes.indices {
            let tag = tree.nodes[index].tag
            if tag == .text, !isCode(tree.nodes[Int(tree.nodes[index].parent)].tag) {
                // A line of the string is one of the text.
                for (number, line) in tree.bytes[tree.text(of: Int32(index))].split(separator: 0x0A).enumerated() {
                    if number > 0 { parts.append([]) }
                    parts[parts.count - 1] += line
                }
            } else if !CaptionGround.isInline(tag) {
                parts.append([])
            }
        }
        return parts.map(PageFacts.folded).filter { !$0.isEmpty }
    }

    private static func isCode(_ tag: Tag) -> Bool { tag == .script || tag == .style }
}
