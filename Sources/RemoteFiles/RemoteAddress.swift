import Platform

/// A file or folder behind `https://` or `s3://`, as a command line, a list or a plan names it.
package struct RemoteAddress: Hashable, Sendable, CustomStringConvertible {
    /// How it is reached.
    enum Scheme: String {
        case https, http, s3
    }

    /// As it was written.
    package let description: String
    let scheme: Scheme
    /// The host, perhaps with a port; the bucket.
    let authority: String
    /// What follows it without the slash between: path and query of a URL as they are sent, or a key.
    let rest: String

    /// Reads an address; nil for anything else, also for one with a user in it.
    package init?(_ text: String) {
        guard let mark = text.firstRange(of: "://"),
            let scheme = Scheme(rawValue: text[..<mark.lowerBound].lowercased())
        else { return nil }
        let tail = text[mark.upperBound...]
        let authority = tail.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.isEmpty, !authority.contains("@"), !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else {
            return nil
        }
        description = text
        self.scheme = scheme
        self.authority = String(authority)
        let rest = tail.dropFirst(authority.count)
        self.rest = String(rest.hasPrefix("/") ? rest.dropFirst() : rest)
    }

    /// Whether a path is an address of any scheme, those that are not read too.
    package static func isAddress(_ path: String) -> Bool { path.contains("://") }

    /// Its last part, without a query: what provenance calls it.
    package var name: String {
        let path = scheme == .s3 ? rest[...] : rest.prefix { $0 != "?" && $0 != "#" }
        return path.split(separator: "/").last.map(String.init) ?? authority
    }

    /// Whether it names a folder of a bucket.
    package var isFolder: Bool { scheme == .s3 && (rest.isEmpty || rest.hasSuffix("/")) }

    /// Whether it is in a bucket, which can be written.
    package var isInBucket: Bool { scheme == .s3 }

    /// What a name in a list that stands here means: an address by itself, else a path from the root of the host or bucket.
    package func resolve(_ name: String) -> RemoteAddress? {
        if RemoteAddress.isAddress(name) { return RemoteAddress(name) }
        let path = name.hasPrefix("/") ? String(name.dropFirst()) : name
        return RemoteAddress("\(scheme.rawValue)://\(authority)/" + encoded(path))
    }

    /// The file of `name` below this folder.
    package func appending(_ name: String) -> RemoteAddress? {
        RemoteAddress(description + (description.hasSuffix("/") ? "" : "/") + encoded(name))
    }

    /// A key is text as it is; a URL must have its odd bytes escaped.
    private func encoded(_ path: String) -> String { scheme == .s3 ? path : Percent.encode(path, keeping: "/%") }
}
