import Testing

@testable import Curation

@Suite struct CharacterClassesTests {
    private let classes = WordLists.obelics.classes

    /// The committed tables are Unicode 14.0; the runtime may be newer, so only code points of that age are compared.
    @Test func wordCharactersAndLowerCaseAreThoseOfUnicode() {
        var checked = 0
        for value: UInt32 in 0..<0x1_F000 {
            guard let scalar = Unicode.Scalar(value), let age = scalar.properties.age, age.major <= 14 else { continue }
            let properties = scalar.properties
            let isWord = isLetter(properties.generalCategory) || properties.numericType != nil || value == 0x5F
            #expect((classes[value] & CharacterClasses.token != 0) == (isWord || value == 0x27), "\(value)")
            let lower = properties.lowercaseMapping.unicodeScalars
            let isCased = lower.count != 1 || lower.first != scalar
            #expect((classes[value] & CharacterClasses.cased != 0) == isCased, "\(value)")
            if lower.count == 1, let small = lower.first, isCased {
                let page = Int(classes.lowerStageOne[Int(value >> 8)])
                #expect(classes.lowerStageTwo[page << 8 | Int(value & 0xFF)] == small.value, "\(value)")
            }
            checked += 1
        }
        #expect(checked > 60_000)
    }

    private func isLetter(_ category: Unicode.GeneralCategory) -> Bool {
        [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter].contains(category)
    }

    @Test func everyTableIsReadToTheEnd() {
        #expect(
            CodePointRanges.parse(WordCharacters.ranges).count == CodePointRanges.words(WordCharacters.ranges).count)
        #expect(CodePointRanges.parseRuns(LowerCase.runs).count == CodePointRanges.words(LowerCase.runs).count)
        let special = CodePointRanges.parse(SpecialCharacters.published)
        #expect(special.reduce(0) { $0 + $1.count } == 1598)
        #expect(special.count == CodePointRanges.words(SpecialCharacters.published).count)
        #expect(CodePointRanges.parse("5A-41 zz 10 20-30") == [0x10...0x10, 0x20...0x30])
    }

    @Test func specialIsAskedOfTheLowerCaseWhenWordsAreStripped() {
        // Π is not special but π is; Г is but г is not.
        #expect(classes[0x3A0] & (CharacterClasses.special | CharacterClasses.strip) == CharacterClasses.strip)
        #expect(classes[0x413] & (CharacterClasses.special | CharacterClasses.strip) == CharacterClasses.special)
        #expect(classes[0x1F642] & CharacterClasses.special != 0)
        #expect(classes[0xA0] & CharacterClasses.special == 0)
        #expect(classes[0x20] & CharacterClasses.split != 0)
        #expect(classes[0x0D] & CharacterClasses.split == 0)
        #expect(classes[0x10FFFF] == 0)
    }
}
