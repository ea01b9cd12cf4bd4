import Testing

@testable import Evaluation

/// Expectations are those of pycocoevalcap 1.2.
@Suite struct CIDErTests {
    private static let references = [
        ["a small white dog runs on the grass", "the white dog is running in a field", "a dog running outside"],
        [
            "two people are having a picnic", "a couple sits on a blanket in the park",
            "a man and a woman eating outdoors",
        ],
        ["a red bus on a city street", "a double decker bus drives down the road", "the bus is red"],
        ["a plate of food with rice", "rice and vegetables on a white plate", "some food on a table"],
    ]
    private static let captions = [
        "a white dog running on grass", "a couple having a picnic in the park", "a red double decker bus", "a cat",
    ]

    private func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    @Test("four pictures with three references each score as the published metric has it") func published() {
        let items = zip(Self.captions, Self.references).map {
            CIDEr.Item(caption: words($0), references: $1.map(words))
        }
        let expected = [1.9549584161449982, 1.6846193357218777, 2.0124273857155286, 0.0]
        for (score, expected) in zip(CIDEr.scores(items), expected) { #expect(abs(score - expected) < 1e-12) }
    }

    @Test("weights of pictures known beforehand give a caption alone the score that it has among the others")
    func weights() {
        let items = zip(Self.captions, Self.references).map {
            CIDEr.Item(caption: words($0), references: $1.map(words))
        }
        var weights = CIDEr.Weights()
        for item in items.reversed() { weights.add(item.references) }
        #expect(weights.count == 4)
        #expect(items.map(weights.score) == CIDEr.scores(items))
    }

    @Test("a single picture scores 0: every n-gram is in all pictures") func single() {
        #expect(CIDEr.scores([.init(caption: ["a", "cat"], references: [["a", "cat"]])]) == [0])
    }

    /// Of n = 1: a cosine of a half (2 w, cut to w, against w) times exp(-1/72); nothing of the others.
    @Test("what a caption repeats counts as often as a reference has it") func repeated() {
        let items = [
            CIDEr.Item(caption: ["dog", "dog"], references: [["dog"]]),
            CIDEr.Item(caption: [], references: [["cat"]]),
        ]
        #expect(abs(CIDEr.scores(items)[0] - 1.232759) < 1e-6)
    }

    @Test("an empty caption scores 0, and no pictures give no scores") func empty() {
        let items = [
            CIDEr.Item(caption: [], references: [["a", "cat"]]), CIDEr.Item(caption: ["dog"], references: [["dog"]]),
        ]
        #expect(CIDEr.scores(items)[0] == 0)
        #expect(CIDEr.scores([]).isEmpty)
    }
}
