import Facts
import JSON
import Platform
import Testing
import TestKit
@testable import Curation

@Suite struct WordListsTests {
    @Test func thePublishedListsAreWhole() throws {
        #expect(WordLists.words(PublishedWords.stop).count == 301)
        #expect(WordLists.words(PublishedWords.flagged).count == 67)
        #expect(WordLists.words(PublishedWords.spam).count == 40)
    }

    @Test(.needsShared("goldens/obelics")) func thePublishedListsAreTheReferences() throws {
        let golden = try #require(Goldens.json("assets/lists.json"))
        #expect(golden["stopwords"]?.array?.compactMap(\.string) == WordLists.words(PublishedWords.stop))
        #expect(golden["flagged_words"]?.array?.compactMap(\.string) == WordLists.words(PublishedWords.flagged))
        #expect(golden["spam_words"]?.array?.compactMap(\.string) == WordLists.words(PublishedWords.spam))
        #expect(golden["image_url_ban_substrings"]?.array?.compactMap(\.string) == PublishedWords.bannedInURL)
        let special = (golden["special_character_ranges"]?.array ?? []).compactMap(\.string)
        var both: Set<UInt32> = []
        for range in special {
            let ends = range.split(separator: "-").compactMap { UInt32($0, radix: 16) }
            guard let first = ends.first, let last = ends.last else { continue }
            both.formUnion(first...last)
        }
        #expect(Set(CodePointRanges.parse(SpecialCharacters.published).joined()) == both)
    }

    @Test func stopWordsOfFortySixLanguages() {
        #expect(WordLists.quarry.languages.count == 46)
        #expect(Set(WordLists.quarry.languages).count == 46)
        for language in ["en", "de", "ru", "el", "ar", "he", "hi", "th", "zh", "ja", "ko", "vi", "tr", "fi"] {
            #expect(WordLists.quarry.hasStopWords(for: language), "\(language)")
        }
        #expect(!WordLists.quarry.hasStopWords(for: "sw"))
    }

    @Test func everyLanguageHasItsWordsInTheFormTheyAreCompared() {
        for list in [StopWords.englishContractions, StopWords.spam] + WordLists.others.map(\.list) {
            let words = WordLists.words(list)
            #expect(Set(words).count == words.count)
            for word in words { #expect(word.lowercased() == word) }
        }
    }

    @Test func kindredLanguagesShareAList() {
        var profiler = TextProfiler(lists: .quarry)
        #expect(profiler.profile("det er ikke her", language: "nb").stopWords == 1)
        #expect(profiler.profile("det er ikke her", language: "sw").stopWords == 0)
    }

    @Test func ofAnUnknownLanguageTheBestListCounts() {
        var profiler = TextProfiler(lists: .quarry)
        #expect(profiler.profile("это не то что я").stopWords == 1)
        #expect(profiler.likelyLanguage(of: "das ist nicht der Hafen und auch nicht die Stadt") == "de")
        #expect(profiler.likelyLanguage(of: "это не то, что он сказал мне") == "ru")
        #expect(profiler.likelyLanguage(of: "qwzx bvnm plkj hgfd") == "")
    }

    @Test func commonWordsFromJSONAndFromLines() throws {
        let scratch = try Scratch()
        for text in [#"{"the": 3, "straße": 1}"#, "the\t3\nstraße\n\n"] {
            let path = try scratch.write(Array(text.utf8), "words")
            let lists = try WordLists.obelics.adding(commonWordsFile: path)
            #expect(lists.commonWordsLanguage == "en")
            var profiler = TextProfiler(lists: lists)
            #expect(profiler.profile("The Straße ends").commonWords == 2.0 / 3)
        }
    }

    @Test func filesThatAreNoLists() throws {
        #expect(throws: WordListError.self) { try WordLists.obelics.adding(commonWordsFile: "/nonexistent") }
        let scratch = try Scratch()
        for text in ["{\"a\": ", " \n\n", "{}"] {
            let path = try scratch.write(Array(text.utf8), "words")
            let error = #expect(throws: WordListError.self) { try WordLists.obelics.adding(commonWordsFile: path) }
            #expect(error?.description.contains(path) == true)
        }
    }

    @Test func whichListsHoldForALanguage() {
        #expect(WordLists.obelics.hasStopWords(for: "ja"))
        #expect(WordLists.quarry.hasStopWords(for: "fr"))
        #expect(WordLists.quarry.hasStopWords(for: ""))
        #expect(!WordLists.quarry.hasStopWords(for: "sw"))
        #expect(!WordLists.quarry.hasCommonWords(for: "en"))
        let lists = WordLists.quarry.adding(commonWords: ["mot"], language: "fr")
        #expect(lists.hasCommonWords(for: "fr"))
        #expect(lists.hasCommonWords(for: ""))
        #expect(!lists.hasCommonWords(for: "en"))
    }
}
