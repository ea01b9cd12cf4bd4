import Documents
import HTMLTree

/// How large a page says that a picture is: by attributes, by style, by the address. Pixels; nil when it does not say.
struct PictureSize: Equatable {
    var width: Int?
    var height: Int?

    /// The shorter side that is known.
    var least: Int? {
        guard let width, let height else { return width ?? height }
        return min(width, height)
    }
    /// The longer side that is known.
    var most: Int? {
        guard let width, let height else { return width ?? height }
        return max(width, height)
    }

    init(width: Int? = nil, height: Int? = nil) { (self.width, self.height) = (width, height) }

    /// What the element declares. Sides of up to 20 in both directions that are not equal are a ratio, as AMP writes it;
    /// sides of up to 1 leave the size to the style.
    init(_ node: Int32, _ tree: Tree, _ rules: Rules) {
        let style = tree.value(.style, of: node) ?? 0..<0
        width =
            Self.side(.width, node, tree) ?? Self.styled("width", style, tree) ?? Self.side(rules.dataWidth, node, tree)
        height =
            Self.side(.height, node, tree) ?? Self.styled("height", style, tree)
            ?? Self.side(rules.dataHeight, node, tree)
        if let width, let height, width <= 20, height <= 20, width != height { (self.width, self.height) = (nil, nil) }
        if width.map({ $0 <= 1 }) ?? false { width = nil }
        if height.map({ $0 <= 1 }) ?? false { height = nil }
    }

    private static func side(_ name: AttributeName, _ node: Int32, _ tree: Tree) -> Int? {
        guard let value = tree.value(name, of: node), case .pixels(let side) = RenderedSize.parse(tree.bytes, value),
            side >= 0
        else { return nil }
        return side
    }

    /// `width: 300px` and `width: 1em` in a style.
    private static func styled(_ name: StaticString, _ style: Range<Int>, _ tree: Tree) -> Int? {
        var start = style.lowerBound
        while start < style.upperBound {
            var (end, colon) = (start, -1)
            while end < style.upperBound, tree.bytes[end] != 0x3B {
                if tree.bytes[end] == 0x3A, colon < 0 { colon = end }
                end += 1
            }
            if colon > start, let side = styled(name, start..<colon, colon + 1..<end, tree.bytes) { return side }
            start = end + 1
        }
        return nil
    }

    private static func styled(_ name: StaticString, _ key: Range<Int>, _ value: Range<Int>, _ bytes: [UInt8]) -> Int? {
        let key = Bytes.strip(bytes, key)
        guard key.count == name.utf8CodeUnitCount, Addresses.has(name, bytes.span, key.lowerBound) else { return nil }
        let value = Bytes.strip(bytes, value)
        if value.count > 2, bytes[value.upperBound - 2] == 0x70, bytes[value.upperBound - 1] == 0x78 {
            let side = Double(String(decoding: bytes[value.lowerBound..<value.upperBound - 2], as: UTF8.self))
            return side.flatMap { $0 >= 0 && $0 < 1e6 ? Int($0) : nil }
        }
        return Bytes.equals(bytes, value, Array("1em".utf8)) ? 16 : nil
    }

    /// Whether an image is there to be counted and not to be seen: a side of at most one pixel, or both of at most
    /// `tinySide`, and nothing that says how large it is really (a `srcset`, a style, a picture to be loaded later).
    static func isPixel(_ node: Int32, _ tree: Tree, _ rules: Rules, _ addresses: [Range<Int>]) -> Bool {
        let limit = rules.options.images.tinySide
        guard limit > 0 else { return false }
        let (width, height) = (side(.width, node, tree), side(.height, node, tree))
        guard let least = PictureSize(width: width, height: height).least else { return false }
        let isTiny = least <= 1 || (width == height && least <= limit)
        guard isTiny else { return false }
        if rules.sourceSets.contains(where: { tree.value($0, of: node).map { !$0.isEmpty } ?? false }) { return false }
        if let style = tree.string(.style, of: node), style.contains("100%") || style.contains("auto") { return false }
        guard let first = addresses.first else { return true }
        let src = tree.value(.src, of: node).map { Bytes.strip(tree.bytes, $0) } ?? 0..<0
        return Addresses.areEqual(tree.bytes.span.extracting(first), tree.bytes.span.extracting(src))
    }
}
