import Facts
import HTMLTree

/// One picture that a page shows several times, in several sizes or for readers without scripts, is one picture: it
/// stays where it is first shown, with the best of its addresses.
struct SamePictures {
    let rules: Rules
    let tree: Tree

    init(_ rules: Rules, _ tree: Tree) { (self.rules, self.tree) = (rules, tree) }

    func settle(_ page: inout PictureGatherer) {
        var seen: [PictureKey: Int] = [:]
        for index in page.pictures.indices {
            if page.pictures[index].evidence.isFallback { standIn(index, &page.pictures) }
            if isBlurred(index, page.pictures) {
                page.pictures[index].verdict = .drop(.imagePlaceholder, detail: "the picture is beside it", url: "")
            }
            guard case .keep(let url) = page.pictures[index].verdict, rules.options.images.dropsRepeats else {
                continue
            }
            let keys = page.keys(of: index)
            if let first = keys.lazy.compactMap({ seen[$0] }).first {
                better(first, index, &page)
                page.pictures[index].original = first
                page.pictures[index].verdict = .drop(
                    .imageRepeatedInDocument, detail: "the same picture in the page", url: url)
                for key in keys where seen[key] == nil { seen[key] = first }
            } else {
                for key in keys { seen[key] = index }
            }
        }
    }

    /// Whether a small picture that the page carries itself, of which it says nothing, stands in one box with the picture
    /// it is to be replaced by.
    private func isBlurred(_ index: Int, _ pictures: [Pictures.Picture]) -> Bool {
        guard index + 1 < pictures.count, case .keep(let url) = pictures[index].verdict,
            Addresses.hasScheme(url.utf8.span, "data:"), case .keep(let next) = pictures[index + 1].verdict,
            !Addresses.hasScheme(next.utf8.span, "data:"),
            pictures[index].addresses.allSatisfy({ $0.count <= 8_192 })
        else { return false }
        let (one, other) = (pictures[index].node, pictures[index + 1].node)
        let alt = tree.string(.alt, of: one) ?? ""
        return (alt.isEmpty || alt == tree.string(.alt, of: other)) && isBeside(one, other) && haveBox(one, other)
    }

    /// Whether an element no more than three levels above both holds two nodes and no text.
    private func haveBox(_ one: Int32, _ other: Int32) -> Bool {
        var box = one
        for _ in 0..<3 {
            box = tree.nodes[Int(box)].parent
            guard box > 0, tree.nodes[Int(box)].tag != .body, tree.nodes[Int(box)].tag != .p else { return false }
            var at = other
            for _ in 0..<4 where at > box { at = tree.nodes[Int(at)].parent }
            if at == box { return InlineText.short(box, tree, limit: 200)?.isEmpty ?? false }
        }
        return false
    }

    /// What a `noscript` shows stands for the picture before it, if that one had no address; when it stands for nothing
    /// it has to look like a picture, since most are tracking pixels.
    private func standIn(_ index: Int, _ pictures: inout [Pictures.Picture]) {
        guard case .keep(let url) = pictures[index].verdict else { return }
        if index > 0, !pictures[index - 1].evidence.isFallback, isBeside(pictures[index - 1].node, pictures[index].node)
        {
            switch pictures[index - 1].verdict {
            // What the page carries itself may be a blurred stand-in: a fallback after it is wanted.
            case .keep(let shown) where Addresses.hasScheme(shown.utf8.span, "data:"): return
            case .drop(.imagePlaceholder, _, _), .drop(.imageNoSource, _, _), .drop(.imageDataURI, _, _),
                .drop(.imageInvalidURL, _, _), .drop(.imageURLScheme, _, _):
                return
            case .keep:
                let detail = "noscript"
                pictures[index].verdict = .drop(.imageInRemovedElement, detail: detail, url: url)
                return
            default: break
            }
        }
        if !Addresses.hasImageExtension(url.utf8.span) {
            pictures[index].verdict = .drop(.imageInRemovedElement, detail: "noscript", url: url)
        }
    }

    /// Whether no text stands between two nodes.
    private func isBeside(_ one: Int32, _ other: Int32) -> Bool {
        guard other - one < 200 else { return false }
        return !(one..<other).contains {
            tree.nodes[Int($0)].tag == .text && !Bytes.isBlank(tree.bytes, tree.text(of: $0))
        }
    }

    /// Takes a later, larger address.
    private func better(_ first: Int, _ later: Int, _ page: inout PictureGatherer) {
        guard case .keep(let kept) = page.pictures[first].verdict, case .keep(let url) = page.pictures[later].verdict,
            !Addresses.hasScheme(kept.utf8.span, "data:"), PictureKey.of(kept) == PictureKey.of(url),
            width(later, &page) * 5 > width(first, &page) * 6
        else { return }
        page.pictures[first].verdict = .keep(url: url)
        page.pictures[first].evidence.hint = page.hint(of: later)
        page.pictures[first].evidence.size = page.pictures[later].evidence.size
    }

    /// How wide the file behind an address is, as far as the page says; one that names no size is the original.
    private func width(_ index: Int, _ page: inout PictureGatherer) -> Int {
        min(page.hint(of: index).width ?? page.pictures[index].evidence.size.width ?? 1_000, 2_048)
    }
}
