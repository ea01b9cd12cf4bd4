/// Cuts a `srcset` attribute into candidates.
struct SourceSetReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The next candidate; `.some(nil)` is one with wrong descriptors, nil the end.
    mutating func next() -> SourceSet.Entry?? {
        while position < bytes.count, ASCII.isWhitespace(bytes[position]) || bytes[position] == 0x2C { position += 1 }
        guard position < bytes.count else { return nil }
        let start = position
        while position < bytes.count, !ASCII.isWhitespace(bytes[position]) { position += 1 }
        var end = position
        while end > start, bytes[end - 1] == 0x2C { end -= 1 }
        var entry = SourceSet.Entry(url: start..<end)
        if end < position { return entry }
        let isRight = readDescriptors(into: &entry)
        return isRight && (entry.height == nil || entry.width != nil) ? entry : .some(nil)
    }

    /// Reads the descriptors up to the comma that ends the candidate; parentheses protect commas and spaces. Whether all
    /// of them are right.
    private mutating func readDescriptors(into entry: inout SourceSet.Entry) -> Bool {
        var start: Int?
        var inParentheses = false
        var isRight = true
        while position < bytes.count {
            let byte = bytes[position]
            if inParentheses {
                if byte == 0x29 { inParentheses = false }
            } else if byte == 0x2C || ASCII.isWhitespace(byte) {
                if let first = start { isRight = isRight && add(bytes[first..<position], to: &entry) }
                start = nil
                if byte == 0x2C { break }
            } else if byte == 0x28 {
                inParentheses = true
            }
            if start == nil, !ASCII.isWhitespace(byte) { start = position }
            position += 1
        }
        if let start, position == bytes.count { isRight = isRight && add(bytes[start...], to: &entry) }
        if position < bytes.count { position += 1 }
        return isRight
    }

    /// Takes a descriptor in; false when it is wrong, or does not go with those before it.
    private func add(_ descriptor: Slice<UnsafeBufferPointer<UInt8>>, to entry: inout SourceSet.Entry) -> Bool {
        let value = descriptor.dropLast()
        switch descriptor.last {
        case 0x77 /* w */:
            guard entry.width == nil, entry.density == nil, let width = Self.integer(value), width > 0 else {
                return false
            }
            entry.width = width
        case 0x78 /* x */:
            guard entry.width == nil, entry.density == nil, entry.height == nil,
                let density = HTMLNumber.float(value), density >= 0
            else { return false }
            entry.density = density
        case 0x68 /* h */:
            guard entry.height == nil, entry.density == nil, let height = Self.integer(value), height > 0 else {
                return false
            }
            entry.height = height
        default: return false
        }
        return true
    }

    /// A valid non-negative integer; what does not fit counts as the greatest.
    private static func integer(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy(ASCII.isDigit) else { return nil }
        if digits.count <= 18 { return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 } }
        return Int(String(decoding: digits, as: UTF8.self)) ?? .max
    }
}

/// Numbers as the HTML standard writes them.
enum HTMLNumber {
    /// A valid floating-point number (no plus sign, no bare point at the end), nil for anything else.
    static func float(_ text: some Collection<UInt8>) -> Double? {
        var rest = text[...]
        if rest.first == 0x2D { rest = rest.dropFirst() }
        let whole = rest.prefix(while: ASCII.isDigit)
        rest = rest.dropFirst(whole.count)
        if rest.first == 0x2E {
            let fraction = rest.dropFirst().prefix(while: ASCII.isDigit)
            guard !fraction.isEmpty else { return nil }
            rest = rest.dropFirst(1 + fraction.count)
        } else if whole.isEmpty {
            return nil
        }
        if let sign = rest.first, sign | 0x20 == 0x65 {
            rest = rest.dropFirst()
            if rest.first == 0x2B || rest.first == 0x2D { rest = rest.dropFirst() }
            guard !rest.isEmpty, rest.allSatisfy(ASCII.isDigit) else { return nil }
            rest = rest.dropFirst(rest.count)
        }
        guard rest.isEmpty, let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else {
            return nil
        }
        return value
    }
}
