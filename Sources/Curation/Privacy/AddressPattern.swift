/// Public IP addresses: IPv4 in four parts, IPv6 in global unicast (2000::/3). Private, local and reserved ones and those
/// kept for documentation (RFC 5737, 3849, 9637) tell nothing of a person and stay, and so does what may as well be the
/// number of a version or a section.
enum AddressPattern {
    /// The address that starts with the digit at `at`.
    static func match(_ bytes: UnsafeBufferPointer<UInt8>, at: Int) -> Range<Int>? {
        guard Bytes.isDigit(bytes[at]) else { return nil }
        return version4(bytes, at: at) ?? version6(bytes, at: at)
    }

    private static func version4(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Range<Int>? {
        var parts: [Int] = []
        var at = start
        while parts.count < 4 {
            let first = at
            var value = 0
            while at < bytes.count, at - first < 3, Bytes.isDigit(bytes[at]) {
                value = value * 10 + Int(bytes[at] - 0x30)
                at += 1
            }
            guard at > first, value < 256, at - first == 1 || bytes[first] != 0x30 else { return nil }
            parts.append(value)
            if parts.count < 4 {
                guard at < bytes.count, bytes[at] == UInt8(ascii: ".") else { return nil }
                at += 1
            }
        }
        guard isEndOfVersion4(bytes, at), isPublic(parts) else { return nil }
        let word = wordBefore(bytes, start)
        if versionWords.contains(word) { return nil }
        return looksLikeAddress(parts) || addressWords.contains(word) ? start..<at : nil
    }

    /// Two parts or more from 32 on: versions and sections (`4.2.1.3`) have hardly one, and of all public addresses one in
    /// 300 has no two.
    private static func looksLikeAddress(_ parts: [Int]) -> Bool {
        parts.count { $0 >= 32 } >= 2 || resolvers.contains(parts)
    }

    /// Addresses that everybody knows for such.
    private static let resolvers: Set<[Int]> = [[8, 8, 8, 8], [8, 8, 4, 4], [9, 9, 9, 9]]

    private static let addressWords: Set<String> = [
        "ip", "ips", "address", "addresses", "host", "server", "client", "ping", "adresse", "adresses", "indirizzo",
        "dirección", "adres", "адрес",
    ]

    /// A port (`:8080`) or a path may follow.
    private static func isEndOfVersion4(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        guard at < bytes.count else { return true }
        return bytes[at] == UInt8(ascii: ":") || bytes[at] == UInt8(ascii: "/") || Bytes.isEnd(bytes, at)
    }

    private static func isPublic(_ parts: [Int]) -> Bool {
        switch (parts[0], parts[1]) {
        case (0, _), (10, _), (127, _), (224..., _), (169, 254), (192, 168), (172, 16...31), (100, 64...127): false
        case (192, 0): parts[2] != 0 && parts[2] != 2
        case (198, 18...19): false
        case (198, 51): parts[2] != 100
        case (203, 0): parts[2] != 113
        default: true
        }
    }

    private static let versionWords: Set<String> = [
        "version", "versions", "release", "releases", "firmware", "build", "driver", "update", "v", "ver", "rev",
        "revision", "section", "sections", "clause", "chapter", "paragraph", "article", "kapitel", "abschnitt",
        "chapitre", "sección", "sezione", "hoofdstuk", "wersja", "versión", "versione", "versie", "windows",
        "android", "chrome", "firefox", "safari", "linux", "ios", "macos",
    ]

    /// The word right before, in lower case: `version 1.2.3.4` is no address.
    private static func wordBefore(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> String {
        var end = start
        while end > 0, " .:(=".utf8.contains(bytes[end - 1]) { end -= 1 }
        var first = end
        while first > 0, end - first < 24, Bytes.isLetter(bytes[first - 1]) || bytes[first - 1] >= 0x80 { first -= 1 }
        return String(decoding: bytes[first..<end], as: UTF8.self).lowercased()
    }

    private static func version6(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Range<Int>? {
        guard bytes[start] == UInt8(ascii: "2") || bytes[start] == UInt8(ascii: "3"), !followsGroup(bytes, start) else {
            return nil
        }
        var groups = 0
        var isShortened = false
        var at = start
        while true {
            let first = at
            while at < bytes.count, at - first < 4, isHex(bytes[at]) { at += 1 }
            guard at > first, groups > 0 || at - first == 4 else { break }
            groups += 1
            guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { break }
            if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: ":") {
                guard !isShortened else { return nil }
                isShortened = true
                at += 2
                if at == bytes.count || !isHex(bytes[at]) { break }
            } else if at + 1 < bytes.count, isHex(bytes[at + 1]) {
                at += 1
            } else {
                break
            }
        }
        guard isShortened ? groups < 8 && groups > 0 : groups == 8 else { return nil }
        return Bytes.isEnd(bytes, at) && !isDocumentation(bytes[start..<at]) ? start..<at : nil
    }

    /// Whether a group of another number stands before (`2a00:` of nine groups): what has too many groups is no address, and
    /// neither is its end.
    private static func followsGroup(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        guard start > 1, bytes[start - 1] == UInt8(ascii: ":") else { return false }
        var first = start - 1
        while first > 0, isHex(bytes[first - 1]) { first -= 1 }
        return (1...4).contains(start - 1 - first) && (first == 0 || !Bytes.isWord(bytes[first - 1]))
    }

    /// 2001:db8::/32 and 3fff::/20.
    private static func isDocumentation(_ address: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let groups = address.split(separator: UInt8(ascii: ":"), maxSplits: 2).map {
            UInt16(String(decoding: $0, as: UTF8.self), radix: 16) ?? 0
        }
        let second = groups.count > 1 ? groups[1] : 0
        return groups.first == 0x2001 && second == 0xDB8 || groups.first == 0x3FFF && second < 0x1000
    }

    private static func isHex(_ byte: UInt8) -> Bool { Bytes.isDigit(byte) || (0x61...0x66).contains(byte | 0x20) }
}
