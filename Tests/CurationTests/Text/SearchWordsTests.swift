import Testing

@testable import Curation

@Suite struct SearchWordsTests {
    private func words(_ text: String) -> [String] {
        var words: [String] = []
        SearchWords.shared.forEach(in: text) { _, word in words.append(String(decoding: word, as: UTF8.self)) }
        return words
    }

    @Test func wordsAreRunsOfLettersMarksAndDigitsInLowerCase() {
        #expect(words("Don’t PANIC: 42 times, naïve_Ünïon.") == ["don", "t", "panic", "42", "times", "naïve", "ünïon"])
        #expect(words("") == [] && words(" … ") == [])
        #expect(words("हिन्दी भाषा") == ["हिन्दी", "भाषा"])
    }

    @Test func scriptsWithoutBlanksAreCutAsTheProfileCutsThem() {
        #expect(words("私は学生です。") == ["私", "は", "学生", "です"])
        #expect(SearchWords.shared.spaced("見てwebを見る").split(separator: " ").contains("web"))
    }

    @Test func aTextWithBlanksStaysAsItIs() {
        for text in ["plain", "Größe, élan", "", "мир и 12"] { #expect(SearchWords.shared.spaced(text) == text) }
    }

    @Test func placesAreThoseOfTheBytes() {
        var places: [Range<Int>] = []
        SearchWords.shared.forEach(in: "é, ab") { place, _ in places.append(place) }
        #expect(places == [0..<2, 4..<6])
    }
}
