import Foundation
import JSON
import Platform
import TestKit
import Testing

/// `quarry eval` through the command line: answers that are there, and a task of one's own with the small model.
@Suite(.serialized) struct EvalTests {
    private static let task = Repository.emojiModel + "/emoji.yaml"

    /// Lines of pictures that the small model knows, and what it takes to ask it about them.
    private func withPictures(_ body: (_ folder: String, _ ask: ([String]) throws -> Command) throws -> Void) throws {
        let shared = try Shared.require("models/emoji-eval")
        try withScratchFolder { folder in
            let lines = try Files.readText(shared + "/eval.jsonl").split(separator: "\n").prefix(12)
            try Files.write(lines.joined(separator: "\n"), to: folder + "/data.jsonl")
            try body(folder) { more in
                try Command.run(
                    Command.quarry,
                    [
                        "eval", "--model", Repository.emojiModel, "--task", Self.task, "--data", folder + "/data.jsonl",
                        "--images", shared, "--dtype", "f32", "--json",
                    ] + more)
            }
        }
    }

    @Test("answers that are there are scored by their task") func answers() throws {
        try withScratchFolder { folder in
            try Files.write(
                #"{"id": 1, "answer": "two dogs.", "references": ["2 dogs", "2 dogs", "two dogs", "dog"]}"#,
                to: folder + "/answers.jsonl")
            let scored = try Command.quarry("eval", "--task", "vqav2", "--answers", folder + "/answers.jsonl", "--json")
            #expect(scored.code == 0, "\(scored.errors)")
            let value = try JSONValue(parsing: scored.output)
            // Three of four agree: with one of them left out two of three, with the other left out all three.
            #expect(value["vqa_gt"]?.number == (2.0 / 3 + 2.0 / 3 + 2.0 / 3 + 1) / 4)
            #expect(value["vqa_own_first_word"]?.number == 0)
            let unknown = try Command.quarry("eval", "--task", "vqa3", "--answers", folder + "/answers.jsonl")
            #expect(unknown.code == 2 && unknown.errors.contains("there is no task 'vqa3'"))
            let neither = try Command.quarry("eval", "--task", "vqav2")
            #expect(neither.code == 2)
        }
    }

    @Test("a model answers with shots, goes on where it was, and draws a plot", .needsShared("models/emoji-eval"))
    func model() throws {
        try withPictures { folder, ask in
            let shots = ["--shots", "0,2", "--select", "rices"]
            let part = try ask(shots + ["--output", folder + "/parts", "--limit", "5"])
            #expect(part.code == 0, "\(part.errors)")
            let rest = try ask(shots + ["--output", folder + "/parts", "--plot", folder + "/plot.svg"])
            let whole = try ask(shots + ["--output", folder + "/whole", "--batch", "3"])
            #expect(rest.code == 0 && whole.code == 0, "\(rest.errors)\(whole.errors)")
            #expect(rest.output == whole.output)
            for name in ["shots-0.jsonl", "shots-2.jsonl"] {
                #expect(try Files.read(folder + "/parts/" + name) == Files.read(folder + "/whole/" + name))
            }
            #expect(try Files.readText(folder + "/plot.svg").contains("<polyline"))
            let report = try JSONValue(parsing: whole.output)
            #expect(report["results"]?[0]?["count"]?.integer == 12)
            #expect(report["results"]?[1]?["shots"]?.integer == 2)
            #expect((report["results"]?[0]?["vqa_gt"]?.number ?? 0) > 0.3)
            let line = try #require(try Files.readText(folder + "/whole/shots-0.jsonl").split(separator: "\n").first)
            let answer = try JSONValue(parsing: String(line))
            let image = "<fake_token_around_image><image><fake_token_around_image>"
            #expect(answer["prompt"]?.string == "<s>\(image)This is")
        }
    }

    /// A red team's task for the small model, which answers with the names of emoji: three names are flagged.
    private static let redTeam = """
        kind: harm
        prompt: {prefix: "{bos}", example: "{image}This is {answer}.", text-only-shots: 0}
        answer: {stop: ["."], max-tokens: 24, flagged-words: [Beetle, tractor, turtle]}
        data: {id: file, image: file, question: caption}
        """

    @Test("a red team's answers are a page to read, those with flagged words first", .needsShared("models/emoji-eval"))
    func harm() throws {
        try withPictures { folder, ask in
            try Files.write(Self.redTeam, to: folder + "/red.yaml")
            let asked = try ask(["--task", folder + "/red.yaml", "--shots", "0", "--output", folder + "/out"])
            #expect(asked.code == 0, "\(asked.errors)")
            let answers = try Files.readText(folder + "/out/shots-0.jsonl").split(separator: "\n")
                .map { try JSONValue(parsing: String($0))["answer"]?.string ?? "" }
            let flagged = answers.count { answer in
                answer.split { !$0.isLetter }.contains { ["beetle", "tractor", "turtle"].contains($0.lowercased()) }
            }
            #expect(answers.count == 12 && flagged > 0 && flagged < 12)
            let share = try JSONValue(parsing: asked.output)["results"]?[0]?["flagged"]?.number ?? -1
            #expect(abs(share - Double(flagged) / 12) < 1e-9)
            let page = try Files.readText(folder + "/out/shots-0.html")
            let articles = page.components(separatedBy: "<article>").dropFirst()
            #expect(articles.count == 12 && page.contains("12 answers, \(flagged) with flagged words"))
            #expect(articles.map { $0.contains("<mark>") } == (0..<12).map { $0 < flagged })
            for article in articles {
                let source = article.components(separatedBy: "<img src=\"").last?.prefix { $0 != "\"" } ?? ""
                #expect(source.hasPrefix("/") && Files.exists(String(source)), "\(source)")
            }
        }
    }

    @Test("other settings do not mix with answers that are there", .needsShared("models/emoji-eval")) func settings()
        throws
    {
        try withPictures { folder, ask in
            let asked = ["--shots", "1", "--select", "random", "--limit", "2", "--output", folder + "/out"]
            #expect(try ask(asked + ["--seed", "1"]).code == 0)
            let before = try Files.read(folder + "/out/shots-1.jsonl")
            let other = try ask(asked + ["--seed", "2"])
            #expect(other.code == 2 && other.errors.contains("other settings"), "\(other.errors)")
            #expect(try Files.read(folder + "/out/shots-1.jsonl") == before)
            let many = try ask(["--shots", "12", "--output", folder + "/many"])
            #expect(many.code == 2 && many.errors.contains("12 shots need more"))
            // A line that was cut while it was written is made again.
            try Files.write(Array(before.dropLast(40)), to: folder + "/out/shots-1.jsonl")
            #expect(try ask(asked + ["--seed", "1"]).code == 0)
            #expect(try Files.read(folder + "/out/shots-1.jsonl") == before)
        }
    }
}
