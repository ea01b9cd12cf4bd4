/// What is done to answers and references before they are compared.
package enum VQANormalization {
    /// The normalisation of the model's authors: lower case, hyphens deleted, other punctuation but the apostrophe a space;
    /// then numbers, contractions and articles.
    static func own(_ text: String) -> ScalarText {
        var scalars: ScalarText = []
        for scalar in PythonText.lower(text) where scalar != "-" {
            scalars.append(scalar != "'" && PythonText.isPunctuation(scalar) ? " " : scalar)
        }
        return joined(PythonText.words(scalars))
    }

    /// The normalisation of the VQA challenge (GT-Vision-Lab's `vqaEval.py`), with its quirks: whether a sign is deleted or
    /// becomes a space depends on the whole text, and the expression that should keep decimal points keeps a dot only
    /// before a digit, of the first 32.
    static func challenge(_ text: String) -> ScalarText {
        let scalars = PythonText.stripped(text.unicodeScalars.map { $0 == "\n" || $0 == "\t" ? " " : $0 })
        let hasThousands = scalars.indices.contains { index in
            index > 0 && index + 1 < scalars.count && scalars[index] == "," && PythonText.isDigit(scalars[index - 1])
                && PythonText.isDigit(scalars[index + 1])
        }
        let alone = hasThousands ? Set(signs) : standingAlone(scalars)
        var result: ScalarText = []
        for scalar in scalars {
            if !signs.contains(scalar) {
                result.append(scalar)
            } else if !alone.contains(scalar) {
                result.append(" ")
            }
        }
        return joined(PythonText.words(PythonText.lower(withoutDots(result))))
    }

    /// Signs that stand next to a space somewhere.
    private static func standingAlone(_ text: ScalarText) -> Set<Unicode.Scalar> {
        var found: Set<Unicode.Scalar> = []
        for (first, second) in zip(text, text.dropFirst()) {
            if second == " " { found.insert(first) }
            if first == " " { found.insert(second) }
        }
        return found
    }

    /// Without the first 32 dots that no digit follows: the published call passes a flag where a count stands.
    private static func withoutDots(_ text: ScalarText) -> ScalarText {
        var left = 32
        return text.indices.compactMap { index in
            let isDropped =
                left > 0 && text[index] == "."
                && !(index + 1 < text.count && PythonText.isDigit(text[index + 1]))
            if isDropped { left -= 1 }
            return isDropped ? nil : text[index]
        }
    }

    private static let signs = Set(";/[]\"{}()=+\\_-><@`,?!".unicodeScalars)

    /// Numbers as digits, articles left out, contractions with their apostrophes, one space between.
    private static func joined(_ words: [ScalarText]) -> ScalarText {
        var result: ScalarText = []
        for word in words {
            let mapped = numbers[word] ?? word
            guard !articles.contains(mapped) else { continue }
            if !result.isEmpty { result.append(" ") }
            result += VQAContractions.table[mapped] ?? mapped
        }
        return result
    }

    private static let articles: Set<ScalarText> = Set(["a", "an", "the"].map { Array($0.unicodeScalars) })
    private static let numbers: [ScalarText: ScalarText] = [
        "none": "0", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
        "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    ].reduce(into: [:]) { $0[Array($1.key.unicodeScalars)] = Array($1.value.unicodeScalars) }
}
