/// Finds added tokens in text: leftmost, then longest, exactly as written.
struct AddedTokens {
    /// A stretch of text, or an added token in it.
    enum Piece: Equatable {
        case text(Range<Int>)
        case token(Int)
    }

    /// Tokens by first byte, longest first.
    private var candidates: [[TokenizerFile.AddedToken]] = Array(repeating: [], count: 256)
    private var isEmpty = true

    init(_ tokens: [TokenizerFile.AddedToken]) {
        for token in tokens.sorted(by: { $0.content.count > $1.content.count }) {
            candidates[Int(token.content[0])].append(token)
            isEmpty = false
        }
    }

    /// Cuts `text` at the added tokens; pieces of text are never empty.
    func split(_ text: [UInt8]) -> [Piece] {
        guard !isEmpty else { return text.isEmpty ? [] : [.text(0..<text.count)] }
        var pieces: [Piece] = []
        var start = 0
        var index = 0
        while index < text.count {
            guard let token = match(text, at: index) else {
                index += 1
                continue
            }
            var begin = index
            var end = index + token.content.count
            if token.stripsLeft { begin = max(start, Self.skipSpaceBackward(text, from: begin)) }
            if token.stripsRight { end = Self.skipSpaceForward(text, from: end) }
            if begin > start { pieces.append(.text(start..<begin)) }
            pieces.append(.token(token.id))
            start = end
            index = end
        }
        if start < text.count { pieces.append(.text(start..<text.count)) }
        return pieces
    }

    private func match(_ text: [UInt8], at index: Int) -> TokenizerFile.AddedToken? {
        candidates[Int(text[index])].first { token in
            text[index...].starts(with: token.content)
                && (!token.singleWord || Self.standsAlone(text, index..<index + token.content.count))
        }
    }

    /// Whether no letter, digit or underscore touches the range.
    private static func standsAlone(_ text: [UInt8], _ range: Range<Int>) -> Bool {
        func isWord(_ scalar: Unicode.Scalar?) -> Bool {
            guard let scalar else { return false }
            return scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
        let before = String(decoding: text[..<range.lowerBound].suffix(4), as: UTF8.self).unicodeScalars.last
        let after = String(decoding: text[range.upperBound...].prefix(4), as: UTF8.self).unicodeScalars.first
        return !isWord(before) && !isWord(after)
    }

    private static func skipSpaceForward(_ text: [UInt8], from start: Int) -> Int {
        var end = start
        for scalar in String(decoding: text[start...], as: UTF8.self).unicodeScalars {
            guard scalar.properties.isWhitespace else { break }
            end += String(scalar).utf8.count
        }
        return end
    }

    private static func skipSpaceBackward(_ text: [UInt8], from end: Int) -> Int {
        var start = end
        for scalar in String(decoding: text[..<end], as: UTF8.self).unicodeScalars.reversed() {
            guard scalar.properties.isWhitespace else { break }
            start -= String(scalar).utf8.count
        }
        return start
    }
}
