import CorpusKit
import Facts
import JSON
import Platform
import Testing
import TestKit
@testable import Annotations
@testable import CorpusFiles
@testable import Documents

/// Predicates over documents and images with annotations of two models.
@Suite struct ScoredIndexTests {
    /// A corpus whose documents have the gains 0, 1, 2 … by the model "one".
    private func withCorpus(_ body: (Corpus) throws -> Void) throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        var number = 0
        for (shard, file) in corpus.manifest.files(.shard).enumerated() {
            var all: [Annotation] = []
            try FramedReader(path: scratch.path + "/" + file.path).lines { line in
                let document = try DocumentCoder.read(JSONValue(parsing: Array(line)))
                var annotation = Annotation(document: document.id)
                annotation.signals = [.imageGain: 1]
                annotation.values = [.imageGain: Double(number)]
                all.append(annotation)
                number += 1
            }
            try ScoreFolder(corpus: scratch.path, model: "one").write(
                all, shard: shard, model: ScoreModel(name: "one", checkpoint: "a", dtype: "f32"), of: file)
        }
        try withExtendedLifetime(scratch) { try body(corpus) }
    }

    @Test func aPredicateIsAskedOfEveryDocument() throws {
        try withCorpus { corpus in
            let index = try ScoredIndex(corpus)
            let count = corpus.manifest.counts.documents
            #expect(try index.documents(where: "image_gain >= 1").kept == count - 1)
            #expect(try index.documents(where: "documents.image_gain IS NULL").kept == 0)
            #expect(try index.documents(where: "url").kept == 0, "a text is not true")
            #expect(try index.documents(where: "NULL").undecided == count)
            #expect(try index.documents(where: "id IN (SELECT document FROM images)").keeps.count == count)
            #expect(try index.values(of: "image-gain").sorted == (0..<count).map(Double.init))
        }
    }

    @Test(arguments: [
        "image_gain >= 5", "language = 'en' AND images > 0", "NULL", "words > 15 OR NULL", "nullif(images, 1) > 0",
        "false",
        "words > (SELECT avg(words) FROM documents)", "true",
    ])
    func aTallyCountsWhatIsDecided(predicate: String) throws {
        try withCorpus { corpus in
            let index = try ScoredIndex(corpus)
            let decided = try index.documents(where: predicate)
            let tally = try index.tally(where: predicate)
            let counts = corpus.manifest.counts
            #expect(tally.documents == counts.documents && tally.images == counts.images)
            #expect(tally.kept == decided.kept && tally.undecided == decided.undecided)
            var (images, words) = (0, 0)
            for number in decided.keeps.indices where decided.keeps[number] {
                let row = try #require(try corpus.index.document(number: number))
                images += row.images
                words += row.profile.words
            }
            #expect(tally.keptImages == images && tally.words == words)
        }
    }

    @Test(arguments: [
        "DELETE FROM main.documents", "1); DELETE FROM main.documents; SELECT (1", "(DELETE FROM documents)",
        "1) FROM documents; DROP TABLE scores.documents; --", "ATTACH 'x' AS y", "words = 1; PRAGMA user_version = 7",
    ])
    func nothingCanBeWritten(predicate: String) throws {
        try withCorpus { corpus in
            let index = try ScoredIndex(corpus)
            let before = try SHA256.hash(file: corpus.index.path).hex
            let error = #expect(throws: StorageError.self) { try index.documents(where: predicate) }
            #expect("\(error.map { "\($0)" } ?? "")".contains("only reads"))
            #expect(throws: StorageError.self) { try index.imagesLost(where: predicate) }
            #expect(try SHA256.hash(file: corpus.index.path).hex == before)
            #expect(try index.documents(where: "image_gain >= 0").kept == corpus.manifest.counts.documents)
        }
    }

    @Test func severalModelsStandSideBySide() throws {
        try withCorpus { corpus in
            let file = corpus.manifest.files(.shard)[0]
            let known = try ScoreFolder(corpus: corpus.folder, model: "one").annotations(0)
            var other = known
            for index in other.indices { other[index].values[.imageGain] = -1 }
            try ScoreFolder(corpus: corpus.folder, model: "the-other").write(
                other, shard: 0, model: ScoreModel(name: "the-other", checkpoint: "b", dtype: "bf16"), of: file)
            let index = try ScoredIndex(corpus)
            let error = #expect(throws: StorageError.self) { try index.documents(where: "image_gain > 0") }
            #expect("\(error.map { "\($0)" } ?? "")".contains("--model"))
            #expect(try index.documents(where: "the_other_image_gain = -1").kept == known.count)
            #expect(try ScoredIndex(corpus, model: "the-other").documents(where: "image_gain < 0").kept == known.count)
            #expect(throws: StorageError.self) { try ScoredIndex(corpus, model: "third") }
        }
    }

    @Test func aSignalThatIsNotMeasuredYetDecidesOnlyWhereNothingElseDoes() throws {
        try withCorpus { corpus in
            let count = corpus.manifest.counts.documents
            let index = try ScoredIndex(corpus, model: "next", pending: [.imageGain, .perplexity])
            let open = try index.documents(where: "words >= 0 AND image_gain > 0.1")
            #expect(open.undecided == count && open.lacksValue.count == count && open.kept == 0)
            let lost = try index.documents(where: "words < 0 AND image_gain > 0.1")
            #expect(lost.undecided == 0 && lost.kept == 0)
            #expect(try index.documents(where: "words >= 0 OR perplexity < 9").kept == count)
        }
    }

    @Test func aFileThatIsNotAsItWasSealedIsRefused() throws {
        try withCorpus { corpus in
            let folder = ScoreFolder(corpus: corpus.folder, model: "one")
            try Files.write("x", to: folder.file(0))
            #expect(throws: StorageError.self) { try ScoredIndex(corpus) }
            #expect(try folder.annotations(0).isEmpty)
            try Files.remove(folder.seal(0))
            _ = try ScoredIndex(corpus)
        }
    }
}
