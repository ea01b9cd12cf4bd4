/// Image addresses by the published code's string rules (`simplification_utils.py`), defects included: the page's
/// directory, its scheme and `<base href>` are ignored, and what is not http becomes a path on the page's host.
enum PublishedAddress {
    /// The absolute form of an address, for a page on `host` (with its port).
    static func absolute(_ address: [UInt8], host: String) -> [UInt8] {
        if address.starts(with: "http".utf8) { return address }
        if address.starts(with: "//".utf8) { return Array("http:".utf8) + address }
        var path = Bytes.find(Array("./".utf8), in: address, 0..<address.count) == nil ? address : withoutDots(address)
        if path.first != 0x2F { path.insert(0x2F, at: 0) }
        return Array("https://".utf8) + Array(host.utf8) + path
    }

    /// Without every run of dots that a slash follows.
    private static func withoutDots(_ address: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var at = 0
        while at < address.count {
            var end = at
            while end < address.count, address[end] == 0x2E { end += 1 }
            if end > at, end < address.count, address[end] == 0x2F {
                at = end + 1
            } else if end > at {
                out.append(contentsOf: address[at..<end])
                at = end
            } else {
                out.append(address[at])
                at += 1
            }
        }
        return out
    }

    /// The `netloc` of a page URL: what stands between `//` and the next `/`, `?` or `#`.
    static func host(of url: String) -> String {
        let bytes = Array(url.utf8)
        guard let start = Bytes.find(Array("://".utf8), in: bytes, 0..<bytes.count) else { return "" }
        let rest = bytes[(start + 3)...]
        return String(decoding: rest.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }, as: UTF8.self)
    }

    /// Whether a URL is of the form that the published regular expression takes.
    static func isValid(_ url: [UInt8]) -> Bool {
        guard var at = afterScheme(url) else { return false }
        let start = at
        while at < url.count, isLabel(url[at]) || url[at] == 0x2E { at += 1 }
        guard isHost(url[start..<at]) else { return false }
        guard at < url.count else { return true }
        guard url[at] == 0x2F || url[at] == 0x3F else { return false }
        var rest = at
        while rest < url.count {
            if Bytes.spaceLength(url, rest, url.count) > 0 { return false }
            rest += 1
        }
        return url[at] == 0x2F || url.count > at + 1
    }

    private static func afterScheme(_ url: [UInt8]) -> Int? {
        for scheme in ["http://", "https://", "ftp://", "ftps://"] {
            let bytes = Array(scheme.utf8)
            if url.count > bytes.count, zip(url, bytes).allSatisfy({ Bytes.lower($0) == $1 }) { return bytes.count }
        }
        return nil
    }

    private static func isLabel(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == 0x2D }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        byte >= 48 && byte <= 57 || byte | 0x20 >= 97 && byte | 0x20 <= 122
    }

    /// Dot-separated labels of at most 63 letters, digits and inner hyphens; the last has two or more; a final dot is
    /// allowed.
    private static func isHost(_ host: ArraySlice<UInt8>) -> Bool {
        var labels = host.split(separator: 0x2E, omittingEmptySubsequences: false)
        if labels.last?.isEmpty == true { labels.removeLast() }
        guard labels.count >= 2, let last = labels.last, last.count >= 2 else { return false }
        for label in labels.dropLast() {
            guard let first = label.first, let end = label.last, label.count <= 63, isAlphanumeric(first),
                isAlphanumeric(end)
            else { return false }
        }
        return true
    }
}
