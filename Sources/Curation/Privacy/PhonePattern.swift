/// Telephone numbers in the forms that are hardly anything else: international with `+` (E.164, 8 to 15 digits), North
/// American in groups of 3-3-4, French in five pairs, national ones whose area code begins with 0, and any number of 6 to
/// 15 digits after a word like `Tel.`. Amounts, gains and the numbers of a lottery are none.
enum PhonePattern {
    /// The number that starts with the `+`, `(` or digit at `at`.
    static func match(_ bytes: UnsafeBufferPointer<UInt8>, at: Int) -> Range<Int>? {
        let groups = digitGroups(bytes, at: at)
        guard let last = groups.last, Bytes.isEnd(bytes, last.upperBound) else { return nil }
        let digits = groups.reduce(0) { $0 + $1.count }
        if (6...15).contains(digits), followsPhoneWord(bytes, at, groups) { return at..<last.upperBound }
        let isPhone =
            bytes[at] == UInt8(ascii: "+")
            ? isInternational(bytes, groups, digits: digits)
            : isNorthAmerican(bytes, groups, opensWithParenthesis: bytes[at] == UInt8(ascii: "("))
                || isFrench(bytes, groups) || isNational(bytes, groups, digits: digits) || isJapanese(bytes, groups)
        return isPhone ? at..<last.upperBound : nil
    }

    /// Eight digits or more with the country's code first, that are no amount: `+2 500 000` is grouped by thousands, and
    /// `+3500000` is round.
    private static func isInternational(
        _ bytes: UnsafeBufferPointer<UInt8>, _ groups: [Range<Int>], digits: Int
    ) -> Bool {
        guard (8...15).contains(digits), bytes[groups[0].lowerBound] != 0x30, let last = groups.last else {
            return false
        }
        if groups.count > 1, digits <= 9, groups.dropFirst().allSatisfy({ $0.count == 3 }) { return false }
        return groups.count > 1 || !bytes[last].suffix(3).allSatisfy { $0 == 0x30 }
    }

    /// `030 1234567`, `07700 900123`, `020 7946 0958`, `0171/1234567`: an area code of three digits or more that begins
    /// with a single 0, and 9 to 11 digits in all.
    private static func isNational(
        _ bytes: UnsafeBufferPointer<UInt8>, _ groups: [Range<Int>], digits: Int
    ) -> Bool {
        let area = groups[0]
        guard (9...11).contains(digits), (2...4).contains(groups.count), (3...5).contains(area.count),
            bytes[area.lowerBound] == 0x30, bytes[area.lowerBound + 1] != 0x30, !followsDigit(bytes, area.lowerBound)
        else { return false }
        let hasPoint = groups.dropLast().contains { bytes[$0.upperBound] == UInt8(ascii: ".") }
        return !hasPoint && groups.dropFirst().allSatisfy { $0.count >= 2 }
    }

    /// Whether a number goes on here after a blank, as that of an account does.
    private static func followsDigit(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        start > 1 && bytes[start - 1] == 0x20 && Bytes.isDigit(bytes[start - 2])
    }

    /// The runs of digits from `at` on, with one space, dot, hyphen, slash or parenthesis or two of them between.
    private static func digitGroups(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var at = start + (Bytes.isDigit(bytes[start]) ? 0 : 1)
        if bytes[start] == UInt8(ascii: "+"), at < bytes.count, bytes[at] == UInt8(ascii: "(") { at += 1 }
        while groups.count < 8 {
            let first = at
            while at < bytes.count, Bytes.isDigit(bytes[at]) { at += 1 }
            guard at > first else { break }
            groups.append(first..<at)
            at = afterSeparator(bytes, at)
        }
        return groups
    }

    private static func afterSeparator(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var at = start
        while at < bytes.count, at - start < 3 {
            if bytes[at] == 0xC2, at + 1 < bytes.count, bytes[at + 1] == 0xA0 {
                at += 2
            } else if " .-/()".utf8.contains(bytes[at]) {
                at += 1
            } else {
                break
            }
        }
        return at
    }

    /// `(212) 555-0123`, `212-555-0123`, `1 212.555.0123`: area and exchange start with 2 to 9, a separator that is no
    /// space stands in it.
    private static func isNorthAmerican(
        _ bytes: UnsafeBufferPointer<UInt8>, _ groups: [Range<Int>], opensWithParenthesis: Bool
    ) -> Bool {
        var groups = groups[...]
        if groups.count == 4, groups[0].count == 1, bytes[groups[0].lowerBound] == 0x31 { groups = groups.dropFirst() }
        guard groups.count == 3, groups.map(\.count) == [3, 3, 4], let area = groups.first, let line = groups.last,
            bytes[area.lowerBound] >= 0x32
        else { return false }
        let exchange = groups[groups.startIndex + 1]
        guard bytes[exchange.lowerBound] >= 0x32 else { return false }
        let beforeLine = bytes[line.lowerBound - 1]
        return beforeLine == UInt8(ascii: "-") || beforeLine == UInt8(ascii: ".") || opensWithParenthesis
    }

    /// `01 23 45 67 89`: five pairs, the first from 01 to 09, one separator throughout.
    private static func isFrench(_ bytes: UnsafeBufferPointer<UInt8>, _ groups: [Range<Int>]) -> Bool {
        guard groups.count == 5, groups.allSatisfy({ $0.count == 2 }), bytes[groups[0].lowerBound] == 0x30,
            bytes[groups[0].lowerBound + 1] != 0x30
        else { return false }
        let separators = Set(groups.dropLast().map { bytes[$0.upperBound] })
        guard separators.count == 1, !separators.contains(UInt8(ascii: "/")) else { return false }
        // Numbers up to 50 that rise throughout are those of a lottery, or days: hardly a telephone number does.
        let pairs = groups.map { Int(bytes[$0.lowerBound] - 0x30) * 10 + Int(bytes[$0.lowerBound + 1] - 0x30) }
        return pairs.contains { $0 > 50 } || !zip(pairs, pairs.dropFirst()).allSatisfy { $0 < $1 }
    }

    /// `03-1234-5678`: ten digits, an area code of two that begins with 0.
    private static func isJapanese(_ bytes: UnsafeBufferPointer<UInt8>, _ groups: [Range<Int>]) -> Bool {
        groups.map(\.count) == [2, 4, 4] && bytes[groups[0].lowerBound] == 0x30
            && bytes[groups[0].lowerBound + 1] != 0x30
            && groups.dropLast().allSatisfy { bytes[$0.upperBound] == UInt8(ascii: "-") }
    }

    private static let phoneWords: Set<String> = [
        "tel", "telephone", "téléphone", "tél", "telefon", "telefono", "teléfono", "telefone",
        "telefoon", "telefonnummer", "phone", "fax", "telefax", "tlf", "whatsapp", "hotline", "тел", "телефон", "факс",
        "τηλ",
    ]
    /// Words of scripts without blanks: others may stand before them.
    private static let lastWords = ["電話", "電話番号", "携帯", "电话", "手机", "手機", "热线", "전화"]
    /// Words that stand beside other numbers too: a number after them has a colon before it, or begins with 0.
    private static let mobileWords: Set<String> = [
        "mobile", "mobil", "mobiel", "cell", "handy", "portable", "móvil", "cellulare", "celular", "call", "anruf",
    ]

    /// Whether a word like `Tel.:` stands right before, perhaps with `:`, `.`, `no` or a space between.
    private static func followsPhoneWord(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ groups: [Range<Int>]
    ) -> Bool {
        var end = start
        if end > 2, bytes[end - 3] == 0xEF, bytes[end - 2] == 0xBC, bytes[end - 1] == 0x9A { end -= 3 }
        while end > 0, start - end < 4, " .:(#".utf8.contains(bytes[end - 1]) { end -= 1 }
        var first = end
        while first > 0, end - first < 16, Bytes.isLetter(bytes[first - 1]) || bytes[first - 1] >= 0x80 { first -= 1 }
        guard end > first else { return false }
        let word = String(decoding: bytes[first..<end], as: UTF8.self).lowercased()
        if phoneWords.contains(word) || lastWords.contains(where: word.hasSuffix) { return true }
        return mobileWords.contains(word)
            && (bytes[end..<start].contains(UInt8(ascii: ":")) || bytes[groups[0].lowerBound] == 0x30)
    }
}
