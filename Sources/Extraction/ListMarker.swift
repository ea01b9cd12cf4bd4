/// What stands in front of a list's item.
enum ListMarker {
    /// In front of an item without a number.
    static let dash = Array("- ".utf8)

    /// `5. `, `e. `, `v. `, by the list's `type` (HTML Standard §4.4.5).
    static func text(_ number: Int, style: String) -> [UInt8] {
        let text: String
        switch style {
        case "a" where number > 0: text = letters(number)
        case "A" where number > 0: text = letters(number).uppercased()
        case "i" where (1..<4_000).contains(number): text = roman(number)
        case "I" where (1..<4_000).contains(number): text = roman(number).uppercased()
        default: text = String(number)
        }
        return Array("\(text). ".utf8)
    }

    /// 1 is `a`, 27 is `aa`.
    private static func letters(_ number: Int) -> String {
        var text = ""
        var rest = number
        while rest > 0 {
            text = String(UnicodeScalar(UInt8(97 + (rest - 1) % 26))) + text
            rest = (rest - 1) / 26
        }
        return text
    }

    private static func roman(_ number: Int) -> String {
        let signs = [
            (1_000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
            (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
        ]
        var text = ""
        var rest = number
        for (value, sign) in signs {
            while rest >= value {
                text += sign
                rest -= value
            }
        }
        return text
    }
}
