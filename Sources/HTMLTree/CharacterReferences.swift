import Glibc

/// Character references in text by the rules of HTML Standard §13.2.5.72 ff.
public enum CharacterReferences {
    private static let table: [String: [UInt32]] = {
        var table: [String: [UInt32]] = [:]
        for entry in names.split(separator: " ") {
            let parts = entry.split(separator: ":")
            guard parts.count == 2 else { continue }
            table[String(parts[0])] = parts[1].split(separator: "+").compactMap { UInt32($0, radix: 16) }
        }
        return table
    }()

    private static let legacy = Set(legacyNames.split(separator: " ").map(String.init))
    private static let longestLegacy = 6

    /// Appends `text` with its references resolved. In the value of an attribute, a name without its semicolon in front
    /// of `=`, a letter or a digit is none: `?a=1&copy=2`.
    public static func decode(
        _ text: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8], isAttribute: Bool = false
    ) {
        bytes.reserveCapacity(bytes.count + text.count)
        var (start, at) = (0, 0)
        while at < text.count, let base = text.baseAddress,
            let sign = memchr(base + at, 0x26, text.count - at)
        {
            at = UnsafeRawPointer(sign) - UnsafeRawPointer(base)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<at]))
            start = at
            if let length = resolve(text, at, isAttribute, into: &bytes) {
                at += length
                start = at
            } else {
                at += 1
            }
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    /// The references that make up nearly all of a page's, so that no name has to be looked up for them.
    private static func common(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> (character: UInt8, length: Int)? {
        let left = text.count - at
        guard left >= 4 else { return nil }
        switch (text[at + 1], text[at + 2], text[at + 3]) {
        case (0x6C, 0x74, 0x3B): return (0x3C, 4)
        case (0x67, 0x74, 0x3B): return (0x3E, 4)
        case (0x61, 0x6D, 0x70): return left >= 5 && text[at + 4] == 0x3B ? (0x26, 5) : nil
        case (0x71, 0x75, 0x6F):
            return left >= 6 && text[at + 4] == 0x74 && text[at + 5] == 0x3B ? (0x22, 6) : nil
        default: return nil
        }
    }

    /// Resolves the reference at `at`; gives its length, nil when it is none.
    private static func resolve(
        _ text: UnsafeBufferPointer<UInt8>, _ at: Int, _ isAttribute: Bool, into bytes: inout [UInt8]
    ) -> Int? {
        guard at + 1 < text.count else { return nil }
        if let (character, length) = common(text, at) {
            bytes.append(character)
            return length
        }
        if text[at + 1] == 0x23 { return numeric(text, at, into: &bytes) }
        var end = at + 1
        while end < text.count, end - at < 40, isAlphanumeric(text[end]) { end += 1 }
        guard end > at + 1 else { return nil }
        if end < text.count, text[end] == 0x3B, let scalars = table[name(text, at + 1, end)] {
            for scalar in scalars { Windows1252.append(scalar, to: &bytes) }
            return end + 1 - at
        }
        end = min(end, at + 1 + longestLegacy)
        while end > at + 1 {
            let name = name(text, at + 1, end)
            if legacy.contains(name), let scalars = table[name] {
                if isAttribute, end < text.count, text[end] == 0x3D || isAlphanumeric(text[end]) { return nil }
                for scalar in scalars { Windows1252.append(scalar, to: &bytes) }
                return end - at
            }
            end -= 1
        }
        return nil
    }

    private static func numeric(_ text: UnsafeBufferPointer<UInt8>, _ at: Int, into bytes: inout [UInt8]) -> Int? {
        var end = at + 2
        var radix: UInt32 = 10
        if end < text.count, text[end] | 0x20 == 0x78 {
            radix = 16
            end += 1
        }
        let first = end
        var value: UInt32 = 0
        while end < text.count, let digit = digit(text[end]), digit < radix {
            value = min(value &* radix &+ digit, 0x110000)
            end += 1
        }
        guard end > first else { return nil }
        if value >= 0x80 && value < 0xA0, Windows1252.scalars[Int(value) - 0x80] != 0 {
            value = UInt32(Windows1252.scalars[Int(value) - 0x80])
        }
        let isScalar = value > 0 && value < 0x110000 && !(0xD800...0xDFFF).contains(value)
        Windows1252.append(isScalar ? value : 0xFFFD, to: &bytes)
        return end < text.count && text[end] == 0x3B ? end + 1 - at : end - at
    }

    private static func name(_ text: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int) -> String {
        String(decoding: text[from..<to], as: UTF8.self)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        byte >= 48 && byte <= 57 || byte | 0x20 >= 97 && byte | 0x20 <= 122
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 48...57: UInt32(byte) - 48
        case 65...70: UInt32(byte) - 55
        case 97...102: UInt32(byte) - 87
        default: nil
        }
    }
}
