/// Compounds, abbreviations, symbols.
extension PTBText {
    /// Words joined by hyphens, slashes or ampersands.
    func compound(_ at: Int) -> Int { max(hyphenated(at), hyphenatedNumber(at), slashed(at), joinedCapitals(at)) }

    private func hyphenated(_ at: Int) -> Int {
        func unit(_ at: Int) -> Int? {
            let prefixed = has(at, "dDoOlL") && isApostropheLike(at + 1) && isAlphanumeric(at + 2)
            let start = prefixed ? at + 2 : at
            let end = past(start, while: isAlphanumeric)
            return end > start ? end : nil
        }
        guard var end = unit(at) else { return 0 }
        while has(end, "-_\u{2010}\u{2011}"), let next = unit(end + 1) { end = next }
        return end - at
    }

    /// `3.5-inch`.
    private func hyphenatedNumber(_ at: Int) -> Int {
        guard isASCIIAlphanumeric(at) else { return 0 }
        var end = past(at) { isASCIIAlphanumeric($0) || has($0, ".,\u{AD}") }
        let start = end
        while self[end] == "-" {
            let next = past(end + 1) { isASCIIAlphanumeric($0) || self[$0] == "\u{AD}" }
            guard next > end + 1 else { break }
            end = next
        }
        return end > start ? end - at : 0
    }

    /// `and/or`, `black/white`.
    private func slashed(_ at: Int) -> Int {
        func unit(_ at: Int) -> Int? {
            var end = past(at, while: isASCIIAlphanumeric)
            guard end > at else { return nil }
            for _ in 0..<2 {
                let next = past(end + 1, while: isASCIILetter)
                if self[end] == "-", next > end + 1 { end = next }
            }
            return end
        }
        guard let first = unit(at) else { return 0 }
        var end = first
        for _ in 0..<2 {
            let bar = self[end] == "\\" ? end + 1 : end
            if self[bar] == "/", let next = unit(bar + 1) { end = next }
        }
        return end > first ? end - at : 0
    }

    /// `AT&T`.
    private func joinedCapitals(_ at: Int) -> Int {
        let first = past(at, while: isUpper)
        guard first > at else { return 0 }
        var end = first
        while has(end, "+&"), isUpper(end + 1) { end = past(end + 1, while: isUpper) }
        return end > first ? end - at : 0
    }

    /// An abbreviation with its full stop.
    func abbreviation(_ at: Int) -> Int {
        guard isASCIILetter(at) else { return 0 }
        var longest = 0
        for whole in ["ed.d.", "ph.d.", "a.k.a."] where reads(at, whole) { longest = whole.utf8.count }
        longest = max(longest, initials(at))
        let end = past(at, while: isASCIILetter)
        guard self[end] == "." else {
            // A full stop before a comma is the word's own.
            let word = at + word(at)
            return self[word] == "." && has(word + 1, ",;:") ? max(longest, word + 1 - at) : longest
        }
        let word = String(String.UnicodeScalarView(scalars[at..<end])).lowercased()
        let isKnown =
            PTBAbbreviations.all.contains(word) || isUpper(at) && PTBAbbreviations.capitalized.contains(word)
            || PTBAbbreviations.beforeNumbers.contains(word) && isDigit(past(end + 1, while: isSpace))
            || has(end + 1, ",;:")
        return isKnown ? max(longest, end + 1 - at) : longest
    }

    /// `U.S.`, `p.m.`, `J.`.
    private func initials(_ at: Int) -> Int {
        var (end, last) = (at, at)
        while isASCIILetter(end), self[end + 1] == "." {
            end += 2
            if !isASCIILetter(end) { last = end }
        }
        guard last > at else { return 0 }
        // A single letter keeps no full stop before a word that begins a sentence, also one of the next line.
        if last == at + 2 {
            let start = past(last, while: isSpace)
            let next = String(String.UnicodeScalarView(scalars[start..<past(start, while: isASCIILetter)]))
            let word = start == count ? nextWord : start > last ? next : nil
            if let word, PTBAbbreviations.sentenceStarts.contains(word) { return 0 }
        }
        return last - at
    }

    /// Tokens of the treebank itself, prefixes with their hyphen, names of languages.
    func special(_ at: Int) -> Int {
        let all = ["-rrb-", "-lrb-", "-rcb-", "-lcb-", "-rsb-", "-lsb-", "pro-", "anti-", "c++", "c#"]
        return all.first { reads(at, $0) }?.utf8.count ?? 0
    }

    /// Three to five dots, together or with spaces between.
    func dots(_ at: Int) -> Int {
        if has(at, "\u{85}\u{2026}") { return 1 }
        let together = min(run(at, of: "."), 5)
        if together >= 3 { return together }
        var end = at
        while end < at + 8, self[end] == ".", has(end + 1, " \u{A0}"), self[end + 2] == "." { end += 2 }
        return end >= at + 4 ? end + 1 - at : 0
    }

    func smiley(_ at: Int) -> Int {
        var end = has(at, "<>") ? at + 1 : at
        guard has(end, ":;=") else { return 0 }
        end += has(end + 1, "-o*'") && has(end + 2, "()DPdpO\\{@|[]") ? 2 : 1
        return has(end, "()DPdpO\\{@|[]") && !isASCIIAlphanumeric(end + 1) ? end + 1 - at : 0
    }

    /// Runs of one symbol, double angles, a currency with the letters before its sign.
    func symbols(_ at: Int) -> Int {
        let capitals = past(at, while: isUpper)
        if self[capitals] == "$" { return capitals + 1 - at }
        if has(at, "<>"), self[at + 1] == self[at] { return 2 }
        return max(run(at, of: "_"), run(at, of: "*"), run(at, of: "@"), run(at, of: "#"), run(at, of: "?!"))
    }
}
