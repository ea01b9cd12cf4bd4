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

/// The parts of scoring that need no model.
@Suite struct ScorePartsTests {
    // MARK: The protocol

    @Test func aRequestByTheLetter() throws {
        let parts: [[ScorerItem]] = [[.text("a"), .image(sha256: "s")], []]
        let request = ScorerRequest(id: 7, work: .logProbabilities(masks: true), parts: parts, maximumTokens: 9)
        #expect(
            try request.json { _ in .data([102]) }.text
                == #"{"id":7,"do":"logprobs","images":"mask","max_tokens":9,"#
                + #""parts":[[{"text":"a"},{"sha256":"s","data":"Zg=="}],[]]}"#)
        let caption = ScorerRequest(
            id: 8, work: .caption(prefix: "A"), parts: [[.image(sha256: "s")]], maximumTokens: 3)
        #expect(
            try caption.json { .path("/p/" + $0) }.text
                == #"{"id":8,"do":"caption","prefix":"A","max_tokens":3,"parts":[[{"sha256":"s","path":"/p/s"}]]}"#)
    }

    @Test func aServerReadsWhatIsSent() throws {
        let line =
            #"{"id":"x","do":"question","question":"Q?","parts":[[{"text":"a"},{"sha256":"s","data":"Zg=="}],[{"sha256":"t","path":"/p"}]]}"#
        guard case .request(let request) = ServedRequest.read(Array(line.utf8)) else {
            Issue.record("not read")
            return
        }
        #expect(request.work == .question("Q?") && request.maximumTokens == 2048 && request.id == .string("x"))
        #expect(request.parts == [[.text("a"), .image(0)], [.image(1)]])
        #expect(
            request.pictures.map(\.sha256) == ["s", "t"]
                && request.pictures.map(\.source) == [.data([102]), .path("/p")])
        guard case .hello = ServedRequest.read(Array(#"{"hello":1}"#.utf8)) else {
            Issue.record("no hello")
            return
        }
    }

    @Test(arguments: [
        ("nothing", "not JSON"), (#"{"id":1,"do":"sing","parts":[]}"#, "'do' is none of"),
        (#"{"id":1,"do":"caption"}"#, "lacks parts"),
        (#"{"id":1,"do":"caption","max_tokens":0,"parts":[]}"#, "out of range"),
        (#"{"id":1,"do":"caption","parts":[1]}"#, "no list"),
        (#"{"id":1,"do":"caption","parts":[[{}]]}"#, "neither a text nor a picture"),
        (#"{"id":1,"do":"caption","parts":[[{"sha256":"s","data":"?"}]]}"#, "base64"),
    ])
    func whatAServerCannotRead(line: String, says: String) {
        guard case .fault(_, let problem) = ServedRequest.read(Array(line.utf8)) else {
            Issue.record("read")
            return
        }
        #expect(problem.contains(says))
    }

    @Test func aHelloIsReadAndBounded() throws {
        let base = #"{"hello":1,"name":"n","checkpoint":"c","dtype":"f32","max_tokens":99"#
        func hello(_ more: String) throws -> ScorerHello { try ScorerHello(JSONValue(parsing: base + more + "}")) }
        let plain = try hello("")
        #expect(plain.batch == 64 && !plain.takesPaths && plain.does == ["logprobs", "question", "caption"])
        #expect(try hello(#","batch":0"#).batch == 1 && hello(#","batch":99999"#).batch == 4096)
        #expect(try hello(#","images":"path","does":["caption"]"#).does == ["caption"])
        #expect(try ScorerHello(JSONValue(parsing: plain.json.text)) == plain)
        for bad in [
            #"{"hello":2}"#, base.replacing("\"c\"", with: "\"\"") + "}", base.replacing("99", with: "1") + "}",
        ] {
            #expect(throws: ScorerFault.self) { try ScorerHello(JSONValue(parsing: bad)) }
        }
    }

    // MARK: Sums

    @Test func signalsAreMadeOfSums() throws {
        var own = LikelihoodSums()
        own.add(-6, tokens: 3, image: nil)
        own.add(-2, tokens: 2, image: 0)
        own.add(-1, tokens: 1, image: 0)
        own.add(-4, tokens: 2, image: 1)
        #expect(own.total == -13 && own.byImage == [0: -3, 1: -4] && own.tokens == [0: 3, 1: 2])
        var masked = LikelihoodSums()
        masked.add(-6, tokens: 3, image: 0)
        var annotation = Annotation(document: "d")
        annotation.images = [Annotation.Image(position: 1, sha256: "a"), Annotation.Image(position: 2, sha256: "b")]
        annotation.take(
            DocumentSums(own: own, masked: masked, swapped: nil), tokens: 8, wanted: [.imageGain, .perplexity])
        // exp(13 / 8); three nats over three tokens; the second image has no masked sum.
        let perplexity = try #require(annotation.values[.perplexity])
        #expect(abs(perplexity - 5.0784) < 1e-4)
        #expect(annotation.images[0].values == [.imageGain: 1] && annotation.images[1].values == [:])
        #expect(annotation.values[.imageGain] == 1 && annotation.values[.swapMargin] == nil)
        var nothing = Annotation(document: "d")
        nothing.take(DocumentSums(own: LikelihoodSums(), masked: nil, swapped: nil), tokens: 0, wanted: [.perplexity])
        #expect(nothing.values.isEmpty)
    }

    @Test func aDividesTextsAreOfTheirOwn() {
        let paragraph = { (ordinal: Int, text: String) in Paragraph(ordinal: ordinal, text: text) }
        let document = Document(
            url: "",
            nodes: [
                .text(TextNode(paragraphs: [paragraph(0, "a"), paragraph(1, "b")])),
                .image(ImageNode(ordinal: 2, url: "")),
                .divide(ordinal: 3), .image(ImageNode(ordinal: 4, url: "")),
            ])
        #expect(document.scoreParts == [[.text("a\n\nb"), .image(0)], [.image(1)]])
    }

    @Test func aShardsAnnotationsKeepTheirOrderAndTheRest() {
        func annotation(_ id: String, _ signals: [ScoreSignal: Int], problem: String = "") -> Annotation {
            var annotation = Annotation(document: id)
            annotation.signals = signals
            annotation.problem = problem
            return annotation
        }
        var shard = ShardAnnotations([
            annotation("c", [.caption: 1]), annotation("z", [:], problem: "x"), annotation("y", [:]),
        ])
        shard.order = ["b", "c"]
        #expect(
            shard.missing("c", [.caption, .perplexity]) == [.perplexity] && shard.missing("b", [.caption]) == [.caption]
        )
        func job(_ missing: Set<ScoreSignal>) -> ScoreJob {
            ScoreJob(document: Document(url: "", nodes: []), missing: missing, others: [])
        }
        shard.add(annotation("c", [.perplexity: 1], problem: "too long"), of: job([.perplexity]))
        shard.add(annotation("b", [.caption: 1]), of: job([.caption]))
        #expect(shard.sorted.map(\.document) == ["b", "c", "y", "z"])
        #expect(shard.sorted[1].signals == [.caption: 1, .perplexity: 1] && shard.problems == 1)
    }

    /// The next different images around the end of the shard; none that the document itself shows.
    @Test func otherImagesStandInForADocumentsOwn() throws {
        let scratch = try Scratch()
        let corpus = try TinyCorpus.of(
            TinyCorpus.documents(
                6,
                images: (0..<3).map { number in
                    ImageSignals(sha256: SHA256.hash("\(number)").hex, phash: "", width: 1, height: 1, format: "png")
                }), in: scratch.path)
        let names = (0..<3).map { SHA256.hash("\($0)").hex }
        var partners = SwapPartners(corpus.index, shard: 0..<6)
        // Documents 0 to 5 show nothing, 1, [2, 0], nothing, 1, [2, 0].
        let others = try (0..<6).map { try partners.others(of: $0) }
        #expect(others == [[], [names[2]], [names[1], names[1]], [], [names[2]], [names[1], names[1]]])
    }

    // MARK: Requests

    @Test func requestsThatCannotBeMetSayEveryProblem() {
        var request = ScoreRequest(corpus: "c", checkpoint: "/m/model")
        #expect(words { try request.check() } == "")
        request.signals = [.question]
        request.batchTokens = 15
        request.maximumTokens = 1
        request.captions.tokens = 0
        request.sample = 0
        request.limit = 0
        request.scorers = 257
        request.timeout = 0
        request.questionAbout = "page"
        request.name = "a/b"
        let problems = words { try request.check() }.split(separator: "\n")
        #expect(problems.count == 10)
        request = ScoreRequest(corpus: "c", checkpoint: "m")
        request.question = "Is it?"
        #expect(words { try request.check() }.contains("not among the signals"))
        request.signals = []
        #expect(words { try request.check() }.contains("no signals: caption, caption-agreement, perplexity"))
    }

    @Test func signalsAreReadByName() throws {
        #expect(try ScoreRequest.signals(["image_gain", "caption"]) == [.imageGain, .caption])
        #expect(words { _ = try ScoreRequest.signals(["perplexty"]) }.contains("did you mean 'perplexity'?"))
    }

    // MARK: Filters

    @Test func featuresOfADocument() {
        let features = FilterFeatures(
            allOf: ["id", "title", "words", "tokens", "m_perplexity", "stop_word_ratio"], order: 2, bits: 18)
        #expect(features.names == ["words", "m_perplexity", "stop_word_ratio", "image_log_pixels", "image_log_aspect"])
        var image = ImageNode(ordinal: 1, url: "")
        image.signals = ImageSignals(sha256: "", phash: "", width: 20, height: 10, format: "png")
        let text = TextNode(paragraphs: [Paragraph(ordinal: 0, text: "A b, a B!")])
        let example = features.example(Document(url: "", nodes: [.text(text), .image(image)]), [0, nil, 0.5])
        #expect(example.dense[0] == 0 && example.dense[1] == nil && example.dense[2] == 0.5)
        #expect(abs((example.dense[3] ?? 0) - 5.2983) < 1e-4 && abs((example.dense[4] ?? 0) - 0.6931) < 1e-4)
        var ngrams: [String] = []
        features.forEachNGram("A b, a B!") { ngram, _ in ngrams.append(ngram) }
        #expect(ngrams == ["a", "a b", "b", "b a", "a", "a b", "b"])
        #expect(
            example.ngrams.count == 4 && example.ngrams == example.ngrams.sorted()
                && example.ngrams.allSatisfy { $0 < 1 << 18 })
        #expect(features.example(Document(url: "", nodes: []), [0, nil, 0]).dense.suffix(2) == [nil, nil])
    }

    @Test func aFilterIsReadAsItWasWritten() throws {
        let scratch = try Scratch()
        let features = FilterFeatures(columns: ["words"], order: 2, bits: 10)
        var regression = LogisticRegression(means: [1, 2, 3], deviations: [1, 0.5, 2], weights: [0.25, -1, 0])
        regression.bias = -0.5
        regression.buckets = [7: 0.125, 3: -2, 9: 0]
        try FilterModel(features, regression).write(to: scratch.file("f"), FilterReport([]))
        let read = try FilterModel(path: scratch.file("f"))
        regression.buckets[9] = nil
        #expect(read.features == features && read.regression == regression)
        let text = try Files.readText(scratch.file("f"))
        for (what, instead) in [
            ("quarry-filter-1", "quarry-filter-2"), ("\"order\": 2", "\"order\": 9"),
            ("\"deviation\": 0.5", "\"deviation\": 0.0"),
        ] {
            #expect(text.contains(what))
            try Files.write(text.replacing(what, with: instead), to: scratch.file("f"))
            #expect(words { _ = try FilterModel(path: scratch.file("f")) } != "", "\(instead)")
        }
    }

    /// What is far outside of what was seen counts as five deviations; what is missing as the mean.
    @Test func oneValueDoesNotDecideAlone() {
        let regression = LogisticRegression(means: [10], deviations: [2], weights: [1])
        func logit(_ value: Double?) -> Double {
            let probability = regression.probability(FilterExample(dense: [value], ngrams: []))
            return (probability / (1 - probability)).logarithm
        }
        #expect(
            abs(logit(12) - 1) < 1e-9 && abs(logit(nil)) < 1e-9 && abs(logit(1e9) - 5) < 1e-9
                && abs(logit(-1e9) + 5) < 1e-9)
    }

    @Test func labelsThatCannotBeUsedAreNamed() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.file("c"), count: 3)
        func train(_ positives: String, _ negatives: String) throws -> String {
            try Files.write(positives, to: scratch.file("p"))
            try Files.write(negatives, to: scratch.file("n"))
            return words {
                _ = try FilterRun.train(
                    corpus: scratch.file("c"), positives: scratch.file("p"), negatives: scratch.file("n"), model: nil,
                    output: scratch.file("f"))
            }
        }
        let id = tiny.documents[0].id
        #expect(try train("# comment\n\nxyz\n", "").contains("'xyz' is not an id"))
        #expect(try train(id, id.uppercased()).contains("is among the positives and the negatives"))
        #expect(
            try train("00000000000000000fff", "").contains("1 labelled ids are not in the corpus: 00000000000000000fff")
        )
        #expect(try train(id + "\r\n", "").hasPrefix("too few positive documents"))
        #expect(!Files.exists(scratch.file("f")))
    }
}
