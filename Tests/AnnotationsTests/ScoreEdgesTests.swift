import CorpusFiles
import CorpusKit
import Documents
import Facts
import JSON
import Platform
import TestKit
import Testing

@testable import Annotations

/// Seals and settings by the letter, and questions to an index of several files.
@Suite struct ScoreEdgesTests {
    private static let model = ScoreModel(name: "m", checkpoint: "c", dtype: "f32")

    // MARK: Files

    @Test("a seal has its keys in their order, and comes back") func seal() throws {
        let scratch = try Scratch()
        var model = Self.model
        (model.maximumTokens, model.question, model.questionAbout) = (7, "Is it?", "image")
        model.captions.prefix = "A"
        (model.captions.tokens, model.captions.template, model.captions.context) = (9, "brief", 11)
        (model.captions.repetitionPenalty, model.captions.beams) = (1.5, 3)
        let folder = ScoreFolder(corpus: scratch.path, model: "m")
        let shard = CorpusManifest.File(
            "shards/shard-00000.jsonl.zst", .shard, FileSummary(name: "", bytes: 1, lines: 1, sha256: "d1"))
        try folder.write([Annotation(document: "0a")], shard: 0, model: model, of: shard)
        let size = try Files.size(folder.file(0))
        let digest = try SHA256.hash(file: folder.file(0)).hex
        #expect(
            try Files.readText(folder.seal(0))
                == #"{"format":"quarry-scores-1","model":{"name":"m","checkpoint":"c","dtype":"f32","max_tokens":7,"#
                + #""caption_prefix":"A","caption_tokens":9,"caption_template":"brief","caption_context":11,"#
                + #""caption_repetition_penalty":1.5,"caption_beams":3,"question":"Is it?","question_about":"image"},"#
                + #""shard":"shards/shard-00000.jsonl.zst","shard_sha256":"d1","bytes":\#(size),"lines":1,"#
                + "\"sha256\":\"\(digest)\",\"problems\":0}\n")
        let read = try ScoreSeal(path: folder.seal(0))
        #expect(read.model == model && read.shard == shard.path && read.bytes == size && read.lines == 1)
        #expect(read.sha256 == digest && read.problems == 0)
    }

    @Test("a seal of an older version has the first two settings of captions, the others are the usual ones")
    func older() throws {
        let scratch = try Scratch()
        func read(_ model: String) throws -> ScoreSeal {
            try ScoreSeal(
                path: scratch.write(
                    Array(
                        (#"{"format":"quarry-scores-1","model":{\#(model)},"shard":"s","shard_sha256":"d","bytes":1,"#
                            + #""lines":2,"sha256":"e","problems":3}"#).utf8), "s.sealed"))
        }
        let old =
            #""name":"m","checkpoint":"c","dtype":"f32","max_tokens":7,"caption_prefix":"A","caption_tokens":9,"question":"","question_about":"document""#
        let seal = try read(old)
        let usual = CaptionSettings()
        #expect(seal.model.captions.prefix == "A" && seal.model.captions.tokens == 9)
        #expect(seal.model.captions.template == usual.template && seal.model.captions.context == usual.context)
        #expect(seal.model.captions.beams == usual.beams)
        #expect(seal.model.captions.repetitionPenalty == usual.repetitionPenalty)
        #expect(seal.lines == 2 && seal.problems == 3 && seal.shardSHA256 == "d")
        for key in [
            "name", "checkpoint", "dtype", "max_tokens", "caption_prefix", "caption_tokens", "question",
            "question_about",
        ] {
            let text = words { _ = try read(old.replacing("\"\(key)\"", with: "\"_\"")) }
            #expect(text.contains("'\(key)'") && text.hasSuffix("delete it and score the shard again"), "\(key)")
        }
    }

    @Test("models have the usual settings until they are given others") func usual() {
        #expect(Self.model.maximumTokens == 2048 && Self.model.question == "" && Self.model.questionAbout == "document")
        #expect(ScoreModel(name: "\u{E9}.a", checkpoint: "", dtype: "").columnPrefix == "__a")
    }

    @Test("only folders with the name of a model are models, and none where there is no folder") func models() throws {
        let scratch = try Scratch()
        #expect(try ScoreFolder.models(corpus: scratch.path) == [])
        for name in ["b", "a", ".hidden", "a b"] { try Files.makeFolder(scratch.file("scores/\(name)")) }
        try Files.write("", to: scratch.file("scores/file"))
        #expect(try ScoreFolder.models(corpus: scratch.path) == ["a", "b"])
        #expect(try ScoreFolder(corpus: scratch.path, model: "c").seals().isEmpty)
    }

    @Test("a line that is no annotation is named by its number") func lines() throws {
        let scratch = try Scratch()
        let folder = ScoreFolder(path: scratch.file("m"))
        try Files.makeFolder(folder.path)
        var writer = try FramedWriter(path: folder.file(0))
        var json = JSONWriter()
        Annotation(document: "0a").write(to: &json)
        try writer.append(line: json.bytes)
        try writer.append(line: Array("{}".utf8))
        _ = try writer.commit()
        #expect(words { try folder.forEachAnnotation(0) { _ in } }.contains(": line 2 is not an annotation: "))
    }

    @Test("an annotation keeps the problems and images of the newer one, and its tokens where it has some") func taken()
    {
        var mine = Annotation(document: "a"), other = Annotation(document: "a")
        mine.images = [Annotation.Image(position: 1, sha256: "s"), Annotation.Image(position: 2, sha256: "t")]
        mine.images[0].values = [.imageGain: 1]
        other.images = [Annotation.Image(position: 1, sha256: "s")]
        other.images[0].values = [.imageGain: 2, .question: 3]
        other.images[0].problem = "p"
        other.images[0].caption = "c"
        other.tokens = 5
        mine.take([.question], from: other)
        #expect(mine.images.map(\.position) == [1] && mine.images[0].values == [.question: 3])
        #expect(mine.images[0].problem == "p" && mine.images[0].caption == nil && mine.tokens == 5)
        other.values = [:]
        other.signals = [:]
        mine.values = [.question: 4]
        mine.signals = [.question: 1]
        mine.take([.question], from: other)
        #expect(mine.values == [:] && mine.signals == [:])
    }

    // MARK: Questions

    /// Six documents with 0, 1, 2, 0, 1, 2 images; document n has the gain n, by one model.
    private func withCorpus(indexDocuments: Int = .max, _ body: (Corpus) throws -> Void) throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path, count: 6, indexDocuments: indexDocuments)
        let corpus = try Corpus(folder: scratch.path)
        for (shard, file) in corpus.manifest.files(.shard).enumerated() {
            let annotations = (2 * shard..<2 * shard + 2).map { number in
                var annotation = Annotation(document: tiny.documents[number].id)
                annotation.signals = [.imageGain: 1, .caption: 1]
                annotation.values = [.imageGain: Double(number)]
                annotation.tokens = 10 * number
                annotation.images = (0..<number % 3).map { place in
                    var image = Annotation.Image(position: place + 1, sha256: "")
                    if number != 5 { image.values = [.imageGain: Double(number) + Double(place) / 4] }
                    image.caption = place == 0 ? "a \(number)" : nil
                    return image
                }
                return annotation
            }
            try ScoreFolder(corpus: scratch.path, model: "m").write(
                annotations, shard: shard, model: Self.model, of: file)
        }
        try withExtendedLifetime(scratch) { try body(corpus) }
    }

    @Test("an index of several files answers what one file answers", arguments: [Int.max, 4])
    func ranges(indexDocuments: Int) throws {
        try withCorpus(indexDocuments: indexDocuments) { corpus in
            #expect(corpus.index.isCatalogue == (indexDocuments == 4))
            let index = try ScoredIndex(corpus)
            let decisions = try index.documents(where: "image_gain >= 3 AND words < 14")
            #expect(decisions.keeps == [false, false, false, true, true, false])
            #expect(decisions.measured.map(\.column) == ["words", "image_gain"])
            #expect(decisions.measured[1].values == [0, 1, 2, 3, 4, 5])
            #expect(
                try index.tally(where: "image_gain >= 3")
                    == .init(documents: 6, images: 6, kept: 3, keptImages: 3, words: 12 + 13 + 14, undecided: 0))
            #expect(try index.values(of: "image_gain").sorted == [0, 1, 2, 3, 4, 5])
            #expect(try index.values(of: "tokens").sorted == [0, 10, 20, 30, 40, 50])
            #expect(try index.values(of: "image_gain", ofImages: true).sorted == [1, 2, 2.25, 4])
            #expect(try index.values(of: "image_gain", ofImages: true).none == 2)
            #expect(try index.imagesLost(where: "image_gain >= 2.25") == [1: [1], 2: [1], 5: [1, 2]])
            #expect(try index.documentsWithUndecidedImages(where: "image_gain > 1") == [5])
            #expect(try index.documentsWithUndecidedImages(where: "image_gain IS NULL") == [])
            #expect(try index.imagesLost(where: "caption LIKE 'a%'") == [2: [2], 5: [2]])
            try index.attach(quality: [0: 0.5, 5: 1])
            #expect(
                try index.documents(where: "quality > 0", withQuality: true).keeps == [
                    true, false, false, false, false, true,
                ])
            var found: [Int: String] = [:]
            try index.forEachDocument(["image_gain"]) {
                found[$0] = "\($1.prefix(1)) \($2.map { $0.map { "\($0)" } ?? "-" })"
            }
            #expect(found[1] == "3 [\"1.0\"]" && found.count == 6)
            var steps: [Int] = []
            try index.forEachDocument(["words"], every: 2) { number, _ in steps.append(number) }
            #expect(steps.sorted() == [0, 2, 4])
        }
    }

    @Test("a question within the question sees all documents of the one file, and is refused of several") func within()
        throws
    {
        let predicate = "words > (SELECT avg(words) FROM documents)"
        try withCorpus { corpus in
            let index = try ScoredIndex(corpus)
            #expect(try index.tally(where: predicate).kept == 3 && index.documents(where: predicate).kept == 3)
        }
        try withCorpus(indexDocuments: 4) { corpus in
            let index = try ScoredIndex(corpus)
            for question in [
                { _ = try index.tally(where: predicate) }, { _ = try index.documents(where: predicate) },
                { _ = try index.imagesLost(where: "(SELECT 1)") },
            ] {
                #expect(words(question).contains("is in 2 files"))
            }
        }
    }

    @Test("what has no place in a text or a picture is no column of numbers") func columns() throws {
        try withCorpus { corpus in
            let index = try ScoredIndex(corpus)
            #expect(index.numberColumns.first == "words" && index.numberColumns.contains("images"))
            #expect(index.numberColumns.suffix(2) == ["image_gain", "tokens"])
            for name in ["id", "number", "shard", "url", "captured", "language", "title", "domain", "offset", "length"]
            {
                #expect(!index.numberColumns.contains(name) && index.documentColumns.contains(name), "\(name)")
            }
            #expect(
                Array(index.imageColumns.prefix(11)) == [
                    "document", "number", "position", "url", "sha256", "format", "width", "height", "bytes", "language",
                    "domain",
                ])
            #expect(
                index.imageColumns.suffix(2) == ["image_gain", "caption"]
                    || index.imageColumns.suffix(2) == ["caption", "image_gain"])
            #expect(!index.documentColumns.contains("caption"))
            #expect(
                try index.imagesLost(where: "width = 641 AND height = 480 AND format = 'png' AND bytes > 0") == [
                    2: [1, 2], 5: [1, 2],
                ])
        }
    }

    @Test("names of columns are words of letters, digits and low lines") func names() {
        #expect(ScoredIndex.names(in: "a_b>=1 AND(c2)||'\u{E9}d'") == ["a_b", "1", "AND", "c2", "d"])
        #expect(ScoredIndex.names(in: "") == [])
    }

    @Test("faults of a predicate are told with what there is") func faults() throws {
        try withCorpus { corpus in
            let index = try ScoredIndex(corpus)
            func fault(_ predicate: String) -> String { words { _ = try index.documents(where: predicate) } }
            #expect(
                fault("documents.wrods > 1").hasPrefix(
                    "no column 'wrods'; did you mean 'words'?; the columns of documents are id, number, "))
            #expect(
                fault("perplexity > 1").hasPrefix("'perplexity' was not measured: quarry score --signals perplexity; "))
            #expect(fault("quality > 1").hasPrefix("'quality' is what a filter says: give one with --filter"))
            #expect(fault("words >").hasPrefix("the predicate 'words >' is not understood: "))
            #expect(fault("1, 2").hasPrefix("the predicate '1, 2' is not understood: "))
            #expect(fault("vacuum").hasPrefix("no column 'vacuum'"))
            #expect(words { _ = try index.values(of: "wrods") }.hasPrefix("no column 'wrods'; did you mean 'words'?"))
            #expect(words { _ = try index.values(of: "url") } == "'url' is not a number")
            #expect(words { try index.forEachDocument(["x"]) { _, _, _ in } }.hasPrefix("no column 'x'"))
        }
    }

    @Test("the index of annotations that somebody changed is not honest, one that is old or gone is nobody's lie")
    func honest() throws {
        try withCorpus { corpus in
            let temporary = corpus.folder + "/made"
            func isHonest() throws -> Bool {
                try ScoreIndexBuilder.isHonest(corpus.folder, corpus.manifest, temporary: temporary)
            }
            #expect(try isHonest())
            _ = try ScoredIndex(corpus)
            #expect(try isHonest() && !Files.exists(temporary))
            let path = corpus.folder + "/scores/" + ScoreIndexBuilder.fileName
            let before = try SHA256.hash(file: path)
            _ = try ScoredIndex(corpus)
            #expect(try SHA256.hash(file: path) == before)
            // The caption "a 4" stands in the file as it is.
            var bytes = try Files.read(path)
            let place = try #require(bytes.firstRange(of: Array("a 4".utf8)))
            bytes[place.lowerBound + 2] = UInt8(ascii: "9")
            try Files.write(bytes, to: path)
            #expect(try !isHonest() && !Files.exists(temporary))
            try Files.write("no index", to: path)
            #expect(try isHonest())
            #expect(try ScoredIndex(corpus).values(of: "image_gain").sorted.count == 6)
        }
    }
}
