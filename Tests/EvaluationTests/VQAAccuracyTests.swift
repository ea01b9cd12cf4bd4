import Testing

@testable import Evaluation

@Suite struct VQAAccuracyTests {
    private func text(_ scalars: ScalarText) -> String { String(String.UnicodeScalarView(scalars)) }

    @Test(
        "own normalisation deletes hyphens and makes other signs spaces",
        arguments: [
            ("The sun-glasses!", "sunglasses"), ("two dogs, a cat", "2 dogs cat"), ("dont know", "don't know"),
            ("it's 5:30", "it's 5 30"), ("  An   umbrella ", "umbrella"), ("None", "0"), ("", ""), ("the", ""),
            ("3.5", "3 5"), ("ΟΔΟΣ Σ", "οδος σ"),
        ])
    func own(answer: String, expected: String) { #expect(text(VQANormalization.own(answer)) == expected) }

    @Test(
        "the challenge's normalisation keeps its quirks",
        arguments: [
            // A sign that touches a space anywhere is deleted everywhere, else it becomes a space.
            ("red/blue", "red blue"), ("red/ blue/green", "red bluegreen"), ("t-shirt", "t shirt"),
            ("a -b c-d", "b cd"),
            // A comma between digits deletes all signs.
            ("1,000 a/b", "1000 ab"),
            // A dot stays only before a digit.
            ("3.5 ft.", "3.5 ft"), ("3. 5", "3 5"), (".5", ".5"), ("u.s.a", "usa"),
            ("what?\nno", "what no"), ("Ten\tdogs", "10 dogs"), ("somebody'd", "somebodyd"), ("wont", "won't"),
        ])
    func challenge(answer: String, expected: String) {
        #expect(text(VQANormalization.challenge(answer)) == expected)
    }

    @Test("only the first 32 dots are dropped") func dots() {
        let dotted = String(repeating: "a.", count: 40)
        #expect(text(VQANormalization.challenge(dotted)).filter { $0 == "." }.count == 8)
    }

    @Test("three of ten who agree are enough, each left out in turn") func counts() {
        func accuracy(_ matches: Int) -> Double {
            let references = (0..<10).map { $0 < matches ? "red" : "blue \($0)" }
            return VQAAccuracy(answer: "Red.", references: references).own
        }
        #expect(accuracy(0) == 0)
        // One person left out has said it (0 of 9), nine times another one (1 of 9).
        #expect(abs(accuracy(1) - 0.3) < 1e-15)
        #expect(abs(accuracy(2) - 0.6) < 1e-15)
        #expect(abs(accuracy(3) - 0.9) < 1e-15)
        #expect(accuracy(4) == 1)
    }

    @Test("the first word is compared with whole references") func firstWord() {
        let accuracy = VQAAccuracy(answer: "red and blue", references: ["red"])
        #expect(accuracy.values == [0, 1, 0, 1])
        #expect(VQAAccuracy(answer: "", references: ["the"]).values == [1, 1, 1, 1])
    }

    @Test("composed and decomposed letters are different texts") func scalars() {
        #expect(VQAAccuracy(answer: "caf\u{E9}", references: ["cafe\u{301}"]).own == 0)
    }
}
