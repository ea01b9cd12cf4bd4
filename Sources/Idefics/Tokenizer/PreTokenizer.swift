/// How text between added tokens is cut before its pieces are encoded each by itself. Byte-level tokenizers do so by a
/// regular expression; the two that are published with these models are known, others are refused by the reader.
struct PreTokenizer: Sendable {
    /// One rule; the pieces of a rule are cut by the next one.
    enum Step: Equatable, Sendable {
        /// Every character of category N is a piece of its own.
        case digits
        /// Runs of characters of category N are pieces of their own.
        case digitRuns
        /// GPT-2's pattern.
        case gpt2
        /// Llama 3's pattern.
        case llama3
    }

    /// The patterns as files write them.
    static let patterns: [String: Step] = [
        #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: .gpt2,
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#:
            .llama3,
    ]

    let steps: [Step]
    /// A space is put in front of a text that does not begin with white space.
    let addsPrefixSpace: Bool

    /// The pieces of a text, in order; together they are all of it.
    func split(_ text: [UInt8]) -> [Range<Int>] {
        var pieces = text.isEmpty ? [] : [0..<text.count]
        for step in steps {
            pieces = pieces.flatMap { piece in
                var scanner = PieceScanner(text[piece])
                return scanner.pieces(step)
            }
        }
        return pieces
    }
}

/// Cuts a text by one rule. The alternatives of a pattern are tried in order at each place, as a regular expression does.
private struct PieceScanner {
    private enum Kind {
        case letter, number, space, other
    }

    private let scalars: [Unicode.Scalar]
    private let kinds: [Kind]
    /// The byte at which each character begins, and the end.
    private let offsets: [Int]

    init(_ text: ArraySlice<UInt8>) {
        var (scalars, kinds, offsets): ([Unicode.Scalar], [Kind], [Int]) = ([], [], [text.startIndex])
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            scalars.append(scalar)
            kinds.append(Self.kind(scalar))
            offsets.append(offsets[offsets.count - 1] + UTF8.width(scalar))
        }
        (self.scalars, self.kinds, self.offsets) = (scalars, kinds, offsets)
    }

    private static func kind(_ scalar: Unicode.Scalar) -> Kind {
        if scalar.value < 0x80 {
            switch UInt8(scalar.value) {
            case 0x41...0x5A, 0x61...0x7A: return .letter
            case 0x30...0x39: return .number
            case 0x09...0x0D, 0x20: return .space
            default: return .other
            }
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return .letter
        case .decimalNumber, .letterNumber, .otherNumber: return .number
        default: return scalar.properties.isWhitespace ? .space : .other
        }
    }

    mutating func pieces(_ step: PreTokenizer.Step) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = 0
        while start < scalars.count {
            let end = max(start + 1, self.end(step, from: start))
            pieces.append(offsets[start]..<offsets[end])
            start = end
        }
        return pieces
    }

    private func end(_ step: PreTokenizer.Step, from start: Int) -> Int {
        switch step {
        case .digits:
            kinds[start] == .number ? start + 1 : run(from: start) { kinds[$0] != .number }
        case .digitRuns:
            run(from: start) { (kinds[$0] == .number) == (kinds[start] == .number) }
        case .gpt2: gpt2(start)
        case .llama3: llama3(start)
        }
    }

    /// The end of the characters from `start` on for which `belongs` holds.
    private func run(from start: Int, most: Int = .max, _ belongs: (Int) -> Bool) -> Int {
        var end = start
        while end < scalars.count, end - start < most, belongs(end) { end += 1 }
        return end
    }

    private func gpt2(_ start: Int) -> Int {
        if let end = contraction(start, foldsCase: false) { return end }
        let first = scalars[start] == " " && start + 1 < scalars.count ? start + 1 : start
        if kinds[first] != .space { return run(from: first) { kinds[$0] == kinds[first] } }
        return spaces(start)
    }

    private func llama3(_ start: Int) -> Int {
        if let end = contraction(start, foldsCase: true) { return end }
        // One character that is neither letter, number nor line break may stand before letters.
        let mayLead = kinds[start] != .letter && kinds[start] != .number && !isBreak(start)
        let letters = mayLead ? start + 1 : start
        if letters < scalars.count, kinds[letters] == .letter { return run(from: letters) { kinds[$0] == .letter } }
        if kinds[start] == .number { return run(from: start, most: 3) { kinds[$0] == .number } }
        let first = scalars[start] == " " && start + 1 < scalars.count ? start + 1 : start
        if kinds[first] == .other {
            return run(from: run(from: first) { kinds[$0] == .other }) { isBreak($0) }
        }
        let end = run(from: start) { kinds[$0] == .space }
        if let last = (start..<end).last(where: isBreak) { return last + 1 }
        return spaces(start)
    }

    /// White space without its last character when something follows it: that one goes with what follows.
    private func spaces(_ start: Int) -> Int {
        let end = run(from: start) { kinds[$0] == .space }
        return end < scalars.count && end - start > 1 ? end - 1 : end
    }

    private func isBreak(_ index: Int) -> Bool { scalars[index] == "\r" || scalars[index] == "\n" }

    /// The end of 's, 't, 're, 've, 'm, 'll, 'd.
    private func contraction(_ start: Int, foldsCase: Bool) -> Int? {
        guard scalars[start] == "'" else { return nil }
        for ending in ["s", "t", "re", "ve", "m", "ll", "d"] {
            let wanted = Array(ending.unicodeScalars)
            guard start + wanted.count < scalars.count else { continue }
            let fits = wanted.indices.allSatisfy { index in
                let scalar = scalars[start + 1 + index]
                return scalar == wanted[index] || foldsCase && Self.folded(scalar) == wanted[index]
            }
            if fits { return start + 1 + wanted.count }
        }
        return nil
    }

    /// ASCII in lower case; the long s (U+017F) is an s where case does not count.
    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar == "\u{17F}" { return "s" }
        return ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
    }
}
