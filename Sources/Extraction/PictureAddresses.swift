import HTMLTree
import WebStandards

/// The addresses that an element names for its picture.
///
/// A person who saves the picture by hand takes the largest that the element knows: the widest candidate of its
/// `srcset`s, what scripts put in place of a stand-in, `src`, the sources of the `picture` around it, and then whatever
/// else in its attributes is a picture's address.
struct PictureAddresses {
    /// Best first, as they were written.
    private(set) var found: [String] = []

    private let rules: Rules
    private var names: [String] { rules.options.images.placeholderNames }

    init(_ node: Int32, _ tree: Tree, _ rules: Rules) {
        self.rules = rules
        switch tree.nodes[Int(node)].tag {
        case .video: add(tree.string(rules.poster, of: node))
        case .object: add(tree.string(rules.data, of: node))
        case .image: add(tree.string(rules.svgHref, of: node) ?? tree.string(.href, of: node))
        case .img, .ampImg, .input: readImage(node, tree)
        default: readBlock(node, tree)
        }
    }

    private mutating func add(_ address: String?) {
        guard let address, !address.isEmpty, !found.contains(address) else { return }
        found.append(address)
    }

    // MARK: Images

    private mutating func readImage(_ node: Int32, _ tree: Tree) {
        let src = tree.string(.src, of: node).map(PictureRules.trimmed) ?? ""
        let isHolder = src.isEmpty || PictureRules.isStandIn(src, names)
        let others = Self.others(node, tree)
        var sets = rules.sourceSets.flatMap { candidates(tree.value($0, of: node), tree) }
        for other in others where other.contains(" ") {
            let parsed = SourceSet.parse(other)
            if parsed.contains(where: { $0.width != nil || $0.density != nil }) { sets += parsed }
        }
        let best = best(sets)
        if best.map({ !PictureRules.isStandIn($0, names) }) ?? false { add(best) }
        readLazy(node, tree, isHolder: isHolder)
        if !isHolder { add(src) }
        let parent = tree.nodes[Int(node)].parent
        if rules.options.images.readsPictureSources, parent > 0, tree.nodes[Int(parent)].tag == .picture {
            readSources(before: node, tree)
        }
        for other in others where Self.isAddress(other) { add(other) }
        add(best)
        add(src)
    }

    /// What scripts put in place of `src`. Some names say nothing else; others may hold the address of a page.
    private mutating func readLazy(_ node: Int32, _ tree: Tree, isHolder: Bool) {
        for (index, name) in rules.lazySources.enumerated() {
            guard let value = tree.string(name, of: node).map(PictureRules.trimmed), Self.isAddress(value) else {
                continue
            }
            let isSure = index < rules.options.images.sureLazyAttributes
            if isSure || isHolder || PictureRules.hasImageExtension(value) { add(value) }
        }
    }

    private mutating func readSources(before node: Int32, _ tree: Tree) {
        var sibling = tree.nodes[Int(tree.nodes[Int(node)].parent)].firstChild
        // No honest picture has more children; a flood of images would each look at all before it.
        var left = 100
        while sibling >= 0, sibling != node, left > 0 {
            left -= 1
            if tree.nodes[Int(sibling)].tag == .source,
                PictureRules.isReadable(tree.string(.type, of: sibling))
            {
                add(best(rules.sourceSets.flatMap { candidates(tree.value($0, of: sibling), tree) }))
                for other in Self.others(sibling, tree) where Self.isAddress(other) { add(other) }
            }
            sibling = tree.nodes[Int(sibling)].next
        }
    }

    private func candidates(_ value: Range<Int>?, _ tree: Tree) -> [SourceSet.Candidate] {
        guard let value, !value.isEmpty else { return [] }
        return SourceSet.parse(String(decoding: tree.bytes[value], as: UTF8.self)).filter {
            !PictureRules.isPlaceholder($0.url, names)
        }
    }

    private func best(_ candidates: [SourceSet.Candidate]) -> String? {
        SourceSet.best(candidates, maximumWidth: rules.options.images.maximumCandidateWidth)?.url
    }

    // MARK: Blocks

    /// A block that scripts or styles fill with a picture.
    private mutating func readBlock(_ node: Int32, _ tree: Tree) {
        for name in rules.lazySources.prefix(rules.options.images.sureLazyAttributes) + rules.backgrounds {
            guard let value = tree.string(name, of: node).map(PictureRules.trimmed) else { continue }
            let address = Self.unwrapped(value)
            if Self.isAddress(address), PictureRules.hasImageExtension(address) { add(address) }
        }
        for other in Self.others(node, tree) where Self.isAddress(other) { add(other) }
        if let style = tree.string(.style, of: node), let address = Self.background(style) { add(address) }
    }

    /// The address in `background: url(…)`.
    static func background(_ style: String) -> String? {
        guard let name = style.firstRange(of: "background"),
            let start = style[name.upperBound...].firstRange(of: "url(")
        else {
            return nil
        }
        return unwrapped(String(style[start.lowerBound...].prefix { $0 != ")" }))
    }

    /// `url('a.jpg')` without its wrapping.
    private static func unwrapped(_ value: String) -> String {
        guard value.hasPrefix("url(") else { return value }
        return value.dropFirst(4).filter { $0 != "'" && $0 != "\"" && $0 != ")" && $0 != " " }
    }

    // MARK: Values

    /// Addresses of pictures under names that nobody listed.
    static func others(_ node: Int32, _ tree: Tree) -> [String] {
        let (start, end) = (Int(tree.nodes[Int(node)].start), Int(tree.nodes[Int(node)].end))
        return tree.attributes[start..<end].filter { $0.name == .pictureAddress }.map { attribute in
            PictureRules.trimmed(
                String(decoding: tree.bytes[Int(attribute.start)..<Int(attribute.end)], as: UTF8.self))
        }
    }

    /// Whether an attribute's value can be an address at all; one with blanks has to end as pictures do.
    static func isAddress(_ value: String) -> Bool {
        guard !value.isEmpty, value.utf8.count < 8_192, !PictureRules.hasScheme(value, "data:") else { return false }
        guard !value.utf8.contains(where: { $0 == 0x7B || $0 == 0x3C }) else { return false }
        if value.utf8.contains(0x20) { return PictureRules.hasImageExtension(value) }
        return value.utf8.contains { $0 == 0x2F || $0 == 0x2E }
    }
}
