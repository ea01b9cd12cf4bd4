import JSON
import Platform
import TestKit
import Testing

@testable import Idefics

/// What becomes of single lines of a prompt file; with the committed checkpoint, so that this runs everywhere.
@Suite struct PromptAnswerTests {
    private typealias Answers = [Result<PromptAnswer, IdeficsError>]

    private let checkpoint = Repository.emojiModel
    private let duck = Repository.emojiModel + "/pictures/duck.png"
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func write(_ lines: [String]) throws -> String {
        try scratch.write(Array(lines.joined(separator: "\n").utf8), "prompts.jsonl")
    }

    private func generate(
        _ lines: [String], _ defaults: GenerationOptions = GenerationOptions(maximumTokens: 8)
    ) throws -> Answers {
        let model = try IdeficsModel(checkpoint: checkpoint, options: LoadOptions(threads: 1))
        var answers: Answers = []
        let refused = try PromptFile(path: write(lines)).generate(with: model, defaults: defaults) {
            answers.append($0)
        }
        #expect(refused == answers.count { (try? $0.get()) == nil })
        return answers
    }

    private func ids(_ answers: Answers) -> [[Int]] { answers.map { (try? $0.get().ids) ?? [] } }

    private var picture: String { #"{"image": "\#(duck)"}"# }

    @Test func aLineThatCannotBeUsedCostsItselfOnly() throws {
        let good = #"{"items": [\#(picture)]}"#
        let folder = scratch.path
        let bad = [
            ("/nowhere/a.png", "No such file"), (folder, "Is a directory"),
            (checkpoint + "/config.json", "config.json"),
            ("", "empty"), ("HTTPS://example.org/a.png", "not fetched unless allowed"), ("/dev/zero", "No such device"),
        ]
        let lines =
            bad.map { #"{"items": [{"text": "a"}, {"image": "\#($0.0)"}]}"# } + [#"{"items": [{"text": "a <image>"}]}"#]
        // Twenty good lines, more than a batch, and a bad one after each of the first.
        var mixed: [String] = []
        for index in 0..<20 {
            mixed.append(good)
            if index < lines.count { mixed.append(lines[index]) }
        }
        let answers = try generate(mixed)
        #expect(answers.count == mixed.count)
        let whole = try #require(ids(answers).first)
        #expect(!whole.isEmpty)
        for (index, answer) in answers.enumerated() {
            if mixed[index] == good {
                #expect(try answer.get().ids == whole)
            } else {
                let json = try JSONValue(parsing: answer.json(\.json))
                let wanted = bad.indices.contains(index / 2) ? bad[index / 2].1 : "<image>"
                let error = json["error"]?.string ?? ""
                #expect(error.contains("line \(index + 1): ") && error.contains(wanted), "\(error)")
            }
        }
        let model = try IdeficsModel(checkpoint: checkpoint, options: LoadOptions(threads: 1))
        var scores: [Result<TokenScores, IdeficsError>] = []
        let refused = try PromptFile(path: write(mixed)).logProbabilities(with: model, images: .keep) {
            scores.append($0)
        }
        #expect(refused == lines.count && scores.count == mixed.count)
    }

    /// A seed belongs to its line: the answer is the same wherever the line stands. Without one each line gets random
    /// numbers of its own, the same in every run.
    @Test func seedsBelongToLines() throws {
        let seeded = #"{"items": [\#(picture)], "temperature": 3, "seed": 11}"#
        let alone = try ids(generate([seeded]))[0]
        #expect(try ids(generate(Array(repeating: seeded, count: 10))) == Array(repeating: alone, count: 10))
        let plain = Array(repeating: #"{"items": [\#(picture)], "temperature": 3}"#, count: 20)
        let once = try ids(generate(plain))
        #expect(Set(once).count > 10)
        #expect(try ids(generate(plain)) == once)
    }

    @Test func stopIDsEndAnAnswer() throws {
        let line = #"{"items": [\#(picture)]"#
        let all = try ids(generate([line + "}"]))[0]
        let stopped = try ids(generate([line + #", "stop_ids": [\#(all[0])]}"#]))[0]
        #expect(stopped == [all[0]] && all.count > 1)
    }

    /// A byte order mark is none of the first line's business; a pipe is read like a file.
    @Test func marksAndPipes() throws {
        let good = #"{"items": [\#(picture)]}"#
        #expect(try generate(["\u{FEFF}" + good]).count == 1)
    }

    /// Refused before the memory for it is asked for: with 2048 positions 32,768 tokens are taken.
    @Test func aPromptMayBeOnlySoLong() throws {
        let model = try IdeficsModel(checkpoint: checkpoint, options: LoadOptions(threads: 1))
        let most = model.configuration.maximumTokens
        let long = String(repeating: "x", count: most * model.tokenizer.longestToken + 100)
        for text in [long, String(repeating: "x ", count: most)] {
            let answers = try generate([#"{"items": [{"text": "\#(text)"}]}"#, #"{"items": [{"text": "a"}]}"#])
            #expect(answers.count == 2 && (try? answers[1].get()) != nil)
            #expect("\(answers[0])".contains("\(most) are taken at most"))
        }
        let many = Array(repeating: picture, count: most / 2 + 1).joined(separator: ",")
        #expect("\(try generate([#"{"items": [\#(many)]}"#]))".contains("\(most) are taken at most"))
    }
}
