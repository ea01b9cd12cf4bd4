import CorpusFiles
import CorpusKit
import Documents
import Facts
import Glibc
import JSON
import Platform
import TestKit
import Testing

@testable import Annotations

/// Columns, tallies and values of a corpus of six documents with 0, 1, 2, 0, 1, 2 images and 9 to 14 words.
@Suite struct ScoredTableTests {
    private static let model = ScoreModel(name: "one", checkpoint: "a", dtype: "f32")

    /// Gains of the documents 0, 1, 2 …; document 3 has none; the first image of a document has the gain of the document,
    /// the second has none.
    private func withCorpus(
        _ model: ScoreModel = ScoredTableTests.model, signals: [ScoreSignal: Int] = [.imageGain: 1, .perplexity: 1],
        _ body: (Corpus) throws -> Void
    ) throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path, count: 6)
        let corpus = try Corpus(folder: scratch.path)
        try annotate(corpus, tiny, model, signals)
        try withExtendedLifetime(scratch) { try body(corpus) }
    }

    private func annotate(
        _ corpus: Corpus, _ tiny: TinyCorpus, _ model: ScoreModel, _ signals: [ScoreSignal: Int]
    ) throws {
        let cuts = [0..<2, 2..<4, 4..<6]
        for (shard, file) in corpus.manifest.files(.shard).enumerated() {
            let annotations = cuts[shard].map { number in
                var annotation = Annotation(document: tiny.documents[number].id)
                annotation.signals = signals
                annotation.tokens = 100 + number
                if number != 3 { annotation.values = [.imageGain: Double(number), .perplexity: 12] }
                for position in 0..<number % 3 {
                    var image = Annotation.Image(position: position + 1, sha256: "")
                    if position == 0 { image.values = [.imageGain: Double(number)] }
                    annotation.images.append(image)
                }
                return annotation
            }
            try ScoreFolder(corpus: corpus.folder, model: model.name).write(
                annotations, shard: shard, model: model, of: file)
        }
    }

    @Test func whatIsKeptIsCounted() throws {
        try withCorpus { corpus in
            let index = try ScoredIndex(corpus)
            let tally = try index.tally(where: "image_gain >= 2")
            #expect(tally == .init(documents: 6, images: 6, kept: 3, keptImages: 5, words: 11 + 13 + 14, undecided: 1))
            let decisions = try index.documents(where: "image_gain >= 2")
            #expect(decisions.keeps == [false, false, true, false, true, true])
            #expect(decisions.kept == 3 && decisions.undecided == 1)
            #expect(decisions.measured.map(\.column) == ["image_gain"])
            #expect(decisions.measured[0].values[2] == 2 && decisions.measured[0].values[3].isNaN)
        }
    }

    /// Only columns that are named in the predicate as words are handed back.
    @Test func columnsThatAPredicateNamesAreMeasured() throws {
        try withCorpus { corpus in
            let decisions = try ScoredIndex(corpus).documents(
                where: "words>=10 AND tokens < 105 OR title='image_gainX'")
            #expect(decisions.measured.map(\.column) == ["title", "words", "tokens"])
            #expect(decisions.measured[1].values == [9, 10, 11, 12, 13, 14])
            #expect(decisions.measured[2].values == [100, 101, 102, 103, 104, 105])
            #expect(decisions.measured[0].values.allSatisfy { $0.isNaN })
        }
    }

    /// An image whose value is unknown is not kept, like one whose value is too small.
    @Test func imagesAreLostUnlessThePredicateIsTrue() throws {
        try withCorpus { corpus in
            let lost = try ScoredIndex(corpus).imagesLost(where: "image_gain > 1")
            #expect(lost == [1: [1], 2: [2], 5: [2]])
            #expect(
                try ScoredIndex(corpus).imagesLost(where: "image_gain IS NULL") == [1: [1], 2: [1], 4: [1], 5: [1]])
            #expect(try ScoredIndex(corpus).imagesLost(where: "1") == [:])
        }
    }

    @Test func valuesRiseAndThoseThatAreNotThereAreCounted() throws {
        try withCorpus { corpus in
            let index = try ScoredIndex(corpus)
            let gains = try index.values(of: "image-gain")
            #expect(gains.sorted == [0, 1, 2, 4, 5] && gains.none == 1)
            let ofImages = try index.values(of: "image_gain", ofImages: true)
            #expect(ofImages.sorted == [1, 2, 4, 5] && ofImages.none == 2)
            #expect(throws: StorageError.self) { try index.values(of: "title") }
            #expect(throws: StorageError.self) { try index.values(of: "perplexity", ofImages: true) }
        }
    }

    @Test func everyDocumentIsGiven() throws {
        try withCorpus { corpus in
            var rows: [(Int, [Double?])] = []
            try ScoredIndex(corpus).forEachDocument(["words", "image_gain", "title"]) { rows.append(($0, $2)) }
            rows.sort { $0.0 < $1.0 }
            #expect(rows.map(\.0) == [0, 1, 2, 3, 4, 5])
            #expect(rows[3].1 == [12, nil, nil] && rows[4].1 == [13, 4, nil])
            #expect(throws: StorageError.self) { try ScoredIndex(corpus).forEachDocument(["word"]) { _, _, _ in } }
        }
    }

    @Test func aFiltersColumnIsThereWhenItWasAttached() throws {
        try withCorpus { corpus in
            let index = try ScoredIndex(corpus)
            try index.attach(quality: [0: 0.5, 4: 0.25])
            #expect(try index.documents(where: "quality >= 0.5", withQuality: true).keeps.firstIndex(of: true) == 0)
            #expect(try index.tally(where: "quality > 0", withQuality: true).kept == 2)
            #expect(try index.tally(where: "quality > 0", withQuality: true).undecided == 4)
            try index.attach(quality: [1: 1])
            #expect(try index.tally(where: "quality > 0", withQuality: true).kept == 1, "the old ones are gone")
            let error = #expect(throws: StorageError.self) { try index.documents(where: "quality > 0") }
            #expect("\(error.map { "\($0)" } ?? "")".contains("--filter"))
        }
    }

    // MARK: Names

    @Test func aModelAloneHasThePlainNames() throws {
        try withCorpus { corpus in
            let index = try ScoredIndex(corpus)
            #expect(index.plain == [.imageGain: "one", .perplexity: "one"])
            #expect(Array(index.documentColumns.suffix(3)) == ["perplexity", "image_gain", "tokens"])
            #expect(index.imageColumns.last == "image_gain" && !index.imageColumns.contains("perplexity"))
            #expect(index.models.map(\.name) == ["one"])
            #expect(index.models.map(\.signals) == [[.perplexity, .imageGain]])
        }
    }

    @Test func ofTwoModelsTheChosenOneHasThePlainNames() throws {
        try withCorpus { corpus in
            let tiny = TinyCorpus.documents(6, images: [ImageSignals()])
            let file = corpus.manifest.files(.shard)[0]
            var annotation = Annotation(document: tiny[1].id)
            annotation.signals = [.perplexity: 1]
            annotation.values = [.perplexity: 99]
            try ScoreFolder(corpus: corpus.folder, model: "b-2").write(
                [annotation], shard: 0, model: ScoreModel(name: "b-2", checkpoint: "b", dtype: "f32"), of: file)
            let both = try ScoredIndex(corpus)
            #expect(both.plain == [.imageGain: "one"], "both have a perplexity")
            #expect(!both.documentColumns.contains("tokens") && !both.documentColumns.contains("perplexity"))
            #expect(both.documentColumns.contains("b_2_perplexity") && both.documentColumns.contains("one_image_gain"))
            let chosen = try ScoredIndex(corpus, model: "b-2")
            #expect(chosen.plain == [.perplexity: "b-2"], "it has no gain")
            #expect(try chosen.documents(where: "perplexity = 99").kept == 1)
            #expect(try chosen.documents(where: "one_image_gain = 5").kept == 1)
            let error = #expect(throws: StorageError.self) { try ScoredIndex(corpus, model: "c") }
            #expect("\(error.map { "\($0)" } ?? "")".contains("there are b-2, one"))
        }
    }

    // MARK: The index of annotations

    /// A shard that changed since it was annotated: its annotations speak of other documents.
    @Test func annotationsOfAnotherVersionOfAShardDoNotCount() throws {
        try withCorpus { corpus in
            var file = corpus.manifest.files(.shard)[2]
            #expect(try ScoredIndex(corpus).documents(where: "image_gain IS NULL").kept == 1)
            file.sha256 = String(repeating: "0", count: 64)
            let folder = ScoreFolder(corpus: corpus.folder, model: "one")
            try folder.write(folder.annotations(2), shard: 2, model: Self.model, of: file)
            #expect(try ScoredIndex(corpus).documents(where: "image_gain IS NULL").kept == 3)
        }
    }

    @Test func theIndexIsMadeAnewWhenAFileChanged() throws {
        try withCorpus { corpus in
            _ = try ScoredIndex(corpus)
            let path = corpus.folder + "/scores/scores.sqlite"
            let first = try SHA256.hash(file: path)
            let folder = ScoreFolder(corpus: corpus.folder, model: "one")
            var annotations = try folder.annotations(0)
            annotations[1].values[.imageGain] = 77
            try folder.write(annotations, shard: 0, model: Self.model, of: corpus.manifest.files(.shard)[0])
            #expect(try ScoredIndex(corpus).documents(where: "image_gain = 77").kept == 1)
            #expect(try SHA256.hash(file: path) != first)
            #expect(try Files.list(corpus.folder + "/scores") == ["one", "scores.sqlite"])
        }
    }

    /// What killed processes of this machine left goes; another machine's may be in the making.
    @Test func anIndexThatWasNeverFinishedGoesWithTheNextOne() throws {
        try withCorpus { corpus in
            let dead = try Command.start("/bin/true", [])
            let process = dead.pid
            _ = dead.finish()
            var name = [CChar](repeating: 0, count: 256)
            gethostname(&name, 255)
            let machine = name.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            let (left, other) = ("scores.sqlite.tmp.\(machine)-\(process)", "scores.sqlite.tmp.elsewhere-1")
            for name in [left, other] { try Files.write("half", to: corpus.folder + "/scores/" + name) }
            _ = try ScoredIndex(corpus)
            #expect(try Files.list(corpus.folder + "/scores") == ["one", "scores.sqlite", other])
        }
    }

    @Test func withoutAnnotationsThereAreNoColumns() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path, count: 3)
        let index = try ScoredIndex(Corpus(folder: scratch.path))
        #expect(index.models.isEmpty && index.plain.isEmpty)
        let error = #expect(throws: StorageError.self) { try index.documents(where: "image_gain > 0") }
        #expect("\(error.map { "\($0)" } ?? "")".contains("quarry score --signals image-gain"))
        #expect(!Files.exists(scratch.file("scores")))
        let named = #expect(throws: StorageError.self) { try ScoredIndex(Corpus(folder: scratch.path), model: "m") }
        #expect("\(named.map { "\($0)" } ?? "")".contains("nothing was scored yet"))
    }

    @Test func aSlipOfTheFingerIsMended() throws {
        try withCorpus { corpus in
            let error = #expect(throws: StorageError.self) {
                try ScoredIndex(corpus).documents(where: "image_gian > 0")
            }
            #expect("\(error.map { "\($0)" } ?? "")".contains("did you mean 'image_gain'?"))
        }
    }
}
