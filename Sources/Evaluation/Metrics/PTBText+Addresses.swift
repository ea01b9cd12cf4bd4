/// Markup, addresses, names of files, telephone numbers.
extension PTBText {
    /// A tag or a comment.
    func markup(_ at: Int) -> Int {
        guard self[at] == "<" else { return 0 }
        if has(at + 1, "!?"), isASCIILetter(at + 2) || self[at + 2] == "-" {
            let end = past(at + 3) { !has($0, ">\r\n") }
            return self[end] == ">" ? end + 1 - at : 0
        }
        func name(_ at: Int) -> Int { isASCIILetter(at) ? past(at) { isASCIIAlphanumeric($0) || has($0, ":.-") } : at }
        let start = self[at + 1] == "/" ? at + 2 : at + 1
        var place = name(start)
        guard place > start else { return 0 }
        while true {
            let attribute = past(place) { self[$0] == " " }
            let end = name(attribute)
            guard attribute > place, end > attribute else { break }
            place = self[end] == "=" ? value(end + 1) : end
        }
        place = past(place) { self[$0] == " " }
        if self[place] == "/" { place += 1 }
        return self[place] == ">" ? place + 1 - at : 0
    }

    /// The end of an attribute's value.
    private func value(_ at: Int) -> Int {
        guard has(at, "'\"") else { return past(at) { isASCIIAlphanumeric($0) || has($0, ":.-") } }
        let end = past(at + 1) { self[$0] != self[at] }
        return min(end + 1, count)
    }

    /// Addresses of pages, of mail, names with @ or #.
    func address(_ at: Int) -> Int { max(page(at), host(at), mail(at), handle(at)) }

    private func isInAddress(_ at: Int) -> Bool { !isSpace(at) && !has(at, "\"<>|(){}") }

    /// A run of an address without the punctuation at its end.
    private func trimmed(_ at: Int, _ end: Int) -> Int {
        var end = end
        while end > at, has(end - 1, ".!?,-") { end -= 1 }
        return end
    }

    private func page(_ at: Int) -> Int {
        guard reads(at, "http") else { return 0 }
        let colon = reads(at + 4, "s") ? at + 5 : at + 4
        guard reads(colon, "://") else { return 0 }
        let end = trimmed(colon + 3, past(colon + 3, while: isInAddress))
        return end >= colon + 5 ? end - at : 0
    }

    private func host(_ at: Int) -> Int {
        var best = 0
        var place = at
        let isWeb = reads(at, "www.")
        while true {
            let end = past(place) { isWeb ? isInAddress($0) && !has($0, ".!?,") : isInHost($0) }
            guard end > place, self[end] == "." else { break }
            place = end + 1
            let letters = min(past(place, while: isASCIILetter), place + 4)
            if isWeb, place > at + 4, letters >= place + 2 { best = letters }
            if !isWeb, let top = ["com", "net", "org", "edu"].first(where: { reads(place, $0) }) {
                best = place + top.utf8.count
            }
        }
        guard best > 0 else { return 0 }
        guard self[best] == "/" else { return best - at }
        let path = trimmed(best + 1, past(best + 1) { !isSpace($0) && !has($0, "\"<>|()") })
        return (path >= best + 3 ? path : best) - at
    }

    /// Capitals and digits are not among them, by the published expression.
    private func isInHost(_ at: Int) -> Bool {
        isInAddress(at) && !has(at, "`'.!?$") && !(UInt32(0x2C)...0x5F).contains(self[at].value)
    }

    private func mail(_ at: Int) -> Int {
        let isBracketed = self[at] == "<"
        let start = isBracketed ? at + 1 : at
        guard isASCIIAlphanumeric(start) else { return 0 }
        let run = past(start, while: isInAddress)
        guard let sign = (start..<run).last(where: { self[$0] == "@" }), sign > start else { return 0 }
        var end = sign + 1
        var place = end
        while place < run, self[place] != "." {
            end = past(place) { $0 < run && self[$0] != "." }
            place = end + 1
        }
        guard end > sign + 1 else { return 0 }
        return isBracketed ? (self[end] == ">" ? end + 1 - at : 0) : end - at
    }

    private func handle(_ at: Int) -> Int {
        guard has(at, "@#"), isASCIILetter(at + 1) || self[at + 1] == "_" else { return 0 }
        return past(at + 1) { isASCIIAlphanumeric($0) || self[$0] == "_" } - at
    }

    /// A file's name with an ending that people use.
    func fileName(_ at: Int) -> Int {
        guard isAlphanumeric(at) else { return 0 }
        var place = past(at, while: isAlphanumeric)
        var best = 0
        while has(place, "-."), isAlphanumeric(place + 1) {
            let end = past(place + 1, while: isAlphanumeric)
            if self[place] == ".", end == count || isSpace(end) || has(end, ".?!,"),
                PTBAbbreviations.fileEndings.contains(where: {
                    end - place - 1 == $0.utf8.count && reads(place + 1, $0)
                })
            {
                best = end
            }
            place = end
        }
        return best > 0 ? best - at : 0
    }

    /// Telephone numbers, as the treebank has them.
    func phone(_ at: Int) -> Int {
        func digits(_ at: Int, _ least: Int, _ most: Int) -> Int? {
            let end = min(past(at, while: isASCIIDigit), at + most)
            return end - at >= least ? end : nil
        }
        func rest(_ at: Int) -> Int? {
            guard let middle = digits(at, 3, 4) else { return nil }
            return digits(has(middle, "- \u{A0}") ? middle + 1 : middle, 3, 5)
        }
        if self[at] == "(", let area = digits(at + 1, 2, 3), self[area] == ")" {
            return (rest(has(area + 1, " \u{A0}") ? area + 2 : area + 1) ?? at) - at
        }
        let start = at + min(run(at, of: "+"), 2)
        guard let first = digits(start, 2, 4) else { return 0 }
        var longest = at
        if has(first, "- \u{A0}") {
            if let second = digits(first + 1, 2, 4), has(second, "- \u{A0}"), let end = rest(second + 1) {
                longest = end
            }
            if let end = rest(first + 1) { longest = max(longest, end) }
        } else if self[first] == ".", let second = digits(first + 1, 2, 4), self[second] == ".",
            let third = digits(second + 1, 3, 5)
        {
            let fourth = self[third] == "." ? digits(third + 1, 3, 5) : nil
            longest = fourth ?? third
        }
        return longest - at
    }
}
