/// The accuracy of an answer to a question that several people have answered (VQA, arXiv 1505.00468): the share of them
/// that says the same, three are enough.
///
/// The published code leaves each person out in turn and takes the mean; with a single reference the answer is right or
/// wrong. It reports four numbers: with its own normalisation of texts and with that of the VQA challenge, and each with
/// the whole answer and with its first word.
package struct VQAAccuracy: Equatable, Sendable {
    /// Own normalisation, whole answer.
    package var own = 0.0
    /// Own normalisation, first word of the answer.
    package var ownFirstWord = 0.0
    /// The challenge's normalisation, whole answer.
    package var challenge = 0.0
    /// The challenge's normalisation, first word of the answer.
    package var challengeFirstWord = 0.0

    /// The accuracies of one answer.
    /// - Parameter references: what people answered; at least one.
    package init(answer: String, references: [String]) {
        (own, ownFirstWord) = Self.accuracies(
            VQANormalization.own(answer), references.map { VQANormalization.own($0) })
        (challenge, challengeFirstWord) = Self.accuracies(
            VQANormalization.challenge(answer), references.map { VQANormalization.challenge($0) })
    }

    /// Of the whole answer and of its first word. Texts are compared by their scalars.
    private static func accuracies(_ answer: ScalarText, _ references: [ScalarText]) -> (Double, Double) {
        let first = answer.prefix { $0 != " " }
        return (accuracy(answer[...], references), accuracy(first, references))
    }

    /// The sums run in the order of the published code: equal to the last bit.
    private static func accuracy(_ answer: ScalarText.SubSequence, _ references: [ScalarText]) -> Double {
        let matches = references.map { $0.elementsEqual(answer) }
        guard matches.count > 1 else { return matches.first == true ? 1 : 0 }
        let all = matches.count { $0 }
        let sum = matches.reduce(0.0) { sum, isMatch in
            let others = all - (isMatch ? 1 : 0)
            return sum + (others >= 3 ? 1 : Double(others) / 3)
        }
        return sum / Double(matches.count)
    }
}

extension VQAAccuracy {
    /// The names under which the numbers are reported, in order.
    package static let names = ["vqa_own", "vqa_own_first_word", "vqa_gt", "vqa_gt_first_word"]

    /// The numbers in the order of `names`.
    package var values: [Double] { [own, ownFirstWord, challenge, challengeFirstWord] }
}

/// A text as its scalars. Two texts are the same when these are: Swift's strings would hold composed and decomposed
/// letters for equal, which the published code does not.
typealias ScalarText = [Unicode.Scalar]
