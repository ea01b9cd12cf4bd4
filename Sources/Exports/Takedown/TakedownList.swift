import Documents
import Facts
import Platform

/// What has to stay behind: a line each, a document's id (20 hexadecimal digits), a picture's SHA-256 (64), an address
/// (`https://…`) or a domain with all below it. Empty lines and those that begin with `#` say nothing.
struct TakedownList {
    /// A line of the list.
    struct Entry: Equatable {
        /// Its number, from 1.
        let line: Int
        /// What it says.
        let text: String
    }

    /// The lines that say something.
    private(set) var entries: [Entry] = []
    /// SHA-256 of the file.
    let digest: String
    private var ids: [String: Int] = [:]
    private var contents: [String: Int] = [:]
    private var addresses: [String: Int] = [:]
    private var domains: [String: Int] = [:]

    /// Reads a list.
    /// - Throws: `StorageError.system`; `.query` for a line that is none of the four.
    init(path: String) throws(StorageError) {
        let text = try wrapping { () throws(SystemError) in try Files.readText(path) }
        digest = SHA256.hash(text).hex
        for (index, raw) in text.lines.enumerated() {
            var line = raw[...]
            while let last = line.unicodeScalars.last, last.properties.isWhitespace { line.unicodeScalars.removeLast() }
            while let first = line.first, first.isWhitespace { line.removeFirst() }
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard add(String(line), number: entries.count) else {
                throw .query(
                    detail: "\(path):\(index + 1): '\(line)' is no document's id, no SHA-256, no address and no domain")
            }
            entries.append(Entry(line: index + 1, text: String(line)))
        }
    }

    private mutating func add(_ text: String, number: Int) -> Bool {
        let isHex = text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) }
        if isHex, text.utf8.count == 20 || text.utf8.count == 64 {
            let key = text.lowercased()
            if key.utf8.count == 20 { ids[key] = number } else { contents[key] = number }
        } else if text.contains("://") {
            addresses[text] = number
        } else if text.contains("."), !text.contains("/"), !text.contains(" ") {
            domains[String(text.lowercased().drop { $0 == "." })] = number
        } else {
            return false
        }
        return true
    }

    /// The entry by which a document leaves.
    func entry(for document: Document) -> Int? {
        ids[document.id] ?? addresses[document.url] ?? domain(of: document.url)
    }

    /// The entry by which an image leaves its document.
    func entry(for image: ImageNode) -> Int? {
        image.signals.flatMap { contents[$0.sha256] } ?? addresses[image.url] ?? domain(of: image.url)
    }

    /// The domain of an address, or one above it.
    private func domain(of url: String) -> Int? {
        guard !domains.isEmpty else { return nil }
        var host = URLHost.of(url)[...]
        while true {
            if let number = domains[String(host)] { return number }
            guard let dot = host.firstIndex(of: ".") else { return nil }
            host = host[host.index(after: dot)...]
        }
    }

}

/// The host of an address.
package enum URLHost {
    /// The host in lower case, without user and port; `""` when there is none.
    package static func of(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return "" }
        var host = url[scheme.upperBound...].prefix { !"/?#\\".contains($0) }
        if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
        if !host.hasPrefix("["), let colon = host.firstIndex(of: ":") { host = host[..<colon] }
        return host.lowercased()
    }
}
