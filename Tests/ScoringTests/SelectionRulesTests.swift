import CorpusKit
import Documents
import Duplicates
import Facts
import Platform
import TestKit
import Testing

@testable import Annotations
@testable import Configuration
@testable import CorpusFiles
@testable import Scoring

/// What a selection says of itself, what of it goes along, and what older corpora have.
@Suite struct SelectionRulesTests {
    private func request(_ scratch: Scratch, count: Int = 6) throws -> (SelectRequest, TinyCorpus) {
        let tiny = try TinyCorpus(in: scratch.file("source"), count: count)
        var request = SelectRequest(corpus: scratch.file("source"), output: scratch.file("output"))
        try Files.write("name: t\n", to: scratch.file("p.yaml"))
        request.pipeline = scratch.file("p.yaml")
        return (request, tiny)
    }

    /// A document whose picture left is another: what was measured on it does not go along.
    @Test func scoresOfDocumentsThatChangedStayBehind() throws {
        let scratch = try Scratch()
        var (request, tiny) = try request(scratch)
        let corpus = try Corpus(folder: request.corpus)
        for (shard, file) in corpus.manifest.files(.shard).enumerated() {
            let annotations = tiny.documents[2 * shard..<2 * shard + 2].map { document in
                var annotation = Annotation(document: document.id)
                (annotation.signals, annotation.values) = ([.perplexity: 1], [.perplexity: 7])
                return annotation
            }
            try ScoreFolder(corpus: corpus.folder, model: "m").write(
                annotations, shard: shard, model: ScoreModel(name: "m", checkpoint: "c", dtype: "f32"), of: file)
        }
        request.imagesPredicate = "width > 640"
        #expect(try SelectRun.run(request).kept == 6)
        // Documents 2 and 5 lost the picture that is 640 pixels wide.
        let carried = try ScoreFolder(corpus: request.output, model: "m").annotations(0)
        #expect(carried.map(\.document) == [0, 1, 3, 4].map { tiny.documents[$0].id })
    }

    /// A condition without a value keeps nobody, and says so.
    @Test func documentsWithoutAValueLeaveAndAreCounted() throws {
        let scratch = try Scratch()
        var (request, tiny) = try request(scratch)
        request.predicate = "nullif(images, 1) > 0"
        let summary = try SelectRun.run(request)
        #expect(summary.kept == 2 && summary.undecided == 2 && summary.judgedOut == 0)
        #expect(try Corpus(folder: request.output).index.ids() == [2, 5].map { tiny.documents[$0].id })
        #expect(
            summary.text
                == "2 of 6 documents, 4 of 6 images, 25 words; 2 documents have no value for the predicate and leave")
    }

    @Test func whatWasAskedIsNamedInItsOrder() throws {
        var request = SelectRequest(corpus: "c", output: "o")
        #expect(request.selection.isEmpty)
        request.predicate = "a"
        request.imagesPredicate = "b"
        request.withCaptions = true
        request.against = ["x", "y"]
        request.model = "m"
        let scratch = try Scratch()
        request.filter = try scratch.write([1, 2, 3], "f")
        #expect(request.selection.map(\.name) == ["where", "images_where", "with", "against", "model", "filter"])
        #expect(
            request.selection.map(\.value) == [
                "a", "b", "captions", "x, y", "m", "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81",
            ])
    }

    /// Equal and nearly equal texts of older corpora, the nearest of several; a text of the corpus itself is none.
    @Test func whatOlderCorporaHave() throws {
        let scratch = try Scratch()
        let text = (0..<60).map { "word\($0)" }.joined(separator: " ")
        let other = (0..<60).map { "another\($0)" }.joined(separator: " ")
        let near = text.replacing("word59", with: "changed")
        let new = try TinyCorpus.ofTexts([text, other, other + " twice"], in: scratch.file("new"))
        let old = try TinyCorpus.ofTexts(["nothing of it", near], in: scratch.file("old"))
        let older = try TinyCorpus.ofTexts([text], in: scratch.file("older"))
        let known = try KnownDocuments.find(
            in: new.folder, against: [old.folder, older.folder], DuplicateOptions(), jobs: 1)
        let id = try #require(try new.index.document(number: 0)).id
        #expect(known.map(\.id) == [id] && known.map(\.corpus) == [older.folder] && known.map(\.similarity) == [1])
        let only = try KnownDocuments.find(in: new.folder, against: [old.folder], DuplicateOptions(), jobs: 1)
        #expect(only.map(\.id) == [id] && only[0].similarity < 1 && only[0].similarity > 0.8)
        #expect(only[0].of == (try #require(try old.index.document(number: 1))).id)
        #expect(Files.isFolder(new.folder + "/signatures"), "kept for the next time")
        #expect(try KnownDocuments.find(in: new.folder, against: [old.folder], DuplicateOptions(), jobs: 1) == only)
    }

    /// What is not read of an older corpus would stay in the new one, as if nobody had it.
    @Test func damagedSignaturesAreRefused() throws {
        let scratch = try Scratch()
        let text = (0..<60).map { "word\($0)" }.joined(separator: " ")
        let new = try TinyCorpus.ofTexts([text], in: scratch.file("new"))
        let old = try TinyCorpus.ofTexts([text, "nothing of it"], in: scratch.file("old"))
        func find() throws { _ = try KnownDocuments.find(in: new.folder, against: [old.folder], .init(), jobs: 1) }
        try find()
        let name = try #require(try Files.list(old.folder + "/signatures").first)
        for (bytes, problem) in [
            ("garbage", "line 1: not JSON"), ("", "signatures are not of all documents"),
            ("{\"id\":\"a\",\"words\":\"\"}\n", "signatures are not of all documents"),
        ] {
            try Files.write(bytes, to: old.folder + "/signatures/" + name)
            let error = #expect(throws: PipelineError.self) { try find() }
            #expect(error.map { "\($0)" }?.contains(problem) == true, "\(problem)")
        }
        try Files.remove(old.folder + "/signatures/" + name)
        try find()
    }

    // MARK: Requests and questions

    @Test func edgesOfARequestBelongToIt() throws {
        func words(_ change: (inout ScoreRequest) -> Void) -> String {
            var request = ScoreRequest(corpus: "c", checkpoint: "/models/m")
            change(&request)
            do { try request.check() } catch { return "\(error)" }
            return ""
        }
        #expect(words { _ in } == "")
        for tokens in [16, 1 << 20] { #expect(words { $0.batchTokens = tokens } == "") }
        for tokens in [15, 1 << 20 + 1] { #expect(words { $0.batchTokens = tokens }.contains("batch tokens")) }
        for tokens in [2, 1 << 20] { #expect(words { $0.maximumTokens = tokens } == "") }
        #expect(words { $0.maximumTokens = 1 }.contains("tokens of a document"))
        for tokens in [1, 1024] { #expect(words { $0.captions.tokens = tokens } == "") }
        for tokens in [0, 1025] { #expect(words { $0.captions.tokens = tokens }.contains("tokens of a caption")) }
        for beams in [1, 64] { #expect(words { $0.captions.beams = beams } == "") }
        #expect(words { $0.captions.beams = 65 }.contains("beams") && words { $0.captions.beams = 0 }.contains("beams"))
        for scorers in [1, 256] { #expect(words { $0.scorers = scorers } == "") }
        for scorers in [0, 257] { #expect(words { $0.scorers = scorers }.contains("scorers")) }
        #expect(words { $0.limit = 1 } == "" && words { $0.limit = 0 }.contains("limit"))
        #expect(words { $0.sample = 1 } == "" && words { $0.sample = 0 }.contains("sample"))
        #expect(words { $0.question = "Q?" }.contains("not among the signals"))
        #expect(
            words {
                $0.sample = 3
                $0.cascade = Cascade(documents: ["words > 1"])
            }.contains("give one of them"))
    }

    @Test func theNameOfAModelIsItsFoldersLast() {
        #expect(ScoreRequest(corpus: "c", checkpoint: "/models/idefics-9b/").resolvedName == "idefics-9b")
        var request = ScoreRequest(corpus: "c", checkpoint: "/models/m")
        request.name = "mine"
        #expect(request.resolvedName == "mine")
    }

    @Test func aQuestionIsAnsweredByTheShareOfYes() {
        #expect(YesNoQuestion.value(yes: 0, no: 0) == 0.5)
        // e^-1 beside e^-3.
        #expect(abs(YesNoQuestion.value(yes: -1, no: -3) - 0.880797) < 1e-6)
        #expect(YesNoQuestion.value(yes: -3, no: -1) < 0.12)
    }
}
