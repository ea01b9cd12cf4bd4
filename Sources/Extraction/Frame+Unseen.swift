import HTMLTree

/// What only those hear who have a page read to them: "(opens in a new tab)", "Skip to content", labels of signs.
///
/// It leaves once the content is chosen: by its words it has a part in that choice, as all running text has.
extension Frame {
    mutating func markUnseen(_ tree: Tree, _ options: BoilerplateOptions) {
        let most = Double(counts[0].text) * options.largestFrameShare
        for index in tree.nodes.indices
        where tree.nodes[index].flags.contains(.hadAttributes) && causes[index] == nil && counts[index].text > 0 {
            let node = Int32(index)
            // The shortest name that says it is `sr-only`.
            guard let names = tree.value(.class, of: node), names.count >= 6, Double(counts[index].text) <= most,
                UnseenNames.areSuch(tree.bytes, names), tree.nodes[index].tag != .figcaption,
                InlineText.first([.math], below: node, tree) == nil
            else { continue }
            mark(node, .hidden, tree)
        }
    }
}

/// The classes that take a text out of sight and leave it to screen readers, as style sheets call them.
enum UnseenNames {
    private static let joined = [
        "visuallyhidden", "hiddenvisually", "screenreader", "elementinvisible", "showforsr", "assistivetext",
    ]
    private static let names = joined.map { Array($0.utf8) }
    /// The names as one word each, and what they begin with where they are several.
    private static let words = ElementWords([
        joined + ["screenreadertext", "sr", "sronly", "visually", "screen", "element", "assistive", "only", "show"]
    ])
    private static let only = Array("sronly".utf8)
    /// `not-sr-only` undoes it; `hide-from-screen-readers` says the contrary.
    private static let contraries = ["not", "hidefrom", "hidefor"].map { Array($0.utf8) }

    /// Whether one of a `class`'s names says it; hyphens, strokes and letter case do not matter (`u-hiddenVisually`).
    static func areSuch(_ bytes: [UInt8], _ names: Range<Int>) -> Bool {
        // Most names have none of the words.
        guard words.find(bytes, names) != 0 else { return false }
        return bytes[names].split(whereSeparator: Bytes.isSpace).contains { isSuch($0) }
    }

    private static func isSuch(_ name: ArraySlice<UInt8>) -> Bool {
        let name = name.map(Bytes.lower).filter { $0 != 0x2D && $0 != 0x5F }
        // `md:sr-only` holds on some screens only.
        guard !name.contains(0x3A), !contraries.contains(where: { name.starts(with: $0) }) else { return false }
        return names.contains { Bytes.find($0, in: name, 0..<name.count) != nil }
            || name.starts(with: only) || name.suffix(only.count) == only[...]
    }
}
