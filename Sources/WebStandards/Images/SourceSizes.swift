/// The `sizes` attribute: how wide an image is shown, for a given viewport.
///
/// Lengths are numbers with an absolute, font-relative or viewport unit, and `calc()`-free; a size that is none of
/// these, or whose media condition is not understood, is passed over, as the standard asks for unknown conditions.
public enum SourceSizes {
    /// The width in CSS pixels of the first size whose condition holds in a viewport of `viewportWidth` CSS pixels;
    /// the whole width when there is none.
    public static func length(_ sizes: String, viewportWidth: Double) -> Double {
        for entry in split(Array(sizes.utf8)) {
            let text = trim(entry)
            guard !text.isEmpty else { continue }
            // The length is the last component; a function keeps its inner spaces.
            let start = lastComponent(of: text)
            guard let length = length(of: text[start...], viewportWidth: viewportWidth), length >= 0 else { continue }
            let condition = trim(text[..<start])
            if condition.isEmpty { return length }
            var media = MediaCondition(condition, viewportWidth: viewportWidth)
            if media.holds() == true { return length }
        }
        return viewportWidth
    }

    /// The pieces between commas outside parentheses.
    private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var (pieces, start, depth): ([ArraySlice<UInt8>], Int, Int) = ([], 0, 0)
        for (index, byte) in bytes.enumerated() {
            if byte == 0x28 { depth += 1 }
            if byte == 0x29 { depth -= 1 }
            if byte == 0x2C, depth <= 0 {
                pieces.append(bytes[start..<index])
                start = index + 1
            }
        }
        pieces.append(bytes[start...])
        return pieces
    }

    private static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes.drop(while: ASCII.isWhitespace)
        while let last = rest.last, ASCII.isWhitespace(last) { rest.removeLast() }
        return rest
    }

    private static func lastComponent(of text: ArraySlice<UInt8>) -> Int {
        var depth = 0
        for index in text.indices.reversed() {
            if text[index] == 0x29 { depth += 1 }
            if text[index] == 0x28 { depth -= 1 }
            if depth == 0, ASCII.isWhitespace(text[index]) { return index + 1 }
            // A closed parenthesis before the length belongs to the condition: "(min-width:1px)50vw".
            if depth == 1, text[index] == 0x29, index + 1 < text.endIndex { return index + 1 }
        }
        return text.startIndex
    }

    /// The length in CSS pixels, nil when it is no length; 16 pixels stand for `em` and `rem`.
    static func length(of text: ArraySlice<UInt8>, viewportWidth: Double) -> Double? {
        let numberEnd = text.lastIndex { ASCII.isDigit($0) }.map { $0 + 1 } ?? text.startIndex
        guard let number = HTMLNumber.float(text[..<numberEnd]) else { return nil }
        let unit = String(decoding: text[numberEnd...].map(ASCII.lower), as: UTF8.self)
        switch unit {
        case "px": return number
        case "vw", "svw", "lvw", "dvw", "vi": return number * viewportWidth / 100
        case "em", "rem": return number * 16
        case "ex", "ch": return number * 8
        case "pt": return number * 96 / 72
        case "pc": return number * 16
        case "in": return number * 96
        case "cm": return number * 96 / 2.54
        case "mm": return number * 96 / 25.4
        case "": return number == 0 ? 0 : nil
        default: return nil
        }
    }
}
