import Platform
import TestKit
import Testing

@testable import Configuration

/// Files of tasks: each key, its default, its range, and what does not go together.
@Suite struct EvaluationTaskTests {
    private func task(_ text: String, name: String = "t.yaml") throws -> EvaluationTask {
        let scratch = try Scratch()
        return try EvaluationTask(path: scratch.write(Array(text.utf8), name))
    }

    private func problems(_ text: String) -> [String] {
        words { _ = try task(text) }.split(separator: "\n").map(String.init)
    }

    @Test("a task without keys but its example has the usual settings and the file's name") func defaults() throws {
        let task = try task("prompt: {example: '{answer}'}", name: "my.task.yaml")
        #expect(task.name == "my.task" && task.kind == .vqa && task.prefix == "{bos}" && task.example == "{answer}")
        #expect(
            task.stopWords == [] && task.badWords == ["\n", "\n\n"] && task.classes == [] && task.flaggedWords == [])
        #expect(task.maximumTokens == 15 && task.beams == 1 && task.textOnlyShots == 2 && task.promptTokens == 1024)
        #expect(
            task.keys == [
                "id": "id", "image": "image", "question": "question", "text": "text", "references": "references",
                "label": "label",
            ])
        #expect(try self.task("prompt: {example: '{answer}'}", name: "plain").name == "plain")
    }

    @Test("each key reaches its setting") func keys() throws {
        let task = try task(
            """
            name: n
            kind: choice
            prompt: {prefix: p, example: "e {answer}", max-tokens: 11, text-only-shots: 0}
            answer: {stop: [s], bad-words: [b], classes: [no, yes], max-tokens: 12, beams: 13, flagged-words: [Bad, WORSE]}
            data: {id: i, image: m, question: q, text: t, references: r, label: l}
            """)
        #expect(task.name == "n" && task.kind == .choice && task.prefix == "p" && task.example == "e {answer}")
        #expect(task.promptTokens == 11 && task.textOnlyShots == 0 && task.maximumTokens == 12 && task.beams == 13)
        #expect(task.stopWords == ["s"] && task.badWords == ["b"] && task.classes == ["no", "yes"])
        #expect(task.flaggedWords == ["bad", "worse"])
        #expect(task.keys == ["id": "i", "image": "m", "question": "q", "text": "t", "references": "r", "label": "l"])
    }

    @Test(
        "kinds", arguments: [("vqa", .vqa), ("caption", .caption), ("harm", .harm)] as [(String, EvaluationTask.Kind)])
    func kinds(name: String, kind: EvaluationTask.Kind) throws {
        #expect(try task("kind: \(name)\nprompt: {example: '{answer}'}").kind == kind)
    }

    @Test(
        "numbers end at their ranges",
        arguments: [
            ("prompt", "max-tokens", 1, 1_048_576), ("prompt", "text-only-shots", 0, 64),
            ("answer", "max-tokens", 1, 65_536),
            ("answer", "beams", 1, 64),
        ])
    func ranges(section: String, key: String, least: Int, most: Int) {
        func file(_ value: Int) -> String {
            section == "prompt"
                ? "prompt: {example: '{answer}', \(key): \(value)}"
                : "prompt: {example: '{answer}'}\nanswer: {\(key): \(value)}"
        }
        for value in [least, most] { #expect(problems(file(value)) == []) }
        for value in [least - 1, most + 1] {
            let found = problems(file(value))
            #expect(found.count == 1)
            #expect(
                found.first?.contains("'\(section).\(key)' must be an integer of at least \(least) and at most \(most)")
                    == true)
        }
    }

    @Test("what does not go together is all said") func together() {
        #expect(problems("name: n") == ["n: prompt.example: has no {answer}"])
        #expect(
            problems("kind: choice\nprompt: {example: '{answer}'}\nanswer: {classes: [a]}")
                == ["t: answer.classes: a choice needs two classes or more"])
        #expect(
            problems("prompt: {example: '{answer}'}\nanswer: {classes: [a, b]}")
                == ["t: answer.classes: belong to the kind 'choice'"])
        for list in ["stop: ['']", "bad-words: [a, '']", "stop: [a], bad-words: ['']"] {
            #expect(
                problems("prompt: {example: '{answer}'}\nanswer: {\(list)}") == ["t: answer: an empty text in a list"])
        }
        #expect(
            problems("kind: choice\nprompt: {example: '{answer}'}\nanswer: {classes: [a, '']}")
                == ["t: answer: an empty text in a list"])
        #expect(problems("kind: choice").count == 2)
    }

    @Test("a file that is no task, or is not there, is refused with its place") func files() throws {
        #expect(problems("- a") == ["t.yaml:1:1: a task is a set of sections, not a list"])
        #expect(
            problems("prompt: {exampel: '{answer}'}").contains(
                "t.yaml:1:10: unknown key 'prompt.exampel'; did you mean 'example'?"))
        #expect(
            problems("kind: vqas\nprompt: {example: '{answer}'}").first?.contains("one of vqa, caption, choice, harm")
                == true)
        #expect(words { _ = try EvaluationTask(path: "/none/x.yaml") }.contains("/none/x.yaml"))
        #expect(problems("") == ["t.yaml:1:1: the pipeline is empty"])
    }
}
