import HTMLTree

/// The elements of a page that say they are captions, its figures and its `meta`s: found once, asked about for every picture.
struct CaptionElements {
    /// Elements that are or are called a caption, in order.
    private(set) var captions: [Int32] = []
    /// `figure` elements, in order.
    private(set) var figures: [Int32] = []
    /// `meta` elements, in order.
    private(set) var metas: [Int32] = []
    /// Bytes of the shortest of the words.
    private static let shortest = 7
    private static let words = ElementWords([["caption", "captions", "figcaption", "thumbcaption", "gallerytext"]])

    init(_ tree: Tree = Tree()) {
        for index in tree.nodes.indices {
            let node = tree.nodes[index]
            switch node.tag {
            case .figcaption: captions.append(Int32(index))
            case .figure: figures.append(Int32(index))
            case .meta: metas.append(Int32(index))
            case .text, .body, .html, .table, .img, .main, .article: continue
            default:
                if node.flags.contains(.hadAttributes), Self.isCalledCaption(Int32(index), tree) {
                    captions.append(Int32(index))
                }
            }
        }
    }

    private static func isCalledCaption(_ node: Int32, _ tree: Tree) -> Bool {
        guard let value = tree.value(.class, of: node), value.count >= shortest else { return false }
        return canHold(tree.bytes, value) && words.find(tree.bytes, value) != 0
    }

    /// Whether one of the words can be in a name: all of them have a `pt` or an `yt`.
    private static func canHold(_ bytes: [UInt8], _ name: Range<Int>) -> Bool {
        // Of two letters side by side one stands at every other place.
        var at = name.lowerBound + 1
        while at < name.upperBound {
            let byte = bytes[at] | 0x20
            if byte == 0x74, Self.isBeforeT(bytes[at - 1] | 0x20) { return true }
            if Self.isBeforeT(byte), at + 1 < name.upperBound, bytes[at + 1] | 0x20 == 0x74 { return true }
            at += 2
        }
        return false
    }

    private static func isBeforeT(_ byte: UInt8) -> Bool {
        byte == 0x70 || byte == 0x79
    }

    /// Whether an element is called a captioned picture (`wp-caption`).
    func isCaptioned(_ node: Int32, _ tree: Tree) -> Bool {
        let place = place(node)
        return place < captions.count && captions[place] == node && tree.nodes[Int(node)].tag != .figcaption
    }

    /// The first caption with text below an element, among the first hundred nodes.
    func first(below node: Int32, _ tree: Tree) -> Int32? {
        let next = tree.following(node)
        let end = min(next < 0 ? Int32(tree.nodes.count) : next, node + 101)
        return captions[place(node + 1)...].prefix { $0 < end }.first { tree.nodes[Int($0)].firstChild >= 0 }
    }

    /// The first place with a node of at least `node`.
    private func place(_ node: Int32) -> Int {
        var (low, high) = (0, captions.count)
        while low < high {
            let middle = (low + high) / 2
            if captions[middle] < node { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
