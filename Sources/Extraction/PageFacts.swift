import HTMLTree
import WebStandards

/// What the page says of itself outside its text.
struct PageFacts {
    var title = ""
    var base: String?
    var language = ""
    var robots: [String] = []
    var reservesTDM: Bool?
    var license: String?
    var canonical: String?
    /// What the page says of itself in a sentence or two, the longest of its descriptions.
    var description = ""

    private static let robotNames: Set<String> = [
        "robots", "googlebot", "bingbot", "ccbot", "gptbot", "tdm-reservation",
    ]

    private static let licenseToken = Array("license".utf8)
    private static let canonicalToken = Array("canonical".utf8)
    private static let descriptionNames: Set<String> = ["description", "og:description", "twitter:description"]

    /// Reads the elements that carry facts, in the order of the source.
    init(_ tree: Tree) {
        var metaTitle = ""
        for index in tree.nodes.indices {
            let node = Int32(index)
            switch tree.nodes[index].tag {
            case .html: language = PageFacts.primaryLanguage(tree.string(.lang, of: node) ?? "")
            case .title:
                if title.isEmpty, !tree.nodes[index].flags.contains(.foreign) { title = PageFacts.text(of: node, tree) }
            case .base: if base == nil { base = tree.string(.href, of: node) }
            case .meta: readMeta(node, tree, &metaTitle)
            case .link, .a: readLink(node, tree)
            default: break
            }
        }
        if title.isEmpty { title = metaTitle }
    }

    private static let metaNames = WordSet(robotNames.union(descriptionNames).sorted() + ["og:title"])

    private mutating func readMeta(_ node: Int32, _ tree: Tree, _ metaTitle: inout String) {
        guard let said = tree.value(.name, of: node) ?? tree.value(.property, of: node),
            Self.metaNames.contains(tree.bytes.span, said), let content = tree.string(.content, of: node)
        else { return }
        let name = String(decoding: tree.bytes[said].map(Bytes.lower), as: UTF8.self)
        if PageFacts.descriptionNames.contains(name), content.utf8.count > description.utf8.count {
            description = content
        }
        if name == "og:title" && metaTitle.isEmpty { metaTitle = PageFacts.folded(Array(content.utf8)) }
        guard PageFacts.robotNames.contains(name) else { return }
        if name == "tdm-reservation" {
            // TDMRep: 1 reserves, 0 does not, and no other value means anything; of two that disagree, 1 holds.
            if let said = TDMReservation(value: content) { reservesTDM = said.isReserved || reservesTDM == true }
            return
        }
        for part in content.lowercased().split(separator: ",") {
            let directive = PictureRules.trimmed(String(part))
            if !directive.isEmpty, !robots.contains(directive) { robots.append(directive) }
        }
    }

    private mutating func readLink(_ node: Int32, _ tree: Tree) {
        guard let rel = tree.value(.rel, of: node) else { return }
        if license == nil, Bytes.hasToken(tree.bytes, rel, Self.licenseToken) {
            license = tree.string(.href, of: node)
        }
        if canonical == nil, tree.nodes[Int(node)].tag == .link,
            Bytes.hasToken(tree.bytes, rel, Self.canonicalToken)
        {
            canonical = tree.string(.href, of: node)
        }
    }

    private static func text(of node: Int32, _ tree: Tree) -> String {
        var bytes: [UInt8] = []
        var child = tree.nodes[Int(node)].firstChild
        while child >= 0 {
            if tree.nodes[Int(child)].tag == .text { bytes.append(contentsOf: tree.bytes[tree.text(of: child)]) }
            child = tree.nodes[Int(child)].next
        }
        return folded(bytes)
    }

    /// White space folded, ends stripped.
    static func folded(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        var at = 0
        var waits = false
        while at < bytes.count {
            let length = Bytes.spaceLength(bytes, at, bytes.count)
            if length > 0 {
                waits = !out.isEmpty
                at += length
            } else {
                if waits { out.append(0x20) }
                waits = false
                out.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// `en` of `en-GB`; `""` when it is no subtag of two or three letters.
    static func primaryLanguage(_ tag: String) -> String {
        let first = tag.utf8.drop(while: Bytes.isSpace).prefix { Bytes.lower($0) >= 97 && Bytes.lower($0) <= 122 }
        guard first.count == 2 || first.count == 3 else { return "" }
        return String(decoding: first.map(Bytes.lower), as: UTF8.self)
    }
}
