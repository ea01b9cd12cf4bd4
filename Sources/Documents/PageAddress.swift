/// A page as somebody names it who does not have its whole URL at hand: with or without scheme, fragment, last slash.
package struct PageAddress: Sendable {
    /// What was asked for.
    package let query: String

    /// A question.
    package init(_ query: String) { self.query = query }

    /// Whether a question is about an address; ids have neither dot nor slash.
    package static func isAddress(_ query: String) -> Bool { query.contains { $0 == "/" || $0 == "." } }

    /// URLs that may be meant, the likeliest first.
    package var spellings: [String] {
        var found: [String] = []
        func add(_ text: String) { if !text.isEmpty, !found.contains(text) { found.append(text) } }
        add(query)
        let plain = String(query.prefix { $0 != "#" })
        let bare = PageAddress.withoutScheme(plain)
        let slashed = bare.hasSuffix("/") ? String(bare.dropLast()) : bare + "/"
        add(plain)
        for rest in [bare, slashed] {
            if query.contains("://") { add(plain.prefix(plain.count - bare.count) + rest) }
            add("https://" + rest)
            add("http://" + rest)
        }
        return found
    }

    /// Whether a URL may be meant.
    package func names(_ url: String) -> Bool {
        url == query || PageAddress.key(url) == PageAddress.key(query)
    }

    private static func key(_ url: String) -> Substring {
        var key = withoutScheme(String(url.prefix { $0 != "#" }))[...]
        if key.last == "/" { key.removeLast() }
        return key
    }

    private static func withoutScheme(_ url: String) -> String {
        for scheme in ["https://", "http://"] where url.lowercased().hasPrefix(scheme) {
            return String(url.dropFirst(scheme.count))
        }
        return url
    }
}
