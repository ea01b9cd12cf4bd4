import CorpusFiles
import CorpusKit
import Inspection
import JSON
import Platform
import TestKit
import Testing

/// What the verbs print with `--json` is as `schemas/answers/` says.
@Suite struct AnswerSchemaTests {
    private func problems(_ text: String, _ name: String) throws -> [String] {
        try Schema.problems(text, answer: name)
    }

    @Test func whatIsAskedOfACorpus() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        #expect(try problems(FunnelInspection(corpus).json, "funnel") == [])
        #expect(try problems(StatsInspection(corpus).json, "stats") == [])
        #expect(try problems(SignalInspection(corpus, signal: "words").json, "signal") == [])
        #expect(try problems(CompleteRun.json(corpus.manifest, at: corpus.folder), "run") == [])
        let sha256 = SHA256.hash(tiny.images[1]).hex
        #expect(try problems(ImageInspection(sha256, in: corpus).json, "image") == [])
        for query in ["d0000000000000000000", "00000000000000000bee"] {
            let shown = try DocumentInspection.find(query, in: corpus, withDrops: true)
            #expect(try problems(shown.json, "show") == [], "\(query)")
        }
        #expect(try problems(Verification.verify(folder: scratch.path).json, "verify") == [])
    }

    @Test func signals() throws {
        #expect(try problems(SignalsInspection().json, "signals") == [])
        #expect(try problems(#"[{"signal": "x", "of": "sound", "sentence": "", "cost": ""}]"#, "signals") != [])
    }

    @Test func reasons() throws {
        #expect(try problems(ReasonsInspection().json, "reasons") == [])
        #expect(try problems(ReasonsInspection("images").json, "reasons") == [])
        #expect(try problems("{}", "reasons") != [] && problems("{\"output\":1}", "run") != [])
    }

    @Test func everyAnswerIsListed() throws {
        let readme = try Files.readText(Repository.root + "/schemas/README.md")
        for name in try Files.list(Repository.root + "/schemas/answers") {
            #expect(readme.contains("answers/\(name)"), "\(name)")
        }
    }
}
