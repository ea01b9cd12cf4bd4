import HTMLTree

/// One picture that a page shows several times, in several sizes or for readers without scripts, is one picture: it
/// stays where it is first shown, with the best of its addresses.
struct SamePictures {
    let rules: Rules
    let tree: Tree

    init(_ rules: Rules, _ tree: Tree) { (self.rules, self.tree) = (rules, tree) }

    func settle(_ pictures: inout [Pictures.Picture]) {
        var seen: [String: Int] = [:]
        for index in pictures.indices {
            if pictures[index].evidence.isFallback { standIn(index, &pictures) }
            guard case .keep(let url) = pictures[index].verdict, rules.options.images.dropsRepeats else { continue }
            if let first = pictures[index].keys.lazy.compactMap({ seen[$0] }).first {
                better(first, index, &pictures)
                pictures[index].original = first
                pictures[index].verdict = .drop(
                    .imageRepeatedInDocument, detail: "the same picture in the page", url: url)
                for key in pictures[index].keys where seen[key] == nil { seen[key] = first }
            } else {
                for key in pictures[index].keys { seen[key] = index }
            }
        }
    }

    /// What a `noscript` shows stands for the picture before it, if that one had no address; when it stands for nothing
    /// it has to look like a picture, since most are tracking pixels.
    private func standIn(_ index: Int, _ pictures: inout [Pictures.Picture]) {
        guard case .keep(let url) = pictures[index].verdict else { return }
        if index > 0, !pictures[index - 1].evidence.isFallback, isBeside(pictures[index - 1].node, pictures[index].node)
        {
            switch pictures[index - 1].verdict {
            // What the page carries itself may be a blurred stand-in: a fallback after it is wanted.
            case .keep(let shown) where PictureRules.hasScheme(shown, "data:"): return
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
        if !PictureRules.hasImageExtension(url) {
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
    private func better(_ first: Int, _ later: Int, _ pictures: inout [Pictures.Picture]) {
        guard case .keep(let kept) = pictures[first].verdict, case .keep(let url) = pictures[later].verdict,
            !PictureRules.hasScheme(kept, "data:"), PictureKey.of(kept) == PictureKey.of(url),
            width(pictures[later]) * 5 > width(pictures[first]) * 6
        else { return }
        pictures[first].verdict = .keep(url: url)
        pictures[first].evidence.hint = pictures[later].evidence.hint
        pictures[first].evidence.size = pictures[later].evidence.size
    }

    /// How wide the file behind an address is, as far as the page says; one that names no size is the original.
    private func width(_ picture: Pictures.Picture) -> Int {
        min(picture.evidence.hint.width ?? picture.evidence.size.width ?? 1_000, 2_048)
    }
}
