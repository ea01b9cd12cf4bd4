import CorpusFiles
import Curation
import Documents
import Inspection
import JSON
import Platform

/// Rare phrases of a corpus: three words, or eight characters of a script without blanks, that stand in one document alone.
/// Who searches for one means this document.
///
/// That it stands in one alone is looked up in the texts, letter by letter (in lower case, white space folded): the index
/// under test is not asked.
struct KnownItems {
    /// A phrase, and the number of the document that has it.
    struct Item {
        let phrase: String
        let document: Int
    }

    /// At most one for each draw: none where a document has only phrases that others have too.
    private(set) var items: [Item] = []

    /// Places of a document that are tried for a phrase of its own.
    private static let tries = 12

    init(_ corpus: Corpus, draws: Int) throws {
        let rows = try SampleInspection(draws, seed: 11, from: corpus).rows
        guard !rows.isEmpty else { return }
        var random = SplitMix64(seed: 11)
        var candidates: [[Item]] = []
        for draw in 0..<draws {
            let row = rows[draw % rows.count]
            let paragraphs = try corpus.document(of: row).nodes.compactMap {
                if case .text(let text) = $0 { SearchQuery.folded(text.text) } else { nil }
            }
            candidates.append(
                paragraphs.isEmpty
                    ? []
                    : (0..<Self.tries).compactMap { _ in
                        let text = paragraphs[Int(random.next() % UInt64(paragraphs.count))]
                        return KnownItems.piece(of: text, &random).map { Item(phrase: $0, document: row.number) }
                    })
        }
        var counts = PhraseCounts(candidates.joined().map(\.phrase))
        try counts.count(in: corpus)
        items = candidates.compactMap { $0.first { counts[$0.phrase] == 1 } }
    }

    private static func piece(of text: String, _ random: inout SplitMix64) -> String? {
        let runs = text.split { !$0.isLetter || !SearchWords.shared.isUnspaced(String($0)) }.filter { $0.count >= 8 }
        if !runs.isEmpty, runs.reduce(0, { $0 + $1.count }) * 2 > text.count {
            let run = runs[Int(random.next() % UInt64(runs.count))]
            return String(run.dropFirst(Int(random.next() % UInt64(run.count - 7))).prefix(8))
        }
        let words = text.split(separator: " ")
        guard words.count >= 3 else { return nil }
        let start = Int(random.next() % UInt64(words.count - 2))
        let chosen = words[start..<start + 3]
        return chosen.allSatisfy(isPlain) ? chosen.joined(separator: " ") : nil
    }

    /// Signs alone are no word, and a search means something else by quotation marks, a minus before and a star behind.
    private static func isPlain(_ word: Substring) -> Bool {
        word.contains { $0.isLetter || $0.isNumber } && word.first != "-" && word.last != "*"
            && !word.contains { "\"“”„«»".contains($0) }
    }
}

/// In how many documents phrases stand: all of them in one pass over the texts.
private struct PhraseCounts {
    /// Bytes of a phrase by which it is looked for; three words have no fewer.
    private static let head = 5

    private var byHead: [UInt64: [Int]] = [:]
    private let phrases: [[UInt8]]
    private var counts: [String: Int] = [:]

    init(_ phrases: [String]) {
        self.phrases = Set(phrases).map { Array($0.utf8) }
        for (index, phrase) in self.phrases.enumerated() {
            byHead[phrase.prefix(Self.head).reduce(0) { $0 << 8 | UInt64($1) }, default: []].append(index)
        }
    }

    subscript(phrase: String) -> Int { counts[phrase] ?? 0 }

    mutating func count(in corpus: Corpus) throws {
        for shard in corpus.manifest.files(.shard).map(\.path) {
            try FramedReader(path: corpus.folder + "/" + shard).lines { line in
                let document = try DocumentCoder.read(JSONValue(parsing: Array(line)))
                for index in found(in: document.searchTexts.map(SearchQuery.folded).joined(separator: "\n")) {
                    counts[String(decoding: phrases[index], as: UTF8.self), default: 0] += 1
                }
            }
        }
    }

    private func found(in text: String) -> Set<Int> {
        let bytes = Array(text.utf8)
        var found: Set<Int> = []
        var head: UInt64 = 0
        for end in bytes.indices {
            head = (head << 8 | UInt64(bytes[end])) & (1 << (8 * UInt64(Self.head)) - 1)
            guard end + 1 >= Self.head, let candidates = byHead[head] else { continue }
            let rest = bytes[(end + 1 - Self.head)...]
            for index in candidates where rest.starts(with: phrases[index]) { found.insert(index) }
        }
        return found
    }
}
