/// Cuts a `srcset` attribute into candidates.
struct SourceSetReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The next candidate; `.some(nil)` is one with wrong descriptors, nil the end.
    mutating func next() -> SourceSet.Candidate?? {
        while position < bytes.count, ASCII.isWhitespace(bytes[position]) || bytes[position] == 0x2C { position += 1 }
        guard position < bytes.count else { return nil }
        let start = position
        while position < bytes.count, !ASCII.isWhitespace(bytes[position]) { position += 1 }
        var end = position
        while end > start, bytes[end - 1] == 0x2C { end -= 1 }
        let url = String(decoding: bytes[start..<end], as: UTF8.self)
        if end < position { return SourceSet.Candidate(url: url) }
        return Self.candidate(url: url, descriptors: descriptors())
    }

    /// The descriptors up to the comma that ends the candidate; parentheses protect commas and spaces.
    private mutating func descriptors() -> [Slice<UnsafeBufferPointer<UInt8>>] {
        var found: [Slice<UnsafeBufferPointer<UInt8>>] = []
        var start: Int?
        var inParentheses = false
        while position < bytes.count {
            let byte = bytes[position]
            if inParentheses {
                if byte == 0x29 { inParentheses = false }
            } else if byte == 0x2C || ASCII.isWhitespace(byte) {
                if let first = start { found.append(bytes[first..<position]) }
                start = nil
                if byte == 0x2C { break }
            } else if byte == 0x28 {
                inParentheses = true
            }
            if start == nil, !ASCII.isWhitespace(byte) { start = position }
            position += 1
        }
        if let start, position == bytes.count { found.append(bytes[start...]) }
        if position < bytes.count { position += 1 }
        return found
    }

    /// The candidate that `descriptors` describe, nil when one of them is wrong.
    private static func candidate(
        url: String, descriptors: [Slice<UnsafeBufferPointer<UInt8>>]
    ) -> SourceSet.Candidate? {
        var candidate = SourceSet.Candidate(url: url)
        for descriptor in descriptors {
            let value = descriptor.dropLast()
            switch descriptor.last {
            case 0x77 /* w */:
                guard candidate.width == nil, candidate.density == nil, let width = integer(value), width > 0 else {
                    return nil
                }
                candidate.width = width
            case 0x78 /* x */:
                guard candidate.width == nil, candidate.density == nil, candidate.height == nil,
                    let density = HTMLNumber.float(value), density >= 0
                else { return nil }
                candidate.density = density
            case 0x68 /* h */:
                guard candidate.height == nil, candidate.density == nil, let height = integer(value), height > 0 else {
                    return nil
                }
                candidate.height = height
            default: return nil
            }
        }
        return candidate.height != nil && candidate.width == nil ? nil : candidate
    }

    /// A valid non-negative integer; what does not fit counts as the greatest.
    private static func integer(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy(ASCII.isDigit) else { return nil }
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
