import HTMLTree
import WebStandards

/// Where the pictures of a page lead.
struct PictureLinks {
    let tree: Tree
    let sources: ImageSources
    /// Addresses to which words of the page lead.
    private var worded: Set<String> = []

    init(_ tree: Tree, _ sources: ImageSources) {
        (self.tree, self.sources) = (tree, sources)
        for index in tree.nodes.indices where tree.nodes[index].tag == .a {
            guard let href = tree.string(.href, of: Int32(index)), href.utf8.count < 2_048,
                hasWords(Int32(index), least: 8)
            else { continue }
            worded.insert(href)
        }
    }

    /// Whether there are letters below an element, at least so many.
    private func hasWords(_ node: Int32, least: Int) -> Bool {
        var letters = 0
        var left = 60
        var at = tree.nodes[Int(node)].firstChild
        while at >= 0, left > 0, letters < least {
            left -= 1
            if tree.nodes[Int(at)].tag == .text {
                let parent = tree.nodes[Int(tree.nodes[Int(at)].parent)].tag
                if parent != .noscript, parent != .script, parent != .style {
                    for byte in tree.bytes[tree.text(of: at)].prefix(200) where byte > 0x40 { letters += 1 }
                }
            }
            at = tree.successor(at, within: node)
        }
        return letters >= least
    }

    /// The link around a picture.
    func follow(_ picture: inout Pictures.Picture) {
        var at = picture.node
        for _ in 0..<12 where at > 0 {
            if tree.nodes[Int(at)].tag == .a {
                follow(&picture, at)
                return
            }
            at = tree.nodes[Int(at)].parent
        }
        if !picture.evidence.isFigure, isCard(picture.node) {
            picture.evidence.link = .page
            picture.evidence.linkHasWords = true
        }
    }

    /// Whether what is said beside a picture is a link to another page: a teaser whose picture lies beside the link.
    private func isCard(_ node: Int32) -> Bool {
        var at = tree.nodes[Int(node)].parent
        for _ in 0..<6 where at > 0 {
            let tag = tree.nodes[Int(at)].tag
            if tag == .body || tag == .html || tag == .main { return false }
            let (letters, linked) = letters(at)
            if letters > 2 { return letters < 400 && (linked * 10 >= letters * 7 || hasLinkedHeading(at)) }
            at = tree.nodes[Int(at)].parent
        }
        return false
    }

    /// Whether a heading below an element is a link to another page.
    private func hasLinkedHeading(_ node: Int32) -> Bool {
        var left = 100
        var at = tree.nodes[Int(node)].firstChild
        while at >= 0, left > 0 {
            left -= 1
            switch tree.nodes[Int(at)].tag {
            case .h1, .h2, .h3, .h4, .h5, .h6:
                let (letters, linked) = letters(at)
                if letters > 2, linked * 10 >= letters * 9 { return true }
            default: break
            }
            at = tree.successor(at, within: node)
        }
        return false
    }

    /// Letters below an element, and those of them in links to other pages; 400 and more are many.
    private func letters(_ node: Int32) -> (all: Int, linked: Int) {
        var (all, linked, left) = (0, 0, 200)
        var at = tree.nodes[Int(node)].firstChild
        while at >= 0 {
            left -= 1
            if left < 0 || all >= 400 { return (400, 0) }
            switch tree.nodes[Int(at)].tag {
            case .script, .style, .noscript, .svg, .template, .button:
                at = tree.following(at, within: node)
                continue
            case .text:
                let count = tree.bytes[tree.text(of: at)].prefix(800).count { $0 > 0x40 }
                all += count
                if count > 0, leadsElsewhere(at, node) { linked += count }
            default: break
            }
            at = tree.successor(at, within: node)
        }
        return (all, linked)
    }

    private func leadsElsewhere(_ node: Int32, _ top: Int32) -> Bool {
        var at = node
        while at > top {
            if tree.nodes[Int(at)].tag == .a {
                let target = sources.absolute(tree.string(.href, of: at) ?? "")
                return !target.isEmpty && !PictureKey.namesFile(target)
                    && Self.withoutFragment(target) != Self.withoutFragment(sources.page)
            }
            at = tree.nodes[Int(at)].parent
        }
        return false
    }

    private func follow(_ picture: inout Pictures.Picture, _ anchor: Int32) {
        let href = PictureRules.trimmed(tree.string(.href, of: anchor) ?? "")
        picture.evidence.linkHasWords = hasWords(anchor, least: 3) || worded.contains(href)
        let target = sources.absolute(href)
        picture.evidence.link = kind(href, target, picture)
        if picture.evidence.link == .picture, PictureKey.namesFile(target) {
            picture.keys.insert(PictureKey.of(target))
        }
    }

    private func kind(_ href: String, _ target: String, _ picture: Pictures.Picture) -> PictureEvidence.Link {
        guard !href.isEmpty, !href.hasPrefix("#"), !target.isEmpty else { return .here }
        if PictureKey.namesFile(target) || picture.keys.contains(PictureKey.of(target)) { return .picture }
        let page = Self.withoutFragment(sources.page)
        if Self.withoutFragment(target) == page { return target.contains("#") ? .here : .itself }
        if isAttachment(target, page, picture) { return .attachment }
        return Self.site(target) == Self.site(page) ? .page : .site
    }

    /// A page beneath this one that is named like the picture, or a document (of which the picture is the cover).
    private func isAttachment(_ target: String, _ page: String, _ picture: Pictures.Picture) -> Bool {
        let path = target.prefix { $0 != "?" && $0 != "#" }
        if path.lowercased().hasSuffix(".pdf") || target.contains("attachment_id=") { return true }
        let folder = page.prefix { $0 != "?" }
        guard path.hasPrefix(folder), path.count > folder.count, case .keep(let url) = picture.verdict,
            let name = path.split(separator: "/").last
        else { return false }
        let file = Self.letters(url.prefix { $0 != "?" }.split(separator: "/").last ?? "")
        return file.count >= 6 && Self.letters(name).hasPrefix(file.prefix(6))
    }

    private static func letters(_ name: Substring) -> String {
        String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    private static func withoutFragment(_ url: String) -> String { String(url.prefix { $0 != "#" }) }

    /// The last two labels of a host.
    private static func site(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return "" }
        let host = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != ":" }
        return host.split(separator: ".").suffix(2).joined(separator: ".").lowercased()
    }
}
