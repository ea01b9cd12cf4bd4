/// Words of captions as CIDEr and its relatives count them: the tokens of the Penn Treebank in lower case, without
/// punctuation.
///
/// The published metric runs a Java program for this (Stanford CoreNLP 3.4.1, `PTBTokenizer -preserveLines -lowerCase`)
/// and drops the tokens of `dropped`. This is that tokenizer's grammar as far as captions reach: at each place the longest
/// pattern wins, the earlier one among equals.
package enum PTBTokenizer {
    /// The tokens of captions that stand in a file one a line, as the published metric has them: how the next one begins
    /// decides whether a letter at the end keeps its full stop.
    package static func tokens(ofLines captions: [String]) -> [[String]] {
        captions.indices.map { tokens(captions[$0], before: $0 + 1 < captions.count ? captions[$0 + 1] : nil) }
    }

    /// The tokens of a caption; `next` is the line behind it.
    package static func tokens(_ caption: String, before next: String? = nil) -> [String] {
        let text = PTBText(PTBEntities.replaced(caption), next: next)
        var tokens: [String] = []
        var at = 0
        while at < text.count {
            if text.isSpace(at) {
                at += 1
                continue
            }
            let match = text.longest(at)
            let written = PTBSpelling.token(text, at..<at + match.length, match.kind)
            // Numbers such as "1 1/2" and telephone numbers hold a space: to the metric they are several words.
            tokens += written.split(separator: " ").map(String.init).filter { !dropped.contains($0) }
            at += match.length
        }
        return tokens
    }

    /// Tokens that are no words. Brackets survive: the published list names them in upper case, after all is lower case.
    private static let dropped: Set<String> = [
        "''", "'", "``", "`", ".", "?", "!", ",", ":", "-", "--", "...", ";",
    ]
}

/// How a token is written.
private enum PTBSpelling {
    static func token(_ text: PTBText, _ range: Range<Int>, _ kind: PTBText.Kind) -> String {
        var scalars = Array(text.scalars[range])
        switch kind {
        case .dots: return "..."
        case .hyphens where scalars.count > 1: return "--"
        case .reduction: scalars = scalars.map { text.isApostrophe($0) ? "'" : $0 }
        case .single: return names[scalars[0]] ?? lower(scalars)
        case .smiley, .phone, .hyphens, .other: break
        }
        let joined = lower(scalars)
        guard kind == .smiley || kind == .phone else { return joined.replacing("\u{A0}", with: " ") }
        return joined.unicodeScalars.reduce(into: "") { result, scalar in
            result += brackets[scalar] ?? String(Character(scalar))
        }.replacing("\u{A0}", with: " ")
    }

    private static func lower(_ scalars: [Unicode.Scalar]) -> String {
        scalars.reduce(into: "") { $0 += $1.properties.lowercaseMapping }
    }

    private static let brackets: [Unicode.Scalar: String] = [
        "(": "-lrb-", ")": "-rrb-", "[": "-lsb-", "]": "-rsb-", "{": "-lcb-", "}": "-rcb-",
    ]
    private static let names: [Unicode.Scalar: String] = brackets.merging(
        [
            "£": "#", "€": "$", "¢": "cents", "“": "``", "”": "''", "‘": "`", "’": "'", "\"": "''", "—": "--",
            "–": "--", "…": "...", "\u{85}": "...", "½": "1/2", "¼": "1/4", "¾": "3/4",
        ], uniquingKeysWith: { first, _ in first })
}

/// The entities of markup that the tokenizer knows.
private enum PTBEntities {
    private static let all = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'")]

    static func replaced(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        return all.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
}
