import HTMLTree
import WebStandards

/// Where the pictures of a page lead.
struct PictureLinks {
    let tree: Tree
    let sources: ImageSources
    /// Addresses to which words of the page lead.
    private var worded: Set<UInt64>?
    private let page: String
    private let pageSite: Range<Int>

    init(_ tree: Tree, _ sources: ImageSources) {
        (self.tree, self.sources) = (tree, sources)
        page = String(sources.page.prefix { $0 != "#" })
        pageSite = Self.site(page.utf8.span)
    }

    /// The link around a picture.
    func anchor(_ node: Int32) -> Int32? {
        var at = node
        for _ in 0..<12 where at > 0 {
            if tree.nodes[Int(at)].tag == .a { return at }
            at = tree.nodes[Int(at)].parent
        }
        return nil
    }

    /// The URL of a link that leads away from its place in the page, nil when it does not.
    func target(_ anchor: Int32) -> WebURL? {
        guard let value = tree.value(.href, of: anchor) else { return nil }
        let href = Bytes.strip(tree.bytes, value)
        guard !href.isEmpty, tree.bytes[href.lowerBound] != 0x23 else { return nil }
        return sources.absolute(tree.bytes.span.extracting(href))
    }

    /// Where a link leads that does not lead to a picture.
    func kind(_ target: WebURL, _ picture: String) -> PictureEvidence.Link {
        let bytes = target.href.utf8.span
        let end = Self.fragmentStart(bytes)
        if Addresses.areEqual(bytes.extracting(0..<end), page.utf8.span) { return end < bytes.count ? .here : .itself }
        if isAttachment(bytes, picture) { return .attachment }
        return Self.areEqualLowered(bytes, Self.site(bytes), page.utf8.span, pageSite) ? .page : .site
    }

    /// A page beneath this one that is named like the picture, or a document (of which the picture is the cover).
    private func isAttachment(_ target: Span<UInt8>, _ picture: String) -> Bool {
        let end = Addresses.pathEnd(target)
        if end >= 4, Addresses.has(".pdf", target, end - 4) { return true }
        for at in target.indices where target[at] == 0x61 && Addresses.has("attachment_id=", target, at) { return true }
        let page = page.utf8.span
        var folder = 0
        while folder < page.count, page[folder] != 0x3F { folder += 1 }
        guard end > folder, Addresses.areEqual(target.extracting(0..<folder), page.extracting(0..<folder)) else {
            return false
        }
        let url = picture.utf8.span
        let file = Self.letters(url, Self.lastSegment(url, Self.queryStart(url)))
        return file.count >= 6 && Self.letters(target, Self.lastSegment(target, end)).starts(with: file.prefix(6))
    }

    // MARK: Words

    /// Whether words stand in a link, or another link with words leads to the same address.
    mutating func hasWords(_ anchor: Int32) -> Bool {
        if hasWords(anchor, least: 3) { return true }
        guard let value = tree.value(.href, of: anchor) else { return false }
        let worded = worded ?? findWorded()
        self.worded = worded
        return worded.contains(Addresses.hash(tree.bytes.span.extracting(Bytes.strip(tree.bytes, value))))
    }

    private func findWorded() -> Set<UInt64> {
        var worded: Set<UInt64> = []
        for index in tree.nodes.indices where tree.nodes[index].tag == .a {
            guard let value = tree.value(.href, of: Int32(index)), hasWords(Int32(index), least: 8) else { continue }
            worded.insert(Addresses.hash(tree.bytes.span.extracting(value)))
        }
        return worded
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

    // MARK: Cards

    /// Whether what is said beside a picture is a link to another page: a teaser whose picture lies beside the link.
    func isCard(_ node: Int32) -> Bool {
        var at = tree.nodes[Int(node)].parent
        for _ in 0..<6 where at > 0 {
            let tag = tree.nodes[Int(at)].tag
            if tag == .body || tag == .html || tag == .main { return false }
            let all = Letters.count(below: at, tree)
            if all >= Letters.many { return false }
            if all > 2 { return linkedLetters(at) * 10 >= all * 7 || hasLinkedHeading(at) }
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
            if tree.nodes[Int(at)].tag.isHeading {
                let all = Letters.count(below: at, tree)
                if all > 2, all < Letters.many, linkedLetters(at) * 10 >= all * 9 { return true }
            }
            at = tree.successor(at, within: node)
        }
        return false
    }

    /// Letters below an element in links to other pages.
    private func linkedLetters(_ node: Int32) -> Int {
        var linked = 0
        var last: (link: Int32, leads: Bool) = (-1, false)
        Letters.each(below: node, tree) { text, count in
            var at = text
            while at > node, tree.nodes[Int(at)].tag != .a { at = tree.nodes[Int(at)].parent }
            guard at > node else { return true }
            if at != last.link { last = (at, leadsElsewhere(at)) }
            if last.leads { linked += count }
            return true
        }
        return linked
    }

    private func leadsElsewhere(_ link: Int32) -> Bool {
        guard let value = tree.value(.href, of: link),
            let target = sources.absolute(tree.bytes.span.extracting(value))
        else { return false }
        let bytes = target.href.utf8.span
        return !PictureKey.namesFile(bytes)
            && !Addresses.areEqual(bytes.extracting(0..<Self.fragmentStart(bytes)), page.utf8.span)
    }
}

// MARK: - Parts of a URL

extension PictureLinks {
    private static func fragmentStart(_ url: Span<UInt8>) -> Int {
        var at = 0
        while at < url.count, url[at] != 0x23 { at += 1 }
        return at
    }

    private static func queryStart(_ url: Span<UInt8>) -> Int {
        var at = 0
        while at < url.count, url[at] != 0x3F { at += 1 }
        return at
    }

    /// The last segment of a path that ends at `end`, slashes at its end left aside.
    private static func lastSegment(_ url: Span<UInt8>, _ end: Int) -> Range<Int> {
        var end = end
        while end > 0, url[end - 1] == 0x2F { end -= 1 }
        var start = end
        while start > 0, url[start - 1] != 0x2F { start -= 1 }
        return start..<end
    }

    /// Letters and digits, in lower case.
    private static func letters(_ url: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var letters: [UInt8] = []
        for at in range where InlineText.isLetter(url[at]) || InlineText.isDigit(url[at]) {
            letters.append(Bytes.lower(url[at]))
        }
        return letters
    }

    /// The last two labels of a host.
    private static func site(_ url: Span<UInt8>) -> Range<Int> {
        var start = 0
        while start + 2 < url.count,
            url[start] != 0x3A || url[start + 1] != 0x2F || url[start + 2] != 0x2F
        { start += 1 }
        guard start + 2 < url.count else { return 0..<0 }
        start += 3
        var end = start
        while end < url.count, url[end] != 0x2F, url[end] != 0x3F, url[end] != 0x3A { end += 1 }
        var (at, dots) = (end, 0)
        while at > start {
            if url[at - 1] == 0x2E { dots += 1 }
            if dots == 2 { break }
            at -= 1
        }
        return at..<end
    }

    private static func areEqualLowered(
        _ one: Span<UInt8>, _ range: Range<Int>, _ other: Span<UInt8>, _ otherRange: Range<Int>
    ) -> Bool {
        guard range.count == otherRange.count else { return false }
        for at in 0..<range.count
        where Bytes.lower(one[range.lowerBound + at]) != Bytes.lower(other[otherRange.lowerBound + at]) { return false }
        return true
    }
}
