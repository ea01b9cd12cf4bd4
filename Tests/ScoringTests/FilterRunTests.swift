import CorpusKit
import Documents
import Facts
import JSON
import Platform
import TestKit
import Testing

@testable import Annotations
@testable import Configuration
@testable import CorpusFiles
@testable import Scoring

/// Filters from labels to selections, and what is said of how good they are.
@Suite struct FilterRunTests {
    /// A corpus of two kinds of texts in turn, and files with the ids of either.
    private final class Labelled {
        let scratch: Scratch
        let ids: [String]
        var corpus: String { scratch.file("c") }

        init(_ count: Int = 160) throws {
            scratch = try Scratch()
            let texts = (0..<count).map { number in
                number % 2 == 0
                    ? "Stir the flour into the warm milk, number \(number)."
                    : "Buy cheap pills online today, number \(number)."
            }
            ids = try TinyCorpus.ofTexts(texts, in: scratch.file("c")).index.ids()
            for (name, rest) in [("positive", 0), ("negative", 1)] {
                let lines = ids.indices.filter { $0 % 2 == rest }.map { ids[$0] }.joined(separator: "\n")
                try Files.write("# \(name)\n" + lines + "\n", to: scratch.file(name))
            }
        }

        func train() throws -> FilterReport {
            try FilterRun.train(
                corpus: corpus, positives: scratch.file("positive"), negatives: scratch.file("negative"), model: nil,
                output: scratch.file("filter.json"))
        }
    }

    @Test("a filter is fitted on four of five documents and tried on the fifth") func trains() throws {
        let labelled = try Labelled()
        let report = try labelled.train()
        let heldOut = labelled.ids.indices.filter { XXH3.hash(labelled.ids[$0]) % 5 == 0 }
        #expect(report.documents == heldOut.count && report.positives == heldOut.count { $0 % 2 == 0 })
        #expect(report.auc == 1 && report.brier < 0.05)
        let json = try JSONValue(parsing: Files.readText(labelled.scratch.file("filter.json")))
        #expect(json["format"]?.string == "quarry-filter-1" && json["held_out"]?["documents"]?.integer == heldOut.count)
        let strongest = json["strongest_words"]
        let positive = strongest?["positive"]?.array?.compactMap(\.string) ?? []
        let negative = strongest?["negative"]?.array?.compactMap(\.string) ?? []
        #expect(
            positive.contains("flour") && negative.contains("pills") && positive.count <= 40 && negative.count <= 40)
        #expect(Set(positive).isDisjoint(with: negative))
        #expect(try labelled.train() == report, "the same labels give the same filter")
    }

    @Test("what a filter says is the column quality of a selection") func selects() throws {
        let labelled = try Labelled()
        _ = try labelled.train()
        try Files.write("name: t\n", to: labelled.scratch.file("p.yaml"))
        var request = SelectRequest(corpus: labelled.corpus, output: labelled.scratch.file("out"))
        (request.filter, request.predicate) = (labelled.scratch.file("filter.json"), "quality > 0.5")
        request.pipeline = labelled.scratch.file("p.yaml")
        #expect(try SelectRun.preview(request).kept == 80)
        #expect(try SelectRun.run(request).kept == 80)
        let kept = try Corpus(folder: request.output).index.ids()
        #expect(kept == labelled.ids.indices.filter { $0 % 2 == 0 }.map { labelled.ids[$0] })
    }

    @Test("a filter that needs what the corpus does not have says what") func lacks() throws {
        let labelled = try Labelled(4)
        let features = FilterFeatures(columns: ["words", "image_gain"], order: 1, bits: 4)
        let regression = LogisticRegression(means: [0, 0, 0, 0], deviations: [1, 1, 1, 1], weights: [0, 0, 0, 0])
        try FilterModel(features, regression).write(to: labelled.scratch.file("f"), FilterReport([]))
        var request = SelectRequest(corpus: labelled.corpus, output: labelled.scratch.file("out"))
        (request.filter, request.predicate) = (labelled.scratch.file("f"), "quality > 0.5")
        #expect(
            words { _ = try SelectRun.preview(request) }.contains("needs image_gain: measure it first (quarry score)"))
        request.filter = labelled.scratch.file("none")
        #expect(words { _ = try SelectRun.preview(request) }.hasPrefix("filter: "))
    }

    @Test("too few documents of a kind are named with their numbers") func tooFew() throws {
        let labelled = try Labelled(20)
        #expect(words { _ = try labelled.train() }.contains("give at least 60 of each kind"))
        #expect(words { _ = try labelled.train() }.hasPrefix("too few positive documents: "))
        try Files.write("0000 0000 0000 0000 000Z", to: labelled.scratch.file("positive"))
        #expect(words { _ = try labelled.train() }.contains("is not an id (20 hexadecimal digits)"))
        try Files.remove(labelled.scratch.file("positive"))
        #expect(words { _ = try labelled.train() }.contains("positive"))
    }

    // MARK: How good a filter is

    private typealias Result = (probability: Double, isPositive: Bool)

    @Test("the numbers of a report by hand") func report() throws {
        let results: [Result] = [(0.125, false), (0.375, true), (0.3125, false), (1, true)]
        let report = FilterReport(results)
        #expect(report.documents == 4 && report.positives == 2 && report.auc == 1)
        // Squares of 0.125, 0.625, 0.3125 and 0, over four.
        #expect(report.brier == 0.1259765625)
        #expect(report.bins.map(\.count) == [0, 1, 0, 2, 0, 0, 0, 0, 0, 1], "1 belongs to the last range")
        #expect(report.bins[3].predicted == 0.34375 && report.bins[3].observed == 0.5)
        // |0.125 - 0| + 2 |0.34375 - 0.5| + |1 - 1|, over four.
        #expect(report.calibrationError == 0.109375)
        let json = try JSONValue(parsing: report.json)
        #expect(
            json.members?.map(\.key) == ["documents", "positives", "auc", "brier", "calibration_error", "calibration"])
        #expect(json["documents"]?.integer == 4 && json["positives"]?.integer == 2 && json["auc"]?.number == 1)
        #expect(json["brier"]?.number == 0.12598 && json["calibration_error"]?.number == 0.10938)
        let bins = json["calibration"]?.array ?? []
        #expect(bins.map { $0["count"]?.integer } == [1, 2, 1] && bins.map { $0["observed"]?.number } == [0, 0.5, 1])
        #expect(bins.map { $0["predicted"]?.number } == [0.125, 0.34375, 1])
        #expect(
            report.text.split(separator: "\n").map(String.init) == [
                "held out: 4 documents (2 positive)", "AUC 1.0", "Brier score 0.12598, calibration error 0.10938",
                "predicted  observed  documents", "0.125      0.0       1", "0.344      0.5       2",
                "1.0        1.0       1",
            ])
        #expect(report == FilterReport(results.reversed()) && report != FilterReport([results[0]]))
    }

    @Test("nothing, one kind, ties") func edges() {
        let none = FilterReport([])
        #expect(none.documents == 0 && none.auc == 0.5 && none.brier == 0 && none.calibrationError == 0)
        #expect(FilterReport.auc([(0.9, true), (0.1, true)]) == 0.5 && FilterReport.auc([(0.9, false)]) == 0.5)
        #expect(
            FilterReport.auc([(0.5, true), (0.5, false)]) == 0.5 && FilterReport.auc([(0.1, true), (0.2, false)]) == 0)
        #expect(FilterReport.auc([(0.5, true), (0.5, false), (0.1, false)]) == 0.75)
        #expect((0.123456789).rounded5 == 0.12346 && (-3.0).squared == 9)
    }

    // MARK: Numbers of a document

    @Test("counts and surprises are taken by their logarithm, shares are not") func logarithms() {
        let columns = ["words", "images", "perplexity", "my_model_perplexity", "stop_word_ratio", "image_gain"]
        let features = FilterFeatures(columns: columns, order: 1, bits: 4)
        let example = features.example(Document(url: "", nodes: []), [9, 0, 99, nil, 0.5, -1])
        #expect(abs((example.dense[0] ?? 0) - 2.302585) < 1e-6 && example.dense[1] == 0)
        #expect(abs((example.dense[2] ?? 0) - 4.605170) < 1e-6 && example.dense[3] == nil)
        #expect(example.dense[4] == 0.5 && example.dense[5] == -1 && example.dense.count == 8 && example.ngrams == [])
    }

    @Test("pictures count by the means of those that were measured") func pictures() {
        func image(_ width: Int, _ height: Int) -> Node {
            var image = ImageNode(ordinal: 0, url: "")
            image.signals = ImageSignals(sha256: "", phash: "", width: width, height: height, format: "png")
            return .image(image)
        }
        let features = FilterFeatures(columns: [], order: 1, bits: 4)
        let nodes = [image(10, 10), image(10, 1_000), image(0, 5), image(5, 0), .image(ImageNode(ordinal: 0, url: ""))]
        let example = features.example(Document(url: "", nodes: nodes), [])
        // ln 100 and ln 10000; |ln 1| and |ln 0.01|.
        #expect(abs((example.dense[0] ?? 0) - 6.907755) < 1e-6 && abs((example.dense[1] ?? 0) - 2.302585) < 1e-6)
    }

    @Test("n-grams of so many words, each in its bucket") func ngrams() {
        func ngrams(_ text: String, order: Int) -> [String] {
            var found: [String] = []
            FilterFeatures(columns: [], order: order, bits: 30).forEachNGram(text) { ngram, _ in found.append(ngram) }
            return found
        }
        #expect(ngrams("A-b c1", order: 1) == ["a", "b", "c1"] && ngrams("", order: 3) == [])
        #expect(ngrams("a b c d", order: 3) == ["a", "a b", "a b c", "b", "b c", "b c d", "c", "c d", "d"])
        #expect(ngrams("Äpfel & Öl", order: 2) == ["äpfel", "äpfel öl", "öl"])
        FilterFeatures(columns: [], order: 2, bits: 3).forEachNGram("one two") { ngram, bucket in
            #expect(bucket == Int(XXH3.hash(ngram) & 7), "\(ngram)")
        }
        let usual = FilterFeatures(allOf: ["id", "words", "language", "domain", "x"])
        #expect(usual.order == 2 && usual.bits == 18 && usual.columns == ["words", "x"])
    }

    @Test("means, deviations and lengths of a regression") func regressions() {
        func example(_ value: Double?, _ ngrams: [Int] = []) -> FilterExample {
            FilterExample(dense: [value], ngrams: ngrams)
        }
        let fitted = LogisticRegression([(example(1), true), (example(3), false), (example(nil), true)])
        #expect(fitted.means == [2] && fitted.deviations == [1] && fitted.weights.count == 1)
        #expect(
            LogisticRegression([(example(4), true), (example(4), false)]).deviations == [1],
            "no deviation counts as one")
        #expect(LogisticRegression([(example(nil), true)]).means == [0])
        var model = LogisticRegression(means: [0], deviations: [1], weights: [0])
        #expect(model.probability(example(9)) == 0.5)
        model.buckets = [1: 2, 2: 4]
        // A vector of length 1: four n-grams have a half each.
        #expect(abs(model.probability(example(0, [1, 2, 3, 4])) - 0.9525741) < 1e-6)
        model.bias = -3
        #expect(model.probability(example(0, [1, 2, 3, 4])) == 0.5)
    }
}
