import Facts
import HTMLTree

/// Formulas that are shown as pictures, with their TeX as `alt`: by old wikis, blogs and services.
enum PictureFormula {
    private static let names = WordSet([
        "latex", "tex", "math", "mathtex", "math-tex", "formula", "equation", "mwe-math-fallback-image-inline",
        "mwe-math-fallback-image-display",
    ])
    private static let services = ["latex.php", "mathtex.cgi", "mimetex.cgi", "codecogs.com/", "/math/render/"].map {
        Array($0.utf8)
    }

    /// The verdict on a picture that shows a formula: its TeX, or none where the page has it as MathML beside it. Nil for
    /// any other picture.
    static func verdict(_ index: Int, _ page: PictureGatherer) -> Pictures.Verdict? {
        let (picture, tree) = (page.pictures[index], page.tree)
        guard tree.nodes[Int(picture.node)].tag == .img, isNamed(picture, tree),
            let alt = tree.value(.alt, of: picture.node), alt.count <= 2_000, isTeX(tree.bytes[alt])
        else { return nil }
        if let before = InlineText.neighbour(picture.node, tree, isBefore: true),
            tree.nodes[Int(before)].tag == .math || InlineText.first([.math], below: before, tree) != nil
        {
            return .drop(.imageBoilerplate, detail: "a formula that stands beside it", url: picture.url)
        }
        let tex = MathText.bare(String(decoding: tree.bytes[alt], as: UTF8.self))
        return .formula(String(decoding: tex, as: UTF8.self))
    }

    private static func isNamed(_ picture: Pictures.Picture, _ tree: Tree) -> Bool {
        if let name = tree.value(.class, of: picture.node), hasName(tree.bytes.span, name) { return true }
        guard let src = tree.value(.src, of: picture.node) else { return false }
        return services.contains { Bytes.find($0, in: tree.bytes, src) != nil }
    }

    private static func hasName(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Bool {
        var start = value.lowerBound
        for at in value.lowerBound...value.upperBound where at == value.upperBound || bytes[at] <= 0x20 {
            if names.contains(bytes, start..<at) { return true }
            start = at + 1
        }
        return false
    }

    /// A sign of TeX, or a symbol or two: not words about the formula.
    private static func isTeX(_ alt: ArraySlice<UInt8>) -> Bool {
        !alt.isEmpty && (alt.count <= 3 || alt.contains { [0x5C, 0x5E, 0x5F, 0x3D, 0x7B].contains($0) })
    }
}
