import Facts

/// What the bytes of a picture's address say before it is made a URL. Everything here works on bytes: a page has
/// hundreds of addresses, and strings took half of its time.
enum Addresses {
    /// Whether an address begins with a scheme (lower case, with its colon), letter case aside.
    static func hasScheme(_ address: Span<UInt8>, _ scheme: StaticString) -> Bool {
        guard address.count >= scheme.utf8CodeUnitCount else { return false }
        for at in 0..<scheme.utf8CodeUnitCount where Bytes.lower(address[at]) != scheme.utf8Start[at] { return false }
        return true
    }

    /// Where the path ends: at `?` or `#`.
    static func pathEnd(_ address: Span<UInt8>) -> Int {
        var at = 0
        while at < address.count, address[at] != 0x3F, address[at] != 0x23 { at += 1 }
        return at
    }

    /// Whether the path ends as the files of pictures do.
    static func hasImageExtension(_ address: Span<UInt8>) -> Bool {
        let end = pathEnd(address)
        var dot = end - 1
        while dot > end - 6, dot > 0, address[dot] != 0x2E { dot -= 1 }
        return dot >= 0 && dot < end && address[dot] == 0x2E && extensions.contains(address, dot + 1..<end)
    }

    private static let extensions = WordSet(PictureFormat.decoded.flatMap(\.suffixes))

    /// Whether an attribute's value can be an address at all; one with blanks has to end as pictures do.
    static func isAddress(_ value: Span<UInt8>) -> Bool {
        guard !value.isEmpty, value.count < 8_192, !hasScheme(value, "data:") else { return false }
        var (hasBlank, hasMark) = (false, false)
        for at in value.indices {
            switch value[at] {
            case 0x7B, 0x3C: return false
            case 0x20: hasBlank = true
            case 0x2F, 0x2E: hasMark = true
            default: break
            }
        }
        return hasBlank ? hasImageExtension(value) : hasMark
    }

    // MARK: Placeholders

    /// `data:` and `about:` addresses, and files that are named as spacers are.
    static func isPlaceholder(_ address: Span<UInt8>, _ names: WordSet) -> Bool {
        if hasScheme(address, "data:") || hasScheme(address, "about:") { return true }
        let end = pathEnd(address)
        var start = end
        while start > 0, address[start - 1] != 0x2F { start -= 1 }
        var dot = start
        while dot < end, address[dot] != 0x2E { dot += 1 }
        return dot < end && names.contains(address, start..<dot)
    }

    /// A placeholder, or a small blurred copy that a script replaces: its name says so, or the width it is asked for in.
    static func isStandIn(_ address: Span<UInt8>, _ names: WordSet) -> Bool {
        if isPlaceholder(address, names) { return true }
        if let width = PictureSize.hint(address).width, width <= 64 { return true }
        for at in address.indices {
            switch Bytes.lower(address[at]) {
            case 0x6C:
                if has("lqip", address, at) || has("lazyload", address, at) || has("lazy-load", address, at) {
                    return true
                }
            case 0x70: if has("placeholder", address, at) { return true }
            case 0x62: if has("blurred", address, at) { return true }
            case 0x2F: if has("/blank.", address, at) || has("/spacer.", address, at) { return true }
            default: break
            }
        }
        return false
    }

    /// Whether a word (lower case) stands at a place, letter case aside.
    static func has(_ word: StaticString, _ address: Span<UInt8>, _ at: Int) -> Bool {
        guard at + word.utf8CodeUnitCount <= address.count else { return false }
        for index in 0..<word.utf8CodeUnitCount where Bytes.lower(address[at + index]) != word.utf8Start[index] {
            return false
        }
        return true
    }

    /// A hash of the bytes (FNV-1a).
    static func hash(_ address: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for at in address.indices { hash = (hash ^ UInt64(address[at])) &* 0x100_0000_01B3 }
        return hash
    }

    /// The bytes as a string.
    static func text(_ address: Span<UInt8>) -> String {
        address.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether two addresses are the same, byte for byte.
    static func areEqual(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        for at in one.indices where one[at] != other[at] { return false }
        return true
    }
}
