import HTMLTree
import WebStandards

/// Gathers what a page says of its pictures, each thing when it is asked for: most pictures are settled by their size
/// or by where they stand, and what comes after that costs more.
struct PictureGatherer {
    let tree: Tree
    let rules: Rules
    let sources: ImageSources
    let words: PictureWords?
    /// The pictures in document order, with what was gathered so far.
    var pictures: [Pictures.Picture]
    private let ground: PictureGround
    private var links: PictureLinks
    private let captions: CaptionElements
    private var pageKeys: [PictureKey]?
    private var counts: [UInt64: Int]?
    private var rows: Set<Int32>?

    init(
        _ page: Page, _ words: PictureWords?, _ captions: CaptionElements, _ pictures: consuming [Pictures.Picture]
    ) {
        (tree, rules, sources) = (page.tree, page.rules, page.sources)
        (self.words, self.captions) = (words, captions)
        self.pictures = pictures
        ground = PictureGround(page.tree, page.frame, words, page.rules)
        links = PictureLinks(page.tree, page.sources)
        for index in self.pictures.indices {
            let node = self.pictures[index].node
            let tag = tree.nodes[Int(node)].tag
            self.pictures[index].evidence.isBlock = tag != .img && tag != .ampImg
            self.pictures[index].evidence.isFallback = isFallback(node)
            self.pictures[index].evidence.size = PictureSize(node, tree, rules)
        }
    }

    /// What pictures are found on.
    struct Page {
        let tree: Tree
        let frame: Frame?
        let rules: Rules
        let sources: ImageSources
    }

    private func isFallback(_ node: Int32) -> Bool {
        var at = tree.nodes[Int(node)].parent
        for _ in 0..<8 where at > 0 {
            if tree.nodes[Int(at)].tag == .noscript { return true }
            at = tree.nodes[Int(at)].parent
        }
        return false
    }

    /// What a picture's address asks for.
    mutating func hint(of index: Int) -> PictureSize {
        if let hint = pictures[index].evidence.hint { return hint }
        let hint = PictureSize.hint(pictures[index].url.utf8.span)
        pictures[index].evidence.hint = hint
        return hint
    }

    // MARK: Place

    /// Where a picture stands.
    mutating func place(of index: Int) -> PictureEvidence.Place {
        if let place = pictures[index].evidence.place { return place }
        let place = findPlace(of: index, namesCount: true)
        pictures[index].evidence.place = place
        return place
    }

    /// Where it would stand if names of elements said nothing.
    mutating func placeButForNames(of index: Int) -> PictureEvidence.Place { findPlace(of: index, namesCount: false) }

    private mutating func findPlace(of index: Int, namesCount: Bool) -> PictureEvidence.Place {
        let node = pictures[index].node
        if let place = ground.place(node, isShown: nil, namesCount: namesCount) { return place }
        let isShown = link(of: index) == .picture || isFigure(index)
        return ground.place(node, isShown: isShown, namesCount: namesCount) ?? .content
    }

    /// Whether a picture has a caption of its own, or stands in a figure.
    mutating func isFigure(_ index: Int) -> Bool {
        if let isFigure = pictures[index].evidence.isFigure { return isFigure }
        let isFigure = standsInFigure(pictures[index].node)
        pictures[index].evidence.isFigure = isFigure
        return isFigure
    }

    private func standsInFigure(_ node: Int32) -> Bool { caption(of: node) != nil }

    /// The element with a picture's caption.
    private func caption(of node: Int32) -> Int32? {
        guard !captions.captions.isEmpty else { return nil }
        var at = tree.nodes[Int(node)].parent
        for _ in 0..<6 where at > 0 {
            let isBox = tree.nodes[Int(at)].tag == .figure || captions.isCaptioned(at, tree)
            if isBox { return captions.first(below: at, tree) }
            guard ground.isWrapper(at) else { return nil }
            if let caption = captions.first(below: at, tree) { return caption }
            at = tree.nodes[Int(at)].parent
        }
        return nil
    }

    /// Whether a picture's caption gives it a number (`Figure 3`): journals lead from their figures to pages about them.
    func isNumberedFigure(_ index: Int) -> Bool {
        guard let caption = caption(of: pictures[index].node) else { return false }
        let text = InlineText.beginning(caption, tree, limit: 40).prefix(60)
        return PlainCaptions.isNumbered(String(decoding: text, as: UTF8.self))
    }

    // MARK: Names

    /// What a picture is called itself: by class and id, by its file, by its `alt`.
    mutating func ownNames(of index: Int) -> PictureEvidence.Names {
        if let names = pictures[index].evidence.ownNames { return names }
        guard let words else { return [] }
        let node = pictures[index].node
        var names = words.names(node, tree)
        let url = pictures[index].url.utf8.span
        names.formUnion(words.names(of: url, Self.file(url)))
        if let alt = tree.value(.alt, of: node) { names.formUnion(words.names(of: tree.bytes.span, alt)) }
        pictures[index].evidence.ownNames = names
        return names
    }

    /// The last three segments of a URL's path.
    private static func file(_ url: Span<UInt8>) -> Range<Int> {
        let end = queryStart(url)
        var (start, slashes) = (end, 0)
        while start > 0 {
            // Slashes without anything between them part nothing.
            if url[start - 1] == 0x2F, start < end, url[start] != 0x2F { slashes += 1 }
            if slashes == 3 { break }
            start -= 1
        }
        return start..<end
    }

    private static func queryStart(_ url: Span<UInt8>) -> Int {
        var at = 0
        while at < url.count, url[at] != 0x3F { at += 1 }
        return at
    }

    /// What the elements around a picture are called.
    mutating func namesAround(_ index: Int) -> PictureEvidence.Names {
        if let names = pictures[index].evidence.namesAround { return names }
        var names: PictureEvidence.Names = []
        var at = tree.nodes[Int(pictures[index].node)].parent
        for _ in 0..<5 where at > 0 && ground.isWrapper(at) {
            if let words { names.formUnion(words.names(at, tree)) }
            at = tree.nodes[Int(at)].parent
        }
        pictures[index].evidence.namesAround = names
        return names
    }

    /// Whether a picture is one that readers of the page sent.
    func isInComments(_ index: Int) -> Bool {
        guard let words else { return false }
        var at = tree.nodes[Int(pictures[index].node)].parent
        while at > 0 {
            let tag = tree.nodes[Int(at)].tag
            if tag == .body || tag == .main || tag == .article { return false }
            if words.isComment(at, tree) { return true }
            at = tree.nodes[Int(at)].parent
        }
        return false
    }

    /// Whether a picture's class or file says that it is an emoji or a smiley.
    func isEmoji(_ index: Int) -> Bool {
        guard words != nil else { return false }
        let url = pictures[index].url.utf8.span
        if Self.namesEmoji(url.extracting(0..<Self.queryStart(url))) { return true }
        guard let name = tree.value(.class, of: pictures[index].node) else { return false }
        return Self.namesEmoji(tree.bytes.span.extracting(name))
    }

    private static func namesEmoji(_ name: Span<UInt8>) -> Bool {
        guard name.count >= 5 else { return false }
        for at in 0..<name.count - 4 where name[at + 1] | 0x20 == 0x6D {
            let first = name[at] | 0x20
            let isOne =
                first == 0x65
                ? Addresses.has("emoji", name, at) || Addresses.has("emoticon", name, at)
                : first == 0x73 && (Addresses.has("smiley", name, at) || Addresses.has("smilies", name, at))
            if isOne { return true }
        }
        return false
    }

    // MARK: Links

    /// Where a picture leads.
    mutating func link(of index: Int) -> PictureEvidence.Link {
        if let link = pictures[index].evidence.link { return link }
        let link = findLink(of: index)
        pictures[index].evidence.link = link
        return link
    }

    private mutating func findLink(of index: Int) -> PictureEvidence.Link {
        let node = pictures[index].node
        guard let anchor = links.anchor(node) else {
            return links.isCard(node) && !isFigure(index) ? .page : .none
        }
        guard let target = links.target(anchor) else { return .here }
        let bytes = target.href.utf8.span
        if PictureKey.namesFile(bytes) {
            pictures[index].evidence.keys = addressKeys(of: index) + [PictureKey.of(bytes)]
            return .picture
        }
        let keys = addressKeys(of: index)
        pictures[index].evidence.keys = keys
        if keys.contains(PictureKey.of(bytes)) { return .picture }
        return links.kind(target, pictures[index].url)
    }

    /// Whether words stand in a picture's link, or another link with words leads there too.
    mutating func linkHasWords(_ index: Int) -> Bool {
        guard let anchor = links.anchor(pictures[index].node) else { return true }
        return links.hasWords(anchor)
    }

    /// Whether a picture is one of several that lead elsewhere and stand in one block without words: partners, badges.
    mutating func isInRow(_ index: Int) -> Bool {
        let rows = rows ?? findRows()
        self.rows = rows
        return link(of: index) != .none && rows.contains(block(around: pictures[index].node))
    }

    private mutating func findRows() -> Set<Int32> {
        var members: [Int32: [Int]] = [:]
        for index in pictures.indices {
            let block = block(around: pictures[index].node)
            if ground.isWordless(block) { members[block, default: []].append(index) }
        }
        var rows: Set<Int32> = []
        for (block, indices) in members where indices.count > 1 {
            let links = indices.map { link(of: $0) }.filter { $0 != .none }
            let elsewhere = links.count { $0 == .site || $0 == .page }
            if elsewhere > 1, elsewhere * 2 > links.count { rows.insert(block) }
        }
        return rows
    }

    private func block(around node: Int32) -> Int32 {
        var block = tree.nodes[Int(node)].parent
        while block > 0, CaptionGround.isInline(tree.nodes[Int(block)].tag) { block = tree.nodes[Int(block)].parent }
        return block
    }

    // MARK: Addresses

    /// What all addresses of a picture have in common with other sizes of it, the larger one behind its link too.
    mutating func keys(of index: Int) -> [PictureKey] {
        _ = link(of: index)
        if let keys = pictures[index].evidence.keys { return keys }
        let keys = addressKeys(of: index)
        pictures[index].evidence.keys = keys
        return keys
    }

    private func addressKeys(of index: Int) -> [PictureKey] {
        let picture = pictures[index]
        guard !picture.url.isEmpty else { return [] }
        var keys = [picture.key]
        guard !picture.evidence.isBlock, picture.addresses.count > 1 else { return keys }
        let bytes = tree.bytes.span
        let src = Bytes.strip(tree.bytes, tree.value(.src, of: picture.node) ?? 0..<0)
        for (place, address) in picture.addresses.enumerated()
        where place != picture.chosen && !Addresses.areEqual(bytes.extracting(address), bytes.extracting(src)) {
            guard case .url(let other) = sources.resolve(bytes.extracting(address), rules) else { continue }
            let key = PictureKey.of(other)
            if !keys.contains(key) { keys.append(key) }
        }
        return keys
    }

    /// How often the page shows a picture's very address.
    mutating func times(_ index: Int) -> Int {
        let counts = counts ?? countAddresses()
        self.counts = counts
        return counts[Addresses.hash(pictures[index].url.utf8.span)] ?? 1
    }

    private func countAddresses() -> [UInt64: Int] {
        var counts: [UInt64: Int] = [:]
        for picture in pictures where !picture.url.isEmpty && !picture.evidence.isFallback {
            counts[Addresses.hash(picture.url.utf8.span), default: 0] += 1
        }
        return counts
    }

    /// Whether a picture is what the page gives as its picture to others (`og:image`).
    mutating func isPagePicture(_ index: Int) -> Bool {
        let own = pageKeys ?? findPageKeys()
        pageKeys = own
        guard !own.isEmpty, !pictures[index].url.isEmpty else { return false }
        if own.contains(pictures[index].key) { return true }
        let isAlone = pictures[index].addresses.count < 2 && links.anchor(pictures[index].node) == nil
        return isAlone ? false : keys(of: index).contains { own.contains($0) }
    }

    private static let pageNames = WordSet(["og:image", "twitter:image", "og:image:url"])

    private func findPageKeys() -> [PictureKey] {
        var keys: [PictureKey] = []
        for node in captions.metas {
            guard let name = tree.value(.property, of: node) ?? tree.value(.name, of: node),
                Self.pageNames.contains(tree.bytes.span, name), let content = tree.value(.content, of: node),
                case .url(let url) = sources.resolve(tree.bytes.span.extracting(content), rules)
            else { continue }
            keys.append(PictureKey.of(url))
        }
        return keys
    }
}
