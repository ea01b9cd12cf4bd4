import Foundation
import JSON
import Platform
import TestKit
import Testing

@testable import Curation

@Suite struct NGramModelTests {
    /// `Goldens/ngrams/make.py` made the models with KenLM and noted the scores its Python package gives.
    @Test(arguments: [
        "plain.arpa", "gaps.arpa", "probing.bin", "trie.bin", "quantized.bin", "arrays.bin", "both.bin",
    ])
    func scoresAreThoseOfKenLM(_ name: String) throws {
        let golden = try Goldens.committedJSON("ngrams/scores.json")
        let model = try NGramModel(path: Goldens.committed("ngrams/\(name)"))
        #expect(model.order == (name == "gaps.arpa" ? 3 : 4))
        let queries = try #require(golden["queries"]?.array)
        let scores = try #require(golden["scores"]?[name]?.array)
        #expect(queries.count == scores.count && queries.count > 20)
        for (query, score) in zip(queries, scores) {
            let words = (query.string ?? "").split(separator: " ").map(String.init)
            let expected = score.number ?? .nan
            #expect(abs(model.score(words) - expected) < 1e-4, "\(name): \(query)")
        }
    }

    @Test func gzipGivesTheSameModel() throws {
        let plain = try NGramModel(path: Goldens.committed("ngrams/plain.arpa"))
        let compressed = try NGramModel(path: Goldens.committed("ngrams/plain.arpa.gz"))
        for words in [["the", "river"], ["unknown"], []] { #expect(plain.score(words) == compressed.score(words)) }
    }

    /// A model trained here and now, asked by both sides; the package is looked for in `QUARRY_PYTHON` and `python3`.
    @Test(Python.needs("kenlm")) func aModelTrainedHereAgreesWithThePackage() throws {
        let scratch = try Scratch()
        let path = scratch.file("model.arpa")
        var random = SeededRandom(seed: 11)
        let words = (0..<40).map { "w\($0)" } + ["é", "日本"]
        let lines = (0..<300).map { _ in
            (0..<Int.random(in: 1...9, using: &random)).map { _ in
                words[min(Int.random(in: 0..<42, using: &random), Int.random(in: 0..<42, using: &random))]
            }
        }
        try Files.write(TinyTrainer.arpa(lines, order: 3), to: path)
        let theirs = try Self.kenlm(path, lines.prefix(60).map { $0.joined(separator: " ") })
        #expect(theirs.count == 60)
        let model = try NGramModel(path: path)
        for (line, score) in zip(lines, theirs) { #expect(abs(model.score(line) - score) < 1e-4, "\(line)") }
    }

    private static func kenlm(_ path: String, _ lines: [String]) throws -> [Double] {
        let script = "import sys,kenlm\nm=kenlm.Model(sys.argv[1])\nfor l in sys.stdin: print(m.score(l.rstrip('\\n')))"
        let text = try Python.run(script, arguments: [path], input: lines.joined(separator: "\n") + "\n")
        return text.split(separator: "\n").compactMap { Double($0) }
    }

    @Test func damagedFilesAreRefused() throws {
        let scratch = try Scratch()
        let path = scratch.file("model")
        #expect(throws: ModelError.self) { try NGramModel(path: path) }
        for name in ["probing.bin", "trie.bin", "both.bin"] {
            let whole = try Files.read(Goldens.committed("ngrams/\(name)"))
            for count in [9, 60, 100, 130, 200, whole.count / 2] {
                try Files.write(Array(whole.prefix(count)), to: path)
                #expect(throws: ModelError.self, "\(name), \(count) bytes") { try NGramModel(path: path) }
            }
        }
        let gzip = try Files.read(Goldens.committed("ngrams/plain.arpa.gz"))
        try Files.write(Array(gzip.prefix(gzip.count / 2)), to: path)
        #expect(throws: ModelError.self) { try NGramModel(path: path) }
        for text in [
            "", "\\data\\\n\n", "\\data\\\nngram 1=1\n\n\\1-grams:\n-1\n", "\\data\\\nngram 1=2\n\n\\1-grams:\n-1\ta\n",
            "\\data\\\nngram 1=1\n\n\\1-grams:\nx\ta\n\\end\\\n", "\\data\\\nngram 2=1\n",
        ] {
            try Files.write(text, to: path)
            #expect(throws: ModelError.self, "\(text)") { try NGramModel(path: path) }
        }
    }

    /// Bytes of a binary changed at random: any score, no crash.
    @Test func corruptBinariesDoNotCrash() throws {
        let scratch = try Scratch()
        let path = scratch.file("model")
        var random = SeededRandom(seed: 3)
        for name in ["probing.bin", "trie.bin", "both.bin"] {
            let whole = try Files.read(Goldens.committed("ngrams/\(name)"))
            for _ in 0..<40 {
                var bytes = whole
                for _ in 0..<20 {
                    bytes[Int.random(in: 88..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                try Files.write(bytes, to: path)
                guard let model = try? NGramModel(path: path) else { continue }
                _ = model.score(["the", "river", "opens", "the", "market", "unknown", "."])
            }
        }
    }
}

/// Interpolated absolute discounting over a few sentences, written as ARPA.
enum TinyTrainer {
    static func arpa(_ lines: [[String]], order: Int, discount: Double = 0.5) -> String {
        var counts = Array(repeating: [[String]: Int](), count: order)
        for line in lines {
            let words = ["<s>"] + line + ["</s>"]
            for length in 1...order where words.count >= length {
                for at in 0...words.count - length {
                    counts[length - 1][Array(words[at..<at + length]), default: 0] += 1
                }
            }
        }
        var probability: [[String]: Double] = [["<unk>"]: 0.01]
        var backoff: [[String]: Double] = [:]
        let total = Double(counts[0].reduce(0) { $0 + ($1.key == ["<s>"] ? 0 : $1.value) })
        for (gram, count) in counts[0] { probability[gram] = gram == ["<s>"] ? 1e-90 : 0.99 * Double(count) / total }
        for level in counts.dropFirst() {
            for (context, grams) in Dictionary(grouping: level, by: { Array($0.key.dropLast()) }) {
                let count = Double(grams.reduce(0) { $0 + $1.value })
                let weight = discount * Double(grams.count) / count
                backoff[context] = weight
                for (gram, own) in grams {
                    let lower = probability[Array(gram.dropFirst())] ?? 0
                    probability[gram] = (Double(own) - discount) / count + weight * lower
                }
            }
        }
        let levels = counts.enumerated().map { $0.element.keys + ($0.offset == 0 ? [["<unk>"]] : []) }
        var text = "\\data\\\n" + levels.enumerated().map { "ngram \($0.offset + 1)=\($0.element.count)\n" }.joined()
        for (length, grams) in levels.enumerated() {
            text += "\n\\\(length + 1)-grams:\n"
            for gram in grams {
                text += "\(log10(probability[gram] ?? 1))\t\(gram.joined(separator: " "))"
                text += backoff[gram].map { "\t\(log10($0))\n" } ?? "\n"
            }
        }
        return text + "\n\\end\\\n"
    }
}
