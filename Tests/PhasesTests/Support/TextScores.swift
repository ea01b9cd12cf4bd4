import Documents
import JSON

/// Snippets of a page's text that were found, and of its boilerplate that were not left out.
struct Snippets: CustomStringConvertible {
    private(set) var pages = 0
    private var right = 0
    private var wrong = 0
    private var missing = 0

    /// Counts a page: `with` are its snippets of text, `without` those of boilerplate.
    mutating func add(_ page: JSONValue, _ document: Document?, captions: Bool) {
        pages += 1
        let text = Self.folded(
            (document?.nodes ?? []).map { node in
                switch node {
                case .text(let text): text.paragraphs.map(\.text).joined(separator: "\n")
                case .image(let image): captions ? image.caption : ""
                case .divide: ""
                }
            }.joined(separator: "\n"))
        for snippet in page["with"]?.array ?? [] {
            if text.contains(Self.folded(snippet.string ?? "")) { right += 1 } else { missing += 1 }
        }
        for snippet in page["without"]?.array ?? [] where text.contains(Self.folded(snippet.string ?? "")) {
            wrong += 1
        }
    }

    /// The harmonic mean of precision and recall over all snippets.
    var f1: Double { 2 * Double(right) / Double(max(1, 2 * right + wrong + missing)) }

    var description: String {
        "\(pages) pages, \(right) found, \(missing) missing, \(wrong) too much, F1 \((f1 * 10_000).rounded() / 10_000)"
    }

    /// White space as one blank; UTF-8, since searching characters takes long.
    private static func folded(_ text: String) -> String.UTF8View {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ").utf8
    }
}

extension String.UTF8View {
    /// Whether `part` occurs.
    fileprivate func contains(_ part: String.UTF8View) -> Bool { firstRange(of: part) != nil }
}

/// 4-grams of words that two texts share, precision and recall of every page averaged.
struct Articles: CustomStringConvertible {
    private var pages = 0
    private var precision = 0.0
    private var recall = 0.0

    mutating func add(_ wanted: String, _ given: String) {
        pages += 1
        let (wanted, given) = (Self.grams(wanted), Self.grams(given))
        let shared = wanted.reduce(0) { $0 + min($1.value, given[$1.key] ?? 0) }
        let (all, found) = (wanted.values.reduce(0, +), given.values.reduce(0, +))
        precision += found > 0 ? Double(shared) / Double(found) : 0
        recall += all > 0 ? Double(shared) / Double(all) : 0
    }

    /// The harmonic mean of the mean precision and the mean recall.
    var f1: Double { pages > 0 ? 2 * precision * recall / max(1e-9, (precision + recall) * Double(pages)) : 0 }

    var description: String { "\(pages) pages, F1 \((f1 * 10_000).rounded() / 10_000)" }

    private static func grams(_ text: String) -> [String: Int] {
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        guard !words.isEmpty else { return [:] }
        var grams: [String: Int] = [:]
        for at in 0..<max(1, words.count - 3) {
            grams[words[at..<min(words.count, at + 4)].joined(separator: " "), default: 0] += 1
        }
        return grams
    }
}
