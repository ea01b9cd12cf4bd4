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
@testable import Runs
@testable import Scoring

/// Whole runs of `quarry score` with a scorer of the shell, over six documents with 0, 1, 2, 0, 1, 2 pictures out of three
/// and 9 to 14 words.
@Suite struct ScoreRunTests {
    private final class Run {
        let scorer: ShellScorer
        let tiny: TinyCorpus
        var request: ScoreRequest

        init(_ signals: Set<ScoreSignal>, hello: String = "", special: String = ":", name: String = "stub") throws {
            scorer = try ShellScorer()
            tiny = try TinyCorpus(in: scorer.scratch.file("c"), count: 6)
            request = ScoreRequest(
                corpus: scorer.scratch.file("c"),
                scorer: try scorer.command(name: name, hello: hello, special: special))
            request.signals = signals
        }

        func score() throws -> ScoreRun.Summary { try ScoreRun.run(request, progress: .never) }

        /// What is sealed, in the order of the corpus.
        func annotations(_ name: String = "stub") throws -> [Annotation] {
            try (0..<3).flatMap { try ScoreFolder(corpus: request.corpus, model: name).annotations($0) }
        }
    }

    @Test("a picture's gain and a text's perplexity are made of what the scorer says of the tokens") func sums() throws
    {
        let run = try Run([.perplexity, .imageGain])
        let summary = try run.score()
        #expect(summary.model == "stub" && summary.documents == 6 && summary.scored == 6 && summary.problems == 0)
        let made = try run.annotations()
        #expect(made.map(\.document) == run.tiny.documents.map(\.id))
        #expect(made.map(\.images.count) == [0, 1, 2, 0, 1, 2] && made.allSatisfy { $0.tokens == 4 })
        // Four tokens at one nat each; without the picture two of them cost one nat more.
        for annotation in made {
            #expect(abs((annotation.values[.perplexity] ?? 0) - 2.718281828) < 1e-6)
            #expect(annotation.values[.imageGain] == (annotation.images.isEmpty ? nil : 1))
            #expect(annotation.signals == [.perplexity: 1, .imageGain: 1] && annotation.problem == "")
        }
        #expect(made[2].images.map { $0.values[.imageGain] } == [1, nil], "no text sees the second")
        #expect(made[2].images.map(\.position) == [1, 2])
        // Every text is asked once, and once more without pictures where it has some.
        #expect(try run.scorer.count("\"images\":\"keep\"") == 6 && run.scorer.count("\"images\":\"mask\"") == 4)
        #expect(try run.scorer.count("\"max_tokens\":50") == 10)
    }

    @Test("what a document has is never measured again") func again() throws {
        let run = try Run([.perplexity])
        #expect(try run.score().scored == 6 && run.scorer.asked.count == 6)
        #expect(try run.score().scored == 0 && run.scorer.asked.count == 6)
        run.request.signals = [.perplexity, .question]
        (run.request.question, run.request.questionAbout) = ("Is it a dog?", "document")
        #expect(try run.score().scored == 6 && run.scorer.asked.count == 12)
        let made = try run.annotations()
        #expect(made.allSatisfy { $0.values[.question] == 0.880797 && $0.values[.perplexity] != nil })
        #expect(try run.scorer.count("\"question\":\"Is it a dog?\"") == 6)
    }

    @Test("each picture is described once, and its words stand wherever it is shown") func captions() throws {
        let run = try Run([.caption])
        run.request.captions.prefix = "A photo of"
        run.request.captions.tokens = 17
        _ = try run.score()
        let made = try run.annotations()
        for (annotation, document) in zip(made, run.tiny.documents) {
            let expected = document.images.map { "picture \($0.signals?.sha256 ?? "")" }
            #expect(annotation.images.map { $0.caption ?? "" } == expected && annotation.values.isEmpty)
        }
        #expect(try run.scorer.asked.count == 3)
        #expect(try run.scorer.count("\"prefix\":\"A photo of\",\"max_tokens\":17,") == 3)
        #expect(try run.scorer.count("\"data\":\"") == 3, "their bytes come along")
    }

    @Test("a question about pictures is answered for each, and for the document by their mean") func questions() throws
    {
        let run = try Run([.question])
        (run.request.question, run.request.questionAbout) = ("Is it a dog?", "image")
        _ = try run.score()
        let made = try run.annotations()
        #expect(made.map { $0.values[.question] } == [nil, 0.880797, 0.880797, nil, 0.880797, 0.880797])
        #expect(made[5].images.map { $0.values[.question] } == [0.880797, 0.880797])
        #expect(try run.scorer.asked.count == 3)
    }

    @Test("pictures of other documents are put in the places of a document's own") func swaps() throws {
        let run = try Run([.swapMargin])
        _ = try run.score()
        let made = try run.annotations()
        // Shards hold two documents each, and only those of the last one have other pictures to lend: document 4 shows the
        // second picture and borrows the third; document 5 shows the third and the first and borrows the second, twice.
        #expect(made.map { $0.values[.swapMargin] } == [nil, nil, nil, nil, 0, 0])
        let digests = run.tiny.images.map { SHA256.hash($0).hex }
        let asked = try run.scorer.asked
        #expect(asked.count == 8 && asked.allSatisfy { $0.contains("\"images\":\"keep\"") })
        func shown(_ text: String) -> [[Int]] {
            asked.filter { $0.contains(text) }.map { line in
                line.split(separator: "\"sha256\":\"").dropFirst().compactMap {
                    digests.firstIndex(of: String($0.prefix(64)))
                }
            }
        }
        #expect(shown("Document 4 ") == [[1], [2]] && shown("Document 5 ") == [[2, 0], [1, 1]])
    }

    @Test("paths instead of bytes, when a scorer wants them") func paths() throws {
        let run = try Run([.caption], hello: #","images":"path""#)
        _ = try run.score()
        #expect(try run.scorer.count("\"path\":\"/") == 3 && run.scorer.count("\"data\"") == 0)
    }

    @Test("a document that cannot be scored says why, and is counted") func failures() throws {
        let run = try Run(
            [.perplexity],
            special:
                #"case "$line" in *'Document 4 '*) printf '%s\n' '{"id":'$id',"error":"too long"}'; continue ;; esac"#)
        let summary = try run.score()
        #expect(summary.scored == 6 && summary.problems == 1)
        #expect(try run.annotations().map(\.problem) == ["", "", "", "", "too long", ""])
        #expect(try run.annotations()[4].values.isEmpty)
    }

    @Test("a picture that cannot be read is left out with its reason") func leftOut() throws {
        let run = try Run(
            [.perplexity],
            special: #"""
                case "$line" in *'Document 1 '*) printf '%s\n' '{"id":'$id',"parts":[{"ids":[1,2],"logprobs":[-2],"sees":[-1,-1],"text":[[1,2]]}],"left_out":{"0":"no picture"}}'; continue ;; esac
                """#)
        _ = try run.score()
        let made = try run.annotations()
        #expect(made[1].images.map(\.problem) == ["no picture"] && made[1].tokens == 1)
        #expect(abs((made[1].values[.perplexity] ?? 0) - 7.389056) < 1e-5)
    }

    @Test("a part of the documents: by a condition, by number, by chance") func scope() throws {
        let run = try Run([.perplexity])
        run.request.predicate = "words >= 12"
        #expect(try run.score().documents == 3 && run.scorer.asked.count == 3)
        run.request.limit = 2
        #expect(try run.score().documents == 2 && run.scorer.asked.count == 3, "they have it already")
        run.request.predicate = nil
        #expect(try run.score().documents == 2)
        #expect(try run.annotations().map(\.document) == [0, 1, 3, 4, 5].map { run.tiny.documents[$0].id })
        let other = try Run([.perplexity])
        other.request.sample = 2
        let two = try other.score()
        #expect(two.documents == 2 && two.sample?.signals.map(\.count) == [2])
        let chosen = Set(try other.annotations().map(\.document))
        other.request.sample = 4
        #expect(try other.score().scored == 2, "the larger sample holds the smaller one")
        #expect(try chosen.isSubset(of: other.annotations().map(\.document)))
        other.request.sample = 40
        #expect(try other.score().documents == 6)
    }

    @Test("a cascade spares the model what something else decides") func cascades() throws {
        let run = try Run([.perplexity, .question])
        (run.request.question, run.request.questionAbout) = ("Is it?", "document")
        run.request.cascade = Cascade(documents: ["words >= 11", "perplexity < 2"])
        let summary = try run.score()
        // Two are too short; the others are lost by their perplexity, and nobody is asked the question.
        #expect(try run.scorer.count("\"do\":\"logprobs\"") == 4 && run.scorer.count("\"do\":\"question\"") == 0)
        #expect(summary.cascade.map(\.signals) == [[.perplexity], [.question]])
        #expect(summary.cascade.map(\.spared) == [2, 6] && summary.cascade.map(\.documents) == [6, 6])
        #expect(summary.cascade[1].lost.map(\.documents) == [2, 4] && summary.scored == 4)
        let json = try JSONValue(parsing: summary.json)
        #expect(
            json["cascade"]?[0]?["signals"]?[0]?.string == "perplexity" && json["cascade"]?[1]?["spared"]?.integer == 6)
        #expect(json["cascade"]?[1]?["lost"]?[1]?["condition"]?.string == "perplexity < 2")
        #expect(json["cascade"]?[1]?["lost"]?[1]?["documents"]?.integer == 4)
    }

    @Test("what was done, by the letter") func summaries() throws {
        let run = try Run([.perplexity])
        let json = try JSONValue(parsing: run.score().json)
        #expect(
            json.members?.map(\.key) == ["model", "documents", "scored", "problems", "seconds", "documents_per_second"])
        #expect(json["model"]?.string == "stub" && json["documents"]?.integer == 6 && json["scored"]?.integer == 6)
        let again = try JSONValue(parsing: run.score().json)
        #expect(again["scored"]?.integer == 0 && again["documents_per_second"]?.number == 0)
    }

    // MARK: Who annotates

    @Test("annotations by another model, or with other settings, are not mixed") func conflicts() throws {
        let run = try Run([.perplexity])
        _ = try run.score()
        run.request.maximumTokens = 20
        #expect(words { _ = try run.score() }.contains("50 tokens a document at most, not 20"))
        run.request.maximumTokens = 51
        #expect(words { _ = try run.score() } == "", "as many as the scorer takes")
        run.request.scorer = try run.scorer.command(checkpoint: "d")
        #expect(words { _ = try run.score() }.contains("another checkpoint"))
        run.request.name = "other"
        #expect(try run.score().model == "other")
        #expect(
            try run.annotations("other").count == 6
                && ScoreFolder.models(corpus: run.request.corpus) == ["other", "stub"])
    }

    @Test("a scorer that does not do what is asked is told at once") func works() throws {
        let run = try Run([.perplexity, .question], hello: #","does":["caption"]"#)
        run.request.question = "Is it?"
        #expect(
            words { _ = try run.score() }.contains(
                "the scorer 'stub' does not do logprobs, question, which the signals need"))
        let odd = try Run([.perplexity], name: "a b")
        #expect(words { _ = try odd.score() }.contains("the scorer calls itself 'a b'"))
        odd.request.name = "ab"
        #expect(try odd.score().model == "ab")
    }

    @Test("a corpus that is not there, a condition that is none") func requests() throws {
        let run = try Run([.perplexity])
        run.request.predicate = "wrods > 1"
        #expect(words { _ = try run.score() }.contains("wrods"))
        run.request.predicate = nil
        run.request.corpus += "-none"
        #expect(words { _ = try run.score() } != "")
        #expect(try run.scorer.asked.isEmpty)
    }

    // MARK: Units

    @Test("units are lines of work, and the next run takes what they made") func units() throws {
        let run = try Run([.perplexity])
        #expect(words { _ = try ScoreRun.units(run.request) }.contains("a scorer's units need --name"))
        run.request.name = "stub"
        #expect(try ScoreRun.units(run.request) == [#"{"unit":"score/00000","documents":[0,6]}"#])
        let unit = WorkUnit(phase: .score, index: 0)
        let line = try ScoreRun.work(run.request, unit: unit)
        #expect(line == #"{"unit":"score/00000","status":"sealed","documents":6,"problems":0}"#)
        #expect(try ScoreRun.units(run.request) == [] && run.scorer.asked.count == 6)
        #expect(try ScoreRun.work(run.request, unit: unit) == line && run.scorer.asked.count == 6, "done is done")
        #expect(
            words { _ = try ScoreRun.work(run.request, unit: WorkUnit(phase: .score, index: 1)) }.contains(
                "there is no unit"))
        _ = try run.score()
        #expect(try run.scorer.asked.count == 6 && run.annotations().count == 6)
        #expect(try run.annotations().allSatisfy { $0.values[.perplexity] != nil })
        #expect(!Files.exists(run.request.corpus + "/scores/stub/units"))
        #expect(words { _ = try ScoreRun.units(run.request) }.contains("has annotations by 'stub' already"))
    }

    @Test("units are of all documents, without a cascade") func unitsOfAll() throws {
        let run = try Run([.perplexity])
        run.request.name = "stub"
        for change in [{ $0.limit = 1 }, { $0.sample = 1 }, { $0.predicate = "true" }] as [(inout ScoreRequest) -> Void]
        {
            var request = run.request
            change(&request)
            #expect(words { _ = try ScoreRun.units(request) }.contains("leave --where, --limit and --sample out"))
        }
        run.request.cascade = Cascade(documents: ["true"])
        #expect(words { _ = try ScoreRun.units(run.request) }.contains("units know no cascade"))
    }

    @Test("a range is scored stage by stage, and whoever breaks a bound is spared the next") func ranges() throws {
        let run = try Run([.perplexity, .question])
        (run.request.question, run.request.questionAbout) = ("Is it?", "document")
        func cascade(_ most: Int) throws -> Cascade {
            let text = "score: {scorer: x}\ndocuments: {model-perplexity: {max: \(most)}}"
            return Cascade(try Pipeline.parse(text, file: "p.yaml", folder: "/").config.score)
        }
        run.request.cascade = try cascade(2)
        let made = try ScoreRun.annotate(run.request, 1..<4)
        #expect(made.annotations.map(\.document) == [1, 2, 3].map { run.tiny.documents[$0].id } && made.spared == 3)
        #expect(made.model.name == "stub" && made.model.checkpoint == "c" && made.model.question == "Is it?")
        #expect(try run.scorer.count("\"do\":\"question\"") == 0 && run.scorer.asked.count == 3)
        run.request.cascade = try cascade(3)
        #expect(try ScoreRun.annotate(run.request, 0..<2).spared == 0)
    }
}
