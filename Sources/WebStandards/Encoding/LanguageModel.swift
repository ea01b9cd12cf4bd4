/// How likely the letters of a language are, told by their order of frequency.
///
/// The letters of an alphabet thin out about exponentially with their rank; that curve and the order are the whole
/// model. It is coarse, but the encodings it has to tell apart turn letters into quite different ones. The orders
/// are common knowledge of each language; the shares were set by hand, and no text was fitted.
struct LanguageModel: Sendable {
    /// What letters the text around is written in.
    enum Script: Sendable {
        /// Latin: non-ASCII letters stand alone among ASCII ones.
        case latin
        /// A bicameral script of its own: Cyrillic, Greek.
        case cased
        /// A script without case: Hebrew, Arabic, Thai.
        case caseless
    }

    let script: Script
    /// Costs of scalars, in sixteenths of a bit.
    let costs: [UInt32: Int]

    /// What a letter, a sign and a control character cost that the language does not use.
    static let (foreignLetter, foreignSign, control) = (14 * 16, 13 * 16, 24 * 16)
    /// Capitals are this much rarer than their small letters.
    static let capital = 4 * 16

    /// `letters` in order of frequency, small ones; their capitals are added.
    init(_ script: Script, _ letters: String) {
        self.script = script
        let scalars = Array(letters.unicodeScalars)
        var costs: [UInt32: Int] = [:]
        // p(rank) = share · a · e^(-a · rank), with a = 3.5 / n; bits = -log2 p.
        let decay = 3.5 / Double(max(scalars.count, 1))
        let share = script == .latin ? 0.8 : 0.95
        let first = -Self.log2(share * decay)
        for (rank, scalar) in scalars.enumerated() {
            let bits = first + Double(rank) * decay * 1.442695
            costs[scalar.value] = Int(bits * 16)
            let upper = scalar.properties.uppercaseMapping.unicodeScalars
            if upper.count == 1, let big = upper.first, big != scalar, costs[big.value] == nil {
                costs[big.value] = Int(bits * 16) + Self.capital
            }
        }
        // Typography shared by the languages; rarer where letters take up most of the text.
        let base = script == .latin ? 5.0 : 8.0
        for (rank, scalar) in "\u{A0}’“”«»–—…·©®°„‘•№§ºª²±½×™€£¡¿".unicodeScalars.enumerated() {
            if costs[scalar.value] == nil { costs[scalar.value] = Int((base + Double(rank) * 0.25) * 16) }
        }
        self.costs = costs
    }

    /// The binary logarithm of a positive number below 1, by halving: no libm, the same on every machine.
    private static func log2(_ value: Double) -> Double {
        var (mantissa, result, bit) = (value, 0.0, 0.5)
        while mantissa < 1 {
            mantissa *= 2
            result -= 1
        }
        for _ in 0..<20 {
            mantissa *= mantissa
            if mantissa >= 2 {
                mantissa /= 2
                result += bit
            }
            bit /= 2
        }
        return result
    }
}

extension LanguageModel {
    static let russian = LanguageModel(.cased, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")
    static let bulgarian = LanguageModel(.cased, "аиоентрсвлкдпмъзяубгчщйжцхшфюь")
    static let ukrainian = LanguageModel(.cased, "оанитвіреслкудмпязьбгчйхцїжюєшщфґ")
    static let serbian = LanguageModel(.cased, "аиоенртсјуклдвмпзгбчцшћжњхђљфџ")
    static let greek = LanguageModel(.cased, "αοιτεσνηρπκυμλςωίάόδγέχήθύφώβξζψϊΐϋΰ")
    static let hebrew = LanguageModel(.caseless, "יוהלארמתשבנםדקעחפטגצזסכןךץף")
    static let arabic = LanguageModel(.caseless, "المينوترهبدعسفكقحجةأىشصطخضذزثغئإ،آءظؤ؟ًـ")
    static let thai = LanguageModel(.caseless, "านรอก่เงม้ิยลวดีท์ัสตะปบคหแจพุชขู็ใไำืธโถณซศึผษภญฟฉฐ")

    static let westEuropean: [LanguageModel] = [
        LanguageModel(.latin, "éèàêçùâîôœëûïö"), LanguageModel(.latin, "üäößéà"), LanguageModel(.latin, "óáíéñúü"),
        LanguageModel(.latin, "ãçáéíóêõúàâôü"), LanguageModel(.latin, "àèéùòìî"), LanguageModel(.latin, "åäöøæéü"),
        LanguageModel(.latin, "íáðóöæúþéýå"), LanguageModel(.latin, "éëïöèü"),
    ]
    static let centralEuropean: [LanguageModel] = [
        LanguageModel(.latin, "łąężśóćńź"), LanguageModel(.latin, "íáéěřčžšýůúťňóď"),
        LanguageModel(.latin, "áíéčšžýúľťňôóďäřĺŕ"), LanguageModel(.latin, "áéöóőüíúű"), LanguageModel(.latin, "čšžćđ"),
        LanguageModel(.latin, "ăîâşţșț"), LanguageModel(.latin, "üäößé"),
    ]
    static let turkish = LanguageModel(.latin, "ışüçğöİâîû")
    static let baltic: [LanguageModel] = [
        LanguageModel(.latin, "ėšąžųūįčę"), LanguageModel(.latin, "āīēšūņļģķžč"), LanguageModel(.latin, "äõüöšž"),
    ]
    static let vietnamese = LanguageModel(.latin, "đ\u{301}\u{300}\u{323}àáâêăôơưíìéèóòùú\u{309}\u{303}ãý")
}
