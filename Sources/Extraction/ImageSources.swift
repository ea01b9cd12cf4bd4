import Documents
import Facts
import HTMLTree
import WebStandards

/// Finds the address of an image and makes it a URL.
struct ImageSources {
    /// What became of an image.
    enum Finding {
        case url(String)
        case drop(Reason, detail: String)
    }

    private var host = ""
    private var base: WebURL?
    private var pictures = PictureRules()

    /// Makes ready for a page: its URL, the `href` of its first `base`, and the encoding that it was read in.
    mutating func begin(page: String, base href: String?, encoding: String, _ rules: Rules) {
        self.page = page
        pictures.encoding = encoding
        switch rules.options.images.urlMode {
        case .published:
            host = PublishedAddress.host(of: page)
            base = nil
        case .whatwg:
            let document = WebURL(page)
            base = document
            // A base may not be a data: or javascript: URL (HTML Standard §4.2.3).
            if let href, let found = WebURL(href, base: document), found.isHTTP { base = found }
        }
    }

    /// The URL of the page.
    private(set) var page = ""

    /// The URL of a picture's address in the page, or why it is none.
    func resolve(_ address: Span<UInt8>, _ rules: Rules) -> Finding { pictures.resolve(address, base, rules) }

    /// The URL of a picture of which the addresses are known, and its place among them; or why it has none.
    func find(
        _ node: Int32, _ addresses: [Range<Int>], _ tree: Tree, _ rules: Rules
    ) -> (finding: Finding, place: Int) {
        pictures.find(node, addresses, tree, rules, base: base)
    }

    /// The absolute http URL of a link in the page, nil when it is none.
    func absolute(_ href: Span<UInt8>) -> WebURL? {
        guard let url = pictures.link(href, base), url.isHTTP else { return nil }
        return url
    }

    /// The absolute http URL of a link in the page, `""` when it is none.
    func absolute(_ href: String) -> String {
        let href = QueryEncoding.encoded(href, in: pictures.encoding)
        guard let url = WebURL(href, base: base), url.isHTTP else { return "" }
        return url.href
    }

    /// Whether a media element has a source of its own.
    func has(_ node: Int32, _ tree: Tree, _ rules: Rules) -> Bool {
        switch tree.nodes[Int(node)].tag {
        case .img: return source(of: node, tree, rules) != nil
        case .video, .audio: return isUsable(tree.value(.src, of: node), tree, rules)
        default: return false
        }
    }

    /// The first attribute that holds an address, by the published rules.
    private func source(of node: Int32, _ tree: Tree, _ rules: Rules) -> Range<Int>? {
        for name in rules.sources {
            let value = tree.value(name, of: node)
            if isUsable(value, tree, rules) { return value }
        }
        return nil
    }

    private func isUsable(_ value: Range<Int>?, _ tree: Tree, _ rules: Rules) -> Bool {
        guard let value, !value.isEmpty else { return false }
        return !rules.options.images.refusesCommasAndSpaces
            || !tree.bytes[value].contains { $0 == 0x2C || $0 == 0x20 }
    }

    /// The URL of an `img`, or why it has none.
    func find(_ node: Int32, _ tree: Tree, _ rules: Rules) -> Finding {
        switch rules.options.images.urlMode {
        case .published: return published(node, tree, rules)
        case .whatwg: return pictures.find(node, tree, rules, base: base)
        }
    }

    private func published(_ node: Int32, _ tree: Tree, _ rules: Rules) -> Finding {
        guard let value = source(of: node, tree, rules) else {
            guard let src = tree.value(.src, of: node), !src.isEmpty else { return .drop(.imageNoSource, detail: "") }
            if Bytes.hasPrefix(tree.bytes, src, "data:") { return .drop(.imageDataURI, detail: "") }
            return .drop(.imageNoSource, detail: "comma or space in the address")
        }
        let url = PublishedAddress.absolute(Array(tree.bytes[value]), host: host)
        let text = String(decoding: url, as: UTF8.self)
        return PublishedAddress.isValid(url) ? .url(text) : .drop(.imageInvalidURL, detail: text)
    }
}
