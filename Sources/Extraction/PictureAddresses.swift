import HTMLTree
import WebStandards

/// The addresses that an element names for its picture.
///
/// A person who saves the picture by hand takes the largest that the element knows: the widest candidate of its
/// `srcset`s and of the sources of the `picture` around it, what scripts put in place of a stand-in, `src`, sources that
/// say no width, and then whatever else in its attributes is a picture's address.
struct PictureAddresses {
    private var found: [Range<Int>] = []
    private let tree: Tree
    private let rules: Rules
    /// No honest element knows more.
    private static let most = 64
    /// Addresses that a picture keeps beside the best; a set has rarely more sizes.
    static let mostOthers = 8

    /// The addresses, best first, as ranges of the tree's bytes.
    static func find(_ node: Int32, _ tree: Tree, _ rules: Rules) -> [Range<Int>] {
        switch tree.nodes[Int(node)].tag {
        case .img, .ampImg, .input:
            // Most pictures have one address and no other.
            let parent = tree.nodes[Int(node)].parent
            guard rules.sourceKinds(of: node, tree).isEmpty, parent <= 0 || tree.nodes[Int(parent)].tag != .picture
            else {
                break
            }
            let src = tree.value(.src, of: node).map { Bytes.strip(tree.bytes, $0) } ?? 0..<0
            return src.isEmpty ? [] : [src]
        default: break
        }
        return PictureAddresses(node, tree, rules).found
    }

    /// All candidates of an element's `srcset`s and of the sources before it in its `picture`, widest first. `find` takes
    /// the best of them; a crawler took what its window asked for.
    static func candidates(_ node: Int32, _ tree: Tree, _ rules: Rules) -> [Range<Int>] {
        var candidates: [BestCandidate] = []
        func read(_ node: Int32) {
            guard rules.sourceKinds(of: node, tree).contains(.set) else { return }
            for name in rules.sourceSets {
                guard let value = tree.value(name, of: node) else { continue }
                entries(of: value, tree) { if candidates.count < most { candidates.append($0) } }
            }
        }
        let tag = tree.nodes[Int(node)].tag
        guard tag == .img || tag == .ampImg, rules.options.images.readsPictureSources else { return [] }
        read(node)
        var sibling = tree.nodes[Int(node)].previous
        while sibling >= 0, candidates.count < most, tree.nodes[Int(tree.nodes[Int(node)].parent)].tag == .picture {
            if tree.nodes[Int(sibling)].tag == .source, PictureRules.isReadable(tree.string(.type, of: sibling)) {
                read(sibling)
            }
            sibling = tree.nodes[Int(sibling)].previous
        }
        // Of equally good ones the first.
        let widest = rules.options.images.maximumCandidateWidth
        let order = candidates.indices.sorted { one, other in
            if candidates[one].entry.isBetter(than: candidates[other].entry, maximumWidth: widest) { return true }
            if candidates[other].entry.isBetter(than: candidates[one].entry, maximumWidth: widest) { return false }
            return one < other
        }
        return order.map { candidates[$0].range }
    }

    /// Calls `body` with the candidates of a `srcset`.
    private static func entries(of value: Range<Int>, _ tree: Tree, _ body: (BestCandidate) -> Void) {
        tree.bytes.withUnsafeBufferPointer { bytes in
            SourceSet.entries(of: UnsafeBufferPointer(rebasing: bytes[value])) { entry in
                let range = value.lowerBound + entry.url.lowerBound..<value.lowerBound + entry.url.upperBound
                body(BestCandidate(entry: entry, range: range))
            }
        }
    }

    private init(_ node: Int32, _ tree: Tree, _ rules: Rules) {
        (self.tree, self.rules) = (tree, rules)
        switch tree.nodes[Int(node)].tag {
        case .video: add(tree.value(rules.poster, of: node))
        case .object: add(tree.value(rules.data, of: node))
        case .embed: add(tree.value(.src, of: node))
        case .image: add(tree.value(rules.svgHref, of: node) ?? tree.value(.href, of: node))
        case .img, .ampImg, .input: readImage(node)
        default: readBlock(node)
        }
    }

    private mutating func add(_ address: Range<Int>?) {
        guard let address, !address.isEmpty, found.count < Self.most else { return }
        for old in found where old.count == address.count {
            if old == address || tree.bytes[old].elementsEqual(tree.bytes[address]) { return }
        }
        found.append(address)
    }

    // MARK: Images

    private mutating func readImage(_ node: Int32) {
        let src = trimmed(tree.value(.src, of: node)) ?? 0..<0
        let kinds = rules.sourceKinds(of: node, tree)
        let parent = tree.nodes[Int(node)].parent
        let isInPicture =
            rules.options.images.readsPictureSources && parent > 0 && tree.nodes[Int(parent)].tag == .picture
        let isHolder = src.isEmpty || isStandIn(src)
        let others = kinds.contains(.unknown) ? others(node) : []
        var best: BestCandidate?
        if kinds.contains(.set) { readSets(of: node, &best) }
        for other in others where tree.bytes[other].contains(0x20) { readSet(other, needsDescriptor: true, &best) }
        let sources = isInPicture ? sources(before: node) : Sources()
        // Browsers show a source of the `picture` in place of `src`, which is for those that know none.
        let widest = wider(best, sources.widest, src)?.range
        if let widest, !isStandIn(widest) { add(widest) }
        if let best, !isStandIn(best.range) { add(best.range) }
        if kinds.contains(.lazy) { readLazy(node, isHolder: isHolder) }
        if !isHolder { add(src) }
        add(sources.widest?.range)
        for address in sources.own { add(address) }
        for other in others where isAddress(other) { add(other) }
        add(widest)
        add(src)
    }

    /// What scripts put in place of `src`. Some names say nothing else; others may hold the address of a page.
    private mutating func readLazy(_ node: Int32, isHolder: Bool) {
        for (index, name) in rules.lazySources.enumerated() {
            guard let value = trimmed(tree.value(name, of: node)), isAddress(value) else { continue }
            let isSure = index < rules.options.images.sureLazyAttributes
            if isSure || isHolder || hasImageExtension(value) { add(value) }
        }
    }

    /// A source's candidate where it says how wide it is, and wider than an element's own and than `src`, as far as that
    /// says it.
    private func wider(_ own: BestCandidate?, _ source: BestCandidate?, _ src: Range<Int>) -> BestCandidate? {
        guard let source, let width = source.entry.width else { return own }
        if !src.isEmpty, let shown = PictureSize.hint(tree.bytes.span.extracting(src)).width, shown >= width {
            return own
        }
        guard let own else { return source }
        let most = rules.options.images.maximumCandidateWidth
        return source.entry.isBetter(than: own.entry, maximumWidth: most) ? source : own
    }

    /// What the sources of a `picture` name: each its own best, and the widest of all.
    private struct Sources {
        var own: [Range<Int>] = []
        var widest: BestCandidate?
    }

    private func sources(before node: Int32) -> Sources {
        var sibling = tree.nodes[Int(tree.nodes[Int(node)].parent)].firstChild
        // No honest picture has more children; a flood of images would each look at all before it.
        var left = 100
        var found = Sources()
        while sibling >= 0, sibling != node, left > 0 {
            left -= 1
            if tree.nodes[Int(sibling)].tag == .source,
                PictureRules.isReadable(tree.string(.type, of: sibling))
            {
                var best: BestCandidate?
                readSets(of: sibling, &best)
                readSets(of: sibling, &found.widest)
                if let best { found.own.append(best.range) }
                found.own += others(sibling).filter { isAddress($0) }
            }
            sibling = tree.nodes[Int(sibling)].next
        }
        return found
    }

    // MARK: Candidates

    private struct BestCandidate {
        let entry: SourceSet.Entry
        let range: Range<Int>
    }

    private func readSets(of node: Int32, _ best: inout BestCandidate?) {
        for name in rules.sourceSets {
            guard let value = tree.value(name, of: node), !value.isEmpty else { continue }
            readSet(value, needsDescriptor: false, &best)
        }
    }

    /// Takes the best candidate of a value; one that `needsDescriptor` is a set only if a candidate has one.
    private func readSet(_ value: Range<Int>, needsDescriptor: Bool, _ best: inout BestCandidate?) {
        let most = rules.options.images.maximumCandidateWidth
        var found = best
        var isSet = !needsDescriptor
        tree.bytes.withUnsafeBufferPointer { bytes in
            SourceSet.entries(of: UnsafeBufferPointer(rebasing: bytes[value])) { entry in
                isSet = isSet || entry.width != nil || entry.density != nil
                if let found, !entry.isBetter(than: found.entry, maximumWidth: most) { return }
                let range = value.lowerBound + entry.url.lowerBound..<value.lowerBound + entry.url.upperBound
                if needsDescriptor || !isPlaceholder(range) { found = BestCandidate(entry: entry, range: range) }
            }
        }
        if isSet { best = found }
    }

    // MARK: Blocks

    /// A block that scripts or styles fill with a picture.
    private mutating func readBlock(_ node: Int32) {
        for name in rules.lazySources.prefix(rules.options.images.sureLazyAttributes) + rules.backgrounds {
            guard let value = trimmed(tree.value(name, of: node)) else { continue }
            let address = unwrapped(value)
            if isAddress(address), hasImageExtension(address) { add(address) }
        }
        for other in others(node) where isAddress(other) { add(other) }
        if let style = tree.value(.style, of: node), let address = background(style) { add(address) }
    }

    /// The address in `background: url(…)`.
    private func background(_ style: Range<Int>) -> Range<Int>? {
        guard let name = Bytes.find(Self.background, in: tree.bytes, style),
            let start = Bytes.find(Self.wrapping, in: tree.bytes, name..<style.upperBound)
        else { return nil }
        return unwrapped(start..<(tree.bytes[start..<style.upperBound].firstIndex(of: 0x29) ?? style.upperBound))
    }

    private static let background = Array("background".utf8)
    private static let wrapping = Array("url(".utf8)

    /// `url('a.jpg')` without its wrapping.
    private func unwrapped(_ value: Range<Int>) -> Range<Int> {
        guard Bytes.hasPrefix(tree.bytes, value, "url(") else { return value }
        var (start, end) = (value.lowerBound + 4, value.upperBound)
        while start < end, Self.isWrapping(tree.bytes[start]) { start += 1 }
        while end > start, Self.isWrapping(tree.bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func isWrapping(_ byte: UInt8) -> Bool {
        byte == 0x27 || byte == 0x22 || byte == 0x29 || byte == 0x20
    }

    // MARK: Values

    /// Addresses of pictures under names that nobody listed.
    private func others(_ node: Int32) -> [Range<Int>] {
        let (start, end) = (Int(tree.nodes[Int(node)].start), Int(tree.nodes[Int(node)].end))
        var found: [Range<Int>] = []
        for at in start..<end where tree.attributes[at].name == .pictureAddress {
            let attribute = tree.attributes[at]
            found.append(Bytes.strip(tree.bytes, Int(attribute.start)..<Int(attribute.end)))
        }
        return found
    }

    private func trimmed(_ value: Range<Int>?) -> Range<Int>? { value.map { Bytes.strip(tree.bytes, $0) } }

    private func isAddress(_ value: Range<Int>) -> Bool { Addresses.isAddress(tree.bytes.span.extracting(value)) }

    private func hasImageExtension(_ value: Range<Int>) -> Bool {
        Addresses.hasImageExtension(tree.bytes.span.extracting(value))
    }

    private func isStandIn(_ value: Range<Int>) -> Bool {
        Addresses.isStandIn(tree.bytes.span.extracting(value), rules.placeholders)
    }

    private func isPlaceholder(_ value: Range<Int>) -> Bool {
        Addresses.isPlaceholder(tree.bytes.span.extracting(value), rules.placeholders)
    }
}
