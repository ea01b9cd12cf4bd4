import Documents
import Facts
import Testing

@testable import Curation

/// What our own lists know of scripts other than Latin.
@Suite struct ScriptsTests {
    private func profile(_ text: String, language: String = "") -> TextProfile {
        var profiler = TextProfiler(lists: .quarry)
        return profiler.profile(text, language: language)
    }

    @Test func wordsOfScriptsWithoutBlanksAreThoseOfICU() {
        #expect(profile("我们在港口看船。").words == 5)  // 我们 在 港口 看 船
        #expect(profile("港は静かでした。").words == 5)  // 港 は 静か で した
        #expect(profile("เรือออกจากท่า").words == 4)  // เรือ ออก จาก ท่า
        #expect(profile("GIMPで画像を開く").words == 5)  // gimp で 画像 を 開く
    }

    @Test func wordsOfOtherScriptsStayAsTheyWere() {
        #expect(profile("항구는 조용했다").words == 2)
        #expect(profile("السفن في الميناء").words == 3)
        #expect(profile("the quiet harbour").words == 3)
    }

    @Test func stopWordsOfScriptsWithoutBlanksAreCounted() {
        #expect(profile("这是我的船", language: "zh").stopWords == 0.5)
        #expect(profile("これは私の船です", language: "ja").stopWords >= 0.5)
    }

    @Test func signsThatBelongToALetterAreNoSpecialCharacters() {
        #expect(profile("नौकाएँ").specialCharacters == 0)
        #expect(profile("ท่าเรือ").specialCharacters == 0)
        #expect(profile("שָׁלוֹם").specialCharacters == 0)
        #expect(profile("नौकाएँ।").tokens == 2)  // one word, one sign
    }

    @Test func sentencesEndInTheSignsOfTheirScript() {
        for text in ["नाव आई।", "船来了。", "وصلت السفينة؟", "Ήρθε το πλοίο;", "նավը եկավ։", "นายมา เขาไป"] {
            #expect(profile(text).punctuation > 0, "\(text)")
        }
        #expect(profile("船来了").punctuation == 0)
    }

    @Test func thePublishedListsKnowNoneOfIt() {
        var profiler = TextProfiler(lists: .obelics)
        #expect(profiler.profile("我们在港口看船。").words == 1)
        #expect(profiler.profile("船来了。").punctuation == 0)
    }

    @Test func aNameThatIsRepeatedIsNoRepetition() {
        var profiler = TextProfiler(lists: .quarry, options: .quarry)
        let text = """
            The levels tool is what most people open first. With the levels tool you set the black point, and the levels \
            tool shows how the picture changes. Close the levels tool when the greys are right, or open the levels tool anew.
            """
        #expect(profiler.profile(text, language: "en").characterRepetition == 0)
        var old = TextProfiler(lists: .quarry)
        #expect(old.profile(text, language: "en").characterRepetition > 0.1)
    }
}
