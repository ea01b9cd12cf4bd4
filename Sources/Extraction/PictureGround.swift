import HTMLTree

/// The ground a page's pictures stand on: what of it is content, where its text begins and ends, and which part of the
/// page holds it.
struct PictureGround {
    let tree: Tree
    let words: PictureWords?
    /// As the frame has them; empty when everything is content.
    private let causes: [FrameCause?]
    private let counts: [Frame.Counts]
    private let isBuiltOfBlocks: Bool
    let itemType: AttributeName?
    /// The first and the last text of the content.
    private var first: Int32 = 0
    private var last: Int32 = 0
    /// The smallest element with all of the content's text, and the part of the page around it: `main`, `article`, or
    /// the element two levels up.
    private(set) var top: Int32 = 0
    private(set) var part: Int32 = 0
    /// The heading before the content that names the page.
    private var heading: Int32 = 0

    init(_ tree: Tree, _ frame: Frame?, _ words: PictureWords?, _ rules: Rules) {
        itemType = rules.vocabulary["itemtype"]
        (self.tree, self.words) = (tree, words)
        (causes, counts) = (frame?.causes ?? [], frame?.counts ?? [])
        isBuiltOfBlocks = frame?.isBuiltOfBlocks ?? false
        guard !causes.isEmpty else { return }
        for index in tree.nodes.indices {
            if first == 0, tree.nodes[index].tag == .h1 { heading = Int32(index) }
            guard tree.nodes[index].tag == .text, causes[index] == nil else { continue }
            let range = tree.text(of: Int32(index))
            guard range.count > 24, !Bytes.isBlank(tree.bytes, range), !isScript(Int32(index)) else { continue }
            if first == 0 { first = Int32(index) }
            last = Int32(index)
        }
        if first == 0 { heading = 0 }
        findParts(frame)
    }

    private func isScript(_ node: Int32) -> Bool {
        switch tree.nodes[Int(tree.nodes[Int(node)].parent)].tag {
        case .script, .style, .noscript, .template: true
        default: false
        }
    }

    private mutating func findParts(_ frame: Frame?) {
        var around: Set<Int32> = []
        var at = first
        while at > 0 {
            around.insert(at)
            at = tree.nodes[Int(at)].parent
        }
        top = last
        while top > 0, !around.contains(top) { top = tree.nodes[Int(top)].parent }
        part = top
        at = top
        while at > 0 {
            let tag = tree.nodes[Int(at)].tag
            if tag == .main || tag == .article || frame?.words.isMain(at, tree) ?? false || isItem(at) { part = at }
            at = tree.nodes[Int(at)].parent
        }
        if part == top {
            for _ in 0..<2 {
                let parent = tree.nodes[Int(part)].parent
                if parent > 0, tree.nodes[Int(parent)].tag != .body, tree.nodes[Int(parent)].tag != .html {
                    part = parent
                }
            }
        }
    }

    /// What the page calls its subject in the words of schema.org.
    private func isItem(_ node: Int32) -> Bool {
        guard tree.nodes[Int(node)].flags.contains(.hadAttributes), let itemType,
            let type = tree.string(itemType, of: node)
        else { return false }
        return ["Product", "Recipe", "Article", "Posting"].contains { type.hasSuffix($0) }
    }

    /// Whether an element around a picture is about it: it holds few words.
    func isWrapper(_ node: Int32) -> Bool {
        let tag = tree.nodes[Int(node)].tag
        if tag == .body || tag == .html || tag == .main { return false }
        guard !counts.isEmpty else { return true }
        return counts[Int(node)].text < 200
    }

    /// Where a picture stands; `isShown` says whether it leads to itself or has a caption, nil when that is to be found
    /// out only if it decides: the answer is nil then.
    func place(_ node: Int32, isShown: Bool?, namesCount: Bool = true) -> PictureEvidence.Place? {
        guard !causes.isEmpty else { return .content }
        var at = node
        while at > 0 {
            guard let cause = causes[Int(at)] else { return .content }
            switch cause {
            case .outside: return outside(node, namesCount)
            case .title, .loneHeading, .notInBody, .site: break
            case .names: if namesCount, words?.isFrame(at, tree) ?? true { return .frame(cause.detail) }
            case .hidden: if isUnseen(at) { return .frame(cause.detail) }
            // Words that are links do not make a teaser of a picture that leads nowhere.
            case .links: break
            case .tag:
                guard isAsideOfContent(at) else { return .frame(cause.detail) }
                guard let isShown else { return nil }
                if !isShown { return .frame(cause.detail) }
            case .role, .nestedArticle, .form, .teaser: return .frame(cause.detail)
            }
            at = tree.nodes[Int(at)].parent
        }
        return .content
    }

    /// A box beside the text, inside the content.
    private func isAsideOfContent(_ node: Int32) -> Bool {
        var at = node
        while at > 0, causes[Int(tree.nodes[Int(at)].parent)] != nil { at = tree.nodes[Int(at)].parent }
        return at > 0 && tree.nodes[Int(at)].tag == .aside && !(words?.isFrame(at, tree) ?? false)
    }

    /// Hidden from the eyes too, not only from those who listen, and not one of a gallery's that waits for its turn.
    private func isUnseen(_ node: Int32) -> Bool {
        if words?.isGallery(node, tree) ?? false { return false }
        var parent = tree.nodes[Int(node)].parent
        for _ in 0..<2 where parent > 0 {
            if words?.isGallery(parent, tree) ?? false { return false }
            parent = tree.nodes[Int(parent)].parent
        }
        if tree.value(.hidden, of: node) != nil { return true }
        guard let style = tree.string(.style, of: node) else { return false }
        let bare = style.lowercased().filter { $0 != " " }
        return bare.contains("display:none") || bare.contains("visibility:hidden")
    }

    /// Outside the content nothing but a name is said of a column beside it: there one word of the frame is enough.
    private func isInColumn(_ node: Int32) -> Bool {
        guard let words else { return false }
        var at = tree.nodes[Int(node)].parent
        while at > 0, at != part {
            let tag = tree.nodes[Int(at)].tag
            if tag == .body || tag == .html { return false }
            if words.isColumn(at, tree, widgetsCount: !isBuiltOfBlocks) { return true }
            at = tree.nodes[Int(at)].parent
        }
        return false
    }

    private func outside(_ node: Int32, _ namesCount: Bool) -> PictureEvidence.Place {
        guard first > 0 else { return .content }
        if namesCount, isInColumn(node) { return .frame("a column") }
        let isInPart = isWithin(node, part)
        if node < first { return isInPart || (heading > 0 && node > heading) ? .lead : .outside }
        return isInPart ? .beside : .outside
    }

    /// Whether an element holds no words.
    func isWordless(_ node: Int32) -> Bool {
        guard !counts.isEmpty, node > 0 else { return false }
        return counts[Int(node)].text < 3
    }

    func isWithin(_ node: Int32, _ top: Int32) -> Bool {
        var at = node
        while at > top { at = tree.nodes[Int(at)].parent }
        return at == top
    }
}
