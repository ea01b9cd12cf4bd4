import Glibc

/// How surprising a text is to an n-gram model over SentencePiece pieces, as the published filter asks it (the models
/// of Wikipedia by KenLM that cc_net and `edugp/kenlm` use).
package struct PerplexityScorer: Sendable {
    private let pieces: SentencePieceModel
    private let model: NGramModel

    /// Opens both models.
    /// - Throws: `ModelError`.
    package init(model: String, tokenizer: String) throws(ModelError) {
        self.model = try NGramModel(path: model)
        pieces = try SentencePieceModel(path: tokenizer)
    }

    /// The perplexity of a text taken as one line: 10^(−S / n), S the log10 score, n the pieces and the end mark; rounded
    /// to 0.1.
    package func perplexity(of text: String) -> Double {
        let words = pieces.pieces(of: PerplexityText.normalize(text))
        let value = pow(10, -model.score(words) / Double(words.count + 1))
        return (value * 10).rounded(.toNearestOrEven) / 10
    }
}

/// The form a text is brought into before its perplexity is asked.
enum PerplexityText {
    /// Control characters are deleted (line feeds too), spaces of all kinds become plain, decimal digits become `0`, and
    /// 34 punctuation marks their ASCII kin. Case stays.
    static func normalize(_ text: String) -> String {
        let visible = text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        let trimmed = visible.trimmed { $0.properties.isWhitespace }
        var out = String.UnicodeScalarView()
        for scalar in StandardSpaces.fold(String(String.UnicodeScalarView(trimmed))).unicodeScalars {
            if isDigit(scalar) {
                out.append("0")
            } else if let kin = punctuation[scalar] {
                out.append(contentsOf: kin.unicodeScalars)
            } else {
                out.append(scalar)
            }
        }
        return String(out)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x80
            ? (0x30...0x39).contains(scalar.value) : scalar.properties.generalCategory == .decimalNumber
    }

    /// As published, `１` → `"` included.
    private static let punctuation: [Unicode.Scalar: String] = [
        "，": ",", "。": ".", "、": ",", "„": "\"", "”": "\"", "“": "\"", "«": "\"", "»": "\"", "１": "\"", "」": "\"",
        "「": "\"", "《": "\"", "》": "\"", "´": "'", "∶": ":", "：": ":", "？": "?", "！": "!", "（": "(", "）": ")",
        "；": ";", "–": "-", "—": " - ", "．": ". ", "～": "~", "’": "'", "…": "...", "━": "-", "〈": "<", "〉": ">",
        "【": "[", "】": "]", "％": "%", "►": "-",
    ]
}

extension Collection where Self: BidirectionalCollection {
    /// Without the elements at both ends that `isBlank` says are blank.
    fileprivate func trimmed(_ isBlank: (Element) -> Bool) -> SubSequence {
        let front = drop(while: isBlank)
        guard let last = front.lastIndex(where: { !isBlank($0) }) else { return front.prefix(0) }
        return front[...last]
    }
}
