import Documents
import Facts
import HTMLTree

/// Pictures in their places, and those that leave.
extension Interleaver {
    /// Writes an image, as published.
    mutating func image(_ node: Int32) {
        switch sources.find(node, tree, rules) {
        case .url(let url): place(url, node)
        case .drop(let reason, let detail):
            soften()
            dropImage(node, reason, detail: detail)
        }
    }

    /// Books an image that leaves where the walk is.
    private mutating func dropImage(_ node: Int32, _ reason: Reason, detail: String, url: String = "") {
        var drop = Drop(reason, detail: detail, url: url)
        // The page's own word for it, where it was not made a URL.
        if url.isEmpty, let source = tree.value(.src, of: node), source.count <= 2_000 {
            drop.url = String(decoding: tree.bytes[source], as: UTF8.self)
        }
        if let alt = tree.value(.alt, of: node) { drop.text = Drop.excerpt(utf8: tree.bytes[alt]) }
        assembly.drop(drop, of: node, offset: run.bytes.count)
    }

    /// Puts a picture in its place: behind its sentence, if it stands in one.
    private mutating func place(_ url: String, _ node: Int32) {
        if pictures != nil, isInSentence(node) {
            held.append((node, url))
            return soften()
        }
        endRun()
        write(url, of: node)
    }

    mutating func write(_ url: String, of node: Int32) {
        let alt = tree.string(.alt, of: node) ?? ""
        let index = assembly.image(url, others(of: node, url), of: node, alt: alt, rendered: renderedSize(node))
        guard let text = captions?.text(node), !text.isEmpty else { return }
        if let index {
            assembly.caption(text, at: index)
        } else {
            assembly.dropParagraph(Array(text.utf8)[...], of: node, detail: Captions.Fate.left.detail)
        }
    }

    /// The other addresses of a picture, best first: what may be had where `url` cannot.
    private func others(of node: Int32, _ url: String) -> [String] {
        guard let pictures, places[Int(node)] >= 0, !Addresses.hasScheme(url.utf8.span, "data:") else { return [] }
        let named = pictures.all[Int(places[Int(node)])].addresses
        let candidates = PictureAddresses.candidates(node, tree, rules)
        guard named.count > 1 || !candidates.isEmpty else { return [] }
        var found: [String] = []
        for address in named + candidates where found.count < PictureAddresses.mostOthers {
            let bytes = tree.bytes.span.extracting(address)
            guard !Addresses.isStandIn(bytes, rules.placeholders), case .url(let other) = sources.resolve(bytes, rules),
                other != url, !found.contains(other)
            else { continue }
            found.append(other)
        }
        return found
    }

    /// Something that is left out stands here.
    mutating func soften() {
        if edge == .none { isEdgeSoft = true }
        edge = max(edge, rules.removedLeaves)
    }

    /// Shows a judged picture; whether what lies below it is for the walk.
    mutating func show(_ verdict: Pictures.Verdict, _ node: Int32) -> Bool {
        let tag = tree.nodes[Int(node)].tag
        let isBlock = tag != .img && rules.treatment(of: tag, in: tree) != .media && marks.fates[Int(node)] != .removed
        switch verdict {
        case .text(let character):
            raw.append(contentsOf: character.utf8)
            dropImage(node, .imageBoilerplate, detail: "a character")
        case .formula(let tex):
            write(formula: Array(tex.utf8), at: node)
            dropImage(node, .imageBoilerplate, detail: "a formula")
        case .keep(let url):
            flushText()
            place(url, node)
        case .drop(let reason, let detail, let url):
            if !isBlock {
                flushText()
                soften()
            }
            dropImage(node, reason, detail: detail, url: url)
        }
        if !isBlock { showBelow(node) }
        return isBlock
    }

    /// The pictures below an element whose text leaves.
    private mutating func showBelow(_ node: Int32) {
        guard !places.isEmpty else { return }
        var at = tree.successor(node, within: node)
        while at >= 0 {
            if places[Int(at)] >= 0, let verdict = pictures?.verdict(at) {
                switch verdict {
                case .keep(let url):
                    flushText()
                    place(url, at)
                case .drop(let reason, let detail, let url): dropImage(at, reason, detail: detail, url: url)
                case .text, .formula: dropImage(at, .imageInRemovedElement, detail: "")
                }
            }
            at = tree.successor(at, within: node)
        }
    }

    /// Passes over a text that belongs to a picture.
    mutating func caption(_ node: Int32, _ fate: Captions.Fate) {
        flushText()
        edge = .paragraph
        if fate != .kept { assembly.dropParagraph(words(of: node), of: node, detail: fate.detail) }
        showBelow(node)
    }

    /// The beginning of the text below a node, white space folded.
    private func words(of node: Int32) -> ArraySlice<UInt8> {
        var text: [UInt8] = []
        var at = node
        while at >= 0, text.count < 4 * Drop.excerptLength {
            if tree.nodes[Int(at)].tag == .text { text += tree.bytes[tree.text(of: at)] }
            at = tree.successor(at, within: node)
        }
        return Array(PageFacts.folded(text).utf8)[...]
    }

    func renderedSize(_ node: Int32) -> (RenderedLength, RenderedLength) {
        let width = tree.value(.width, of: node).map { RenderedSize.parse(tree.bytes, $0) } ?? .unknown
        let height = tree.value(.height, of: node).map { RenderedSize.parse(tree.bytes, $0) } ?? .unknown
        return (width, height)
    }

    /// Counts the images of what is left out; `empty` is the node itself when it went for want of content.
    mutating func skip(_ node: Int32, because empty: Int32?) {
        let tag = tree.nodes[Int(node)].tag
        if rules.removedLeaves != .none, empty == nil, !isUnseen(node, tag) {
            flushText()
            soften()
            if rules.separator(of: tag) > .space {
                isEdgeSoft = false
                edge = max(edge, rules.separator(of: tag))
            }
        }
        if pictures != nil { return showBelow(node) }
        var at = node
        while at >= 0 {
            if tree.nodes[Int(at)].tag == .img, !tree.nodes[Int(at)].flags.contains(.foreign) {
                dropSkipped(at, top: node)
            }
            at = tree.successor(at, within: node)
        }
    }

    /// Whether nothing is shown where an element stands, or nothing but a mark that belongs to the word before it.
    private func isUnseen(_ node: Int32, _ tag: Tag) -> Bool {
        switch tag {
        case .script, .style, .template, .link, .meta, .base, .param, .rp, .rt, .rtc, .sup, .a, .span, .small: true
        default: false
        }
    }

    private mutating func dropSkipped(_ node: Int32, top: Int32) {
        if marks.fates[Int(node)] == .empty, case .drop(let reason, let detail) = sources.find(node, tree, rules) {
            return dropImage(node, reason, detail: detail)
        }
        let name = String(decoding: tree.name(of: tree.nodes[Int(top)].tag), as: UTF8.self)
        dropImage(node, .imageInRemovedElement, detail: name)
    }
}
