import Platform
import Testing

@testable import WebStandards

/// Short texts in every encoding: what Python's codecs (and for UTF-16 the Unicode Standard) make of them, committed as bytes.
@Suite struct EncodingSamplesTests {
    static let samples: [(String, String, String)] = [
        ("windows-1252", "936e61ef766520636166e99420962031322080", "“naïve café” – 12 €"),
        ("windows-1250", "50f8ed6c699a209e6c759d6f75e86bfd206bf9f2", "Příliš žluťoučký kůň"),
        ("ISO-8859-2", "5a61bff3b3e62067eab66cb1206a61bcf1", "Zażółć gęślą jaźń"),
        ("windows-1251", "d1fae5f8fc20e6e520e5f9b8", "Съешь же ещё"),
        ("KOI8-R", "f3dfc5dbd820d6c520c5dda3", "Съешь же ещё"),
        ("KOI8-U", "b7d6c1cb20adc1cecfcb", "Їжак ґанок"),
        ("IBM866", "91eaa5e8ec20a6a520a5e9f1", "Съешь же ещё"),
        ("ISO-8859-5", "c1ead5e8ec20d6d520d5e9f1", "Съешь же ещё"),
        ("x-mac-cyrillic", "91fae5f8fc20e6e5", "Съешь же"),
        ("macintosh", "6361668e20b720de", "café ∑ ﬁ"),
        ("windows-1253", "cee5f3eae5f0dce6f920f4e7ed20f8f5f7de", "Ξεσκεπάζω την ψυχή"),
        ("ISO-8859-7", "cee5f3eae5f0dce6f9", "Ξεσκεπάζω"),
        ("windows-1254", "50696a616d616cfd20686173746120f0", "Pijamalı hasta ğ"),
        ("windows-1255", "f9ece5ed20f2e5eced", "שלום עולם"),
        ("ISO-8859-8", "f9ece5ed", "שלום"),
        ("windows-1256", "e4d520cddfede3", "نص حكيم"),
        ("ISO-8859-6", "e6d520cde3eae5", "نص حكيم"),
        ("windows-1257", "476ce2fef0edfbf261", "Glāžšķūņa"),
        ("ISO-8859-13", "476ce2fef0edfbf261", "Glāžšķūņa"),
        ("ISO-8859-4", "476ce0beb9f3fef161", "Glāžšķūņa"),
        ("windows-1258", "5469eab46e67205669eaf274", "Tiê´ng Viê\u{323}t"),
        ("windows-874", "cac7d1cab4d5", "สวัสดี"),
        ("ISO-8859-3", "c66975bc61fd6465", "Ĉiuĵaŭde"),
        ("ISO-8859-10", "def372f0757220bf", "Þórður ŋ"),
        ("ISO-8859-14", "d0fe20a2", "Ŵŷ ḃ"),
        ("ISO-8859-15", "bd7566203520a4", "œuf 5 €"),
        ("ISO-8859-16", "aa746566616e20fe6172e3", "Ștefan țară"),
        ("Shift_JIS", "93fa967b8cea8365834c835883678740b1", "日本語テキスト①ｱ"),
        ("EUC-JP", "c6fccbdcb8eca5c6a5ada5b9a5c88fb0a1", "日本語テキスト丂"),
        ("ISO-2022-JP", "611b2442467c4b5c1b2842621b2442386c1b2842", "a日本b語"),
        ("EUC-KR", "c7d1b1b9beee208c63b9e6b0a2c7cf", "한국어 똠방각하"),
        ("Big5", "c163c5e9a4a4a4e5", "繁體中文"),
        ("GBK", "bcf2cce5d6d0cec48140", "简体中文丂"),
        ("gb18030", "bcf2cce58130893895328236a8a69439fc36", "简体ß𠀀é😀"),
        ("UTF-16LE", "6100df003dd800de", "aß😀"),
        ("UTF-16BE", "006100dfd83dde00", "aß😀"),
        ("x-user-defined", "61808fff", "a\u{F780}\u{F78F}\u{F7FF}"),
        ("replacement", "61", "\u{FFFD}"),
    ]

    @Test(arguments: samples)
    func bytesOfEveryEncodingAreItsText(name: String, hex: String, text: String) throws {
        let encoding = try #require(Encoding(rawValue: name))
        let bytes = try #require(Hex.decode(hex))
        #expect(String(decoding: DecoderConformanceTests.decode(bytes, as: encoding), as: UTF8.self) == text)
        // Nothing is remembered from one text to the next, and ASCII passes.
        #expect(
            name == "replacement" || encoding.family == .utf16
                || DecoderConformanceTests.decode(Array("a<b>".utf8), as: encoding) == Array("a<b>".utf8))
    }

    /// The whole table of labels: 228, by the digest of the list `label=name` of the Python package webencodings 0.5.1.
    @Test func everyLabelMeansItsEncoding() {
        let names = Dictionary(uniqueKeysWithValues: Encoding.byLabel.map { ($0.key, $0.value.rawValue.lowercased()) })
        #expect(names.count == 228)
        let list = names.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { "\($0.key)=\($0.value)" }
        let digest = list.joined(separator: "\n").utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        #expect(digest == 0x5A6C20DB030C5168)
    }

    @Test func everyEncodingIsItsOwnLabel() {
        for encoding in Encoding.allCases {
            #expect(TextEncoding.name(forLabel: encoding.rawValue.uppercased()) == encoding.rawValue)
        }
    }

    @Test(arguments: ["\tutf-8", "utf-8\u{C}", "\r\n utf-8 ", "UTF-8"])
    func labelsAreTrimmedOfASCIIWhiteSpaceAndOfNothingElse(label: String) {
        #expect(TextEncoding.name(forLabel: label) == "UTF-8")
        #expect(
            TextEncoding.name(forLabel: "\u{A0}" + label) == nil && TextEncoding.name(forLabel: label + "\u{B}") == nil)
    }

    // MARK: errors

    /// What the decoders do with what is no character (Encoding Standard, sections 9 to 14): an ASCII byte is read again.
    @Test(arguments: [
        ("Shift_JIS", "8120", "\u{FFFD} "), ("Shift_JIS", "81", "\u{FFFD}"), ("Shift_JIS", "a0", "\u{FFFD}"),
        ("Shift_JIS", "81ff", "\u{FFFD}"),
        ("Shift_JIS", "80", "\u{80}"), ("Shift_JIS", "f040f9fc", "\u{E000}\u{E757}"),
        ("Shift_JIS", "fd41", "\u{FFFD}A"), ("Shift_JIS", "a1df", "｡ﾟ"),
        ("EUC-JP", "8eb1", "ｱ"), ("EUC-JP", "8e41", "\u{FFFD}A"), ("EUC-JP", "8fb041", "\u{FFFD}A"),
        ("EUC-JP", "8fb0", "\u{FFFD}"), ("EUC-JP", "a441", "\u{FFFD}A"),
        ("EUC-JP", "80", "\u{FFFD}"), ("EUC-JP", "ff41", "\u{FFFD}A"), ("EUC-JP", "8fa2c3", "¦"),
        ("EUC-KR", "b041", "캚"), ("EUC-KR", "c741", "\u{FFFD}A"), ("EUC-KR", "80", "\u{FFFD}"),
        ("EUC-KR", "b0", "\u{FFFD}"), ("EUC-KR", "ff", "\u{FFFD}"),
        ("Big5", "8862", "Ê̄"), ("Big5", "8864", "Ê̌"), ("Big5", "88a3", "ê̄"), ("Big5", "88a5", "ê̌"),
        ("Big5", "a141", "，"), ("Big5", "8041", "\u{FFFD}A"),
        ("Big5", "a17f", "\u{FFFD}\u{7F}"), ("Big5", "a1", "\u{FFFD}"), ("Big5", "a3e1", "€"),
        ("Big5", "ff41", "\u{FFFD}A"), ("Big5", "fefe", "\u{79D4}"),
        ("GBK", "80", "€"), ("GBK", "a2e3", "€"), ("GBK", "8130", "\u{FFFD}"), ("GBK", "ff41", "\u{FFFD}A"),
        ("GBK", "817f", "\u{FFFD}\u{7F}"), ("GBK", "a3a0", "\u{3000}"),
        ("gb18030", "81308130", "\u{80}"), ("gb18030", "8431a439", "\u{FFFF}"), ("gb18030", "8431a530", "\u{FFFD}"),
        ("gb18030", "90308130", "\u{10000}"),
        ("gb18030", "e3329a35", "\u{10FFFF}"), ("gb18030", "e3329a36", "\u{FFFD}"), ("gb18030", "813081", "\u{FFFD}"),
        ("gb18030", "81308141", "\u{FFFD}0\u{4E04}"),
        ("gb18030", "a8bc", "ḿ"), ("gb18030", "8135f437", "\u{E7C7}"), ("gb18030", "a6d9", "︐"),
        ("gb18030", "fe59", "龴"),
        ("windows-1252", "818d9d", "\u{81}\u{8D}\u{9D}"), ("windows-1253", "d2", "\u{FFFD}"),
        ("windows-1255", "ca", "\u{5BA}"), ("windows-874", "80fc", "€\u{FFFD}"),
        ("KOI8-U", "aebe", "ўЎ"), ("macintosh", "dbf0", "€\u{F8FF}"), ("x-mac-cyrillic", "ffa2", "€Ґ"),
        ("ISO-8859-8", "a1", "\u{FFFD}"), ("ISO-8859-8-I", "df", "‗"),
        ("UTF-16LE", "00d8", "\u{FFFD}"), ("UTF-16LE", "00d86100", "\u{FFFD}a"), ("UTF-16LE", "00dc6100", "\u{FFFD}a"),
        ("UTF-16LE", "610062", "a\u{FFFD}"),
        ("UTF-16BE", "d83dd83dde00", "\u{FFFD}😀"), ("UTF-16BE", "d83d", "\u{FFFD}"), ("UTF-16BE", "d8", "\u{FFFD}"),
        ("ISO-2022-JP", "1b284a5c7e1b2842", "¥‾"), ("ISO-2022-JP", "1b284931", "ｱ"), ("ISO-2022-JP", "1b2442", ""),
        ("ISO-2022-JP", "1b24421b2442", "\u{FFFD}"),
        ("ISO-2022-JP", "1b2443", "\u{FFFD}$C"), ("ISO-2022-JP", "0e", "\u{FFFD}"), ("ISO-2022-JP", "80", "\u{FFFD}"),
        ("ISO-2022-JP", "1b", "\u{FFFD}"), ("ISO-2022-JP", "1b24423021", "亜"),
        ("ISO-2022-JP", "1b244230", "\u{FFFD}"), ("ISO-2022-JP", "1b24", "\u{FFFD}$"),
    ])
    func whatIsNoCharacterIsReplaced(name: String, hex: String, text: String) throws {
        let encoding = try #require(Encoding(rawValue: name))
        let bytes = try #require(Hex.decode(hex))
        #expect(String(decoding: DecoderConformanceTests.decode(bytes, as: encoding), as: UTF8.self) == text)
    }

    /// Maximal subparts, one U+FFFD each (Unicode Standard, table 3-8, and the standard's decoder).
    @Test(arguments: [
        ("c0af", 2), ("e080af", 3), ("f080bf41", 3), ("eda080", 3), ("f4918080", 4), ("ff41", 1), ("e18041", 1),
        ("f0908041", 1), ("80bf", 2), ("c241", 1),
        ("e2", 1), ("e282", 1), ("f09f98", 1), ("f8888080", 4), ("f0909041", 1), ("c2c3", 2),
    ])
    func illFormedUTF8(hex: String, replacements: Int) throws {
        let bytes = try #require(Hex.decode(hex))
        let text = String(decoding: DecoderConformanceTests.decode(bytes, as: .utf8), as: UTF8.self)
        #expect(
            text.unicodeScalars.filter { $0 == "\u{FFFD}" }.count == replacements
                && text.hasSuffix(hex.hasSuffix("41") ? "A" : "\u{FFFD}"))
        let first = bytes.withUnsafeBufferPointer { UTF8Validation.firstInvalid($0) }
        #expect(first == 0)
    }

    /// Validation runs over many bytes at once: one wrong byte at every place of a long text is found there.
    @Test func theFirstWrongByteIsFoundAtEveryPlace() {
        let text = Array("plain ascii, then äöü 日本語 😀 and again plain ascii of some length".utf8)
        #expect(UTF8Validation.firstInvalid(text) == text.count)
        for place in 0...text.count {
            guard place == text.count || text[place] & 0xC0 != 0x80 else { continue }
            let broken = text[..<place] + [0xFF] + text[place...]
            #expect(UTF8Validation.firstInvalid(Array(broken)) == place)
        }
    }
}
