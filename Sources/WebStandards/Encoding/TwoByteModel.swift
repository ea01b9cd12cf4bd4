/// The two-byte encodings of East Asia, and what their characters cost in the languages written with them.
enum TwoByteModel: CaseIterable {
    case gb18030, big5, shiftJIS, eucJP, eucKR

    var encoding: Encoding {
        switch self {
        case .gb18030: .gb18030
        case .big5: .big5
        case .shiftJIS: .shiftJIS
        case .eucJP: .eucJP
        case .eucKR: .eucKR
        }
    }

    /// What a wrong sequence costs: more than any character.
    private static let error = 40 * 16

    /// The cost of `sample`, or any number above `limit` as soon as it is dearer than that.
    func cost(of sample: UnsafeBufferPointer<UInt8>, limit: Int) -> Int {
        var cost = 6 * 16
        var index = 0
        let common = CommonCharacters.costs(for: self)
        while index < sample.count, cost <= limit {
            let lead = sample[index]
            index += 1
            if lead < 0x80 { continue }
            if self == .shiftJIS, lead >= 0xA1, lead <= 0xDF {
                cost += 10 * 16
                continue
            }
            guard index < sample.count else { break }
            let (scalar, length) = character(lead, sample, at: index)
            if scalar == 0 {
                cost += Self.error
                index += sample[index] >= 0x80 ? 1 : 0
                continue
            }
            index += length
            cost += common[scalar] ?? plainCost(of: scalar, lead: lead)
        }
        return cost
    }

    /// The scalar of `lead` and what follows at `index`, 0 if there is none, and how many bytes follow.
    private func character(
        _ lead: UInt8, _ sample: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> (scalar: UInt32, length: Int) {
        let trail = sample[index]
        switch self {
        case .gb18030: return (LegacyDecoder.gb18030Scalar(lead, trail, .gb18030), 1)
        case .shiftJIS:
            guard lead != 0x80, lead != 0xA0, lead <= 0xFC else { return (0, 1) }
            return (LegacyDecoder.shiftJISScalar(lead, trail, .jis0208), 1)
        case .eucKR:
            guard lead >= 0x81, lead <= 0xFE, trail >= 0x41, trail <= 0xFE else { return (0, 1) }
            return (DoubleByteTable.eucKR[(Int(lead) - 0x81) * 190 + Int(trail) - 0x41], 1)
        case .big5:
            guard lead >= 0x81, lead <= 0xFE, trail >= 0x40, trail <= 0x7E || trail >= 0xA1, trail <= 0xFE else {
                return (0, 1)
            }
            let offset = trail < 0x7F ? 0x40 : 0x62
            return (DoubleByteTable.big5[(Int(lead) - 0x81) * 157 + Int(trail) - offset], 1)
        case .eucJP:
            if lead == 0x8E { return (trail >= 0xA1 && trail <= 0xDF ? 0xFF61 : 0, 1) }
            if lead == 0x8F { return (index + 1 < sample.count && sample[index + 1] >= 0xA1 ? 0xFFFF : 0, 2) }
            guard lead >= 0xA1, trail >= 0xA1, trail <= 0xFE, lead <= 0xFE else { return (0, 1) }
            return (DoubleByteTable.jis0208[(Int(lead) - 0xA1) * 94 + Int(trail) - 0xA1], 1)
        }
    }

    /// The cost of a character that is not among the common ones, by where it stands in the character set: the first
    /// level holds what is in use.
    private func plainCost(of scalar: UInt32, lead: UInt8) -> Int {
        switch self {
        case .gb18030: Self.cost(isFirstLevel: lead >= 0xB0 && lead <= 0xD7, isSecond: lead >= 0xD8 && lead <= 0xF7)
        case .big5: Self.cost(isFirstLevel: lead >= 0xA4 && lead <= 0xC6, isSecond: lead >= 0xC9 && lead <= 0xF9)
        case .shiftJIS: Self.cost(isFirstLevel: lead >= 0x88 && lead <= 0x98, isSecond: lead > 0x98 && lead <= 0xEA)
        case .eucJP: Self.cost(isFirstLevel: lead >= 0xB0 && lead <= 0xCF, isSecond: lead >= 0xD0 && lead <= 0xF4)
        case .eucKR: Self.cost(isFirstLevel: lead >= 0xB0 && lead <= 0xC8, isSecond: lead >= 0xCA && lead <= 0xFD)
        }
    }

    private static func cost(isFirstLevel: Bool, isSecond: Bool) -> Int {
        // Signs, box drawing, foreign alphabets and extensions are what is left.
        isFirstLevel ? 13 * 16 : isSecond ? 18 * 16 : 17 * 16
    }
}

/// The characters that make up most of a text in each language, and what they cost.
enum CommonCharacters {
    static func costs(for model: TwoByteModel) -> [UInt32: Int] {
        switch model {
        case .gb18030: simplified
        case .big5: traditional
        case .shiftJIS, .eucJP: japanese
        case .eucKR: korean
        }
    }

    /// In order of frequency, from about 5 bits for the first to 10 for the last.
    private static func table(_ characters: String, punctuation: String) -> [UInt32: Int] {
        var costs: [UInt32: Int] = [:]
        let scalars = Array(characters.unicodeScalars)
        for (rank, scalar) in scalars.enumerated() where costs[scalar.value] == nil {
            costs[scalar.value] = 5 * 16 + rank * 5 * 16 / scalars.count
        }
        for scalar in punctuation.unicodeScalars { costs[scalar.value] = 7 * 16 }
        return costs
    }

    private static let signs = "　、。，．・：；？！「」『』（）【】“”‘’…—～《》〈〉·"

    private static let simplified = table(
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么"
            + "去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点"
            + "正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原"
            + "东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命"
            + "山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取"
            + "拉格望觉术领共确传师观清今切院让识候带导争运网址件版页击览",
        punctuation: signs)

    private static let traditional = table(
        "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼"
            + "去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點"
            + "正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原"
            + "東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命"
            + "山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取"
            + "拉格望覺術領共確傳師觀清今切院讓識候帶導爭運嗎吧呢啦喔網址版頁",
        punctuation: signs)

    private static let korean = table(
        "이다는의가에을고하지로한기사도서를은자리인시어나대아해정일그있라만스부들전수제보으과장원상적면구여주니게동안것세비오우공위조소생무신유"
            + "치성선거국관용경모내분미방학계문없않때말와진마당했되며실데요저개터양명불중려간영년화물습음회현행연발직교업체통종금까각재네후품던결형"
            + "래트드님처심번산글차야더린운및",
        punctuation: signs)

    private static let japanese: [UInt32: Int] = {
        var costs = table(
            "のいにとるたをはしがでてなこすらあまりんかれもっうおそくよだきめさけわせどみちえつやじろほべごばげひょねゅ"
                + "ンーストルイリラアクドシフレプジタロマメコサデテバグカウパ日本人大年一月国出会中事者分同時上行",
            punctuation: signs)
        // The other kana, and the kanji in use, are rarer.
        for scalar in UInt32(0x3041)...0x30FC where costs[scalar] == nil { costs[scalar] = 10 * 16 }
        costs[0xFF61] = 10 * 16
        return costs
    }()
}
