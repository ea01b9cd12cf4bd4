/// Reads the tables of code points this module keeps as text: `41-5A 5F` (inclusive, hexadecimal, white space between).
enum CodePointRanges {
    /// The ranges of `text`; a word that is no range is left out (a test reads every table back).
    static func parse(_ text: StaticString) -> [ClosedRange<UInt32>] {
        words(text).compactMap { word in
            var reader = Reader(bytes: word)
            guard let first = reader.hexadecimal() else { return nil }
            guard reader.take(UInt8(ascii: "-")) else { return first...first }
            return reader.hexadecimal().flatMap { first <= $0 ? first...$0 : nil }
        }
    }

    /// All code points that are in none of `ranges`.
    static func complement(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var rest: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if next < range.lowerBound { rest.append(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        return next <= 0x10_FFFF ? rest + [next...0x10_FFFF] : rest
    }

    /// A run of `LowerCase`: every `stride`-th code point of `range` has its lower case `distance` further on.
    struct Run {
        let range: ClosedRange<UInt32>
        let stride: UInt32
        let distance: Int32
    }

    /// The runs of `text`, `first-last/stride±distance` each.
    static func parseRuns(_ text: StaticString) -> [Run] {
        words(text).compactMap { word in
            var reader = Reader(bytes: word)
            guard let first = reader.hexadecimal(), reader.take(UInt8(ascii: "-")), let last = reader.hexadecimal(),
                reader.take(UInt8(ascii: "/")), let stride = reader.hexadecimal(), stride > 0, first <= last
            else { return nil }
            return Int32(reader.rest).map { Run(range: first...last, stride: stride, distance: $0) }
        }
    }

    /// The pieces of `text` between white space.
    static func words(_ text: StaticString) -> [[UInt8]] {
        text.withUTF8Buffer { bytes in
            var words: [[UInt8]] = []
            var word: [UInt8] = []
            for byte in bytes {
                if byte != 0x20 && byte != 0x0A {
                    word.append(byte)
                } else if !word.isEmpty {
                    words.append(word)
                    word.removeAll(keepingCapacity: true)
                }
            }
            return word.isEmpty ? words : words + [word]
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 0

        mutating func hexadecimal() -> UInt32? {
            var value: UInt32?
            while at < bytes.count, let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue {
                value = (value ?? 0) << 4 | UInt32(digit)
                at += 1
            }
            return value
        }

        mutating func take(_ byte: UInt8) -> Bool {
            guard at < bytes.count, bytes[at] == byte else { return false }
            at += 1
            return true
        }

        var rest: String { String(decoding: bytes[at...], as: UTF8.self) }
    }
}
