/// Telephone numbers in the forms that are hardly anything else: international with `+` (E.164, 7 to 15 digits), North
/// American in groups of 3-3-4, French in five pairs, and any number of 6 to 15 digits after a word like `Tel.`
enum PhonePattern {
    /// The number that starts with the `+`, `(` or digit at `at`.
    static func match(_ bytes: UnsafeBufferPointer<UInt8>, at: Int) -> Range<Int>? {
        let groups = digitGroups(bytes, at: at)
        guard let last = groups.last, Bytes.isEnd(bytes, last.upperBound) else { return nil }
        let digits = groups.reduce(0) { $0 + $1.count }
        let isPhone: Bool
        if bytes[at] == UInt8(ascii: "+") {
            isPhone = (7...15).contains(digits) && bytes[groups[0].lowerBound] != 0x30
        } else {
            isPhone =
                isNorthAmerican(bytes, groups, opensWithParenthesis: bytes[at] == UInt8(ascii: "("))
                || isFrench(bytes, groups) || (6...15).contains(digits) && followsPhoneWord(bytes, at)
        }
        return isPhone ? at..<last.upperBound : nil
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
        return separators.count == 1 && !separators.contains(UInt8(ascii: "/"))
    }

    private static let phoneWords: Set<String> = [
        "tel", "telephone", "téléphone", "tél", "telefon", "telefono", "teléfono", "telefone", "telefoon", "phone",
        "fax",
        "mobile", "mobil", "mobiel", "cell", "handy", "whatsapp", "portable", "móvil", "cellulare", "celular",
        "hotline",
    ]

    /// Whether a word like `Tel.:` stands right before, perhaps with `:`, `.`, `no` or a space between.
    private static func followsPhoneWord(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        var end = start
        while end > 0, start - end < 4, " .:(#".utf8.contains(bytes[end - 1]) { end -= 1 }
        var first = end
        while first > 0, end - first < 16, Bytes.isLetter(bytes[first - 1]) || bytes[first - 1] >= 0x80 { first -= 1 }
        guard end > first else { return false }
        return phoneWords.contains(String(decoding: bytes[first..<end], as: UTF8.self).lowercased())
    }
}
