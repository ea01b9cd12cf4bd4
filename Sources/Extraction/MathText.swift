import HTMLTree

/// A formula as TeX: what its author wrote when the page says it, else what MathML makes of it.
struct MathText {
    private let tree: Tree
    private var left = 2_000

    /// Whether a script is the TeX of a formula that MathJax has not written into the page yet.
    static func isSource(_ script: Int32, _ tree: Tree) -> Bool {
        guard let type = tree.value(.type, of: script), Bytes.hasPrefix(tree.bytes, type, "math/tex") else {
            return false
        }
        var before = InlineText.neighbour(script, tree, isBefore: true)
        for _ in 0..<3 {
            guard let node = before, let name = tree.value(.class, of: node),
                Bytes.hasPrefix(tree.bytes, name, "MathJax")
            else { return true }
            if InlineText.short(node, tree, limit: 1)?.isEmpty != true { return false }
            before = InlineText.neighbour(node, tree, isBefore: true)
        }
        return true
    }

    /// The formula of a `math` element, or of MathJax's script.
    static func tex(of node: Int32, _ tree: Tree) -> [UInt8] {
        var writer = MathText(tree: tree)
        if tree.nodes[Int(node)].tag == .script { return bare(writer.text(node)) }
        let source = writer.annotation(node) ?? tree.string(.alttext, of: node) ?? writer.row(node, depth: 0)
        return bare(source)
    }

    /// TeX without the wrapping that makes it stand by itself.
    static func bare(_ source: String) -> [UInt8] {
        var text = PictureRules.trimmed(source)
        for wrapper in ["{\\displaystyle", "{\\textstyle"] where text.hasPrefix(wrapper) && text.hasSuffix("}") {
            text = PictureRules.trimmed(String(text.dropFirst(wrapper.count).dropLast()))
        }
        return Array(text.utf8)
    }

    private init(tree: Tree) { self.tree = tree }

    private mutating func annotation(_ top: Int32) -> String? {
        var at = tree.nodes[Int(top)].firstChild
        while at >= 0, left > 0 {
            left -= 1
            if tree.string(.encoding, of: at)?.lowercased().hasSuffix("tex") == true { return text(at) }
            at = tree.successor(at, within: top)
        }
        return nil
    }

    private func text(_ node: Int32) -> String {
        InlineText.short(node, tree, limit: 4_000).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private func children(_ node: Int32) -> [Int32] {
        var found: [Int32] = []
        var at = tree.nodes[Int(node)].firstChild
        while at >= 0 {
            if tree.nodes[Int(at)].tag != .text { found.append(at) }
            at = tree.nodes[Int(at)].next
        }
        return found
    }

    /// The children one behind the other.
    private mutating func row(_ node: Int32, depth: Int) -> String {
        var text = ""
        for child in children(node) {
            let part = element(child, depth: depth)
            // `\sin x`, not `\sinx`.
            let needsSpace = text.last?.isLetter == true && part.first?.isLetter == true && text.contains("\\")
            text += (needsSpace ? " " : "") + part
        }
        return text
    }

    private mutating func element(_ node: Int32, depth: Int) -> String {
        left -= 1
        guard left > 0, depth < 60 else { return "" }
        let name = String(decoding: tree.name(of: tree.nodes[Int(node)].tag), as: UTF8.self)
        switch name {
        case "mi", "mn", "mo", "ms", "mtext": return MathText.symbol(text(node))
        case "annotation", "annotation-xml", "mphantom", "mglyph": return ""
        case "mspace": return " "
        case "semantics":
            guard let first = children(node).first else { return "" }
            return element(first, depth: depth + 1)
        case "mroot", "mfrac", "msup", "msub", "msubsup", "munder", "mover", "munderover":
            return scripted(name, children(node), depth: depth + 1)
        case "msqrt": return "\\sqrt{" + row(node, depth: depth + 1) + "}"
        case "mtr", "mlabeledtr": return joined(node, " & ", depth: depth + 1)
        // HTML's parser leaves bare text in a cell, and browsers show it.
        case "mtd" where children(node).isEmpty: return text(node)
        case "mtable": return "\\begin{matrix}" + joined(node, " \\\\ ", depth: depth + 1) + "\\end{matrix}"
        case "mfenced": return "(" + joined(node, ", ", depth: depth + 1) + ")"
        default: return row(node, depth: depth + 1)
        }
    }

    private mutating func joined(_ node: Int32, _ separator: String, depth: Int) -> String {
        var parts: [String] = []
        for child in children(node) { parts.append(element(child, depth: depth)) }
        return parts.joined(separator: separator)
    }

    private mutating func scripted(_ name: String, _ nodes: [Int32], depth: Int) -> String {
        var parts: [String] = []
        for node in nodes.prefix(3) { parts.append(element(node, depth: depth)) }
        guard parts.count >= 2 else { return parts.first ?? "" }
        let third = parts.count > 2 ? parts[2] : ""
        switch name {
        case "mfrac": return "\\frac{\(parts[0])}{\(parts[1])}"
        case "mroot": return "\\sqrt[\(parts[1])]{\(parts[0])}"
        case "msup", "mover": return parts[0] + MathText.script("^", parts[1])
        case "msub", "munder": return parts[0] + MathText.script("_", parts[1])
        default: return parts[0] + MathText.script("_", parts[1]) + MathText.script("^", third)
        }
    }

    /// `^2`, `^{-4}`.
    private static func script(_ sign: String, _ text: String) -> String {
        text.isEmpty ? "" : text.count == 1 ? sign + text : sign + "{" + text + "}"
    }

    /// Signs that are shown as others or as nothing.
    private static func symbol(_ text: String) -> String {
        switch text {
        case "\u{2061}", "\u{2062}", "\u{2063}", "\u{2064}": ""
        case "\u{2212}": "-"
        default: text
        }
    }
}
