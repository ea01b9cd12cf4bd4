import Documents
import Facts
import HTMLTree
import WebStandards

/// The image a reader would see: `srcset` before `src`, lazy attributes before placeholders, `picture` sources last.
struct PictureRules {
    typealias Finding = ImageSources.Finding

    /// The URL of an `img`, or why it has none.
    func find(_ node: Int32, _ tree: Tree, _ rules: Rules, base: WebURL?) -> Finding {
        if isTiny(node, tree, rules) { return .drop(.imagePlaceholder, detail: "tracking pixel") }
        var failure: Finding?
        for address in addresses(node, tree, rules) {
            let finding = resolve(address, base, rules)
            if case .url = finding { return finding }
            if failure == nil { failure = finding }
        }
        return failure ?? .drop(.imageNoSource, detail: "")
    }

    /// The addresses to try, best first.
    private func addresses(_ node: Int32, _ tree: Tree, _ rules: Rules) -> [String] {
        var found: [String] = []
        for name in rules.sourceSets {
            if let best = candidate(tree.value(name, of: node), tree, rules) { found.append(best) }
        }
        let src = tree.string(.src, of: node).map(PictureRules.trimmed) ?? ""
        let isHolder = src.isEmpty || PictureRules.isPlaceholder(src, rules.options.images.placeholderNames)
        for name in rules.lazySources {
            guard let value = tree.string(name, of: node).map(PictureRules.trimmed), isAddress(value) else { continue }
            if isHolder || PictureRules.hasImageExtension(value) { found.append(value) }
        }
        if !isHolder { found.append(src) }
        let parent = tree.nodes[Int(node)].parent
        if parent > 0, rules.options.images.readsPictureSources, isInPicture(node, tree) {
            found += sourceElements(before: node, tree, rules)
        }
        if isHolder && !src.isEmpty { found.append(src) }
        return found
    }

    private func isInPicture(_ node: Int32, _ tree: Tree) -> Bool {
        let parent = tree.nodes[Int(node)].parent
        return parent > 0 && tree.nodes[Int(parent)].tag == .picture
    }

    private func sourceElements(before node: Int32, _ tree: Tree, _ rules: Rules) -> [String] {
        var found: [String] = []
        var sibling = tree.nodes[Int(tree.nodes[Int(node)].parent)].firstChild
        // No honest picture has more children; a flood of images would each look at all before it.
        var left = 100
        while sibling >= 0, sibling != node, left > 0 {
            left -= 1
            if tree.nodes[Int(sibling)].tag == .source, isReadable(tree.string(.type, of: sibling)) {
                for name in rules.sourceSets {
                    if let best = candidate(tree.value(name, of: sibling), tree, rules) { found.append(best) }
                }
            }
            sibling = tree.nodes[Int(sibling)].next
        }
        return found
    }

    /// Whether a `type` names a format that we decode, or nothing.
    private func isReadable(_ type: String?) -> Bool {
        guard let type, !type.isEmpty else { return true }
        return ["image/jpeg", "image/jpg", "image/png", "image/webp", "image/gif"].contains(type.lowercased())
    }

    private func candidate(_ value: Range<Int>?, _ tree: Tree, _ rules: Rules) -> String? {
        guard let value, !value.isEmpty else { return nil }
        let names = rules.options.images.placeholderNames
        let candidates = SourceSet.parse(String(decoding: tree.bytes[value], as: UTF8.self)).filter {
            !PictureRules.isPlaceholder($0.url, names)
        }
        return SourceSet.best(candidates, maximumWidth: rules.options.images.maximumCandidateWidth)?.url
    }

    private func resolve(_ address: String, _ base: WebURL?, _ rules: Rules) -> Finding {
        if address.utf8.count > 8_192 && !PictureRules.hasScheme(address, "data:") {
            return .drop(.imageInvalidURL, detail: "longer than 8192 bytes")
        }
        if PictureRules.hasScheme(address, "data:") { return inline(address, rules.options.images) }
        guard let url = WebURL(address, base: base) else { return .drop(.imageInvalidURL, detail: address) }
        guard url.isHTTP else { return .drop(.imageURLScheme, detail: url.scheme) }
        if PictureRules.isPlaceholder(address, rules.options.images.placeholderNames) {
            return .drop(.imagePlaceholder, detail: url.href)
        }
        return .url(url.withoutFragment().href)
    }

    /// An image that the page carries in the address itself.
    private func inline(_ address: String, _ options: ExtractionOptions.ImageOptions) -> Finding {
        guard options.keepsDataURLs else { return .drop(.imageDataURI, detail: "") }
        // Base64 makes four bytes of three.
        guard address.utf8.count / 4 * 3 <= options.maximumInlineBytes else {
            return .drop(.imageDataURI, detail: "longer than \(options.maximumInlineBytes) bytes")
        }
        guard let url = WebURL(address, base: nil), let data = DataURL(url) else {
            return .drop(.imageDataURI, detail: "damaged")
        }
        guard isReadable(data.type.essence) else { return .drop(.imageDataURI, detail: data.type.essence) }
        guard data.bytes.count >= options.minimumInlineBytes else {
            return .drop(.imageDataURI, detail: "\(data.bytes.count) bytes: a placeholder")
        }
        return .url(url.withoutFragment().href)
    }

    // MARK: Placeholders

    private func isTiny(_ node: Int32, _ tree: Tree, _ rules: Rules) -> Bool {
        let limit = rules.options.images.tinySide
        guard limit > 0 else { return false }
        for name in [AttributeName.width, .height] {
            if let text = tree.string(name, of: node), case .pixels(let side) = RenderedSize.parse(text), side <= limit,
                side >= 0
            {
                return true
            }
        }
        return false
    }

    /// `data:` and `about:` addresses, and files that are named as spacers are.
    static func isPlaceholder(_ address: String, _ names: [String]) -> Bool {
        if hasScheme(address, "data:") || hasScheme(address, "about:") { return true }
        let path = address.utf8.prefix { $0 != 0x3F && $0 != 0x23 }
        let file = path.reversed().prefix { $0 != 0x2F }.reversed()
        let stem = String(decoding: file.prefix { $0 != 0x2E }.map(Bytes.lower), as: UTF8.self)
        guard file.count > stem.utf8.count else { return false }
        return names.contains(stem)
    }

    static func hasScheme(_ address: String, _ scheme: StaticString) -> Bool {
        address.utf8.count >= scheme.utf8CodeUnitCount
            && zip(address.utf8, UnsafeBufferPointer(start: scheme.utf8Start, count: scheme.utf8CodeUnitCount))
                .allSatisfy { Bytes.lower($0) == $1 }
    }

    /// Whether a lazy attribute's value can be an address at all.
    private func isAddress(_ value: String) -> Bool {
        guard !value.isEmpty, value.utf8.count < 8_192, !PictureRules.hasScheme(value, "data:") else { return false }
        let isMarkup = value.utf8.contains { $0 == 0x7B || $0 == 0x3C || $0 == 0x20 }
        return !isMarkup && value.utf8.contains { $0 == 0x2F || $0 == 0x2E }
    }

    static func hasImageExtension(_ address: String) -> Bool {
        let path = String(decoding: address.utf8.prefix { $0 != 0x3F && $0 != 0x23 }.map(Bytes.lower), as: UTF8.self)
        return [".jpg", ".jpeg", ".png", ".webp", ".gif"].contains { path.hasSuffix($0) }
    }

    static func trimmed(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return String(decoding: bytes[Bytes.strip(bytes, 0..<bytes.count)], as: UTF8.self)
    }
}
