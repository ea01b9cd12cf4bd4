import Testing

@testable import Evaluation

/// By the published expressions of both normalisations.
@Suite struct VQANormalizationTests {
    private func text(_ scalars: ScalarText) -> String { String(String.UnicodeScalarView(scalars)) }
    private func challenge(_ answer: String) -> String { text(VQANormalization.challenge(answer)) }
    private func own(_ answer: String) -> String { text(VQANormalization.own(answer)) }

    @Test("numbers up to ten become digits, later ones stay") func numbers() {
        #expect(
            own("zero one two three four five six seven eight nine ten eleven") == "0 1 2 3 4 5 6 7 8 9 10 eleven")
        #expect(challenge("None of Ten") == "0 of 10")
    }

    @Test("articles are left out wherever they stand, but not within words") func articles() {
        #expect(own("A dog and the cat") == "dog and cat")
        #expect(own("an ant at then") == "ant at then")
        #expect(challenge("the") == "")
    }

    @Test("own: a low line is punctuation, an apostrophe stays, a hyphen goes without a space") func ownSigns() {
        #expect(own("b_c") == "b c")
        #expect(own("it's") == "it's")
        #expect(own("t-shirt") == "tshirt")
        #expect(own("- - x") == "x")
    }

    @Test("challenge: every sign becomes a space, and goes without one where it stands beside a space somewhere")
    func challengeSigns() {
        for sign in ";/[]\"{}()=+\\_-><@`,?!" {
            #expect(challenge("red\(sign)blue") == "red blue", "\(sign)")
            #expect(challenge("red\(sign)blue \(sign)green") == "redblue green", "\(sign)")
            #expect(challenge("red\(sign) blue\(sign)green") == "red bluegreen", "\(sign)")
        }
        for sign in "'$%&*:|~^#" { #expect(challenge("red\(sign)blue") == "red\(sign)blue", "\(sign)") }
    }

    @Test("challenge: a comma between digits deletes every sign, one beside a letter does not") func thousands() {
        #expect(challenge("1,000-2/3") == "100023")
        #expect(challenge("x,1-2") == "x 1 2")
        #expect(challenge("1,x-2") == "1 x 2")
        #expect(challenge(",1-2") == "1 2")
        #expect(challenge("2-1,") == "2 1")
        #expect(challenge("\u{663},\u{664}-5") == "\u{663}\u{664}5")
    }

    @Test("challenge: what begins and ends with spaces is stripped before signs are looked at") func stripped() {
        #expect(challenge("  red/blue-  ") == "red blue")
        #expect(challenge("\nred\tblue\n") == "red blue")
    }

    @Test("challenge: of 33 dots that no digit follows the last stays, and dots before digits cost nothing") func dots()
    {
        #expect(challenge(String(repeating: ".", count: 32) + "x") == "x")
        #expect(challenge(String(repeating: ".", count: 33) + "x") == ".x")
        #expect(challenge(String(repeating: ".5", count: 40) + String(repeating: "y.", count: 32)).hasSuffix("y"))
    }

    @Test("contractions gain their apostrophes and nothing else") func contractions() {
        #expect(VQAContractions.table.count > 100)
        for (key, value) in VQAContractions.table where text(key) != "somebody'd" {
            #expect(key.filter { $0 != "'" } == value.filter { $0 != "'" })
            #expect(value.count >= key.count && value.contains("'"), "\(text(value))")
        }
        #expect(own("Somebody'd youve yall'd've twas oclock") == "somebodyd you've y'all'd've 'twas o'clock")
    }

    @Test("with two people each counts a third of the other") func two() {
        #expect(VQAAccuracy(answer: "red", references: ["red", "blue"]).own == 1.0 / 3 / 2)
        #expect(VQAAccuracy(answer: "red", references: ["red", "red"]).own == 1.0 / 3)
        #expect(VQAAccuracy(answer: "red", references: ["blue"]).own == 0)
        #expect(VQAAccuracy(answer: "red", references: ["Red"]).values == [1, 1, 1, 1])
    }

    @Test("the two normalisations are reported apart, each with the whole answer and its first word") func names() {
        #expect(VQAAccuracy.names == ["vqa_own", "vqa_own_first_word", "vqa_gt", "vqa_gt_first_word"])
        // The hyphen goes in one and becomes a space in the other.
        #expect(VQAAccuracy(answer: "t-shirt", references: ["tshirt"]).values == [1, 1, 0, 0])
        #expect(VQAAccuracy(answer: "t-shirt", references: ["t"]).values == [0, 0, 0, 1])
        var accuracy = VQAAccuracy(answer: "x", references: ["y"])
        (accuracy.own, accuracy.ownFirstWord, accuracy.challenge, accuracy.challengeFirstWord) = (1, 2, 3, 4)
        #expect(accuracy.values == [1, 2, 3, 4])
    }
}
