import HTMLTree

/// Buttons and labels: what is said on them is of the page's use, unless they hold what the page says.
struct Controls {
    private static let folds = ElementWords([["accordion", "collapse", "collapsible", "faq", "expander", "foldable"]])

    /// Whether the text of a `button` or `label` is text of the page.
    func isContent(_ node: Int32, _ tag: Tag, _ tree: Tree) -> Bool {
        tag == .label ? isCaption(node, tree) : isHeading(node, tree)
    }

    /// A button that is all there is of a heading, that has a heading in it, or that opens the text behind it.
    private func isHeading(_ node: Int32, _ tree: Tree) -> Bool {
        guard let text = InlineText.short(node, tree, limit: 300), !text.isEmpty else {
            return InlineText.first([.img], below: node, tree) != nil
        }
        if InlineText.first([.h1, .h2, .h3, .h4, .h5, .h6], below: node, tree) != nil { return true }
        if let title = title(around: node, tree) {
            return InlineText.short(title, tree, limit: 600).map { $0.count <= text.count + 2 } ?? false
        }
        return text.count >= 8 && opensText(node, tree)
    }

    /// The heading, term or legend around a button.
    private func title(around node: Int32, _ tree: Tree) -> Int32? {
        var at = tree.nodes[Int(node)].parent
        for _ in 0..<3 where at > 0 {
            let tag = tree.nodes[Int(at)].tag
            if tag.isHeading || tag == .dt || tag == .summary || tag == .legend { return at }
            at = tree.nodes[Int(at)].parent
        }
        return nil
    }

    private func opensText(_ node: Int32, _ tree: Tree) -> Bool {
        guard
            tree.value(.ariaExpanded, of: node) != nil || tree.value(.ariaControls, of: node) != nil
                || tree.value(.class, of: node).map({ Controls.folds.find(tree.bytes, $0) != 0 }) == true
        else { return false }
        let parent = tree.nodes[Int(node)].parent
        let panel =
            InlineText.neighbour(node, tree, isBefore: false) ?? InlineText.neighbour(parent, tree, isBefore: false)
        guard let panel, ![.nav, .ul, .ol, .form].contains(tree.nodes[Int(panel)].tag) else { return false }
        return Controls.isProse(panel, tree)
    }

    /// Whether a hidden element is running text that the control before it opens: the answer of an accordion.
    static func opens(_ panel: Int32, _ tree: Tree) -> Bool {
        var at = panel
        for _ in 0..<2 where at > 0 {
            if let before = InlineText.neighbour(at, tree, isBefore: true) {
                return isOpener(before, tree) && isProse(panel, tree)
            }
            at = tree.nodes[Int(at)].parent
        }
        return false
    }

    /// Whether an element, or one of the first eight nodes below it, says that it opens something.
    private static func isOpener(_ node: Int32, _ tree: Tree) -> Bool {
        var at = node
        for _ in 0..<8 where at >= 0 {
            if tree.value(.ariaExpanded, of: at) != nil || tree.value(.ariaControls, of: at) != nil { return true }
            at = tree.successor(at, within: node)
        }
        return false
    }

    /// Sixty bytes of text outside links, and more than inside them, in the first 200 nodes.
    static func isProse(_ top: Int32, _ tree: Tree) -> Bool {
        var free = 0
        var linked = 0
        var left = 200
        var at = tree.nodes[Int(top)].firstChild
        while at >= 0, left > 0 {
            left -= 1
            let node = tree.nodes[Int(at)]
            if node.tag == .a {
                linked += InlineText.short(at, tree, limit: 200)?.count ?? 200
                at = tree.following(at, within: top)
                continue
            }
            if node.tag == .text { free += Bytes.strip(tree.bytes, tree.text(of: at)).count }
            at = tree.successor(at, within: top)
        }
        return free >= 60 && free > linked
    }

    /// Whether a form has fields for a text, a name or an address, among its first 400 nodes. A field for a number of
    /// pieces stands around a whole product.
    static func hasFields(_ form: Int32, _ tree: Tree) -> Bool {
        var at = tree.nodes[Int(form)].firstChild
        var left = 400
        while at >= 0, left > 0 {
            left -= 1
            let tag = tree.nodes[Int(at)].tag
            if tag == .textarea { return true }
            if tag == .input, isPersonal(at, tree) { return true }
            at = tree.successor(at, within: form)
        }
        return false
    }

    private static func isPersonal(_ input: Int32, _ tree: Tree) -> Bool {
        switch tree.string(.type, of: input)?.lowercased() ?? "text" {
        case "email", "tel", "password": true
        case "text", "": tree.value(.name, of: input).map { persons.find(tree.bytes, $0) != 0 } ?? false
        default: false
        }
    }

    private static let persons = ElementWords([
        ["name", "mail", "email", "firstname", "lastname", "vorname", "nachname", "author", "user", "username"]
    ])

    /// A label beside a box to tick, or of nothing: not one that names a field of a form.
    private func isCaption(_ node: Int32, _ tree: Tree) -> Bool {
        var at = tree.nodes[Int(node)].parent
        for _ in 0..<12 where at > 0 {
            if tree.nodes[Int(at)].tag == .form { return false }
            at = tree.nodes[Int(at)].parent
        }
        let fields: Set<Tag> = [.input, .select, .textarea]
        let near = [
            InlineText.first(fields, below: node, tree), InlineText.neighbour(node, tree, isBefore: true),
            InlineText.neighbour(node, tree, isBefore: false),
        ]
        for field in near.compactMap({ $0 }) where fields.contains(tree.nodes[Int(field)].tag) {
            let type = tree.string(.type, of: field)?.lowercased() ?? "text"
            if tree.nodes[Int(field)].tag != .input || (type != "checkbox" && type != "radio") { return false }
        }
        return true
    }
}
