import HTMLTree

/// How large a page says that a picture is: by attributes, by style, by the address. Pixels; nil when it does not say.
struct PictureSize: Equatable {
    var width: Int?
    var height: Int?

    /// The shorter side that is known.
    var least: Int? { [width, height].compactMap { $0 }.min() }
    /// The longer side that is known.
    var most: Int? { [width, height].compactMap { $0 }.max() }

    init(width: Int? = nil, height: Int? = nil) { (self.width, self.height) = (width, height) }

    /// What the element declares. Sides of up to 20 in both directions that are not equal are a ratio, as AMP writes it;
    /// sides of up to 1 leave the size to the style.
    init(_ node: Int32, _ tree: Tree, _ rules: Rules) {
        width = Self.side(.width, "width", node, tree) ?? Self.side(rules.dataWidth, "", node, tree)
        height = Self.side(.height, "height", node, tree) ?? Self.side(rules.dataHeight, "", node, tree)
        if let width, let height, width <= 20, height <= 20, width != height { (self.width, self.height) = (nil, nil) }
        if width.map({ $0 <= 1 }) ?? false { width = nil }
        if height.map({ $0 <= 1 }) ?? false { height = nil }
    }

    private static func side(_ name: AttributeName, _ style: String, _ node: Int32, _ tree: Tree) -> Int? {
        if let text = tree.string(name, of: node), case .pixels(let side) = RenderedSize.parse(text), side >= 0 {
            return side
        }
        guard let said = tree.string(.style, of: node) else { return nil }
        for part in said.split(separator: ";") {
            let pair = part.split(separator: ":", maxSplits: 1).map { PictureRules.trimmed(String($0)) }
            guard pair.count == 2, pair[0].lowercased() == style else { continue }
            if pair[1].hasSuffix("px"), let side = Double(pair[1].dropLast(2)), side >= 0, side < 1e6 {
                return Int(side)
            }
            if pair[1] == "1em" { return 16 }
        }
        return nil
    }

    /// Whether an image is there to be counted and not to be seen: a side of at most one pixel, or both of at most
    /// `tinySide`, and nothing that says how large it is really (a `srcset`, a style, a picture to be loaded later).
    static func isPixel(_ node: Int32, _ tree: Tree, _ rules: Rules, _ addresses: [String]) -> Bool {
        let limit = rules.options.images.tinySide
        guard limit > 0 else { return false }
        func side(_ name: AttributeName) -> Int? {
            guard let text = tree.string(name, of: node), case .pixels(let side) = RenderedSize.parse(text), side >= 0
            else { return nil }
            return side
        }
        let (width, height) = (side(.width), side(.height))
        guard let least = [width, height].compactMap({ $0 }).min() else { return false }
        let isTiny = least <= 1 || (width == height && least <= limit)
        guard isTiny else { return false }
        if rules.sourceSets.contains(where: { tree.value($0, of: node).map { !$0.isEmpty } ?? false }) { return false }
        if let style = tree.string(.style, of: node), style.contains("100%") || style.contains("auto") { return false }
        let src = tree.string(.src, of: node).map(PictureRules.trimmed) ?? ""
        return addresses.first == nil || addresses.first == src
    }

    /// The size that an address asks for or names: `-300x200.jpg`, `/s72-c/`, `=s35`, `?w=640`.
    static func hint(_ address: String) -> PictureSize {
        let bytes = Array(address.utf8.suffix(300))
        if let range = PictureKey.sizeRange(bytes) {
            let sides = String(decoding: bytes[range], as: UTF8.self).split(separator: "x").compactMap { Int($0) }
            if sides.count == 2 { return PictureSize(width: sides[0], height: sides[1]) }
        }
        if let query = address.firstIndex(of: "?") {
            var size = PictureSize()
            for pair in address[address.index(after: query)...].split(separator: "&") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2, let value = Int(parts[1].prefix { $0.isASCII && $0.isNumber }), value > 1 else {
                    continue
                }
                switch parts[0].lowercased() {
                case "w", "width", "s", "size", "sz", "wid", "imwidth": size.width = value
                case "h", "height", "hei": size.height = value
                default: break
                }
            }
            if size.width != nil || size.height != nil { return size }
        }
        return square(bytes)
    }

    /// `/s72-c/` and `=s35-c`, as one maker of pages writes the side of a square.
    private static func square(_ bytes: [UInt8]) -> PictureSize {
        var at = 0
        while at + 2 < bytes.count {
            if bytes[at] == 0x2F || bytes[at] == 0x3D, bytes[at + 1] == 0x73 {
                var (end, side) = (at + 2, 0)
                while end < bytes.count, bytes[end] >= 0x30, bytes[end] <= 0x39, side < 10_000 {
                    side = side * 10 + Int(bytes[end]) - 0x30
                    end += 1
                }
                let isOver = end == bytes.count || bytes[end] == 0x2F || bytes[end] == 0x2D
                if side >= 16, isOver { return PictureSize(width: side) }
            }
            at += 1
        }
        return PictureSize()
    }
}
