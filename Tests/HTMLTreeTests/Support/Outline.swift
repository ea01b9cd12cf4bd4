import HTMLTree

/// Trees as text, for tests: `html(head body(p("one")))`.
enum Outline {
    /// The body's content of a page.
    static func body(_ html: String, limits: ParseLimits = ParseLimits()) -> String {
        let whole = page(html, limits: limits)
        let parts = whole.split(separator: " body", maxSplits: 1)
        guard parts.count == 2 else { return whole }
        return String(parts[1].dropFirst().dropLast(2))
    }

    /// The whole page.
    static func page(_ html: String, limits: ParseLimits = ParseLimits()) -> String {
        let parser = Parser()
        _ = Array(html.utf8).withUnsafeBytes { parser.parse($0, limits: limits) }
        return outline(parser.tree, parser.tree.nodes[0].firstChild)
    }

    private static func outline(_ tree: Tree, _ node: Int32) -> String {
        guard node >= 0 else { return "" }
        let tag = tree.nodes[Int(node)].tag
        if tag == .text { return "\"" + String(decoding: tree.bytes[tree.text(of: node)], as: UTF8.self) + "\"" }
        var parts: [String] = []
        var child = tree.nodes[Int(node)].firstChild
        while child >= 0 {
            parts.append(outline(tree, child))
            child = tree.nodes[Int(child)].next
        }
        let name = String(decoding: tree.name(of: tag), as: UTF8.self)
        return parts.isEmpty ? name : name + "(" + parts.joined(separator: " ") + ")"
    }
}

extension Outline {
    /// The body's content, without the places where one text ends and the next begins.
    static func joined(_ html: String) -> String { join(body(html)) }

    /// The whole page, in the same way.
    static func joinedPage(_ html: String) -> String { join(page(html)) }

    private static func join(_ outline: String) -> String { outline.replacing("\" \"", with: "") }
}
