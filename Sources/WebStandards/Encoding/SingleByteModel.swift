/// One single-byte encoding in one language: what its bytes and their neighbours cost.
struct SingleByteModel: Sendable {
    let encoding: Encoding
    /// Of the bytes from 80 up.
    private let costs: [Int]
    private let classes: [CharacterClass]
    private let script: LanguageModel.Script
    private let prior: Int

    private enum CharacterClass: Sendable {
        case asciiLower, asciiUpper, digit, lower, upper, other
    }

    /// All candidates, those that come first win ties.
    static let all: [SingleByteModel] = {
        let latin: [(Encoding, [LanguageModel], Int)] = [
            (.windows1252, LanguageModel.westEuropean, 0), (.windows1250, LanguageModel.centralEuropean, 8),
            (.windows1254, [.turkish], 8), (.windows1257, LanguageModel.baltic, 10),
            (.iso8859_2, LanguageModel.centralEuropean, 10), (.iso8859_13, LanguageModel.baltic, 14),
            (.iso8859_15, LanguageModel.westEuropean, 14), (.windows1258, [.vietnamese], 14),
            (.iso8859_4, LanguageModel.baltic, 18), (.macintosh, LanguageModel.westEuropean, 18),
        ]
        let others: [(Encoding, [LanguageModel], Int)] = [
            (.windows1251, [.russian, .bulgarian, .ukrainian, .serbian], 4), (.koi8R, [.russian], 8),
            (.koi8U, [.ukrainian], 10), (.iso8859_5, [.russian, .bulgarian, .ukrainian, .serbian], 10),
            (.ibm866, [.russian], 10), (.macCyrillic, [.russian, .bulgarian, .ukrainian], 12),
            (.windows1253, [.greek], 6), (.iso8859_7, [.greek], 8), (.windows1255, [.hebrew], 6),
            (.windows1256, [.arabic], 6), (.iso8859_6, [.arabic], 8), (.windows874, [.thai], 6),
        ]
        return (latin + others).flatMap { encoding, languages, prior in
            languages.map { SingleByteModel(encoding, $0, prior: prior * 16) }
        }
    }()

    private init(_ encoding: Encoding, _ language: LanguageModel, prior: Int) {
        self.encoding = encoding
        self.prior = prior
        script = language.script
        let upperHalf = SingleByteTable.table(encoding)?.scalars ?? [UInt32](repeating: 0, count: 128)
        costs = upperHalf.map { Self.cost(of: $0, language) }
        classes = (0..<0x80).map(Self.asciiClass) + upperHalf.map(Self.characterClass)
    }

    private static func cost(of value: UInt32, _ language: LanguageModel) -> Int {
        guard value >= 0xA0, let scalar = Unicode.Scalar(value) else { return LanguageModel.control }
        if let cost = language.costs[value] { return cost }
        return scalar.properties.isAlphabetic ? LanguageModel.foreignLetter : LanguageModel.foreignSign
    }

    private static func asciiClass(_ byte: Int) -> CharacterClass {
        guard ASCII.isAlpha(UInt8(byte)) else { return ASCII.isDigit(UInt8(byte)) ? .digit : .other }
        return byte < 0x60 ? .asciiUpper : .asciiLower
    }

    private static func characterClass(_ value: UInt32) -> CharacterClass {
        guard value > 0xBF || value == 0xB5, let scalar = Unicode.Scalar(value) else { return .other }
        if scalar.properties.isUppercase { return .upper }
        return scalar.properties.isAlphabetic ? .lower : .other
    }

    /// The cost of a sample, in sixteenths of a bit.
    func cost(of statistics: ByteStatistics) -> Int {
        var cost = prior
        for (index, count) in statistics.counts.enumerated() where count > 0 { cost += count * costs[index] }
        for pair in statistics.pairs {
            let penalty = penalty(classes[Int(pair.first)], classes[Int(pair.second)])
            cost += pair.count * penalty
        }
        return cost
    }

    /// What two neighbours cost beyond themselves.
    private func penalty(_ first: CharacterClass, _ second: CharacterClass) -> Int {
        switch (first, second) {
        case (.lower, .upper), (.asciiLower, .upper): 5 * 16
        case (.lower, .digit), (.upper, .digit), (.digit, .lower), (.digit, .upper): 3 * 16
        case (.lower, .asciiUpper): script == .latin ? 5 * 16 : 6 * 16
        case (.lower, .lower), (.upper, .lower): script == .latin ? 3 * 16 : 0
        // Capitals are dear by themselves; in a row they are not.
        case (.upper, .upper): script == .latin ? 3 * 16 : -2 * 16
        case (.lower, .asciiLower), (.upper, .asciiLower), (.upper, .asciiUpper), (.asciiLower, .lower),
            (.asciiUpper, .lower), (.asciiUpper, .upper):
            script == .latin ? 0 : 6 * 16
        default: 0
        }
    }
}
