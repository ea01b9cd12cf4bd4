import Foundation
import JSON
import Platform
import TestKit
import Testing

/// The model verbs when the input or the output fails; with the committed checkpoint, so that this runs everywhere.
@Suite struct ModelFaultTests {
    private let model = Repository.emojiModel
    private var duck: String { model + "/pictures/duck.png" }

    private func shell(_ line: String) throws -> Command { try Command.run("/bin/bash", ["-c", line]) }

    private func quoted(_ arguments: String...) -> String {
        ([Command.quarry] + arguments).map { "'\($0)'" }.joined(separator: " ")
    }

    private var prompts: String {
        let good = #"{"items": [{"image": "\#(duck)"}]}"#
        return [good, #"{"items": [{"image": "/nowhere.png"}]}"#, good].joined(separator: "\n")
    }

    /// Output that does not arrive is no success.
    @Test(.enabled(if: Files.exists("/dev/full"), "needs /dev/full")) func aFullDiskIsAStorageFault() throws {
        for command in [quoted("model", "info", model), quoted("caption", "--model", model, duck), quoted("--help")] {
            let full = try shell(command + " > /dev/full")
            #expect(full.code == 74 && full.errors.contains("standard output: No space left"), "\(full.errors)")
            #expect(try shell(command + " >&-").code == 74)
        }
    }

    /// A reader that has gone ends the work, without a word.
    @Test func aReaderThatHasGoneEndsTheWork() throws {
        let many = Array(repeating: duck, count: 1000).joined(separator: "' '")
        let piped = try shell(quoted("caption", "--model", model, many) + " | head -1; echo ${PIPESTATUS[0]}")
        #expect(piped.output.hasSuffix("duck\n0\n") && piped.errors.isEmpty, "\(piped.output) \(piped.errors)")
    }

    @Test func aLineWithoutAnAnswerIsSaidAndTheOthersAreAnswered() throws {
        for verb in ["generate", "logprobs"] {
            let answers = try Command.quarry(verb, "--model", model, "--input", "-", "--json", input: prompts)
            let lines = try answers.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
            #expect(answers.code == 1)
            try #require(lines.count == 3, "\(answers.errors)")
            #expect(lines.map { $0["ids"] != nil } == [true, false, true])
            #expect(lines[1]["error"]?.string?.contains("standard input line 2") == true)
            let plain = try Command.quarry(verb, "--model", model, "--input", "-", input: prompts)
            #expect(plain.code == 1 && plain.errors.contains("line 2"))
            #expect(plain.output.split(separator: "\n").count == 2)
        }
    }

    /// `schemas/answers.md` names every member that the verbs print.
    @Test func answersAreDescribed() throws {
        let text = try Files.readText(Repository.root + "/schemas/answers.md")
        try withScratchFolder { folder in
            try Files.write(prompts, to: folder + "/a.jsonl")
            let quantize = ["model", "quantize", model, folder + "/q", "--json", "--compare", folder + "/b.jsonl"]
            try Files.write(#"{"items": [{"text": "a duck"}]}"#, to: folder + "/b.jsonl")
            let commands = [
                ["model", "info", model, "--json"], quantize,
                ["model", "bench", model, "--json", "--prompt-tokens", "16", "--new-tokens", "2", "--documents", "1"],
                ["caption", "--model", model, "--json", duck, "/nowhere.png"],
                ["generate", "--model", model, "--input", folder + "/a.jsonl", "--json"],
                ["logprobs", "--model", model, "--input", folder + "/a.jsonl", "--json"],
            ]
            for command in commands {
                let answer = try Command.run(Command.quarry, command)
                #expect(!answer.output.isEmpty, "\(command): \(answer.errors)")
                for line in answer.output.split(separator: "\n") {
                    for key in keys(try JSONValue(parsing: String(line))) {
                        #expect(text.contains("`\(key)`"), "\(command[0]): \(key)")
                    }
                }
            }
        }
    }

    private func keys(_ value: JSONValue) -> [String] {
        (value.members ?? []).flatMap { [$0.key] + keys($0.value) }
    }
}
