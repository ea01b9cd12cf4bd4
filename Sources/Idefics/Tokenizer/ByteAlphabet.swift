/// The characters by which byte-level vocabularies write bytes (those of GPT-2): printable ones for themselves, the 68
/// others in order from U+0100 on.
enum ByteAlphabet {
    /// The character of each byte.
    static let scalars: [Unicode.Scalar] = {
        var next: UInt32 = 0x100
        return (0...255).map { byte in
            if isPrintable(UInt8(byte)) { return Unicode.Scalar(UInt8(byte)) }
            defer { next += 1 }
            return Unicode.Scalar(next) ?? "\u{FFFD}"
        }
    }()

    /// The byte of each character.
    private static let bytes = Dictionary(uniqueKeysWithValues: zip(scalars, (0...255).map { UInt8($0) }))

    private static func isPrintable(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || byte >= 0xAE
    }

    /// Bytes as their characters, in UTF-8.
    static func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        for byte in bytes { text.append(contentsOf: encoded[Int(byte)]) }
        return text
    }

    private static let encoded = scalars.map { Array(String($0).utf8) }

    /// The bytes of a token; its own UTF-8 when it has a character that stands for none.
    static func decode(_ token: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for scalar in String(decoding: token, as: UTF8.self).unicodeScalars {
            guard let byte = bytes[scalar] else { return token }
            result.append(byte)
        }
        return result
    }
}
