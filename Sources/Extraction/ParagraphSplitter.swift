import Documents

/// Cuts a long paragraph at its sentences (at its lines, for lists and tables), so that it is kept in parts instead of
/// being dropped for its length.
struct ParagraphSplitter {
    private let bytes: [UInt8]
    private let maximumWords: Int
    private let kind: Kind

    /// Where a paragraph may be cut.
    enum Kind {
        /// Behind a sentence.
        case prose
        /// Behind a line.
        case lines
        /// Behind a line, and the next keeps its indentation.
        case code

        init(_ role: Paragraph.Role) {
            switch role {
            case .list, .table: self = .lines
            case .verbatim: self = .code
            case .body, .heading: self = .prose
            }
        }
    }

    /// Text without spaces is cut too: eight bytes a word.
    private var maximumBytes: Int { maximumWords * 8 + 64 }

    init(_ bytes: [UInt8], maximumWords: Int, kind: Kind) {
        self.bytes = bytes
        self.maximumWords = maximumWords
        self.kind = kind
    }

    /// The parts of a paragraph in order, none of them longer than allowed; white space between parts is left out.
    func parts(_ range: Range<Int>) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        var sentenceEnd = start
        var wordEnd = start
        var words = 0
        var at = start
        while at < range.upperBound {
            let isBreak = kind == .prose ? Bytes.isSpace(bytes[at]) : bytes[at] == 0x0A
            if Bytes.isSpace(bytes[at]) {
                words += 1
                wordEnd = at
            }
            if isBreak, kind != .prose || endsSentence(at, start) { sentenceEnd = at }
            if words > maximumWords || at - start >= maximumBytes * 4 || (at - wordEnd >= maximumBytes && at > start) {
                let cut = sentenceEnd > start ? sentenceEnd : wordEnd > start ? wordEnd : boundary(at)
                parts.append(start..<cut)
                start = skippingSpace(cut, range.upperBound)
                (sentenceEnd, wordEnd, words, at) = (start, start, 0, max(start, cut))
                continue
            }
            at += 1
        }
        if start < range.upperBound { parts.append(start..<range.upperBound) }
        return parts
    }

    /// Whether what stands before the space at `at` ends a sentence: `.`, `!`, `?` or their CJK forms, then perhaps a
    /// closing quote or bracket.
    private func endsSentence(_ at: Int, _ start: Int) -> Bool {
        var back = at - 1
        while back > start, bytes[back] == 0x22 || bytes[back] == 0x27 || bytes[back] == 0x29 { back -= 1 }
        guard back >= start else { return false }
        if bytes[back] == 0x2E || bytes[back] == 0x21 || bytes[back] == 0x3F { return true }
        guard back >= start + 2 else { return false }
        let last = (bytes[back - 2], bytes[back - 1], bytes[back])
        return last == (0xE3, 0x80, 0x82) || last == (0xEF, 0xBC, 0x81) || last == (0xEF, 0xBC, 0x9F)
            || last == (0xE2, 0x80, 0x9D) || last == (0xE2, 0x80, 0xA6)
    }

    /// The beginning of the scalar at `at`.
    private func boundary(_ at: Int) -> Int {
        var at = at
        while at > 0, bytes[at] & 0xC0 == 0x80 { at -= 1 }
        return at
    }

    private func skippingSpace(_ at: Int, _ end: Int) -> Int {
        var at = at
        while at < end, kind == .code ? bytes[at] == 0x0A : Bytes.isSpace(bytes[at]) { at += 1 }
        return at
    }
}
