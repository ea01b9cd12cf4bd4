import HTMLTree

/// Gathers what a page says of its pictures.
struct PictureGatherer {
    let tree: Tree
    let frame: Frame?
    let rules: Rules
    let sources: ImageSources
    let words: PictureWords?
    private let ground: PictureGround
    private let links: PictureLinks

    init(_ tree: Tree, _ frame: Frame?, _ rules: Rules, _ sources: ImageSources, _ words: PictureWords?) {
        (self.tree, self.frame, self.rules, self.sources, self.words) = (tree, frame, rules, sources, words)
        ground = PictureGround(tree, frame, words, rules)
        links = PictureLinks(tree, sources)
    }

    func gather(_ pictures: inout [Pictures.Picture]) {
        let own = pagePictures()
        var times: [String: Int] = [:]
        for index in pictures.indices {
            pictures[index].evidence.isFallback = isFallback(pictures[index].node)
            guard case .keep(let url) = pictures[index].verdict else { continue }
            if !pictures[index].evidence.isFallback { times[url, default: 0] += 1 }
        }
        for index in pictures.indices {
            var url = ""
            if case .keep(let found) = pictures[index].verdict { url = found }
            gather(&pictures[index], url)
            pictures[index].evidence.times = times[url] ?? 1
            pictures[index].evidence.isPagePicture = !own.isDisjoint(with: pictures[index].keys)
        }
        findRows(&pictures)
    }

    private func gather(_ picture: inout Pictures.Picture, _ url: String) {
        let node = picture.node
        let tag = tree.nodes[Int(node)].tag
        picture.evidence.isBlock = tag != .img && tag != .ampImg
        picture.evidence.size = PictureSize(node, tree, rules)
        picture.evidence.hint = PictureSize.hint(url)
        picture.keys = url.isEmpty ? [] : [PictureKey.of(url)]
        if !picture.evidence.isBlock, !url.isEmpty {
            let src = PictureRules.trimmed(tree.string(.src, of: node) ?? "")
            for address in PictureAddresses(node, tree, rules).found where address != src {
                if case .url(let other) = sources.resolve(address, rules) { picture.keys.insert(PictureKey.of(other)) }
            }
        }
        name(&picture.evidence, node, url)
        picture.evidence.isFigure = isFigure(node)
        links.follow(&picture)
        picture.evidence.place = ground.place(node, picture.evidence)
        picture.evidence.placeButForNames = ground.place(node, picture.evidence, namesCount: false)
    }

    /// Pictures that lead to other sites and stand in one block without words.
    private func findRows(_ pictures: inout [Pictures.Picture]) {
        var rows: [Int32: [Int]] = [:]
        for index in pictures.indices where pictures[index].evidence.link != .none {
            var block = tree.nodes[Int(pictures[index].node)].parent
            while block > 0, CaptionGround.isInline(tree.nodes[Int(block)].tag) {
                block = tree.nodes[Int(block)].parent
            }
            if ground.isWordless(block) { rows[block, default: []].append(index) }
        }
        for row in rows.values {
            let elsewhere = row.count { [.site, .page].contains(pictures[$0].evidence.link) }
            guard elsewhere > 1, elsewhere * 2 > row.count else { continue }
            for index in row { pictures[index].evidence.isInRow = true }
        }
    }

    // MARK: Names

    private func name(_ evidence: inout PictureEvidence, _ node: Int32, _ url: String) {
        guard let words else { return }
        let own = words.names(node, tree)
        let path = url.prefix { $0 != "?" }
        let file = path.split(separator: "/").suffix(3).joined(separator: "/")
        evidence.ownNames = own.union(words.names(of: file)).union(words.names(of: tree.string(.alt, of: node) ?? ""))
        evidence.isEmoji = isEmoji(node, String(path))
        var at = tree.nodes[Int(node)].parent
        for _ in 0..<5 where at > 0 && ground.isWrapper(at) {
            evidence.namesAround.formUnion(words.names(at, tree))
            at = tree.nodes[Int(at)].parent
        }
    }

    private func isEmoji(_ node: Int32, _ path: String) -> Bool {
        let names = (tree.string(.class, of: node) ?? "").lowercased() + " " + path.lowercased()
        return ["emoji", "smiley", "smilies", "emoticon"].contains { names.contains($0) }
    }

    private func isFigure(_ node: Int32) -> Bool {
        var at = tree.nodes[Int(node)].parent
        for _ in 0..<6 where at > 0 {
            if tree.nodes[Int(at)].tag == .figure || Captions.isCaptioned(at, tree) {
                return Captions.hasCaption(at, tree)
            }
            at = tree.nodes[Int(at)].parent
        }
        return false
    }

    // MARK: The page

    private func isFallback(_ node: Int32) -> Bool {
        var at = tree.nodes[Int(node)].parent
        for _ in 0..<8 where at > 0 {
            if tree.nodes[Int(at)].tag == .noscript { return true }
            at = tree.nodes[Int(at)].parent
        }
        return false
    }

    /// What the page gives to others as its picture.
    private func pagePictures() -> Set<String> {
        var keys: Set<String> = []
        for index in tree.nodes.indices where tree.nodes[index].tag == .meta {
            let node = Int32(index)
            let name = (tree.string(.property, of: node) ?? tree.string(.name, of: node) ?? "").lowercased()
            guard name == "og:image" || name == "twitter:image" || name == "og:image:url",
                let content = tree.string(.content, of: node), case .url(let url) = sources.resolve(content, rules)
            else { continue }
            keys.insert(PictureKey.of(url))
        }
        return keys
    }
}
