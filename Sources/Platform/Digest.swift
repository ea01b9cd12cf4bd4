/// A SHA-256: 32 bytes, held as four numbers (a text of it takes four times as much).
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// The bytes, big endian, eight a word.
    private let words: SIMD4<UInt64>

    /// Of 32 bytes; what is missing is 0, what is more is left out.
    public init(bytes: [UInt8]) {
        var words = SIMD4<UInt64>()
        for (place, byte) in bytes.prefix(32).enumerated() {
            words[place / 8] |= UInt64(byte) << UInt64(56 - 8 * (place % 8))
        }
        self.words = words
    }

    /// Of 64 hexadecimal digits; nil for any other text.
    public init?(hex text: String) {
        guard text.utf8.count == 64, let bytes = Hex.decode(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - 8 * ($0 % 8))) }
    }

    /// The first 8 bytes as a number that sorts as they do: a key by which equal digests meet.
    package var key: UInt64 { words[0] }

    /// Four numbers of eight bytes each.
    package var numbers: [UInt64] { [words[0], words[1], words[2], words[3]] }

    /// Of four numbers of eight bytes each; what is missing is 0.
    package init(numbers: [UInt64]) {
        var words = SIMD4<UInt64>()
        for (place, number) in numbers.prefix(4).enumerated() { words[place] = number }
        self.words = words
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String { Hex.encode(bytes) }

    /// The same as `hex`.
    public var description: String { hex }
}
