/// A caption as Unicode scalars, with the character classes and the patterns of the tokenizer. Patterns return how many
/// scalars they take from a place; 0 is no match.
struct PTBText {
    /// What a pattern stands for, as far as its spelling differs.
    enum Kind {
        /// A character that no pattern took.
        case single
        /// `'s`, `n't` and their like.
        case reduction
        case dots, hyphens, smiley, phone, other
    }

    let scalars: [Unicode.Scalar]

    /// The letters that the next line begins with; nil when there is no other.
    let nextWord: String?

    init(_ text: String, next: String? = nil) {
        scalars = Array(text.unicodeScalars)
        nextWord = next.map { line in
            String(line.drop { $0 == " " }.prefix { $0.isASCII && $0.isLetter })
        }
    }

    var count: Int { scalars.count }

    /// The scalar at a place; NUL behind the end, which no class contains.
    subscript(index: Int) -> Unicode.Scalar { index < scalars.count ? scalars[index] : "\0" }

    /// The longest pattern at a place, the first among equals.
    func longest(_ at: Int) -> (kind: Kind, length: Int) {
        var best = (kind: Kind.single, length: 1)
        func consider(_ kind: Kind, _ length: Int) { if length > best.length { best = (kind, length) } }
        consider(.other, markup(at))
        consider(.other, word(at))
        consider(.reduction, negation(at))
        consider(.reduction, reduction(at))
        consider(.other, apostropheWord(at))
        consider(.other, address(at))
        consider(.other, number(at))
        consider(.other, special(at))
        consider(.other, compound(at))
        consider(.dots, dots(at))
        consider(.smiley, smiley(at))
        consider(.hyphens, run(at, of: "-"))
        consider(.other, symbols(at))
        consider(.other, fileName(at))
        consider(.phone, phone(at))
        consider(.other, abbreviation(at))
        let whole = best.length
        // A word before n't or 's counts with them, but ends before them.
        if let part = beforeReduction(at), part.whole >= whole { return (.other, part.word) }
        if let first = firstHalf(at, whole) { return (.other, first) }
        return best
    }

    // MARK: Classes

    func isSpace(_ at: Int) -> Bool {
        switch self[at].value {
        case 0x09...0x0D, 0x20, 0xA0, 0x2000...0x200A, 0x3000, 0xFFFD: true
        default: false
        }
    }

    func isLetter(_ at: Int) -> Bool {
        let scalar = self[at]
        if scalar.isASCII { return isASCIILetter(at) }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark:
            return true
        default: return false
        }
    }

    func isDigit(_ at: Int) -> Bool {
        self[at].isASCII ? isASCIIDigit(at) : self[at].properties.generalCategory == .decimalNumber
    }

    func isAlphanumeric(_ at: Int) -> Bool { isLetter(at) || isDigit(at) }
    func isASCIILetter(_ at: Int) -> Bool { ("a"..."z").contains(self[at]) || isUpper(at) }
    func isUpper(_ at: Int) -> Bool { ("A"..."Z").contains(self[at]) }
    func isASCIIDigit(_ at: Int) -> Bool { ("0"..."9").contains(self[at]) }
    func isASCIIAlphanumeric(_ at: Int) -> Bool { isASCIILetter(at) || isASCIIDigit(at) }
    func isApostrophe(_ at: Int) -> Bool { isApostrophe(self[at]) }
    func isApostrophe(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "\u{2019}" || scalar == "\u{92}" }

    /// Apostrophes and what is typed for them.
    func isApostropheLike(_ at: Int) -> Bool {
        isApostrophe(at) || "`\u{91}\u{2018}\u{201B}".unicodeScalars.contains(self[at])
    }

    func has(_ at: Int, _ set: String) -> Bool { set.unicodeScalars.contains(self[at]) }

    /// Whether an ASCII text stands at a place, letters in any case.
    func reads(_ at: Int, _ text: String) -> Bool {
        var place = at
        for scalar in text.unicodeScalars {
            guard self[place].value | (isASCIILetter(place) ? 0x20 : 0) == scalar.value else { return false }
            place += 1
        }
        return true
    }

    /// The end of the run of scalars from a place for which `test` holds.
    func past(_ at: Int, while test: (Int) -> Bool) -> Int {
        var end = at
        while end < count, test(end) { end += 1 }
        return end
    }

    func run(_ at: Int, of set: String) -> Int { past(at) { has($0, set) } - at }
}
