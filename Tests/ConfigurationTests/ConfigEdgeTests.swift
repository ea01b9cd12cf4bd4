import Curation
import Facts
import Fetching
import Foundation
import JSON
import Platform
import RemoteFiles
import TestKit
import Testing

@testable import Configuration

/// Places, paths and bounds at their edges.
@Suite struct ConfigEdgeTests {
    private func config(
        _ text: String, folder: String = "/p", sets: [String] = [], environment: [String: String] = [:]
    ) throws -> PipelineConfig {
        try Pipeline.parse(text, file: "p.yaml", folder: folder, sets: sets, environment: environment).config
    }

    private func problems(_ text: String, sets: [String] = [], environment: [String: String] = [:]) -> [String] {
        words { _ = try config(text, sets: sets, environment: environment) }.split(separator: "\n").map(String.init)
    }

    // MARK: What must not reach the YAML library

    private func guarded(_ text: String) -> String {
        YAMLGuard.check(text).map { "\($0.place.line):\($0.place.column) \($0.message)" } ?? ""
    }

    @Test(
        "anchors, aliases and tags are refused where a value begins, not within texts and comments",
        arguments: [
            ("a: &x 1", "1:4 anchors and aliases are not used in pipelines"),
            ("a: *x", "1:4 anchors and aliases are not used in pipelines"),
            ("*x", "1:1 anchors and aliases are not used in pipelines"),
            ("a: [*x]", "1:5 anchors and aliases are not used in pipelines"),
            ("a: {*x : 1}", "1:5 anchors and aliases are not used in pipelines"),
            ("a: [1,*x]", "1:7 anchors and aliases are not used in pipelines"),
            ("a:\t*x", "1:4 anchors and aliases are not used in pipelines"),
            ("a: !!str x", "1:4 tags are not used in pipelines"),
            ("a: 1\nb: !x", "2:4 tags are not used in pipelines"), ("a: x&y*z!", ""), ("a: 'x *y'", ""),
            ("a: \"x *y\"", ""),
            ("a: \"\\\" *y\"", ""), ("a: \"\\\\\" \nb: *x", "2:4 anchors and aliases are not used in pipelines"),
            ("a: 'x\\' \nb: *x", "2:4 anchors and aliases are not used in pipelines"), ("# *x &y !z", ""),
            ("a: 1 # *x", ""),
            ("a: 1# *x", "1:7 anchors and aliases are not used in pipelines"),
            ("a: it's *x", "1:9 anchors and aliases are not used in pipelines"),
            // Columns count characters, not bytes.
            ("\u{E9}\u{4E2D}: *x", "1:5 anchors and aliases are not used in pipelines"),
            ("# \u{E9}\n*x", "2:1 anchors and aliases are not used in pipelines"),
            ("a: '\u{E9}'\nb: '\u{4E2D}' *x", "2:8 anchors and aliases are not used in pipelines"),
        ])
    func guards(text: String, says: String) { #expect(guarded(text) == says) }

    @Test("a second document is refused, a mark before the first is not") func documents() {
        #expect(guarded("---\na: 1\n") == "" && guarded("\n---\na: 1\n") == "")
        #expect(guarded("a: 1\n---\nb: 2") == "2:1 a second document")
        #expect(guarded("a: 1\n --- b") == "" && guarded("a: ---") == "")
    }

    @Test("brackets are 32 deep at most, and closed ones count no more") func depth() {
        func nested(_ count: Int) -> String { "a: " + String(repeating: "[", count: count) }
        #expect(guarded(nested(32)) == "" && guarded(nested(33)) == "1:36 nested too deeply")
        #expect(guarded("a: " + String(repeating: "[]", count: 99)) == "")
        #expect(guarded("a: " + String(repeating: "]", count: 9) + String(repeating: "{", count: 32)) == "")
        #expect(guarded(String(repeating: " ", count: 256) + "a: 1") == "")
        #expect(guarded(String(repeating: " ", count: 257) + "a: 1") == "1:1 nested too deeply")
        #expect(guarded("a:\n" + String(repeating: "- ", count: 129) + "x") == "2:1 nested too deeply")
    }

    @Test("sections are 32 deep at most") func sections() {
        func problems(_ depth: Int) -> [String] {
            let problems = ConfigProblems(file: "f")
            let lines = (0..<depth).map { String(repeating: " ", count: $0) + "a:" }
            _ = ConfigNode.parse(lines.joined(separator: "\n") + " 1", problems: problems)
            return problems.list
        }
        #expect(problems(31) == [])
        #expect(problems(32) == ["f:32:35: nested deeper than 32"])
    }

    // MARK: Slips

    @Test("a variable is a slip where it is two letters from a key's at most") func variables() {
        func slips(_ name: String) -> [String] { problems("name: x", environment: [name: "7"]) }
        #expect(
            slips("QUARRY_OUTPUT_LVL") == [
                "QUARRY_OUTPUT_LVL: no key is set by it; did you mean 'QUARRY_OUTPUT_LEVEL'?"
            ])
        #expect(slips("QUARRY_OUTPUT_LVLXXXX") == [] && slips("QUARRY_ELSEWHERE_THING") == [])
        #expect(slips("QUARRY_OUTPUT_LEVEL") == [])
    }

    @Test("a key that is set twice stands once among the names of its section, the last value counts") func twice()
        throws
    {
        let text = "paragraphs: {words: {min: 4, max: 10}}"
        let both = try Pipeline.parse(
            text, file: "p", folder: "/p", sets: ["paragraphs.words.min=1", "paragraphs.words.min=2"])
        #expect(both.resolved.contains("\"words\":{\"min\":2,\"max\":10}"))
        #expect(
            problems("name: x", sets: ["paragraphs.wrods.min=1", "paragraphs.wrods.max=2"]).filter {
                $0.contains("unknown rule")
            }.count == 1)
        #expect(problems("name: x", sets: ["=1"]) == ["--set: '=1' is not section.key=value"])
        #expect(problems("name: x", sets: ["a"]) == ["--set: 'a' is not section.key=value"])
        #expect(problems("name: x", sets: ["name=[1"]).first?.hasPrefix("--set 'name=[1':") == true)
        #expect(try config("name: x", sets: ["text.common-words="]).text.commonWords == "")
    }

    @Test("the first byte that is no UTF-8 is named by line and column") func bytes() throws {
        let scratch = try Scratch()
        func place(_ bytes: [UInt8]) throws -> String {
            let path = try scratch.write(bytes, "p.yaml")
            return words { _ = try Pipeline.load(path: path) }
        }
        #expect(try place([0xFF]) == "p.yaml:1:1: a byte that is no UTF-8")
        #expect(try place(Array("na".utf8) + [0xC3]) == "p.yaml:1:3: a byte that is no UTF-8")
        #expect(
            try place(Array("\u{E9}: 1\n\n \u{4E2D}".utf8) + [0xFE, 0x0A]) == "p.yaml:3:3: a byte that is no UTF-8")
    }

    // MARK: Files

    @Test("files of a pipeline are sorted by path, whatever the order of its keys") func files() throws {
        let scratch = try Scratch()
        for name in ["a", "b", "c", "d"] { try Files.write("", to: scratch.file(name)) }
        func found(_ order: String) throws -> [String] {
            try Pipeline.parse("fetch: {opt-out: [\(order)]}", file: "p", folder: scratch.path).files(in: scratch.path)
        }
        for order in ["a, b, c, d", "d, c, b, a", "c, a, d, b"] {
            #expect(try found(order) == ["a", "b", "c", "d"].map(scratch.file))
        }
    }

    @Test("the working folder is the process'") func working() {
        #expect(WorkingFolder.path == FileManager.default.currentDirectoryPath)
    }

    @Test("lists of words are those of the profile; one that cannot be read is named by its key") func lists() throws {
        #expect(try config("name: x").text.wordLists().languages.count == 46)
        #expect(try config("text: {lists: obelics}").text.wordLists().languages == ["en"])
        let scratch = try Scratch()
        let path = try scratch.write(Array("the\n".utf8), "w")
        #expect(try config("text: {common-words: \(path)}").text.wordLists().commonWordsLanguage == "en")
        let text = words { _ = try config("text: {common-words: /none/w}").text.wordLists() }
        #expect(text.hasPrefix("text.common-words: ") && text.contains("/none/w"))
        #expect(try config("name: x").text.languageIdentifier() == nil)
        let model = words { _ = try config("text: {language-model: /none/m}").text.languageIdentifier() }
        #expect(model.hasPrefix("text.language-model: ") && model.contains("/none/m"))
    }

    @Test("lists of opt-outs must be there, and are read again when they have another size") func optOut() throws {
        let scratch = try Scratch()
        let path = try scratch.write(Array("a.example\n".utf8), "out")
        let fetch = try config("fetch: {opt-out: [\(path)]}").fetch
        try fetch.check()
        #expect(try fetch.policy().optOut.count == 1)
        #expect(try fetch.policy().optOut.count == 1)
        try Files.write("a.example\nb.example\n", to: path)
        #expect(try fetch.policy().optOut.count == 2)
        try Files.remove(path)
        #expect(words { try fetch.check() } == "fetch.opt-out: there is no file '\(path)'")
        #expect(words { _ = try fetch.policy() }.hasPrefix("fetch.opt-out: "))
        let ranges = try config("fetch: {allow-addresses: [10.0.0.0/8, x]}").fetch
        #expect(words { try ranges.check() } == "fetch.allow-addresses: 'x' is no CIDR range")
    }

    @Test("a rule's models are files beside the pipeline") func models() throws {
        let rules = "documents: {perplexity: {max: 1500, model: en.arpa, tokenizer: en.model}}"
        // Whether they are there is asked when the rule is made.
        let text = problems(rules).joined()
        #expect(text.contains("/p/en.arpa"))
        #expect(problems("documents: {perplexity: {max: 1500, model: '', tokenizer: x}}") == [])
    }

    // MARK: Rules

    @Test(
        "a rule on the classifier's score asks for it",
        arguments: [
            ("images: {nsfw: {max: 0.5}}", true), ("images: {nsfw-document: {max: 0.5}}", true),
            ("images: {nsfw: off}", false),
            ("images: {side: {min: 1}}", false), ("name: x", false),
        ])
    func classifier(text: String, needs: Bool) throws { #expect(try config(text).rules.needsNSFW == needs) }

    @Test("rules on bytes are told in the order of the checks") func facts() throws {
        let rules = try config(
            "images: {blank: {}, nsfw-document: {max: 1}, nsfw: {max: 1}, aspect-ratio: {max: 2}, side: {min: 1}, format: {allow: [png]}, rendered-side: {min: 1}}"
        ).rules
        #expect(
            rules.needingFacts == [
                "images.format", "images.side", "images.aspect-ratio", "images.blank", "images.nsfw",
                "images.nsfw-document",
            ])
    }

    @Test("one image that must be there needs an image; none asked for does not") func images() throws {
        #expect(try config("images: {per-document: {min: 1}}").rules.needsImage)
        #expect(try config("images: {per-document: {min: 2}}").rules.needsImage)
        #expect(try !config("images: {per-document: {max: 2}}").rules.needsImage)
        #expect(try config("images: {per-document: {max: 2, over: drop}}").rules.imagesOfPart == nil)
    }

    @Test("without fetching no picture of a page's own text is kept, with it they are") func urlsOnly() throws {
        #expect(try !config("fetch: {urls-only: true}").extraction.dataImages)
        #expect(try config("fetch: {urls-only: false}").extraction.dataImages)
    }

    @Test("retries of ranges are one more than those of images, never fewer than the usual ones") func attempts() throws
    {
        let usual = try config("fetch: {retries: 0}").fetch.remotePolicy().attempts
        #expect(try config("fetch: {retries: 20}").fetch.remotePolicy().attempts == 21)
        #expect(usual > 1 && usual < 20)
        #expect(try config("fetch: {retries: \(usual)}").fetch.remotePolicy().attempts == usual + 1)
        #expect(try config("fetch: {retries: \(usual - 1)}").fetch.remotePolicy().attempts == usual)
    }

    // MARK: Scores

    @Test("a bound holds at its ends, and one that is open on its side") func bounds() throws {
        func bound(_ limits: String) throws -> ScoreConfig.Bound {
            try #require(
                try config("score: {model: m}\ndocuments: {image-gain: {\(limits)}}").score.documents.first)
        }
        let both = try bound("min: 0.5, max: 2")
        #expect([0.49, 0.5, 2, 2.01].map(both.holds) == [false, true, true, false])
        #expect(both.predicate == "image_gain >= 0.5 AND image_gain <= 2.0" && both.column == "image_gain")
        let least = try bound("min: -1"), most = try bound("max: 0")
        #expect([-1.1, -1, 1e9].map(least.holds) == [false, true, true] && least.predicate == "image_gain >= -1.0")
        #expect([-1e9, 0, 0.1].map(most.holds) == [true, true, false] && most.predicate == "image_gain <= 0.0")
    }

    @Test("captions are measured where they are to join the records, and make a selection") func captions() throws {
        let merged = try config("score: {model: m, signals: [perplexity], captions: true}").score
        #expect(merged.signals == [.perplexity, .caption] && merged.selects && merged.isAsked)
        let apart = try config("score: {model: m, signals: [perplexity]}").score
        #expect(apart.signals == [.perplexity] && !apart.selects && apart.isAsked && apart.isActive)
        #expect(try !config("name: x").score.isAsked)
    }

    @Test("settings of captions and of the scorer reach theirs") func settings() throws {
        let score = try config(
            """
            score: {scorer: "run me", scorers: 3, timeout: 1.5, name: n, batch-tokens: 17, dtype: int8, question: q, question-about: image,
              cascade: true, signals: [question], caption-prefix: A, caption-tokens: 5, caption-template: brief, caption-context: 6,
              caption-repetition-penalty: 1.25, caption-beams: 7}
            """
        ).score
        #expect(
            score.scorer == "run me" && score.scorers == 3 && score.timeout == 1.5 && score.name == "n"
                && score.model == "")
        #expect(
            score.batchTokens == 17 && score.dtype == .int8 && score.question == "q" && score.questionAbout == "image")
        #expect(score.cascades && score.signals == [.question] && !score.mergesCaptions)
        #expect(score.captions.prefix == "A" && score.captions.tokens == 5 && score.captions.template == "brief")
        #expect(score.captions.context == 6 && score.captions.repetitionPenalty == 1.25 && score.captions.beams == 7)
    }

    // MARK: Explanations

    @Test("a key is not explained by another that begins like it") func explained() throws {
        #expect(try KeyExplanation.named("fetch.robots").map(\.path) == ["fetch.robots"])
        #expect(try KeyExplanation.named("fetch.robots-tag").map(\.path) == ["fetch.robots-tag"])
        let fetch = try KeyExplanation.named("fetch").map(\.path)
        #expect(fetch.count > 15 && fetch.allSatisfy { $0.hasPrefix("fetch.") })
        #expect(words { _ = try KeyExplanation.named("fetch.robot") }.hasSuffix("did you mean 'fetch.robots'?"))
    }

    @Test("pipelines are named without the ending of their files") func names() throws {
        let scratch = try Scratch()
        for name in ["b.yaml", "a.yaml", "c.yml", "d.txt"] { try Files.write("", to: scratch.file(name)) }
        #expect(
            words { _ = try PipelineFile.path(of: "zzzzzzzz", in: [scratch.path]) }
                == "there is no pipeline 'zzzzzzzz' (there are a, b, or give a path)")
        #expect(
            words { _ = try PipelineFile.path(of: "zzz", in: ["/none"]) }
                == "there is no pipeline 'zzz': give the path of a YAML file")
    }
}
