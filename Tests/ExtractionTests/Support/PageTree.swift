import HTMLTree
import Testing

@testable import Extraction

/// The tree of a page with what is decided about its nodes, and short ways to them.
struct PageTree {
    let tree: Tree
    let rules: Rules
    let sources: ImageSources
    let marks: Marks

    init(_ html: String, _ options: ExtractionOptions = .quarry, url: String = Pages.url) {
        rules = Rules(options)
        let parser = Parser(vocabulary: rules.vocabulary)
        _ = Array(html.utf8).withUnsafeBytes { parser.parse($0, isWellFormed: true) }
        tree = parser.tree
        var sources = ImageSources()
        sources.begin(page: url, base: nil, encoding: "UTF-8", rules)
        var marks = Marks()
        marks.decide(tree, rules, &sources)
        (self.sources, self.marks) = (sources, marks)
    }

    /// The elements of a name, in order.
    func nodes(_ name: String) -> [Int32] {
        tree.nodes.indices.filter { String(decoding: tree.name(of: tree.nodes[$0].tag), as: UTF8.self) == name }
            .map { Int32($0) }
    }

    /// An element of a name, the first if not said otherwise.
    func node(_ name: String, _ number: Int = 0) -> Int32 {
        let found = nodes(name)
        guard found.indices.contains(number) else {
            Issue.record("no \(name) \(number)")
            return 0
        }
        return found[number]
    }
}
