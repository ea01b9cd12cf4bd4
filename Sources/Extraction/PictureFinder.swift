import Documents
import Facts
import HTMLTree

/// Finds the elements of a page that show a picture, and their addresses.
struct PictureFinder {
    let tree: Tree
    let marks: Marks
    let rules: Rules
    let sources: ImageSources

    init(_ tree: Tree, _ marks: Marks, _ rules: Rules, _ sources: ImageSources) {
        (self.tree, self.marks, self.rules, self.sources) = (tree, marks, rules, sources)
    }

    /// Elements that leave with their text, but show pictures to a reader.
    private static let windows: Set<Tag> = [
        .noscript, .button, .label, .fieldset, .object, .video, .svg, .ampImg, .input, .embed,
    ]

    /// In document order.
    func pictures() -> [Int32] {
        let readsOthers = rules.options.images.readsOtherElements
        var found: [Int32] = []
        for index in tree.nodes.indices {
            let (tag, flags) = (tree.nodes[index].tag, tree.nodes[index].flags)
            if tag == .img || tag == .ampImg {
                if !flags.contains(.foreign) { found.append(Int32(index)) }
            } else if flags.contains(.hadAttributes), readsOthers, isOther(Int32(index), tag, flags) {
                found.append(Int32(index))
            }
        }
        return found
    }

    /// Whether an element that is no `img` shows a picture.
    private func isOther(_ node: Int32, _ tag: Tag, _ flags: Tree.Flags) -> Bool {
        switch tag {
        case .video: return tree.value(rules.poster, of: node).map { !$0.isEmpty } ?? false
        case .input:
            return tree.value(.type, of: node).map { $0.count == 5 && Bytes.hasToken(tree.bytes, $0, Self.image) }
                ?? false
        case .object:
            return tree.value(rules.data, of: node).map {
                Addresses.hasImageExtension(tree.bytes.span.extracting($0))
            } ?? false
        case .embed:
            return tree.value(.src, of: node).map { Addresses.hasImageExtension(tree.bytes.span.extracting($0)) }
                ?? false
        case .image: return flags.contains(.foreign)
        case .div, .span, .a, .figure, .section, .li, .p, .td, .header, .i: return isFilledBlock(node)
        default: return false
        }
    }

    /// A block without text or `img` that a script or a style fills with a picture.
    private func isFilledBlock(_ node: Int32) -> Bool {
        let (start, end) = (Int(tree.nodes[Int(node)].start), Int(tree.nodes[Int(node)].end))
        var isNamed = false
        for at in start..<end where !isNamed {
            let attribute = tree.attributes[at]
            if attribute.name == .style {
                let range = Int(attribute.start)..<Int(attribute.end)
                isNamed = Bytes.find(Self.background, in: tree.bytes, range) != nil
            } else if attribute.end > attribute.start, attribute.name != .class {
                isNamed = !rules.sourceKinds(of: attribute.name).isDisjoint(with: [.block, .unknown])
            }
        }
        return isNamed && isEmpty(node) && !PictureAddresses.find(node, tree, rules).isEmpty
    }

    private static let background = Array("url(".utf8)
    private static let image = Array("image".utf8)

    /// Whether there is neither text nor a picture of its own in a block.
    private func isEmpty(_ node: Int32) -> Bool {
        var at = tree.nodes[Int(node)].firstChild
        // No block that shows a picture has more below it; blocks in blocks would each look at all of it.
        var left = 60
        while at >= 0 {
            left -= 1
            switch tree.nodes[Int(at)].tag {
            case .text where !Bytes.isBlank(tree.bytes, tree.text(of: at)): return false
            case .img, .ampImg, .video, .iframe: return false
            default: if left < 0 { return false }
            }
            at = tree.successor(at, within: node)
        }
        return true
    }

    // MARK: Addresses

    /// A picture with its URL, or why it has none.
    func picture(_ node: Int32) -> Pictures.Picture {
        let addresses = PictureAddresses.find(node, tree, rules)
        if let tag = removed(node) {
            return Pictures.Picture(node, addresses, .drop(.imageInRemovedElement, detail: tag, url: ""))
        }
        let (finding, place) = sources.find(node, addresses, tree, rules)
        switch finding {
        case .url(let url): return Pictures.Picture(node, addresses, .keep(url: url), chosen: place)
        case .drop(let reason, let detail):
            return Pictures.Picture(node, addresses, .drop(reason, detail: detail, url: ""))
        }
    }

    /// The outermost element that leaves with what it shows, if the node is in one.
    private func removed(_ node: Int32) -> String? {
        var at = node
        var outermost: Int32 = -1
        while at > 0, marks.fates[Int(at)] == .removed {
            if at != node || !Self.windows.contains(tree.nodes[Int(at)].tag) && tree.nodes[Int(at)].tag != .image {
                if !Self.windows.contains(tree.nodes[Int(at)].tag), !tree.nodes[Int(at)].flags.contains(.foreign),
                    rules.treatment(of: tree.nodes[Int(at)].tag, in: tree) == .remove
                {
                    outermost = at
                }
            }
            at = tree.nodes[Int(at)].parent
        }
        guard outermost >= 0 else { return nil }
        return String(decoding: tree.name(of: tree.nodes[Int(outermost)].tag), as: UTF8.self)
    }
}
