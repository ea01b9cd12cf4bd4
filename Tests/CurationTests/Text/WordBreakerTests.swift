import CICU
import Testing

@testable import Curation

/// Our search in ICU's dictionary against ICU's own iterator.
@Suite struct WordBreakerTests {
    private static let samples = [
        "我们在港口看船", "他说这件事情已经过去了很久", "今天的天气真好所以我们决定去公园散步", "北京大学的学生们正在图书馆里看书",
        "這是一個很舊的港口", "研究生命的起源", "船は港にあり町の人々がそれを見に来ていた", "コンピューターのキーボードを使って入力する",
        "すもももももももものうち", "東京特許許可局の局長", "アイウエオカキクケコサシスセソタチツテトナニヌネノ", "ガウスぼかしフィルター", "々〇ー", "龘靐齉",
        "あ", "港",
    ]

    private func icu(_ text: String) -> [Int] {
        guard let iterator = cicu_open_words() else { return [] }
        defer { cicu_close(iterator) }
        var ends: [Int] = []
        Array(text.utf16).withUnsafeBufferPointer { units in
            guard let base = units.baseAddress, cicu_set_text(iterator, base, Int32(units.count)) != 0 else { return }
            var end = cicu_next(iterator)
            while end > 0 {
                ends.append(Int(end))
                end = cicu_next(iterator)
            }
        }
        return ends
    }

    @Test(arguments: samples) func theDictionaryDividesAsTheIteratorDoes(text: String) throws {
        let dictionary = try #require(CJKDictionary.icu)
        var search = CJKDictionary.Search()
        Array(text.utf16).withUnsafeBufferPointer { dictionary.ends($0, &search) }
        #expect(search.ends == icu(text))
    }

    @Test func anyRunIsDividedAsTheIteratorDoes() throws {
        let dictionary = try #require(CJKDictionary.icu)
        var random = Self.Numbers()
        let units = Array(Self.samples.joined().utf16)
        for _ in 0..<500 {
            let run = (0..<random.next(40) + 1).map { _ in units[random.next(units.count)] }
            var search = CJKDictionary.Search()
            run.withUnsafeBufferPointer { dictionary.ends($0, &search) }
            #expect(search.ends == icu(String(decoding: run, as: UTF16.self)))
        }
    }

    @Test func breaksStandAroundAndInARunInBytes() {
        var text = "see 我们在港口, ok"
        let classes = WordLists.quarry.classes
        #expect(text.withUTF8 { WordBreaker().breaks($0, classes) } == [4, 10, 13, 19])
        var latin = "naïve café, no run"
        #expect(latin.withUTF8 { WordBreaker().breaks($0, classes) } == [])
    }

    private struct Numbers {
        var state: UInt64 = 42
        mutating func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
    }
}
