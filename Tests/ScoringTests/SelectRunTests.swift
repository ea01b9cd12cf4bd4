import CorpusKit
import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import Annotations
@testable import Configuration
@testable import CorpusFiles
@testable import Scoring

/// Selections from a corpus of six documents with 0, 1, 2, 0, 1, 2 images and 9 to 14 words.
@Suite struct SelectRunTests {
    private final class Source {
        let scratch: Scratch
        let tiny: TinyCorpus

        init() throws {
            scratch = try Scratch()
            tiny = try TinyCorpus(in: scratch.file("source"), count: 6)
        }

        func request(_ predicate: String?, pipeline: String = "name: t\n") throws -> SelectRequest {
            var request = SelectRequest(corpus: scratch.file("source"), output: scratch.file("output"))
            request.predicate = predicate
            try Files.write(pipeline, to: scratch.file("p.yaml"))
            request.pipeline = scratch.file("p.yaml")
            return request
        }

        var output: Corpus { get throws { try Corpus(folder: scratch.file("output")) } }
    }

    @Test func whatThePredicateKeepsIsTheNewCorpus() throws {
        let source = try Source()
        let request = try source.request("words >= 11")
        let expected = try SelectRun.preview(request)
        #expect(!Files.exists(source.scratch.file("output")))
        let summary = try SelectRun.run(request)
        #expect(summary == expected)
        #expect(
            summary.json
                == #"{"documents":6,"kept":4,"images":6,"kept_images":5,"words":50,"undecided":0,"judged_out":0}"#)
        let corpus = try source.output
        #expect(try corpus.index.ids() == source.tiny.documents[2...].map(\.id))
        #expect(corpus.manifest.ledger[.document].born == 6 && corpus.manifest.ledger[.document].written == 4)
        #expect(corpus.manifest.counts.distinctImages == 3 && corpus.manifest.inputs == source.tiny.manifest.inputs)
        #expect(try Files.list(source.scratch.file("output")).contains("work") == false)
        let drops = try corpus.drops(mentioning: source.tiny.documents[0...1].map(\.id)).map(\.drop)
        #expect(
            drops.map(\.reason).contains(.documentNotSelected)
                && drops.contains { $0.detail == "words >= 11: words 9.0" })
        let parent = try #require(corpus.manifest.parents.first)
        #expect(
            corpus.manifest.parents.count == 1 && parent.documents == 6 && parent.selection.map(\.name) == ["where"])
        #expect(parent.sha256 == (try SHA256.hash(file: source.scratch.file("source/corpus.json"))).hex)
        var bytes: [[UInt8]] = []
        try corpus.index.forEachImage { bytes.append(try corpus.bytes(of: $0)) }
        #expect(Set(bytes) == Set(source.tiny.images), "the bytes came along")
    }

    /// An image that leaves takes its document along only where the rules say so.
    @Test func imagesLeaveAndTheRulesAreAskedAgain() throws {
        let source = try Source()
        var request = try source.request(nil)
        request.imagesPredicate = "width > 640"
        let loose = try SelectRun.run(request)
        #expect(loose.kept == 6 && loose.keptImages == 4 && loose.judgedOut == 0)
        #expect(try source.output.index.occurrences(inDocument: source.tiny.documents[2].id).map(\.position) == [1])
        #expect(try source.output.manifest.ledger[.image].dropped[.imageNotSelected] == 2)
        let left = try source.output.document(of: try #require(try source.output.index.document(number: 2)))
        #expect(left.images.compactMap { $0.signals?.width } == [642])
        try Files.remove(source.scratch.file("output"))
        request = try source.request(nil, pipeline: "name: t\nimages: {per-document: {min: 2}}\n")
        request.imagesPredicate = "width > 640"
        let strict = try SelectRun.run(request)
        #expect(strict.kept == 4 && strict.judgedOut == 2 && strict.keptImages == 2)
        #expect(try SelectRun.preview(request) == strict)
    }

    @Test func documentsThatOthersHaveLeave() throws {
        let source = try Source()
        var request = try source.request(nil)
        request.known = [source.tiny.documents[4].id: "of x in old"]
        request.against = ["old"]
        #expect(try SelectRun.run(request).kept == 5)
        let corpus = try source.output
        #expect(corpus.manifest.ledger[.document].dropped == [.documentNearDuplicate: 1])
        #expect(corpus.manifest.parents.first?.selection.map(\.value) == ["old"])
    }

    /// What was measured on a document that did not change goes along; captions become a key of the record.
    @Test func captionsAndScoresGoAlong() throws {
        let source = try Source()
        let corpus = try Corpus(folder: source.scratch.file("source"))
        let model = ScoreModel(name: "m", checkpoint: "c", dtype: "f32")
        for (shard, file) in corpus.manifest.files(.shard).enumerated() {
            let annotations = source.tiny.documents[2 * shard..<2 * shard + 2].map { document in
                var annotation = Annotation(document: document.id)
                annotation.signals = [.caption: 1]
                annotation.images = OccurrenceRow.rows(of: document).map {
                    var image = Annotation.Image(position: $0.position, sha256: $0.image)
                    image.caption = "picture at \($0.position)"
                    return image
                }
                return annotation
            }
            try ScoreFolder(corpus: corpus.folder, model: "m").write(annotations, shard: shard, model: model, of: file)
        }
        var request = try source.request("words != 12")
        request.withCaptions = true
        #expect(try SelectRun.run(request).kept == 5)
        let made = try source.output
        let document = try made.document(of: try #require(try made.index.document(number: 2)))
        #expect(document.id == source.tiny.documents[2].id && document.hasModelCaptions)
        #expect(document.images.map(\.modelCaption) == ["picture at 1", "picture at 2"])
        let carried = try ScoreFolder(corpus: made.folder, model: "m").annotations(0)
        #expect(carried.map(\.document) == [0, 1, 2, 4, 5].map { source.tiny.documents[$0].id })
        #expect(made.manifest.parents.first?.selection.map(\.name) == ["where", "with"])
    }

    @Test func withoutCaptionsThereIsNothingToMerge() throws {
        let source = try Source()
        var request = try source.request(nil)
        request.withCaptions = true
        #expect(words { _ = try SelectRun.run(request) }.contains("quarry score --signals caption"))
        #expect(!Files.exists(source.scratch.file("output")))
    }

    @Test func whatCannotBeSelectedIsRefused() throws {
        let source = try Source()
        #expect(words { _ = try SelectRun.run(source.request(nil)) }.hasPrefix("nothing to select by"))
        var request = try source.request("words > 1")
        for output in ["source", "source/inner"] {
            request.output = source.scratch.file(output)
            #expect(words { _ = try SelectRun.run(request) }.contains("is the corpus itself or lies in it"))
        }
        request.output = source.scratch.file("other")
        try Files.makeFolder(request.output)
        try Files.write("mine", to: request.output + "/letter")
        #expect(words { _ = try SelectRun.run(request) }.contains("is not empty"))
        request.output = source.scratch.file("source-2")
        #expect(try SelectRun.run(request).kept == 6, "a name that begins as the corpus' is not in it")
        request.pipeline = nil
        request.output = source.scratch.file("third")
        #expect(words { _ = try SelectRun.run(request) }.contains("give the file it was made by with --pipeline"))
    }

    /// What a power cut leaves of one that had just begun: the folder of its work, its lock in it or not.
    @Test(arguments: [[], ["lock"]]) func aSelectionThatDiedAtItsBeginningIsBegunAnew(names: [String]) throws {
        let source = try Source()
        let output = source.scratch.file("output")
        try Files.makeFolder(output + "/work")
        for name in names { try Files.write("", to: output + "/work/" + name) }
        #expect(try SelectRun.run(source.request("words > 13")).kept == 1)
        #expect(!Files.exists(output + "/work"))
    }

    @Test func aSelectionThatDiedIsBegunAnew() throws {
        let source = try Source()
        let output = source.scratch.file("output")
        try Files.makeFolder(output + "/work/select/part")
        try Files.write("half", to: output + "/work/select/part/shard-00000.jsonl.zst.tmp")
        #expect(try SelectRun.run(source.request("words > 13")).kept == 1)
        #expect(words { _ = try SelectRun.run(source.request("words > 13")) }.contains("is not empty"))
    }
}
