import Configuration
import Idefics
import JSON
import Platform
import TestKit
import Testing

@testable import Evaluation

/// Files of lines, and the forms of public data sets where they differ in what they leave out.
@Suite struct FileFormTests {
    private func task(_ name: String) throws -> EvaluationTask { try #require(PublishedTasks.task(named: name)) }

    private func examples(_ text: String, _ name: String, _ task: EvaluationTask, questions: String? = nil) throws
        -> [Example]
    {
        let scratch = try Scratch()
        let path = try scratch.write(Array(text.utf8), name)
        let asked = try questions.map { try scratch.write(Array($0.utf8), "questions.json") }
        return try ExampleFile.examples(path, questions: asked, task: task)
    }

    private func problem(_ text: String, _ name: String, _ task: EvaluationTask, questions: String? = nil) -> String {
        words { _ = try examples(text, name, task, questions: questions) }
    }

    // MARK: Lines

    @Test("lines keep their numbers over blank ones, and a wrong one is named") func lines() throws {
        let scratch = try Scratch()
        let file = try JSONLines(path: scratch.write(Array("\n {\"a\": 1}\r\n\t\n{\"a\": 2}".utf8), "a"))
        #expect(file.lines.map(\.number) == [2, 4])
        #expect(file.lines.map { $0.object["a"]?.integer } == [1, 2])
        #expect("\(file.fault(4, "is wrong"))" == file.path + " line 4: is wrong")
        let broken = try scratch.write(Array("{}\n\n{".utf8), "b")
        #expect(words { _ = try JSONLines(path: broken) }.hasPrefix(broken + " line 3: not JSON: "))
        let number = try scratch.write(Array("{}\n5".utf8), "c")
        #expect(words { _ = try JSONLines(path: number) } == number + " line 2: is a number, not an object")
        guard
            case .system(let error)? = #expect(
                throws: EvaluationError.self,
                performing: {
                    _ = try JSONLines(path: scratch.file("none"))
                })
        else { return #expect(Bool(false)) }
        #expect(error.path == scratch.file("none"))
    }

    @Test(
        "a last line that was cut is taken out of the file, whole lines stay",
        arguments: [("a\nb", "a\n"), ("ab", ""), ("a\n", "a\n"), ("", ""), ("a\n\n", "a\n\n")])
    func cut(text: String, kept: String) throws {
        let scratch = try Scratch()
        let path = try scratch.write(Array(text.utf8), "a")
        try JSONLines.dropCutLine(path: path)
        #expect(try Files.readText(path) == kept)
    }

    @Test("ids are strings or whole numbers, texts a string or a list of strings only") func values() throws {
        let value = try JSONValue(parsing: #"{"a": "x", "b": 7, "c": 1.5, "d": ["x", "y"], "e": ["x", 1], "f": []}"#)
        #expect(value["a"]?.identifier == "x" && value["b"]?.identifier == "7" && value["c"]?.identifier == nil)
        #expect(value["a"]?.texts == ["x"] && value["d"]?.texts == ["x", "y"] && value["f"]?.texts == [])
        #expect(value["e"]?.texts == nil && value["b"]?.texts == nil)
    }

    @Test("what went wrong says whose fault it is in one line") func errors() {
        #expect(EvaluationError(.query(detail: "wrong")).description == "wrong")
        #expect(EvaluationError.input("a: b").description == "a: b")
        let system = SystemError("open", path: "/x", code: 2)
        #expect(EvaluationError(.system(system)).description == "\(system)")
        if case .system = EvaluationError(.system(system)) {} else { #expect(Bool(false), "not the system's") }
        #expect(EvaluationError.model(.image("no picture")).description.contains("no picture"))
        #expect(EvaluationError.stopped.description.contains("the same command goes on"))
    }

    @Test("a task's own keys are looked for, and only without one of them the public file's img") func keys() throws {
        var own = EvaluationTask(name: "t", kind: .harm, example: "{image}{text}{answer}")
        own.keys["image"] = "file"
        own.keys["text"] = "words"
        own.keys["id"] = "name"
        let line = #"{"file": "a.png", "img": "b.png", "words": "w", "text": "t", "name": "n", "id": "i"}"#
        let found = try examples(line, "a.jsonl", own)
        #expect(found.map(\.image) == ["a.png"] && found[0].text == "w" && found[0].id == "n")
        #expect(problem(#"{"img": "b.png", "words": "w"}"#, "a.jsonl", own).hasSuffix("line 1: has no file"))
        #expect(problem(#"{"file": "b.png", "text": "w"}"#, "a.jsonl", own).hasSuffix("line 1: has no words"))
        own.keys = EvaluationTask.defaultKeys
        #expect(try examples(#"{"image": "a", "img": "b", "text": "t"}"#, "a.jsonl", own)[0].image == "a")
    }

    @Test("an example without an id has its picture's name, without both its line's number") func ids() throws {
        let task = EvaluationTask(name: "t", kind: .harm, example: "{question}{answer}")
        let found = try examples(
            "{\"question\": \"q\"}\n\n{\"question\": \"q\", \"image\": \"b.png\"}\n{\"id\": 5, \"question\": \"q\"}",
            "a.jsonl", task)
        #expect(found.map(\.id) == ["line 1", "b.png", "5"])
        #expect(found.map(\.image) == ["", "b.png", ""])
    }

    @Test("of what lacks the first is named: the picture, what is asked, what is written on it") func lacking() throws {
        let task = EvaluationTask(name: "t", kind: .caption, example: "{image}{question}{text}{answer}")
        func lacks(_ line: String) -> String {
            String(problem(line, "a.jsonl", task).split(separator: ": ").last ?? "")
        }
        #expect(lacks("{}") == "has no image")
        #expect(lacks(#"{"image": "a"}"#) == "has no question")
        #expect(lacks(#"{"image": "a", "question": "q"}"#) == "has no text")
        #expect(lacks(#"{"image": "a", "question": "q", "text": "t"}"#) == "has no references")
        #expect(lacks(#"{"image": "a", "question": "q", "text": "t", "references": []}"#) == "has no references")
        #expect(lacks(#"{"image": "a", "question": "q", "text": "t", "references": "r"}"#) == "")
    }

    @Test(
        "a class is named by its place, its name in any case, or true for the last",
        arguments: [
            ("true", 2), ("false", 0), ("0", 0), ("2", 2), ("3", nil), ("-1", nil), ("\"GREEN\"", 1), ("\"2\"", 2),
            ("\"3\"", nil), ("\"x\"", nil), ("1.5", nil), ("null", nil),
        ] as [(String, Int?)])
    func classes(label: String, place: Int?) throws {
        #expect(PublicFormat.label(try JSONValue(parsing: label), ["red", "green", "blue"]) == place)
    }

    @Test("without names there are two classes") func unnamed() {
        #expect(PublicFormat.label(.integer(1), []) == 1)
        #expect(PublicFormat.label(.integer(2), []) == nil)
        #expect(PublicFormat.label(.bool(true), []) == 1)
    }

    // MARK: Public data sets

    @Test("VQAv2: the pictures' numbers have twelve digits at least, answers may be texts") func vqa() throws {
        let found = try examples(
            #"{"annotations": [{"question_id": "a", "image_id": 1234567890123, "answers": ["x", "y"]}, "#
                + #"{"question_id": 2, "image_id": 0, "answers": [{"answer": "z"}, {"no": 1}]}]}"#, "a.json",
            task("vqav2"),
            questions:
                #"{"questions": [{"question_id": 2, "question": "Two?"}, {"question_id": "a", "question": "A?"}]}"#)
        #expect(found.map(\.image) == ["COCO__1234567890123.jpg", "COCO__000000000000.jpg"])
        #expect(found.map(\.id) == ["a", "2"])
        #expect(found.map(\.question) == ["A?", "Two?"])
        #expect(found.map(\.references) == [["x", "y"], ["z"]])
    }

    @Test("VQAv2: annotations without their question or without ids are named by their place") func vqaFaults() throws {
        let asked = #"{"questions": [{"question_id": 1, "question": "q"}]}"#
        let good = #"{"question_id": 1, "image_id": 1, "answers": ["x"]}"#
        let task = try task("vqav2")
        func fault(_ annotation: String) -> String {
            problem("{\"annotations\": [\(good), \(annotation)]}", "a.json", task, questions: asked)
        }
        #expect(fault(#"{"image_id": 1}"#).hasSuffix("annotation 1: has no question_id or image_id"))
        #expect(fault(#"{"question_id": 2}"#).hasSuffix("annotation 1: has no question_id or image_id"))
        #expect(
            fault(#"{"question_id": 2, "image_id": 1, "answers": ["x"]}"#).hasSuffix("annotation 1: has no question"))
        #expect(fault(#"{"question_id": 1, "image_id": 1}"#).hasSuffix("annotation 1: has no references"))
        #expect(fault(good).hasSuffix("two examples have the id '1'"))
        let other = problem("{\"annotations\": [\(good)]}", "a.json", task, questions: "{}")
        #expect(other.contains("has annotations only"))
    }

    @Test("COCO: captions find their picture by its number or its text, what has none is passed over") func coco()
        throws
    {
        let found = try examples(
            #"{"images": [{"id": "7", "file_name": "a.jpg"}, {"id": 8, "file_name": "b.jpg"}], "annotations": ["#
                + #"{"image_id": 8, "caption": "b"}, {"image_id": 7, "caption": "a"}, {"image_id": 8}, {"caption": "c"}]}"#,
            "c.json", task("coco"))
        #expect(found.map(\.references) == [["a"], ["b"]])
        #expect(found.map(\.image) == ["a.jpg", "b.jpg"])
        let bare =
            #"{"images": [{"id": 7, "file_name": "a.jpg"}, {"id": 8}], "annotations": [{"image_id": 7, "caption": "a"}]}"#
        #expect(problem(bare, "c.json", try task("coco")).hasSuffix("image 1: has no id or file_name"))
    }

    @Test("Karpathy's splits: a picture without a number has its name as id") func sentences() throws {
        let found = try examples(
            #"{"images": [{"filename": "b.jpg", "sentences": [{"raw": "A."}, {"tokens": []}, {"raw": "B."}]}]}"#,
            "k.json",
            task("coco"))
        #expect(found.map(\.id) == ["b.jpg"] && found[0].references == ["A.", "B."])
        #expect(problem(#"{"images": [{}]}"#, "k.json", try task("coco")).hasSuffix("image 0: has no filename"))
    }

    @Test("TextVQA: a picture with two questions stands there twice, with the ids of the questions") func textVQA()
        throws
    {
        let found = try examples(
            #"{"data": [{"question_id": 5, "image_id": "x", "question": "q", "answers": ["a"]}, "#
                + #"{"question_id": 6, "image_id": "x", "question": "r", "answers": ["b"]}]}"#, "t.json",
            task("textvqa"))
        #expect(found.map(\.id) == ["5", "6"])
        #expect(found.map(\.image) == ["x.jpg", "x.jpg"])
        #expect(found.map(\.question) == ["q", "r"])
        let twice =
            #"[{"image": "v.jpg", "question": "q", "answers": ["a"]}, {"image": "v.jpg", "question": "q", "answers": ["a"]}]"#
        #expect(problem(twice, "v.json", try task("vizwiz")).hasSuffix("two examples have the id 'v.jpg'"))
        #expect(problem(#"[{"image_id": 3}]"#, "v.json", try task("vizwiz")).hasSuffix("entry 0: has no image"))
        #expect(problem("[]", "v.json", try task("vizwiz")).hasSuffix("has no examples"))
    }

    @Test("TextCaps: the whole list of captions goes before answers") func textCaps() throws {
        let found = try examples(
            #"[{"image_id": "x", "reference_strs": ["r"], "answers": ["a"]}]"#, "t.json", task("textcaps"))
        #expect(found.map(\.references) == [["r"]])
    }
}
