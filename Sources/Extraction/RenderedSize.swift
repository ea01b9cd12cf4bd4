import Documents

/// Lengths of `width` and `height` attributes by the published rules (`simplification_utils.py`).
enum RenderedSize {
    /// The length that an attribute's value states.
    static func parse(_ bytes: [UInt8], _ range: Range<Int>) -> RenderedLength {
        // Nearly all are a few digits.
        if range.isEmpty { return .unknown }
        guard range.count <= 9, bytes[range].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return parse(String(decoding: bytes[range], as: UTF8.self))
        }
        return .pixels(bytes[range].reduce(0) { $0 * 10 + Int($1) - 0x30 })
    }

    /// The length that `text` states.
    static func parse(_ text: String) -> RenderedLength {
        let text = String(
            String.UnicodeScalarView(text.unicodeScalars.filter { !"\u{201D}\"<>".unicodeScalars.contains($0) }))
        if let value = integer(text) { return .pixels(value) }
        if text.contains("px") {
            let bare = text.unicodeScalars.filter { $0 != "p" && $0 != "x" && $0 != ";" }
            return integer(String(String.UnicodeScalarView(bare))).map { .pixels($0) } ?? .unknown
        }
        if text.contains("%") { return percent(text) }
        if text.contains(".") {
            guard let value = Double(strip(text)), value.magnitude < 1e15 else { return .unknown }
            return .pixels(Int(value))
        }
        return text == "full-width" || text == "auto" ? .percent(100) : .unknown
    }

    /// Python's `int(text)` on ASCII digits: blanks around, a sign, single underscores between digits.
    static func integer(_ text: String) -> Int? {
        var value = 0
        var isNegative = false
        var digits = 0
        var afterUnderscore = false
        for (index, scalar) in strip(text).unicodeScalars.enumerated() {
            switch scalar {
            case "+" where index == 0: break
            case "-" where index == 0: isNegative = true
            case "0"..."9":
                let (product, high) = value.multipliedReportingOverflow(by: 10)
                let (sum, over) = product.addingReportingOverflow(Int(scalar.value) - 48)
                guard !high, !over else { return nil }
                value = sum
                digits += 1
                afterUnderscore = false
            case "_" where digits > 0 && !afterUnderscore: afterUnderscore = true
            default: return nil
            }
        }
        guard digits > 0, !afterUnderscore else { return nil }
        return isNegative ? -value : value
    }

    private static func percent(_ text: String) -> RenderedLength {
        let text = strip(text)
        guard text.hasSuffix("%"), let value = integer(String(text.dropLast())) else { return .unknown }
        return .percent(value)
    }

    private static func strip(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return String(decoding: bytes[Bytes.strip(bytes, 0..<bytes.count)], as: UTF8.self)
    }
}
