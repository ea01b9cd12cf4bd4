import Facts
import JSON
import Platform
import TestKit
import Testing

@testable import Annotations
@testable import CorpusFiles

/// What a model said, on its way to a file and back.
@Suite struct AnnotationTests {
    static var sample: Annotation {
        var annotation = Annotation(document: "0011223344556677889a")
        annotation.signals = [.imageGain: 1, .caption: 1]
        annotation.values = [.imageGain: 0.5]
        annotation.tokens = 40
        annotation.images = [Annotation.Image(position: 1, sha256: "ab"), Annotation.Image(position: 3, sha256: "")]
        annotation.images[0].values = [.imageGain: 0.5]
        annotation.images[0].caption = "a dog"
        annotation.images[1].problem = "not there"
        return annotation
    }

    @Test func aLineByTheLetter() throws {
        var json = JSONWriter()
        Self.sample.write(to: &json)
        #expect(
            json.text == #"{"document":"0011223344556677889a","signals":{"caption":1,"image-gain":1},"tokens":40,"#
                + #""caption_agreement":null,"perplexity":null,"image_gain":0.5,"swap_margin":null,"question":null,"#
                + #""images":[{"position":1,"sha256":"ab","caption_agreement":null,"image_gain":0.5,"swap_margin":null,"question":null,"#
                + #""caption":"a dog","problem":""},"#
                + #"{"position":3,"sha256":"","caption_agreement":null,"image_gain":null,"swap_margin":null,"question":null,"#
                + #""caption":null,"problem":"not there"}],"problem":""}"#)
        #expect(try Annotation(JSONValue(parsing: json.bytes)) == Self.sample)
    }

    /// Numbers of another version of a signal are not those that were asked for.
    @Test func whatIsMissingIsWhatWasNeverAskedOrInAnotherVersion() {
        var annotation = Self.sample
        #expect(annotation.missing([.imageGain, .caption]) == [])
        #expect(annotation.missing([.imageGain, .perplexity]) == [.perplexity])
        annotation.signals[.imageGain] = 0
        #expect(annotation.missing([.imageGain, .caption]) == [.imageGain])
    }

    @Test func onlyTheSignalsThatAreWantedAreTaken() {
        var mine = Self.sample
        var other = Annotation(document: mine.document)
        other.signals = [.perplexity: 1, .imageGain: 1, .swapMargin: 1]
        other.values = [.perplexity: 12, .imageGain: 9, .swapMargin: 2]
        other.tokens = 41
        other.problem = "too long"
        other.images = [Annotation.Image(position: 1, sha256: "ab"), Annotation.Image(position: 3, sha256: "")]
        other.images[0].values = [.imageGain: 9, .swapMargin: 3]
        other.images[0].caption = "a cat"
        mine.take([.perplexity, .swapMargin], from: other)
        #expect(mine.signals == [.imageGain: 1, .caption: 1, .perplexity: 1, .swapMargin: 1])
        #expect(mine.values == [.imageGain: 0.5, .perplexity: 12, .swapMargin: 2])
        #expect(mine.images[0].values == [.imageGain: 0.5, .swapMargin: 3])
        #expect(mine.images[0].caption == "a dog" && mine.images[1].problem == "" && mine.problem == "too long")
        #expect(mine.tokens == 41)
        mine.take([.caption], from: other)
        #expect(mine.images[0].caption == "a cat")
    }

    @Test func anAnnotationWithoutTokensLeavesTheirNumber() {
        var mine = Self.sample
        mine.take([.question], from: Annotation(document: mine.document))
        #expect(mine.tokens == 40 && mine.images.isEmpty)
    }

    @Test(arguments: [("document", "document"), ("tokens", "tokens"), ("images", "tokens"), ("problem", "problem")])
    func aMissingKeyIsNamed(key: String, named: String) throws {
        var json = JSONWriter()
        Annotation(document: "0a").write(to: &json)
        let line = json.text.replacing("\"\(key)\":", with: "\"_\":")
        let value = try JSONValue(parsing: Array(line.utf8))
        let error = #expect(throws: (any Error).self) { try Annotation(value) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("'\(named)'"))
    }

    // MARK: Models

    @Test(arguments: [
        ("a", true), ("Idefics-9B.v2_x", true), (String(repeating: "n", count: 100), true), ("", false), (".a", false),
        (String(repeating: "n", count: 101), false), ("a b", false), ("a/b", false), ("é", false), ("..", false),
    ])
    func namesAreNamesOfFolders(name: String, isOne: Bool) { #expect(ScoreModel.isName(name) == isOne) }

    @Test func aColumnBeginsWithLettersDigitsAndUnderscores() {
        #expect(ScoreModel(name: "Idefics-9B.v2_x", checkpoint: "", dtype: "").columnPrefix == "Idefics_9B_v2_x")
    }

    @Test func whatMakesNumbersIncomparableIsSaid() {
        let model = ScoreModel(name: "m", checkpoint: "0123456789abcdef", dtype: "f32")
        #expect(model.conflict(with: model) == nil)
        func conflict(_ change: (inout ScoreModel) -> Void) -> String? {
            var other = model
            change(&other)
            return model.conflict(with: other)
        }
        #expect(
            conflict { $0.checkpoint = "fedcba9876543210" }
                == "another checkpoint (sha256 fedcba987654…, this one is 0123456789ab…)")
        #expect(conflict { $0.dtype = "int8" } == "dtype int8, not f32")
        #expect(conflict { $0.maximumTokens = 1024 } == "1024 tokens a document at most, not 2048")
        #expect(conflict { $0.captions.tokens = 41 } == "captions of at most 41 tokens")
        #expect(conflict { $0.captions.prefix = "A" } == "captions of at most 40 tokens after 'A'")
        #expect(conflict { $0.name = "other" } == nil)
        #expect(conflict { $0.question = "Is it?" } == nil, "nobody asked before")
        var asked = model
        asked.question = "Is it?"
        var again = asked
        #expect(asked.conflict(with: again) == nil)
        again.questionAbout = "image"
        #expect(asked.conflict(with: again) == "the question 'Is it?' about the image")
        again.question = "Was it?"
        again.questionAbout = "document"
        #expect(asked.conflict(with: again) == "the question 'Was it?' about the document")
    }

    // MARK: Files

    private static let model = ScoreModel(name: "m", checkpoint: "c", dtype: "f32")

    private static func shard(_ digest: String) -> CorpusManifest.File {
        .init("shards/shard-00000.jsonl.zst", .shard, FileSummary(name: "", bytes: 1, lines: 1, sha256: digest))
    }

    @Test func aShardIsSealedWithWhatWasWrong() throws {
        let scratch = try Scratch()
        let folder = ScoreFolder(corpus: scratch.path, model: "m")
        var damaged = Annotation(document: "00000000000000000bad")
        damaged.problem = "no image"
        let sound = Annotation(document: "00000000000000000fee")
        try folder.write([Self.sample, damaged, sound], shard: 123, model: Self.model, of: Self.shard("d1"))
        #expect(folder.file(123) == scratch.path + "/scores/m/shard-00123.jsonl.zst")
        #expect(folder.seal(1_234_567).hasSuffix("/shard-1234567.sealed"))
        let seals = try folder.seals()
        #expect(seals.map(\.shard) == [123])
        let seal = try #require(seals.first?.seal)
        #expect(seal.lines == 3 && seal.problems == 1 && seal.shardSHA256 == "d1" && seal.model == Self.model)
        #expect(seal.bytes == (try Files.size(folder.file(123))))
        #expect(try folder.annotations(123) == [Self.sample, damaged, sound])
        #expect(try folder.annotation(of: damaged.document, shard: 123)?.annotation == damaged)
        #expect(try folder.annotation(of: "00000000000000000b", shard: 123) == nil, "a beginning of an id is no id")
        #expect(try folder.annotation(of: damaged.document, shard: 5) == nil)
        #expect(try ScoreFolder.models(corpus: scratch.path) == ["m"])
    }

    @Test func sealsComeInTheOrderOfTheirShards() throws {
        let scratch = try Scratch()
        let folder = ScoreFolder(corpus: scratch.path, model: "m")
        for shard in [100_000, 2, 99_999] {
            try folder.write([], shard: shard, model: Self.model, of: Self.shard("d"))
        }
        try Files.write("{}", to: folder.path + "/shard-x.sealed")
        #expect(try folder.seals().map(\.shard) == [2, 99_999, 100_000])
    }

    @Test func aFileOfAnotherSizeOrContentIsNotSound() throws {
        let scratch = try Scratch()
        let folder = ScoreFolder(corpus: scratch.path, model: "m")
        try folder.write([Self.sample], shard: 0, model: Self.model, of: Self.shard("d"))
        let seal = try ScoreSeal(path: folder.seal(0))
        #expect(try folder.isSound(0, seal))
        var bytes = try Files.read(folder.file(0))
        bytes[bytes.count / 2] ^= 1
        try Files.write(bytes, to: folder.file(0))
        #expect(try !folder.isSound(0, seal))
        #expect(try folder.annotations(0) == [])
        try Files.remove(folder.file(0))
        #expect(try !folder.isSound(0, seal))
    }

    @Test func aSealOfAnotherFormatIsRefused() throws {
        let scratch = try Scratch()
        let folder = ScoreFolder(corpus: scratch.path, model: "m")
        try folder.write([], shard: 0, model: Self.model, of: Self.shard("d"))
        let text = try Files.readText(folder.seal(0))
        try Files.write(text.replacing("quarry-scores-1", with: "quarry-scores-2"), to: folder.seal(0))
        let error = #expect(throws: StorageError.self) { try ScoreSeal(path: folder.seal(0)) }
        #expect(error?.description.contains("score the shard again") == true)
    }

    @Test func whatRestsHasNoSeal() throws {
        let scratch = try Scratch()
        let folder = ScoreFolder(path: scratch.file("rest"))
        try folder.rest([Self.sample])
        #expect(try folder.resting() == [Self.sample])
        #expect(try folder.seals().isEmpty && folder.annotations(0).isEmpty)
    }
}
