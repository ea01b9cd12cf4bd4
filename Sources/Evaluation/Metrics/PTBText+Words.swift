/// Words, contractions, numbers.
extension PTBText {
    /// Letters and digits from a letter on; dots, exclamation and question marks between letters do not end it.
    func word(_ at: Int) -> Int {
        guard isLetter(at) else { return 0 }
        var end = past(at, while: isAlphanumeric)
        while has(end, ".!?"), isLetter(end + 1) { end = past(end + 1, while: isAlphanumeric) }
        return end - at
    }

    /// `n't` that nothing follows.
    func negation(_ at: Int) -> Int {
        has(at, "nN") && isApostrophe(at + 1) && has(at + 2, "tT") && !isASCIILetter(at + 3) ? 3 : 0
    }

    /// `'s`, `'re` and so on. Behind a typographic apostrophe letters may follow, as in the published grammar.
    func reduction(_ at: Int) -> Int {
        guard isApostrophe(at) else { return 0 }
        for ending in ["re", "ve", "ll", "m", "s", "d"] where reads(at + 1, ending) {
            let length = 1 + ending.utf8.count
            if self[at] != "'" || !isASCIILetter(at + length) { return length }
        }
        return 0
    }

    /// A word with `n't` or `'s` behind it: its own length, and with what is behind it.
    func beforeReduction(_ at: Int) -> (word: Int, whole: Int)? {
        let word = word(at)
        guard word > 0 else { return nil }
        let last = at + word - 1
        if word > 1, has(last, "nN"), isApostrophe(last + 1), has(last + 2, "tT"), isAlphanumeric(last - 1) {
            return (word - 1, word + 2)
        }
        let reduction = reduction(at + word)
        return reduction > 0 ? (word, word + reduction) : nil
    }

    /// Words that are two: `cannot`, `gonna`, `'tis`.
    func firstHalf(_ at: Int, _ longest: Int) -> Int? {
        let two = [
            ("cannot", 3), ("gonna", 3), ("gotta", 3), ("lemme", 3), ("gimme", 3), ("wanna", 3), ("'tis", 2),
            ("'twas", 2), ("more'n", 4),
        ]
        for (word, first) in two where reads(at, word) {
            let length = word.utf8.count
            if length >= longest, !isAlphanumeric(at + length) { return first }
        }
        return nil
    }

    /// Words with an apostrophe that belongs to them: `o'clock`, `'em`, `'90s`, `O'Reilly`.
    func apostropheWord(_ at: Int) -> Int {
        let whole = [
            "dunkin'", "somethin'", "ol'", "cont'd.", "cont'd", "'twixt", "nor'easter", "c'mon", "e'er", "s'mores",
            "ev'ry", "li'l", "nat'l", "d'ye", "o'clock",
        ]
        var longest = whole.reduce(0) { max($0, reads(at, $1) ? $1.utf8.count : 0) }
        if isApostrophe(at) {
            for word in ["cause", "till", "til", "em"] where reads(at + 1, word) {
                longest = max(longest, 1 + word.utf8.count)
            }
            if has(at + 1, "nN"), !isLetter(at + 2) { longest = max(longest, isApostrophe(at + 2) ? 3 : 2) }
            if ("2"..."9").contains(self[at + 1]), reads(at + 2, "0s") { longest = max(longest, 4) }
            if isASCIIDigit(at + 1), isASCIIDigit(at + 2), !isASCIIDigit(at + 3) { longest = max(longest, 3) }
        }
        if has(at, "lLdDjJ"), isApostrophe(at + 1) { longest = max(longest, 2) }
        if has(at, "yY"), isApostrophe(at + 1), isLetter(at + 2) { longest = max(longest, 2) }
        return max(longest, elision(at))
    }

    /// `d'Artagnan`, `ma'am`: a capital or a vowel before the apostrophe.
    private func elision(_ at: Int) -> Int {
        if isUpper(at) && !has(at, "IY") || self[at] == "n", isApostropheLike(at + 1) {
            let end = past(at + 2, while: isLetter)
            if end >= at + 4 { return end - at }
        }
        let letters = past(at, while: isLetter)
        guard letters >= at + 2, has(letters - 1, "aeiouyAEIOUY"), isApostropheLike(letters),
            has(letters + 1, "aeiou") || isUpper(letters + 1)
        else { return 0 }
        return past(letters + 2, while: isLetter) - at
    }

    /// Numbers with their sign, dates, fractions.
    func number(_ at: Int) -> Int { max(plainNumber(at), date(at), fraction(at)) }

    private func plainNumber(_ at: Int) -> Int {
        var end = past(has(at, "-+") ? at + 1 : at, while: isDigit)
        var digits = end > at && isDigit(end - 1)
        while has(end, ".:,"), isDigit(end + 1) {
            end = past(end + 1, while: isDigit)
            digits = true
        }
        return digits ? end - at : 0
    }

    /// The end of `least` to `most` digits, nil when there are fewer; of more the first `most`.
    private func digits(_ at: Int, _ least: Int, _ most: Int) -> Int? {
        let end = min(past(at, while: isDigit), at + most)
        return end - at >= least ? end : nil
    }

    private func date(_ at: Int) -> Int {
        guard let day = digits(at, 1, 2), has(day, "-/"), let month = digits(day + 1, 1, 2), has(month, "-/"),
            let year = digits(month + 1, 2, 4)
        else { return 0 }
        return year - at
    }

    private func fraction(_ at: Int) -> Int {
        func simple(_ at: Int) -> Int? {
            guard let above = digits(at, 1, 4) else { return nil }
            let bar = self[above] == "\\" ? above + 1 : above
            return self[bar] == "/" ? digits(bar + 1, 1, 4) : nil
        }
        if let whole = digits(at, 1, 4), has(whole, "- \u{A0}"), let end = simple(whole + 1) { return end - at }
        return simple(at).map { $0 - at } ?? 0
    }
}
