import Facts
import Platform
import TestKit
import Testing

@testable import Configuration

/// What the keys of a pipeline become.
@Suite struct ConfigValueTests {
    private func config(
        _ text: String, folder: String = "/p", sets: [String] = [], environment: [String: String] = [:]
    ) throws -> PipelineConfig {
        try Pipeline.parse(text, file: "p.yaml", folder: folder, sets: sets, environment: environment).config
    }

    private func problems(_ text: String, sets: [String] = []) -> [String] {
        do {
            _ = try Pipeline.parse(text, file: "p.yaml", folder: "/p", sets: sets)
            return []
        } catch { return "\(error)".split(separator: "\n").map(String.init) }
    }

    // MARK: Paths

    /// A path of the file starts at the file, one of the command line where the person stands.
    @Test func pathsStartWhereTheyWereWritten() throws {
        let text = "text: {common-words: words.json}"
        #expect(try config(text).text.commonWords == "/p/words.json")
        #expect(try config("text: {common-words: /w.json}").text.commonWords == "/w.json")
        #expect(try config("name: x").text.commonWords == "")
        let given = try Pipeline.parse(text, file: "p.yaml", folder: "/p", sets: ["text.common-words=w.json"])
        #expect(given.config.text.commonWords == WorkingFolder.path + "/w.json")
        #expect(given.resolved.contains("\"common-words\":\"\(WorkingFolder.path)/w.json\""))
        let environment = ["QUARRY_TEXT_COMMON_WORDS": "e.json"]
        #expect(try config(text, environment: environment).text.commonWords == WorkingFolder.path + "/e.json")
        #expect(try config("fetch: {opt-out: [a, /b]}").fetch.optOut == ["/p/a", "/b"])
        let lists = try config("name: x", sets: ["fetch.opt-out=[a, /b]"]).fetch.optOut
        #expect(lists == [WorkingFolder.path + "/a", "/b"])
    }

    @Test func theUsualLanguageModelIsTakenWhereItIs() throws {
        let scratch = try Scratch()
        let text = "text: {language-model: auto}"
        let without = try config(text, folder: scratch.path).text
        #expect(without.languageModel == "" && without.lacksLanguageModel)
        try Files.makeFolder(scratch.file("models"))
        try Files.write("", to: scratch.file("models/lid.176.ftz"))
        let with = try Pipeline.parse(text, file: "p.yaml", folder: scratch.path)
        #expect(with.config.text.languageModel == scratch.file("models/lid.176.ftz"))
        #expect(!with.config.text.lacksLanguageModel && with.resolved.contains("\"models/lid.176.ftz\""))
        #expect(try config("name: x", folder: scratch.path).text.languageModel == "")
    }

    @Test func aLibraryByItsNameIsLeftToTheLoader() throws {
        #expect(try config("measure: {nsfw-library: lib.so.1}").measure.nsfwLibrary == "lib.so.1")
        #expect(try config("measure: {nsfw-library: x/lib.so.1}").measure.nsfwLibrary == "/p/x/lib.so.1")
    }

    // MARK: What is off

    @Test func mannersThatAreOffAreSaid() throws {
        #expect(try config("name: x").mannersOff == [])
        let all = try config(
            """
            extraction: {obey-robots-meta: false, obey-tdm-header: false}
            fetch: {robots: false, robots-tag: false, tdm: false, ai-txt: false, verify-tls: false, allow-addresses: [10.0.0.0/8]}
            """)
        #expect(
            all.mannersOff == [
                "extraction.obey-robots-meta is off", "extraction.obey-tdm-header is off", "fetch.robots-tag is off",
                "fetch.tdm is off", "fetch.robots is off", "fetch.ai-txt is off", "fetch.verify-tls is off",
                "fetch.allow-addresses opens 10.0.0.0/8",
            ])
        let offline = try config("fetch: {network: false, robots: false, tdm: false, allow-addresses: [10.0.0.0/8]}")
        #expect(offline.mannersOff == ["fetch.tdm is off"], "nobody is asked for robots.txt")
    }

    @Test func withoutBytesNoRuleOnBytesIsAsked() throws {
        let config = try config(
            """
            fetch: {urls-only: true}
            images: {per-document: {min: 1, max: 30}, side: {min: 150, max: 20000}, format: {allow: [png]}}
            """)
        #expect(!config.extraction.dataImages)
        #expect(
            config.factsOff == [
                "fetch.urls-only: no image is fetched or measured; images.format, images.side keep every image"
            ])
        #expect(
            try self.config("fetch: {urls-only: true}").factsOff == [
                "fetch.urls-only: no image is fetched or measured"
            ])
        #expect(try self.config("name: x").factsOff == [])
    }

    @Test(
        arguments: [
            ("images: {per-document: {min: 1, max: 30}}", true, nil),
            ("images: {per-document: {min: 0, max: 30}}", false, nil),
            ("images: {per-document: {min: 1, max: 30, over: split}}", true, 30), ("name: x", false, nil),
            ("images: {per-document: off}", false, nil),
        ] as [(String, Bool, Int?)])
    func imagesOfADocument(text: String, needsImage: Bool, ofPart: Int?) throws {
        let rules = try config(text).rules
        #expect(rules.needsImage == needsImage && rules.imagesOfPart == ofPart)
    }

    /// The published profile takes every picture, and none that the page itself carries.
    @Test func theProfileDecidesOtherDefaults() throws {
        let published = try config("extraction: {profile: obelics}").extraction
        #expect(published.pictures == .all && !published.dataImages)
        let ours = try config("name: x").extraction
        #expect(ours.pictures == .content && ours.dataImages && ours.profile == .quarry)
        #expect(try config("extraction: {profile: obelics, data-images: true}").extraction.dataImages)
    }

    // MARK: Scores

    @Test func rulesOnScoresAreBounds() throws {
        let score = try config(
            """
            score: {model: m, signals: [perplexity], captions: true}
            documents: {image-gain: {min: 0.1, max: 3}, model-perplexity: {max: 40}, swap-margin: off}
            images: {question: {min: 0.5}}
            """, sets: ["score.question=Is it?"]
        ).score
        #expect(score.documents.map(\.predicate) == ["image_gain >= 0.1 AND image_gain <= 3.0", "perplexity <= 40.0"])
        #expect(score.images.map(\.predicate) == ["question >= 0.5"])
        #expect(score.signals == [.perplexity, .imageGain, .question, .caption])
        #expect(score.model == "/p/m" && score.isActive && score.selects)
        #expect(try !config("score: {model: m}").score.selects)
        #expect(try config("score: {model: m}").score.signals == [.imageGain, .perplexity])
        #expect(try !config("name: x").score.isActive)
    }

    @Test(arguments: [
        ("documents: {image-gain: {min: 1}}", "a rule on 'image_gain' needs a section score"),
        ("score: {model: m, scorer: s}", "(not both)"), ("score: {dtype: f32}", "(not both)"),
        ("score: {model: m, signals: [question]}", "needs score.question"),
        ("score: {model: m}\ndocuments: {image-gain: {}}", "'documents.image-gain' needs min or max"),
        ("documents: {quality: {min: 0.5}}", "'documents.quality' needs a model"),
        ("workers: {memory-bytes: 1000}", "must be 0 or at least 134217728, not '1000'"),
        (
            "corpus: {paragraph-maximum: 0, line-words: 3}",
            "'corpus.line-words' does nothing where 'corpus.paragraph-maximum' is 0"
        ),
        (
            "corpus: {window-words: 8, paragraph-maximum: 0}",
            "'corpus.window-words' does nothing where 'corpus.paragraph-maximum' is 0"
        ),
    ])
    func whatDoesNotGoTogetherIsRefused(text: String, says: String) {
        #expect(problems(text).contains { $0.contains(says) })
    }

    @Test func aFilterIsAFileBesideThePipeline() throws {
        let score = try config("documents: {quality: {min: 0.5, model: f.json}}").score
        #expect(score.filter == "/p/f.json" && score.documents.map(\.predicate) == ["quality >= 0.5"])
        #expect(!score.isActive && score.selects)
    }

    // MARK: Values

    @Test(arguments: [
        ("output: {level: 07}", "an integer"), ("output: {level: '7'}", "an integer"),
        ("output: {level: 7.0}", "an integer"),
        ("output: {level: 0}", "at least 1 and at most 19"), ("output: {level: 20}", "at least 1 and at most 19"),
        ("corpus: {paragraph-maximum: -1}", "an integer of at least 0"),
        ("corpus: {spam-words: 1.1}", "between 0.0 and 1.0"), ("corpus: {spam-words: 0x1}", "a number"),
        ("corpus: {spam-words: inf}", "a number"), ("fetch: {network: True}", "true or false"),
        ("fetch: {network: 'true'}", "true or false"), ("text: {redact: email}", "a list"),
        ("text: {redact: [[email]]}", "a list of words"), ("text: {redact: [emial]}", "did you mean 'email'?"),
        ("output: 3", "must be a section"), ("- a", "a pipeline is a set of sections, not a list"),
        ("name: [x]", "'name' must be a text, not a list"),
    ])
    func valuesOfAnotherKindAreRefused(text: String, says: String) {
        #expect(problems(text).contains { $0.contains(says) }, "\(problems(text))")
    }

    @Test func edgesOfARangeBelongToIt() throws {
        #expect(try config("output: {level: 19}").output.level == 19 && config("output: {level: 1}").output.level == 1)
        #expect(try config("corpus: {spam-words: 1}").corpus.spamWords == 1)
        #expect(try config("workers: {memory-bytes: 0}").workers.memoryBytes == 0)
        #expect(try config("workers: {memory-bytes: 134217728}").workers.memoryBytes == 134_217_728)
    }

    @Test func theLastSetCounts() throws {
        #expect(try config("name: x", sets: ["output.level=3", "output.level=5"]).output.level == 5)
        #expect(try config("name: x", sets: ["name="]).name == "")
        #expect(try config("name: x", sets: ["name=a=b"]).name == "a=b")
        #expect(problems("name: x", sets: ["=3"]) == ["--set: '=3' is not section.key=value"])
    }

    @Test func aByteThatIsNoTextHasItsPlace() throws {
        let scratch = try Scratch()
        try Files.write(Array("name: x\nab: ".utf8) + [0xFF], to: scratch.file("p.yaml"))
        let error = #expect(throws: PipelineError.self) { try Pipeline.load(path: scratch.file("p.yaml")) }
        #expect(error?.description == "p.yaml:2:5: a byte that is no UTF-8")
    }

    // MARK: YAML that is refused

    @Test(arguments: [
        ("a: &x 1", 1, 4), ("a: [1, *x]", 1, 8), ("a: !!int 1", 1, 4), ("a: 1\n--- \nb: 2", 2, 1),
        ("a: 'it''s'\nb: *x", 2, 4), ("a: \"\\\"\"\nb: *x", 2, 4), ("# é &x\nb: &y 1", 2, 4),
    ])
    func anchorsTagsAndSecondDocuments(text: String, line: Int, column: Int) throws {
        let refused = try #require(YAMLGuard.check(text))
        #expect(refused.place == .init(line: line, column: column), "\(refused)")
    }

    @Test(arguments: [
        "a: x&y", "a: '&x'", "a: \"*\"", "a: 1 # *x", "a: \"x\\\" &y\"", "--- \na: 1", "a: b!c", "a: 2*3",
    ])
    func whatOnlyLooksLikeThemPasses(text: String) { #expect(YAMLGuard.check(text) == nil) }

    @Test func nestingHasAnEnd() {
        let open = String(repeating: "[", count: 32)
        #expect(YAMLGuard.check("a: " + open) == nil)
        #expect(YAMLGuard.check("a: [" + open)?.message == "nested too deeply")
        #expect(YAMLGuard.check("a: " + String(repeating: "[]", count: 99)) == nil)
    }

    // MARK: Tasks

    @Test func aTaskOfOnesOwnIsRead() throws {
        let scratch = try Scratch()
        try Files.write(
            """
            kind: choice
            prompt: {example: "{image}{text}{answer}", max-tokens: 99}
            answer: {classes: ["no", "yes"], flagged-words: [Bad], beams: 3}
            data: {text: caption}
            """, to: scratch.file("hate.yaml"))
        let task = try EvaluationTask(path: scratch.file("hate.yaml"))
        #expect(task.name == "hate" && task.kind == .choice && task.classes == ["no", "yes"])
        #expect(task.promptTokens == 99 && task.beams == 3 && task.flaggedWords == ["bad"])
        #expect(task.keys["text"] == "caption" && task.keys["image"] == "image" && task.maximumTokens == 15)
    }

    @Test(arguments: [
        ("prompt: {example: x}", "has no {answer}"),
        ("kind: choice\nprompt: {example: '{answer}'}", "two classes or more"),
        ("prompt: {example: '{answer}'}\nanswer: {classes: [a, b]}", "belong to the kind 'choice'"),
        ("prompt: {example: '{answer}'}\nanswer: {stop: ['']}", "an empty text in a list"),
        ("prompt: {exmple: '{answer}'}", "unknown key 'prompt.exmple'"),
    ])
    func aTaskThatCannotBeAskedIsRefused(text: String, says: String) throws {
        let scratch = try Scratch()
        try Files.write(text, to: scratch.file("t.yaml"))
        let error = #expect(throws: PipelineError.self) { try EvaluationTask(path: scratch.file("t.yaml")) }
        #expect(error?.description.contains(says) == true)
    }
}
