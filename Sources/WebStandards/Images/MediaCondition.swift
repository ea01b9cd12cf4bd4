/// A media condition (Media Queries 4) about widths, evaluated for one viewport width.
///
/// Known are `(min-width: L)`, `(max-width: L)`, `(width: L)`, the range forms `(width >= L)` and `(L <= width)`,
/// media types before `and`, and `not`, `and`, `or` with parentheses. Anything else is unknown (nil).
struct MediaCondition {
    private let text: ArraySlice<UInt8>
    private let viewportWidth: Double
    private var index: Int
    private var depth = 0

    init(_ text: ArraySlice<UInt8>, viewportWidth: Double) {
        self.text = text
        self.viewportWidth = viewportWidth
        index = text.startIndex
    }

    /// Whether the condition holds; nil when it is not understood.
    mutating func holds() -> Bool? {
        let value = condition()
        skipSpace()
        return index == text.endIndex ? value : nil
    }

    private mutating func condition() -> Bool? {
        var value = negated()
        while true {
            let operation = word()
            switch operation {
            case "and":
                let right = negated()
                value = value == false || right == false ? false : (value == nil || right == nil ? nil : true)
            case "or":
                let right = negated()
                value = value == true || right == true ? true : (value == nil || right == nil ? nil : false)
            default: return value
            }
        }
    }

    private mutating func negated() -> Bool? {
        switch word() {
        case "not": return inner().map { !$0 }
        case "only": return condition()
        case "screen", "all": return true
        case "print", "speech": return false
        case "": return inner()
        default: return nil
        }
    }

    /// What one pair of parentheses holds: a feature, or a condition in its turn.
    private mutating func inner() -> Bool? {
        skipSpace()
        guard index < text.endIndex, text[index] == 0x28, depth < 16 else { return nil }
        let start = index + 1
        var open = 0
        while index < text.endIndex {
            if text[index] == 0x28 { open += 1 }
            if text[index] == 0x29 { open -= 1 }
            index += 1
            if open == 0 { break }
        }
        guard open == 0 else { return nil }
        let body = text[start..<(index - 1)]
        if body.contains(0x28) || body.starts(with: Array("not".utf8)) {
            var nested = MediaCondition(body, viewportWidth: viewportWidth)
            nested.depth = depth + 1
            return nested.holds()
        }
        return feature(body)
    }

    private func feature(_ body: ArraySlice<UInt8>) -> Bool? {
        let plain = body.filter { !ASCII.isWhitespace($0) }.map(ASCII.lower)
        if let colon = plain.firstIndex(of: 0x3A) {
            guard let length = SourceSizes.length(of: plain[(colon + 1)...], viewportWidth: viewportWidth) else {
                return nil
            }
            switch String(decoding: plain[..<colon], as: UTF8.self) {
            case "min-width", "min-device-width": return viewportWidth >= length
            case "max-width", "max-device-width": return viewportWidth <= length
            case "width": return viewportWidth == length
            default: return nil
            }
        }
        return range(plain)
    }

    /// `width>=L`, `L<=width`, `L<width<=M`.
    private func range(_ plain: [UInt8]) -> Bool? {
        var values: [Double] = []
        var signs: [String] = []
        var rest = plain[...]
        while true {
            let operand = rest.prefix { $0 != 0x3C && $0 != 0x3E && $0 != 0x3D }
            if ASCII.equals(operand, lowercase: "width") {
                values.append(viewportWidth)
            } else if let length = SourceSizes.length(of: operand, viewportWidth: viewportWidth) {
                values.append(length)
            } else {
                return nil
            }
            rest = rest.dropFirst(operand.count)
            let sign = rest.prefix { $0 == 0x3C || $0 == 0x3E || $0 == 0x3D }
            if sign.isEmpty { break }
            signs.append(String(decoding: sign, as: UTF8.self))
            rest = rest.dropFirst(sign.count)
        }
        guard !signs.isEmpty, signs.count <= 2 else { return nil }
        for (place, sign) in signs.enumerated() {
            let (left, right) = (values[place], values[place + 1])
            let holds: Bool
            switch sign {
            case "<": holds = left < right
            case "<=": holds = left <= right
            case ">": holds = left > right
            case ">=": holds = left >= right
            case "=": holds = left == right
            default: return nil
            }
            if !holds { return false }
        }
        return true
    }

    /// The letters here, in lower case; empty when there are none.
    private mutating func word() -> String {
        skipSpace()
        let start = index
        while index < text.endIndex, ASCII.isAlpha(text[index]) { index += 1 }
        return String(decoding: text[start..<index].map(ASCII.lower), as: UTF8.self)
    }

    private mutating func skipSpace() {
        while index < text.endIndex, ASCII.isWhitespace(text[index]) { index += 1 }
    }
}
