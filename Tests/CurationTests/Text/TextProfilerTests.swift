import Documents
import Facts
import Testing
@testable import Curation

@Suite struct TextProfilerTests {
    private func profile(_ text: String, _ lists: WordLists = .obelics, language: String = "") -> TextProfile {
        var profiler = TextProfiler(lists: lists)
        return profiler.profile(text, language: language)
    }

    @Test func nothingGivesNothing() {
        #expect(profile("") == TextProfile())
    }

    @Test func wordsAreSplitLoweredAndStripped() {
        let text = profile("  “The\tquick”\nBROWN--fox, 1984 ... Ⅳ!")
        #expect(text.words == 4)  // the, quick, brown--fox, ⅳ
        #expect(text.stopWords == 0.25)
        #expect(profile("THE the (The) the1").stopWords == 1)
        #expect(profile("vs. w/ any1").stopWords == 2.0 / 3)  // vs is listed by itself, w and any: any is
    }

    @Test func nonBreakingSpaceDoesNotSplit() {
        #expect(profile("a\u{A0}b c").words == 2)
    }

    @Test func tibetanPartsItsWordsByPoints() {
        #expect(profile("ཆུ་འཁོར་དེ་ལོ་སུམ་ཅུ", .quarry).words == 6)
        #expect(profile("ཆུ་འཁོར་དེ་ལོ་སུམ་ཅུ").words == 1)
    }

    @Test func charactersAreCodePoints() {
        #expect(profile("e\u{301}\r\n🙂").characters == 5)
        #expect(profile("🙂🙂ab").specialCharacters == 0.5)
    }

    @Test func tokensOfThePunctuationRatio() {
        let text = profile("Don't stop: go — now?!")
        #expect(text.tokens == 7)  // Don't stop : go now ? !
        #expect(text.punctuation == 3.0 / 7)
        #expect(profile("—").tokens == 0)
        #expect(profile("naïve_3 日本語、テスト").tokens == 3)
    }

    @Test func characterRepetitionTakesTheMostFrequentWindows() {
        #expect(profile("abcdefghi").characterRepetition == 0)  // nine characters: no window
        #expect(profile(String(repeating: "a", count: 20)).characterRepetition == 1)
        // "abcde" four times: 11 windows, 5 different, counts 3 2 2 2 2; the two most frequent of 11.
        #expect(profile(String(repeating: "abcde", count: 4)).characterRepetition == 5.0 / 11)
    }

    @Test func wordRepetitionCountsWindowsThatOccurTwice() {
        let five = "one two three four five"
        #expect(profile(five).wordRepetition == 0)
        #expect(profile("\(five) \(five)").wordRepetition == 2.0 / 6)
        #expect(profile("ONE two three four five. one, TWO three four five").wordRepetition == 2.0 / 6)
    }

    @Test func finalSigmaAndDottedCapitalsCompareAsPythonHasThem() {
        #expect(WordHash.of("οδος") != WordHash.of("οδοσ"))
        let lists = WordLists.obelics.adding(commonWords: ["οδος", "σα", "i\u{307}stanbul", "ĳ", "straße"])
        #expect(profile("ΟΔΟΣ ΣΑ İSTANBUL Ĳ Straße", lists).commonWords == 1)
    }

    @Test func invalidBytesCountAsReplacements() {
        var profiler = TextProfiler(lists: .obelics)
        let bytes: [UInt8] = [0x61, 0xFF, 0xC3, 0x28, 0xE2, 0x82, 0xED, 0xA0, 0x80, 0xF4, 0x90, 0x80, 0x80, 0xC0, 0x80]
        let profile = bytes.withUnsafeBufferPointer { profiler.profile($0) }
        #expect(profile.characters == 15)  // a and ( stand, every other byte is one U+FFFD
        #expect(profile.specialCharacters == 14.0 / 15)
    }

    @Test func stopWordsOfTheLanguage() {
        let german = "Der Hund und die Katze sind in dem Haus"
        #expect(profile(german, .quarry, language: "de").stopWords == 6.0 / 9)
        #expect(profile(german, .quarry, language: "en").stopWords < 0.4)
        #expect(profile(german, .quarry, language: "ja").stopWords == 0)
        #expect(profile(german, .quarry).stopWords == 6.0 / 9)  // not known: the language that fits best
        #expect(profile(german, .obelics, language: "de") == profile(german, .obelics, language: "en"))
    }

    @Test func ourListsMendThePublishedOnes() {
        #expect(profile("I don’t like the Smørrebrød", .quarry, language: "en").stopWords == 4.0 / 5)
        #expect(profile("I might like the content of the post", .quarry).spamWords == 0)
        #expect(profile("I might like the content of the post", .obelics).spamWords == 0.5)
        #expect(profile("newsletter", .quarry).spamWords == 1)
        #expect(profile("ツンシー", .quarry).specialCharacters == 0)
        #expect(profile("ツンシー", .obelics).specialCharacters == 1)
    }

    @Test func aDocumentIsItsParagraphsJoined() {
        let nodes: [Node] = [
            .text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: "One."), Paragraph(ordinal: 1, text: "Two.")])),
            .image(ImageNode(ordinal: 2, url: "u")), .divide(ordinal: 3),
            .text(TextNode(paragraphs: [Paragraph(ordinal: 4, text: "Three.")])),
        ]
        let document = Document(url: "", nodes: nodes)
        var profiler = TextProfiler(lists: .obelics)
        #expect(profiler.profile(document: document) == profile("One.\n\nTwo.\n\nThree."))
        var published = TextProfiler(lists: .obelics, options: .obelics)
        #expect(
            published.profile(document: document)
                == profile("One.\n\nTwo.\n\nEND_OF_DOCUMENT_TOKEN_TO_BE_REPLACED\n\nThree."))
    }

    /// What was scanned for the paragraphs counts for the document; what was not, or has changed, is scanned then.
    @Test(arguments: ["", "en", "de"]) func aDocumentIsMeasuredFromItsParagraphs(language: String) {
        let texts = ["The first, and the best.", "Übrigens: ΟΔΟΣ", "", "nicht die letzte, das ist sie", "a b c d e f"]
        var paragraphs = texts.enumerated().map { Paragraph(ordinal: $0.offset * 2, text: $0.element) }
        var profiler = TextProfiler(lists: .quarry)
        profiler.begin()
        for paragraph in paragraphs where paragraph.ordinal != 6 {
            #expect(profiler.profile(paragraph, language: "en") == profile(paragraph.text, .quarry, language: "en"))
        }
        paragraphs[4].text += " and g"
        paragraphs.remove(at: 0)
        var document = Document(url: "", nodes: [.text(TextNode(paragraphs: paragraphs))])
        document.language = language
        let whole = paragraphs.map(\.text).joined(separator: "\n\n").drop { $0 == "\n" }
        #expect(profiler.profile(document: document) == profile(String(whole), .quarry, language: language))
        // The second time nothing is remembered.
        #expect(profiler.profile(document: document) == profile(String(whole), .quarry, language: language))
    }

    @Test func buffersDoNotLeakFromTextToText() {
        var profiler = TextProfiler(lists: .obelics)
        let long = String(repeating: "the same words again and again, ", count: 500)
        let first = profiler.profile("A short text, the only one.")
        _ = profiler.profile(long)
        #expect(profiler.profile("A short text, the only one.") == first)
    }
}
