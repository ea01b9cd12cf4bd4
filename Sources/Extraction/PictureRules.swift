import Documents
import Facts
import HTMLTree
import WebStandards

/// The image a reader would see: `srcset` before `src`, lazy attributes before placeholders, `picture` sources last.
struct PictureRules {
    typealias Finding = ImageSources.Finding

    /// The encoding of the page, by its WHATWG name: queries are sent in it.
    var encoding = "UTF-8"

    /// The URL of a picture, or why it has none.
    func find(_ node: Int32, _ tree: Tree, _ rules: Rules, base: WebURL?) -> Finding {
        find(node, PictureAddresses.find(node, tree, rules), tree, rules, base: base).finding
    }

    /// The first of a picture's addresses that is a URL, and its place among them; or what is wrong with the first, and -1.
    func find(
        _ node: Int32, _ addresses: [Range<Int>], _ tree: Tree, _ rules: Rules, base: WebURL?
    ) -> (finding: Finding, place: Int) {
        if PictureSize.isPixel(node, tree, rules, addresses) {
            return (.drop(.imagePlaceholder, detail: "tracking pixel"), -1)
        }
        var failure: Finding?
        for (place, address) in addresses.enumerated() {
            let finding = resolve(tree.bytes.span.extracting(address), base, rules)
            if case .url = finding { return (finding, place) }
            if failure == nil { failure = finding }
        }
        return (failure ?? .drop(.imageNoSource, detail: ""), -1)
    }

    /// Whether a `type` names a format that we decode, or nothing.
    static func isReadable(_ type: String?) -> Bool {
        guard let type, !type.isEmpty else { return true }
        return PictureFormat.isDecoded(mediaType: type)
    }

    /// The URL of an address, or why it is none.
    func resolve(_ address: Span<UInt8>, _ base: WebURL?, _ rules: Rules) -> Finding {
        if Addresses.hasScheme(address, "data:") { return inline(address, rules.options.images) }
        if address.count > 8_192 { return .drop(.imageInvalidURL, detail: "longer than 8192 bytes") }
        guard let url = link(address, base) else {
            return .drop(.imageInvalidURL, detail: Addresses.text(address))
        }
        // A page that is a file shows files; which of them it may is for who has the folder.
        guard url.isHTTP || url.scheme == "file" && base?.scheme == "file" else {
            return .drop(.imageURLScheme, detail: url.scheme)
        }
        if Addresses.isPlaceholder(address, rules.placeholders) {
            return .drop(.imagePlaceholder, detail: url.href)
        }
        return .url(url.withoutFragment().href)
    }

    /// The URL of an address in the page, its query in the page's encoding; nil when it is none.
    func link(_ address: Span<UInt8>, _ base: WebURL?) -> WebURL? {
        if encoding != "UTF-8" {
            return WebURL(QueryEncoding.encoded(Addresses.text(address), in: encoding), base: base)
        }
        return address.withUnsafeBufferPointer { WebURL(bytes: $0, base: base) }
    }

    /// An image that the page carries in the address itself.
    private func inline(_ address: Span<UInt8>, _ options: ExtractionOptions.ImageOptions) -> Finding {
        guard options.keepsDataURLs else { return .drop(.imageDataURI, detail: "") }
        // Base64 makes four bytes of three.
        guard address.count / 4 * 3 <= options.maximumInlineBytes else {
            return .drop(.imageDataURI, detail: "longer than \(options.maximumInlineBytes) bytes")
        }
        guard let url = WebURL(Addresses.text(address), base: nil), let data = DataURL(url) else {
            return .drop(.imageDataURI, detail: "damaged")
        }
        guard PictureRules.isReadable(data.type.essence) else { return .drop(.imageDataURI, detail: data.type.essence) }
        guard data.bytes.count >= options.minimumInlineBytes else {
            return .drop(.imageDataURI, detail: "\(data.bytes.count) bytes: a placeholder")
        }
        return .url(url.withoutFragment().href)
    }

    static func trimmed(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return String(decoding: bytes[Bytes.strip(bytes, 0..<bytes.count)], as: UTF8.self)
    }
}
