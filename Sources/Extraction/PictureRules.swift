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
        let addresses = PictureAddresses(node, tree, rules).found
        if PictureSize.isPixel(node, tree, rules, addresses) {
            return .drop(.imagePlaceholder, detail: "tracking pixel")
        }
        var failure: Finding?
        for address in addresses {
            let finding = resolve(address, base, rules)
            if case .url = finding { return finding }
            if failure == nil { failure = finding }
        }
        return failure ?? .drop(.imageNoSource, detail: "")
    }

    /// Whether a `type` names a format that we decode, or nothing.
    static func isReadable(_ type: String?) -> Bool {
        guard let type, !type.isEmpty else { return true }
        return ["image/jpeg", "image/jpg", "image/png", "image/webp", "image/gif"].contains(type.lowercased())
    }

    func resolve(_ address: String, _ base: WebURL?, _ rules: Rules) -> Finding {
        if address.utf8.count > 8_192 && !PictureRules.hasScheme(address, "data:") {
            return .drop(.imageInvalidURL, detail: "longer than 8192 bytes")
        }
        if PictureRules.hasScheme(address, "data:") { return inline(address, rules.options.images) }
        guard let url = WebURL(QueryEncoding.encoded(address, in: encoding), base: base) else {
            return .drop(.imageInvalidURL, detail: address)
        }
        // A page that is a file shows files; which of them it may is for who has the folder.
        guard url.isHTTP || url.scheme == "file" && base?.scheme == "file" else {
            return .drop(.imageURLScheme, detail: url.scheme)
        }
        if PictureRules.isPlaceholder(address, rules.options.images.placeholderNames) {
            return .drop(.imagePlaceholder, detail: url.href)
        }
        return .url(url.withoutFragment().href)
    }

    /// An image that the page carries in the address itself.
    private func inline(_ address: String, _ options: ExtractionOptions.ImageOptions) -> Finding {
        guard options.keepsDataURLs else { return .drop(.imageDataURI, detail: "") }
        // Base64 makes four bytes of three.
        guard address.utf8.count / 4 * 3 <= options.maximumInlineBytes else {
            return .drop(.imageDataURI, detail: "longer than \(options.maximumInlineBytes) bytes")
        }
        guard let url = WebURL(address, base: nil), let data = DataURL(url) else {
            return .drop(.imageDataURI, detail: "damaged")
        }
        guard PictureRules.isReadable(data.type.essence) else { return .drop(.imageDataURI, detail: data.type.essence) }
        guard data.bytes.count >= options.minimumInlineBytes else {
            return .drop(.imageDataURI, detail: "\(data.bytes.count) bytes: a placeholder")
        }
        return .url(url.withoutFragment().href)
    }

    // MARK: Placeholders

    /// `data:` and `about:` addresses, and files that are named as spacers are.
    static func isPlaceholder(_ address: String, _ names: [String]) -> Bool {
        if hasScheme(address, "data:") || hasScheme(address, "about:") { return true }
        let path = address.utf8.prefix { $0 != 0x3F && $0 != 0x23 }
        let file = path.reversed().prefix { $0 != 0x2F }.reversed()
        let stem = String(decoding: file.prefix { $0 != 0x2E }.map(Bytes.lower), as: UTF8.self)
        guard file.count > stem.utf8.count else { return false }
        return names.contains(stem)
    }

    static func hasScheme(_ address: String, _ scheme: StaticString) -> Bool {
        address.utf8.count >= scheme.utf8CodeUnitCount
            && zip(address.utf8, UnsafeBufferPointer(start: scheme.utf8Start, count: scheme.utf8CodeUnitCount))
                .allSatisfy { Bytes.lower($0) == $1 }
    }

    /// A placeholder, or a small blurred copy that a script replaces: its name says so, or the width it is asked for in.
    static func isStandIn(_ address: String, _ names: [String]) -> Bool {
        if isPlaceholder(address, names) { return true }
        let size = PictureSize.hint(address)
        if let width = size.width, width <= 64 { return true }
        // Bytes: searching strings took a sixth of a page's time.
        let lower = address.utf8.map(Bytes.lower)
        return standInWords.contains { Bytes.holds(lower, $0) }
    }

    private static let standInWords = [
        "lqip", "placeholder", "lazyload", "lazy-load", "blurred", "/blank.", "/spacer.",
    ].map { Array($0.utf8) }

    static func hasImageExtension(_ address: String) -> Bool {
        let path = String(decoding: address.utf8.prefix { $0 != 0x3F && $0 != 0x23 }.map(Bytes.lower), as: UTF8.self)
        return [".jpg", ".jpeg", ".png", ".webp", ".gif"].contains { path.hasSuffix($0) }
    }

    static func trimmed(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return String(decoding: bytes[Bytes.strip(bytes, 0..<bytes.count)], as: UTF8.self)
    }
}
