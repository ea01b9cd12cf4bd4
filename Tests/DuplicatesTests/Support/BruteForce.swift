import Platform
import TestKit

/// The definition, as slowly as it reads: sets of word 5-grams, every text with every other.
enum BruteForce {
    /// The words of a text without marks around them.
    static func words(_ text: String) -> [String] {
        text.lowercased().split { $0 == " " || $0 == "\n" || $0 == "\t" }.map(String.init)
    }

    static func shingles(_ text: String) -> Set<[String]> {
        let words = words(text)
        guard words.count > 5 else { return words.isEmpty ? [] : [words] }
        return Set((0...words.count - 5).map { Array(words[$0..<$0 + 5]) })
    }

    /// Every pair of at least `least`, by the places of the texts.
    static func pairs(_ texts: [String], least: Double) -> [(Int, Int, Double)] {
        let sets = texts.map { Set(shingles($0).map { $0.joined(separator: " ").hashValue }) }
        var pairs: [(Int, Int, Double)] = []
        for (one, set) in sets.enumerated() {
            for other in (one + 1)..<max(one + 1, sets.count) {
                let shared =
                    set.count < sets[other].count
                    ? set.filter { sets[other].contains($0) }.count : sets[other].filter { set.contains($0) }.count
                let all = set.count + sets[other].count - shared
                let similarity = all == 0 ? 0 : Double(shared) / Double(all)
                if similarity >= least { pairs.append((one, other, similarity)) }
            }
        }
        return pairs
    }
}

/// Texts of the repository's own pages: pieces of twenty words recombined, some of them copies with known edits.
enum Recombined {
    /// Words of our pages, lower case, without marks around them.
    static let words: [String] = {
        let pages = ["README.md", "CONTRIBUTING.md", "Sources/README.md", "Sources/DECISIONS.md", "schemas/README.md"]
        return pages.flatMap { page -> [String] in
            let text = (try? Files.readText("\(Repository.root)/\(page)")) ?? ""
            return text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        }
    }()

    /// `count` texts of `length` words; a copy of an earlier one in five, with up to `edits` words replaced.
    static func texts(_ count: Int, length: Int = 200, edits: Int, seed: UInt64) -> [String] {
        var random = SeededRandom(seed: seed)
        var bases: [[String]] = []
        return (0..<count).map { _ in
            if let base = bases.randomElement(using: &random), Int.random(in: 0..<5, using: &random) == 0 {
                var copy = base
                for _ in 0..<Int.random(in: 0...edits, using: &random) {
                    copy[Int.random(in: copy.indices, using: &random)] = words.randomElement(using: &random) ?? "word"
                }
                return copy.joined(separator: " ")
            }
            var text: [String] = []
            while text.count < length {
                let start = Int.random(in: 0..<max(1, words.count - 20), using: &random)
                text += words[start..<min(words.count, start + 20)]
            }
            bases.append(text)
            return text.joined(separator: " ")
        }
    }
}
