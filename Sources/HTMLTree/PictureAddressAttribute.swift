import Facts

/// Attributes of no known name in which a page's scripts find the address of a picture: `data-hero-src`, `data-zoom`,
/// `lazysrc`. What tells them is the value: a path that ends in a picture's extension.
enum PictureAddressAttribute {
    /// Whether an attribute is one. Most are told by their names, or by a value too short or too long.
    static func isOne(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard value.count > 5, value.count < 2_048, isCandidate(name) else { return false }
        var dot = -1
        for at in value.indices {
            switch value[at] {
            // A structure of a script, or markup: not an address.
            case 0x7B, 0x3C, 0x22: return false
            case 0x2E: dot = at
            case 0x3F, 0x23, 0x20:
                if dot >= 0, isExtension(value, dot + 1, at) { return value[at] != 0x20 || isSet(value, at) }
            default: break
            }
        }
        return dot >= 0 && isExtension(value, dot + 1, value.count)
    }

    private static func isCandidate(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        if name.count > 5, name.starts(with: "data-".utf8) { return true }
        guard name.count > 3 else { return false }
        for at in 0..<(name.count - 2) where name[at] == 0x73 && name[at + 1] == 0x72 && name[at + 2] == 0x63 {
            return true
        }
        return false
    }

    /// Whether what follows the space is a descriptor of a `srcset`.
    private static func isSet(_ value: UnsafeBufferPointer<UInt8>, _ space: Int) -> Bool {
        var at = space + 1
        let start = at
        while at < value.count, value[at] >= 0x30 && value[at] <= 0x39 || value[at] == 0x2E { at += 1 }
        return at > start && at < value.count && (value[at] == 0x77 || value[at] == 0x78)
    }

    private static func isExtension(_ value: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard end - start == 3 || end - start == 4 else { return false }
        var word: UInt32 = 0
        for at in start..<end { word = word << 8 | UInt32(value[at] | 0x20) }
        return extensions.contains(word)
    }

    private static let extensions: [UInt32] = PictureFormat.all.flatMap(\.suffixes).map { name in
        name.utf8.reduce(0) { $0 << 8 | UInt32($1) }
    }
}
