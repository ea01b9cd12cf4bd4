import JSON
import Platform
import Tensors
import TestKit
import Testing

@testable import Idefics

@Suite struct PromptFileTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func file(_ lines: [String]) throws -> String {
        try scratch.write(Array((lines.joined(separator: "\n") + "\n").utf8), "prompts.jsonl")
    }

    /// A prompt of the goldens as a line.
    private func line(_ entry: JSONValue, _ sample: JSONValue, _ more: [(String, JSONValue)]) throws -> String {
        let images = try Shared.require("fixtures/idefics/images")
        let items = sample.list.map { item -> JSONValue in
            if let text = item["text"]?.string { return .members(["text": .string(text)]) }
            return .members(["image": .string(images + "/" + (item["image"]?.string ?? ""))])
        }
        let members = [("items", JSONValue.array(items)), ("processor", entry["processor_kwargs"] ?? .null)] + more
        return JSONValue.object(members.map { .init(key: $0.0, value: $0.1) }).text
    }

    @Test(.needsShared("fixtures/idefics")) func generatesWhatTheReferenceGenerates() throws {
        let golden = try Golden("tiny-instruct")
        let model = try golden.model()
        let entries = try golden.json("prompts.json")["prompts"].list
        let runs = try golden.json("generate.json")["greedy"].list.filter {
            $0["mode"]?.string == "greedy_bad_words_eou" && $0["new_ids"].list.count == 1
        }
        var lines: [String] = []
        for run in runs {
            let entry = try #require(entries.first { $0["name"] == run["prompt"] })
            lines.append(
                try line(
                    entry, entry["samples"].list[0],
                    [
                        ("max_new_tokens", .integer(12)), ("stop", .array([.string("<end_of_utterance>")])),
                        ("bad_words", .array([.string("<image>"), .string("<fake_token_around_image>")])),
                    ]))
        }
        var answers: [PromptAnswer] = []
        try PromptFile(path: file(lines)).generate(with: model, defaults: GenerationOptions()) {
            if case .success(let answer) = $0 { answers.append(answer) }
        }
        #expect(answers.count == runs.count && runs.count > 6)
        for (run, answer) in zip(runs, answers) {
            let margins = run["top2_margins"].list[0].floats.prefix(answer.ids.count)
            guard margins.allSatisfy({ $0 > 1e-3 }) else { continue }
            #expect(answer.ids == Array(run["new_ids"].list[0].integers.prefix(answer.ids.count)))
        }
    }

    @Test(.needsShared("fixtures/idefics")) func scoresWhatTheReferenceScores() throws {
        let golden = try Golden("tiny")
        let model = try golden.model()
        let documents = try golden.json("score.json")["documents"].list
        let path = try file(documents.map { try line($0, $0["items"] ?? .null, []) })
        for (use, key) in [(ImageUse.keep, "token_logprobs"), (.mask, "token_logprobs_masked_images")] {
            var answers: [TokenScores] = []
            try PromptFile(path: path).logProbabilities(with: model, images: use) {
                if case .success(let answer) = $0 { answers.append(answer) }
            }
            for (document, answer) in zip(documents, answers) {
                #expect(answer.ids == document["input_ids"].integers)
                #expect(largestDifference(answer.logProbabilities, document[key].floats) < 1e-3)
            }
        }
    }

    @Test(
        .needsShared("fixtures/idefics"),
        arguments: [
            "not json", "[]", "{}", "{\"items\": 3}", "{\"items\": [{\"sound\": \"x\"}]}",
            "{\"items\": [], \"itemz\": 1}",
            "{\"items\": [{\"text\": \"a\"}], \"max_new_tokens\": -1}",
            "{\"items\": [{\"text\": \"a\"}], \"stop\": [\"\"]}",
            "{\"items\": [{\"text\": \"a\"}], \"temperature\": 0}", "{\"items\": [{\"text\": \"a\"}], \"top_p\": 2}",
            "{\"items\": [{\"text\": \"a\"}], \"processor\": {\"add_eos\": true}}",
            "{\"items\": [{\"text\": \"a\"}], \"num_beams\": 2, \"early_stopping\": \"never\"}",
            "{\"items\": [{\"text\": \"a\"}], \"num_beams\": 2, \"temperature\": 1}",
            "{\"items\": [{\"text\": \"a\"}], \"stop_ids\": [-1]}",
        ]) func faultsNameTheLine(text: String) throws
    {
        let golden = try Golden("tiny")
        let path = try file(["{\"items\": [{\"text\": \"fine\"}], \"max_new_tokens\": 1}", "", text])
        #expect {
            try PromptFile(path: path).generate(with: golden.model(), defaults: GenerationOptions()) { _ in }
        } throws: { "\($0)".contains("\(path) line 3") }
    }

    /// The model is the committed one, so that this runs everywhere.
    @Test func aPictureThatCannotBeOpenedIsNamedWithItsLine() throws {
        let model = try IdeficsModel(checkpoint: Repository.emojiModel)
        try Files.makeFolder(scratch.file("folder"))
        for picture in ["absent.png", "folder", "absent/a.png"] {
            let path = try file([
                #"{"items": [{"text": "a"}], "max_new_tokens": 1}"#, "",
                #"{"items": [{"text": "a"}, {"image": "\#(picture)"}]}"#,
            ])
            let prompts = try PromptFile(path: path)
            let named = "picture: \(path) line 3: "
            var problems: [String] = []
            try prompts.generate(with: model, defaults: GenerationOptions()) {
                if case .failure(let error) = $0 { problems.append("\(error)") }
            }
            try prompts.logProbabilities(with: model, images: .keep) {
                if case .failure(let error) = $0 { problems.append("\(error)") }
            }
            #expect(problems.count == 2)
            for problem in problems {
                #expect(problem.hasPrefix(named) && problem.contains(scratch.file(picture)), "\(problem)")
            }
        }
    }

    @Test(.needsShared("fixtures/idefics")) func addressesAreNotFetchedUnlessAllowed() throws {
        let golden = try Golden("tiny")
        let path = try file(["{\"items\": [{\"image\": \"https://example.org/a.png\"}]}"])
        var outcomes: [Result<PromptAnswer, IdeficsError>] = []
        try PromptFile(path: path).generate(with: golden.model(), defaults: GenerationOptions()) { outcomes.append($0) }
        #expect(throws: IdeficsError.self) { try outcomes[0].get() }
        #expect("\(outcomes)".contains("not fetched unless allowed"))
    }
}
