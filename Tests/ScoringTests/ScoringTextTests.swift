import CorpusKit
import Documents
import Facts
import Glibc
import Idefics
import JSON
import Platform
import TestKit
import Testing

@testable import Annotations
@testable import Configuration
@testable import CorpusFiles
@testable import Scoring

/// What scoring and selecting say of themselves, and what is asked by the letter.
@Suite struct ScoringTextTests {
    // MARK: Samples

    private func annotation(_ values: [ScoreSignal: Double]) -> Annotation {
        var annotation = Annotation(document: "d")
        annotation.values = values
        return annotation
    }

    @Test("a sample's quantiles by the letter") func samples() throws {
        let annotations = (1...5).map { annotation([.perplexity: Double($0), .imageGain: 0.123456]) }
        let report = SampleReport(annotations, [.imageGain, .perplexity, .caption])
        #expect(report.signals.map(\.name) == ["perplexity", "image_gain"], "in the signals' own order, numbers alone")
        #expect(report.signals[0].quantiles.map(\.share) == [0.05, 0.25, 0.5, 0.75, 0.95])
        // Of five the places 0.25, 1.25, 2.5, 3.75 and 4.75 down to a whole number.
        #expect(report.signals[0].quantiles.map(\.value) == [1, 2, 3, 4, 5])
        // 2.5 ± 1.96 √1.25: from 0.31 down to 0 and from 4.69 up to 5, of which there is none.
        #expect(report.signals[0].quantiles[2].low == 1 && report.signals[0].quantiles[2].high == 5)
        let json = report.json
        #expect(json.members?.map(\.key) == ["perplexity", "image_gain"] && json["perplexity"]?["count"]?.integer == 5)
        #expect(json["perplexity"]?["quantiles"]?["0.5"]?["value"]?.number == 3)
        #expect(json["perplexity"]?["quantiles"]?["0.5"]?["low"]?.number == 1)
        #expect(json["perplexity"]?["quantiles"]?["0.5"]?["high"]?.number == 5)
        let lines = report.text.split(separator: "\n").map(String.init)
        #expect(lines.count == 12 && lines[0] == "perplexity, 5 documents" && lines[6] == "image_gain, 5 documents")
        #expect(lines[3] == "  0.5  3.0  (95 %: 1.0 to 5.0)" && lines[9] == "  0.5  0.1235  (95 %: 0.1235 to 0.1235)")
    }

    /// 1.96 standard deviations of a binomial count: of 400 at 0.25 that is 16.97, rounded away from the middle.
    @Test("bounds are order statistics") func bounds() {
        let quantile = SampleReport.quantile(0.25, (0..<400).map(Double.init))
        #expect(quantile == .init(share: 0.25, value: 100, low: 83, high: 117))
        let high = SampleReport.quantile(0.95, (0..<400).map(Double.init))
        // 8.54 around 380.
        #expect(high.value == 380 && high.low == 371 && high.high == 389)
    }

    // MARK: Cascades

    @Test("what a cascade spared, by the letter") func cascades() throws {
        var report = CascadeReport(signals: [.perplexity, .caption])
        #expect(report.share == 0 && report.text == "caption, perplexity: 0 of 0 documents spared (0.0 % of the words)")
        (report.documents, report.words, report.spared, report.sparedWords) = (3, 300, 2, 100)
        (report.kept, report.lost) = (1, [("words > 20", 1), ("images > 0", 0)])
        #expect(
            report.text
                == "caption, perplexity: 2 of 3 documents spared (33.3 % of the words): 1 lost to 'words > 20', 1 kept anyway"
        )
        var writer = JSONWriter()
        report.write(to: &writer)
        let json = try JSONValue(parsing: writer.text)
        #expect(
            json.members?.map(\.key) == ["signals", "documents", "spared", "spared_share_of_words", "kept", "lost"])
        #expect(json["signals"]?.array?.compactMap(\.string) == ["caption", "perplexity"])
        #expect(json["documents"]?.integer == 3 && json["spared"]?.integer == 2 && json["kept"]?.integer == 1)
        #expect(json["spared_share_of_words"]?.number == 0.333333 && json["lost"]?.array?.count == 2)
        #expect(json["lost"]?[1]?["condition"]?.string == "images > 0" && json["lost"]?[1]?["documents"]?.integer == 0)
    }

    @Test("a bound that is broken already loses a document, a value that is missing does not") func loses() throws {
        let text = "score: {scorer: x}\ndocuments: {model-perplexity: {min: 2, max: 5}, image-gain: {min: 0}}"
        let cascade = Cascade(try Pipeline.parse(text, file: "p.yaml", folder: "/").config.score)
        #expect(Set(cascade.documents) == ["perplexity >= 2.0 AND perplexity <= 5.0", "image_gain >= 0.0"])
        #expect(cascade.filter == nil && cascade.images == [])
        for (values, loses) in [
            ([:], false), ([.perplexity: 2], false), ([.perplexity: 5, .imageGain: 0], false),
            ([.perplexity: 1.9], true),
            ([.perplexity: 5.1], true), ([.imageGain: -0.1], true), ([.question: -9], false),
        ] as [([ScoreSignal: Double], Bool)] {
            #expect(cascade.loses(annotation(values)) == loses, "\(values)")
        }
        #expect(
            !Cascade(documents: ["perplexity > 9"]).loses(annotation([.perplexity: 1])),
            "conditions are asked of an index")
    }

    // MARK: Selections

    @Test("what a selection kept, in words and as JSON") func selections() {
        var summary = SelectSummary()
        (summary.documents, summary.kept, summary.images, summary.keptImages) = (12_345, 1_234, 1, 1)
        summary.words = 1
        #expect(summary.text == "1,234 of 12,345 documents, 1 of 1 image, 1 word")
        (summary.undecided, summary.judgedOut) = (1_000, 2)
        #expect(
            summary.text.hasSuffix(
                "; 1,000 documents have no value for the predicate and leave; 2 documents leave because they lost images"
            ))
        #expect(
            summary.json
                == #"{"documents":12345,"kept":1234,"images":1,"kept_images":1,"words":1,"undecided":1000,"judged_out":2}"#
        )
    }

    // MARK: The protocol

    @Test("requests and greetings by the letter") func requests() throws {
        let question = ScorerRequest(id: 1, work: .question("A \"dog\"?"), parts: [[.text("é")]], maximumTokens: 2)
        #expect(
            try question.json { _ in .path("") }.text
                == #"{"id":1,"do":"question","question":"A \"dog\"?","max_tokens":2,"parts":[[{"text":"é"}]]}"#)
        let keep = ScorerRequest(id: 2, work: .logProbabilities(masks: false), parts: [], maximumTokens: 3)
        #expect(
            try keep.json { _ in .path("") }.text
                == #"{"id":2,"do":"logprobs","images":"keep","max_tokens":3,"parts":[]}"#)
        var hello = ScorerHello(name: "n", checkpoint: "c", dtype: "f32", maximumTokens: 9)
        #expect(
            hello.json.text
                == #"{"hello":1,"name":"n","checkpoint":"c","dtype":"f32","max_tokens":9,"batch":64,"images":"data","#
                + #""does":["caption","logprobs","question"]}"#)
        (hello.takesPaths, hello.batch, hello.does) = (true, 3, ["caption"])
        #expect(hello.json["images"]?.string == "path" && hello.json["batch"]?.integer == 3)
        #expect(try ScorerHello(hello.json) == hello)
    }

    @Test("a greeting needs all of its members", arguments: ["name", "checkpoint", "dtype", "max_tokens"])
    func greetings(member: String) throws {
        let all: [JSONValue.Member] = [
            .init(key: "hello", value: .integer(1)), .init(key: "name", value: .string("n")),
            .init(key: "checkpoint", value: .string("c")), .init(key: "dtype", value: .string("f32")),
            .init(key: "max_tokens", value: .integer(2)),
        ]
        #expect(try ScorerHello(.object(all)).maximumTokens == 2)
        let fault = #expect(throws: ScorerFault.self) { try ScorerHello(.object(all.filter { $0.key != member })) }
        #expect(fault?.description == "its hello lacks name, checkpoint, dtype or max_tokens")
    }

    @Test("answers that are allowed at their edges") func answers() throws {
        func answer(_ json: String, images: Int = 2, work: ScorerRequest.Work = .logProbabilities(masks: true)) throws
            -> ScorerAnswer
        {
            let parts: [[ScorerItem]] = [[.text("a")] + (0..<images).map { .image(sha256: "\($0)") }, []]
            return try ScorerAnswer(
                JSONValue(parsing: json), to: ScorerRequest(id: 1, work: work, parts: parts, maximumTokens: 3))
        }
        let empty = #"{"ids":[],"logprobs":[],"sees":[],"text":[]}"#
        let whole = #"{"ids":[1,2,3],"logprobs":[0.0009,-2],"sees":[-1,1,1],"text":[[1,2],[2,3]]}"#
        let found = try answer(#"{"parts":[\#(whole),\#(empty)],"left_out":{"1":"no"}}"#)
        guard case .tokens(let parts) = found.content else { throw ScorerFault("no tokens") }
        #expect(parts[0].runs.map(\.image) == [1, 1] && parts[1].runs.isEmpty && found.leftOut == [1: "no"])
        #expect(try answer(#"{"parts":[\#(whole),\#(empty)]}"#) != found && parts[0] != parts[1])
        #expect(throws: ScorerFault.self) { try answer(#"{"parts":[\#(whole),\#(whole)]}"#) }
        #expect(throws: ScorerFault.self) { try answer(#"{"parts":[\#(whole)]}"#) }
        #expect(throws: ScorerFault.self) { try answer(#"{"parts":[\#(whole),\#(empty)]}"#, images: 1) }
        #expect(throws: ScorerFault.self) { try answer(#"{"parts":[\#(whole),\#(empty)],"left_out":{"2":"no"}}"#) }
        #expect(throws: ScorerFault.self) { try answer(#"{"parts":[\#(whole),\#(empty)],"left_out":{"1":2}}"#) }
        #expect(throws: ScorerFault.self) { try answer(#"{"error":1}"#) }
        #expect(throws: ScorerFault.self) { try answer(#"{"yes":0.001,"no":-1}"#, work: .question("q")) }
        #expect(try answer(#"{"yes":0.0009,"no":-1}"#, work: .question("q")).content == .decision(yes: 0.0009, no: -1))
        #expect(throws: ScorerFault.self) { try answer(#"{"yes":-1}"#, work: .question("q")) }
        let backwards = whole.replacing("[[1,2],[2,3]]", with: "[[2,3],[1,2]]")
        #expect(throws: ScorerFault.self) { try answer(#"{"parts":[\#(backwards),\#(empty)]}"#) }
        let hollow = whole.replacing("[[1,2],[2,3]]", with: "[[1,1]]")
        #expect(throws: ScorerFault.self) { try answer(#"{"parts":[\#(hollow),\#(empty)]}"#) }
    }

    @Test("lines are taken as they come, empty ones left out") func lines() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let text = "one\n\n  \ntwo\nthree\nrest"
        _ = text.withCString { write(ends[1], $0, strlen($0)) }
        var input = LineInput(descriptor: ends[0])
        func next(_ most: Int) -> [String]? { input.next(most: most)?.map { String(decoding: $0, as: UTF8.self) } }
        #expect(next(2) == ["one", "two"] && next(5) == ["three"])
        _ = write(ends[1], "\n", 1)
        close(ends[1])
        #expect(next(5) == ["rest"] && next(5) == nil)
        close(ends[0])
    }

    @Test("a process has its lines and its end in words") func processes() throws {
        func end(_ command: String) throws -> (lines: [String], words: String) {
            let process = try ScorerProcess(command)
            process.send(.members(["a": .integer(1)]))
            process.flush()
            var lines: [String] = []
            var isAtEnd = false
            while !isAtEnd {
                let (more, end) = try process.receive()
                lines += more.map { String(decoding: $0, as: UTF8.self) }
                isAtEnd = end
                if !end { usleep(1_000) }
            }
            return (lines, process.end())
        }
        let read = try end("read line; echo \"$line\"; echo; echo two; printf rest; exit 4")
        #expect(read.lines == [#"{"a":1}"#, "two"] && read.words == "ended with exit code 4")
        #expect(try end("kill -9 $$").words == "was killed by signal 9")
        let sleeper = try ScorerProcess("sleep 1000")
        sleeper.send(.integer(12))
        #expect(sleeper.waiting == 3 && sleeper.end() == "was ended" && sleeper.end() == "ended")
    }

    // MARK: Configuration and errors

    @Test("a section is a request with all of its settings") func sections() throws {
        let text = """
            score:
              scorer: python s.py
              scorers: 3
              timeout: 2.5
              name: mine
              signals: [question]
              batch-tokens: 64
              dtype: bf16
              question: Is it?
              question-about: image
              cascade: true
              caption-prefix: A
              caption-tokens: 7
            """
        let config = try Pipeline.parse(text, file: "p.yaml", folder: "/").config.score
        let request = try #require(config.scoring("/c"))
        #expect(request.corpus == "/c" && request.scorer == "python s.py" && request.checkpoint == "")
        #expect(
            request.scorers == 3 && request.timeout == 2.5 && request.name == "mine" && request.signals == [.question])
        #expect(request.batchTokens == 64 && request.load.precision == .bf16 && !request.load.prefersStoredType)
        #expect(request.question == "Is it?" && request.questionAbout == "image" && request.cascade == Cascade(config))
        #expect(request.captions.prefix == "A" && request.captions.tokens == 7)
        let plain = try Pipeline.parse(
            "score: {model: /m, signals: [perplexity], question: Is it?}", file: "p.yaml", folder: "/"
        ).config.score
        let usual = try #require(plain.scoring("/c"))
        #expect(
            usual.name == nil && usual.cascade == nil && usual.load.prefersStoredType && usual.load.precision == nil)
        #expect(usual.question == "" && usual.checkpoint == "/m" && usual.scorer == nil)
        for (name, precision) in [("f32", Precision.f32), ("int8", .int8), ("int4", .int4)] {
            let config = try Pipeline.parse("score: {model: /m, dtype: \(name)}", file: "p.yaml", folder: "/").config
                .score
            #expect(config.scoring("/c")?.load.precision == precision, "\(name)")
        }
    }

    @Test("a section is checked before a run begins") func checks() throws {
        let scratch = try Scratch()
        func problem(_ text: String) throws -> String {
            let config = try Pipeline.parse(text, file: "p.yaml", folder: scratch.path).config.score
            do { try config.check() } catch { return "\(error)" }
            return ""
        }
        #expect(
            try problem("score: {model: m}").contains(
                "there is no checkpoint in '\(scratch.file("m"))' (no config.json)"))
        try Files.makeFolder(scratch.file("m"))
        try Files.write("{}", to: scratch.file("m/config.json"))
        #expect(try problem("score: {model: m}") == "" && problem("score: {scorer: x}") == "")
        #expect(try problem("score: {scorer: x}\ndocuments: {quality: {model: f, min: 0}}").contains("filter: "))
    }

    @Test("a request begins with the usual settings") func usual() {
        let request = ScoreRequest(corpus: "c", checkpoint: "m")
        #expect(request.signals == [.imageGain, .perplexity] && request.scorers == 1 && request.timeout == 600)
        #expect(
            request.batchTokens == 1_024 && request.maximumTokens == nil && request.limit == nil
                && request.sample == nil)
        #expect(request.questionAbout == "document" && request.price == 0 && request.scorer == nil)
        #expect(
            ScoreRequest(corpus: "c", scorer: "s").checkpoint == ""
                && ScoreRequest.names.hasPrefix("caption, caption-agreement, "))
    }

    @Test("captions have one way of being asked for") func captionProblems() {
        func problems(_ scorer: Bool = false, _ change: (inout CaptionSettings) -> Void) -> String {
            var request = scorer ? ScoreRequest(corpus: "c", scorer: "s") : ScoreRequest(corpus: "c", checkpoint: "/m")
            change(&request.captions)
            do { try request.check() } catch { return "\(error)" }
            return ""
        }
        #expect(problems { $0.template = "brief" } == "")
        #expect(problems { $0.template = "poem" }.contains("there is no caption template 'poem' (templates: plain"))
        #expect(problems { ($0.template, $0.prefix) = ("brief", "A") }.contains("a prefix or a template, not both"))
        for (context, isFine) in [(0, true), (100_000, true), (100_001, false), (-1, false)] {
            #expect(problems { $0.context = context }.isEmpty == isFine, "\(context)")
        }
        for (penalty, isFine) in [(1.0, true), (10, true), (0.9, false), (10.1, false)] {
            #expect(problems { $0.repetitionPenalty = penalty }.isEmpty == isFine, "\(penalty)")
        }
        #expect(problems(true) { ($0.prefix, $0.tokens) = ("A", 3) } == "")
        #expect(problems(true) { $0.beams = 2 }.contains("only prefix and tokens are asked of it"))
    }

    @Test("whose fault an error is") func faults() {
        func kind(_ error: any Error) -> String {
            switch PipelineError(scoring: error) {
            case .problems: "problems"
            case .damaged: "damaged"
            case .interrupted: "interrupted"
            default: "other"
            }
        }
        #expect(kind(StorageError.query(detail: "q")) == "problems" && kind(IdeficsError.image("x")) == "problems")
        #expect(
            kind(StorageError.corrupt(path: "p", detail: "d")) != "problems"
                && kind(PipelineError.interrupted) == "interrupted")
    }

    @Test("values have six digits, and means are over what has one") func values() {
        var annotation = Annotation(document: "d")
        annotation.images = [0.1, nil, 0.25].map { value in
            var image = Annotation.Image(position: 0, sha256: "")
            image.values[.imageGain] = value
            return image
        }
        #expect(annotation.mean(.imageGain) == 0.175 && annotation.mean(.question) == nil)
        #expect(
            (1.0 / 3).rounded6 == 0.333333 && (-2.0000005).rounded6 == -2.000001
                && abs((1.0).exponential - 2.7182818) < 1e-7)
        var image = ImageNode(ordinal: 0, url: "")
        image.signals = ImageSignals(sha256: SHA256.hash("s").hex, phash: "", width: 1, height: 1, format: "png")
        let document = Document(
            id: "i", url: "", nodes: [.divide(ordinal: 0), .image(image), .image(ImageNode(ordinal: 2, url: ""))])
        let blank = Annotation(blank: ScoreJob(document: document, missing: [.caption, .question], others: []))
        #expect(blank.document == "i" && blank.signals == [.caption: 1, .question: 1])
        #expect(blank.images.map(\.position) == [1, 2] && blank.images.map(\.sha256) == [SHA256.hash("s").hex, ""])
        let job = ScoreJob(document: document, missing: [.caption, .question], others: ["o"]).asking([
            .question, .perplexity,
        ])
        #expect(job.missing == [.question] && job.others == ["o"])
    }

    @Test("captions are compared with what the page says, weighted by its shard") func agreement() throws {
        let scratch = try Scratch()
        func document(_ number: Int, _ caption: String, alt: String = "") -> Document {
            let image = ImageNode(ordinal: 0, url: "u", alt: alt, caption: caption)
            return Document(id: String(repeating: "\(number)", count: 20), url: "u", nodes: [.image(image)])
        }
        let documents = [
            document(0, "a red boat on the water"), document(1, "two dogs in the snow", alt: "two dogs in the snow"),
            document(2, ""), document(3, "", alt: "the old mill"),
        ]
        let corpus = try TinyCorpus.of(documents, in: scratch.path)
        let shard = corpus.manifest.files(.shard)[0]
        let agreement = try CaptionAgreement(FramedReader(path: corpus.folder + "/" + shard.path))
        func value(_ number: Int, _ caption: String?) -> Double? {
            var annotation = Annotation(document: documents[number].id)
            annotation.images = [Annotation.Image(position: 0, sha256: "")]
            annotation.images[0].caption = caption
            agreement.measure(&annotation, documents[number])
            #expect(annotation.values[.captionAgreement] == annotation.images[0].values[.captionAgreement])
            return annotation.values[.captionAgreement]
        }
        #expect(
            value(0, "A red boat on the water.") == 10 && value(1, "two dogs in the snow") == 10,
            "said twice is said once")
        #expect(value(0, "two dogs in the snow").map { $0 < 1 } == true && value(0, "stocks fell") == 0)
        #expect(value(2, "a red boat") == nil && value(0, nil) == nil, "nothing to compare")
        let three = value(3, "the old mill")
        // Of three words there are no runs of four: three quarters of ten.
        #expect(three == 7.5)
    }
}
