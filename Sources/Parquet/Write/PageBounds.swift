/// The least and the greatest value of a page, shortened as a column index allows: a least value may be lower than any
/// value, a greatest one higher.
enum PageBounds {
    /// Bytes of a bound.
    static let most = 64

    /// A prefix of the least value.
    static func lower(_ value: ArraySlice<UInt8>, isText: Bool) -> [UInt8] {
        guard value.count > most else { return Array(value) }
        return Array(prefix(value, isText))
    }

    /// A prefix of the greatest value, raised; the value itself where no prefix can be raised.
    static func upper(_ value: ArraySlice<UInt8>, isText: Bool) -> [UInt8] {
        guard value.count > most else { return Array(value) }
        let start = prefix(value, isText)
        return (isText ? raised(text: start) : raised(start)) ?? Array(value)
    }

    /// The first bytes, at a border between characters.
    private static func prefix(_ value: ArraySlice<UInt8>, _ isText: Bool) -> ArraySlice<UInt8> {
        var end = value.startIndex + most
        while isText && end > value.startIndex && value[end] & 0xC0 == 0x80 { end -= 1 }
        return value[..<end]
    }

    private static func raised(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var out = Array(bytes)
        while let last = out.popLast() {
            if last < 0xFF { return out + [last + 1] }
        }
        return nil
    }

    /// Characters sort as their UTF-8 does, so the last one that has a successor is replaced by it.
    private static func raised(text: ArraySlice<UInt8>) -> [UInt8]? {
        var text = text
        while var start = text.indices.last {
            while start > text.startIndex && text[start] & 0xC0 == 0x80 { start -= 1 }
            let last = String(decoding: text[start...], as: UTF8.self).unicodeScalars.first?.value ?? 0x10FFFF
            text = text[..<start]
            if let successor = Unicode.Scalar(last == 0xD7FF ? 0xE000 : last + 1) {
                return text + Array(String(Character(successor)).utf8)
            }
        }
        return nil
    }
}
