import CPSL
import Platform

/// The key by which equal URLs meet: XXH3 of the bytes as they are.
///
/// Two of n different URLs share a key with a chance of about n² / 2^65: 0.03 for 10^9.
package enum URLKey {
    /// The key of `url`.
    package static func hash(of url: String) -> UInt64 { XXH3.hash(url) }
}

/// The key by which equal paragraphs of a domain meet.
package enum ParagraphKey {
    /// The key of a paragraph (its bytes as they are) in a domain (`DomainKey`).
    package static func hash(of text: String, domain: UInt64) -> UInt64 { XXH3.hash(text, seed: domain) }
}

/// What counts as one domain when repeated paragraphs are looked for.
package enum DomainKey {
    /// How a page's URL names its domain.
    package enum Kind: String, Sendable, CaseIterable {
        /// What stands between `//` and the path, as it is: user, port, `www.` and case kept (published).
        case netloc
        /// The host alone: lower-cased, without user, port, leading `www.` and final dot.
        case host
        /// What of the host somebody registered: `example.co.uk` of `shop.example.co.uk`, `me.github.io` (public suffix
        /// list, both of its parts, by libpsl); the host itself where that is an address or a public suffix.
        case registrable
    }

    /// The key of the domain of `url`.
    package static func hash(of url: String, _ kind: Kind = .host) -> UInt64 { hash(domain(of: url, kind)) }

    /// The key of a domain.
    package static func hash(_ domain: String) -> UInt64 { XXH3.hash(domain) }

    /// The domain of `url`, `""` when it has none.
    package static func domain(of url: String, _ kind: Kind = .host) -> String {
        let bytes = Array(url.utf8)
        var start = bytes.count
        for at in bytes.indices.dropLast() where bytes[at] == 0x2F && bytes[at + 1] == 0x2F {
            start = at + 2
            break
        }
        let rest = bytes[start...]
        let netloc = rest.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
        if kind == .netloc { return String(decoding: netloc, as: UTF8.self) }
        let host = String(decoding: host(netloc), as: UTF8.self)
        return kind == .registrable ? registrable(host) : host
    }

    private static func registrable(_ host: String) -> String {
        let isAddress = host.hasPrefix("[") || host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
        if isAddress { return host }
        // What is found lies within what is asked.
        return host.withCString { asked in
            psl_registrable_domain(psl_builtin(), asked).map { String(cString: $0) } ?? host
        }
    }

    private static func host(_ netloc: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var host = netloc
        if let at = host.lastIndex(of: UInt8(ascii: "@")) { host = host[(at + 1)...] }
        if host.first == UInt8(ascii: "[") {  // IPv6
            host = host.prefix { $0 != UInt8(ascii: "]") }
        } else {
            host = host.prefix { $0 != UInt8(ascii: ":") }
        }
        host = host.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }[...]
        if host.starts(with: "www.".utf8) { host = host.dropFirst(4) }
        if host.last == UInt8(ascii: ".") { host = host.dropLast() }
        return host
    }
}
