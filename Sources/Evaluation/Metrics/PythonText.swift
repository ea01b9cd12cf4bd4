/// Text operations with the meaning that they have in Python, in which the published metrics are written.
enum PythonText {
    /// `str.lower`: the lower case of each scalar; sigma at the end of a word has a form of its own.
    static func lower(_ text: String) -> ScalarText { lower(Array(text.unicodeScalars)) }

    /// As `lower(_:)`.
    static func lower(_ text: ScalarText) -> ScalarText {
        var result: ScalarText = []
        for (index, scalar) in text.enumerated() {
            if scalar == "\u{3A3}" {
                result.append(isFinal(text, index) ? "\u{3C2}" : "\u{3C3}")
            } else if scalar.isASCII {
                result.append(("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 0x20) : scalar)
            } else {
                result += scalar.properties.lowercaseMapping.unicodeScalars
            }
        }
        return result
    }

    /// Whether a letter with case stands before a place and none behind it (Unicode's `Final_Sigma`).
    private static func isFinal(_ text: ScalarText, _ index: Int) -> Bool {
        func isCased(_ side: some Sequence<Unicode.Scalar>) -> Bool {
            side.first { !$0.properties.isCaseIgnorable }?.properties.isCased ?? false
        }
        return isCased(text[..<index].reversed()) && !isCased(text[(index + 1)...])
    }

    /// `str.isspace` of one character.
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            true
        default: false
        }
    }

    /// `\d`.
    static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? ("0"..."9").contains(scalar) : scalar.properties.generalCategory == .decimalNumber
    }

    /// `string.punctuation`: the signs of ASCII.
    static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    /// `str.split()`.
    static func words(_ text: ScalarText) -> [ScalarText] { text.split(whereSeparator: isSpace).map(Array.init) }

    /// `str.strip()`.
    static func stripped(_ text: ScalarText) -> ScalarText {
        guard let first = text.firstIndex(where: { !isSpace($0) }), let last = text.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return Array(text[first...last])
    }
}
