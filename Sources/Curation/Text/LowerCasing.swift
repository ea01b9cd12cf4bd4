/// Lower-cases UTF-8 by the module's own table: code points one by one, as `LowerCase` has them.
enum LowerCasing {
    private static let classes = CharacterClasses(CharacterSets())

    /// The text in lower case; what is not UTF-8 becomes U+FFFD.
    static func lower(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        guard let base = text.baseAddress else { return [] }
        var out: [UInt8] = []
        out.reserveCapacity(text.count + 16)
        var at = 0
        while at < text.count {
            let byte = base[at]
            if byte < 0x80 {
                let letter = classes.letters[Int(byte)]
                out.append(letter != 0 ? letter : byte)
                at += 1
                continue
            }
            let (scalar, end) = UTF8Decoding.scalar(base, at, text.count)
            at = end
            append(lower(scalar), to: &out)
            if scalar == 0x130 { append(0x307, to: &out) }
        }
        return out
    }

    private static func lower(_ scalar: UInt32) -> UInt32 {
        let page = classes.lowerStageOne[Int(scalar >> 8)]
        return page == .max ? scalar : classes.lowerStageTwo[Int(page) << 8 | Int(scalar & 0xFF)]
    }

    private static func append(_ scalar: UInt32, to out: inout [UInt8]) {
        switch scalar {
        case ..<0x80: out.append(UInt8(scalar))
        case ..<0x800: out += [UInt8(0xC0 | scalar >> 6), UInt8(0x80 | scalar & 0x3F)]
        case ..<0x1_0000:
            out += [UInt8(0xE0 | scalar >> 12), UInt8(0x80 | scalar >> 6 & 0x3F), UInt8(0x80 | scalar & 0x3F)]
        default:
            out += [
                UInt8(0xF0 | scalar >> 18), UInt8(0x80 | scalar >> 12 & 0x3F), UInt8(0x80 | scalar >> 6 & 0x3F),
                UInt8(0x80 | scalar & 0x3F),
            ]
        }
    }
}
