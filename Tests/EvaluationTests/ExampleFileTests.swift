import Configuration
import Platform
import TestKit
import Testing

@testable import Evaluation

/// Small files in the forms in which the public data sets come.
@Suite struct ExampleFileTests {
    private func examples(_ text: String, _ name: String, _ task: String, questions: String? = nil) throws -> [Example]
    {
        let scratch = try Scratch()
        let path = try scratch.write(Array(text.utf8), name)
        let asked = try questions.map { try scratch.write(Array($0.utf8), "questions.json") }
        return try ExampleFile.examples(
            path, questions: asked, task: try #require(PublishedTasks.task(named: task)))
    }

    @Test("VQAv2: annotations and questions are joined, pictures are COCO's") func vqa() throws {
        let found = try examples(
            #"{"data_subtype": "val2014", "annotations": [{"question_id": 1, "image_id": 42, "answers": "#
                + #"[{"answer": "net", "answer_id": 1}, {"answer": "netting"}]}]}"#, "annotations.json", "vqav2",
            questions: #"{"questions": [{"question_id": 1, "image_id": 42, "question": "What is it?"}]}"#)
        #expect(found.map(\.image) == ["COCO_val2014_000000000042.jpg"])
        #expect(found.map(\.question) == ["What is it?"])
        #expect(found.map(\.references) == [["net", "netting"]])
    }

    @Test("COCO: captions are gathered by picture") func coco() throws {
        let found = try examples(
            #"{"images": [{"id": 7, "file_name": "a.jpg"}], "annotations": [{"image_id": 7, "caption": "one"}, "#
                + #"{"image_id": 7, "caption": "two"}]}"#, "captions.json", "coco")
        #expect(found.map(\.references) == [["one", "two"]])
        #expect(found.map(\.id) == ["7"])
    }

    @Test("Flickr30k: sentences stand with their picture") func flickr() throws {
        let found = try examples(
            #"{"images": [{"filename": "b.jpg", "imgid": 3, "sentences": [{"raw": "A man."}]}]}"#, "k.json", "flickr30k"
        )
        #expect(found.map(\.references) == [["A man."]])
    }

    @Test("TextCaps: a picture that stands there twice counts once; VizWiz: answers are objects") func lists() throws {
        let captions = try examples(
            #"{"data": [{"image_id": "x", "reference_strs": ["a sign"]}, {"image_id": "x", "reference_strs": ["a sign"]}]}"#,
            "t.json", "textcaps")
        #expect(captions.map(\.image) == ["x.jpg"])
        let answers = try examples(
            #"[{"image": "v.jpg", "question": "What?", "answers": [{"answer": "soup"}]}]"#, "v.json", "vizwiz")
        #expect(answers.map(\.references) == [["soup"]])
    }

    @Test("Hateful Memes: lines with img, text and label") func memes() throws {
        let found = try examples(
            #"{"id": 9, "img": "img/9.png", "text": "hello", "label": 1}"#, "dev.jsonl", "hateful-memes")
        #expect(found.map(\.image) == ["img/9.png"])
        #expect(found.map(\.label) == [1])
        #expect(found[0].answer(try #require(PublishedTasks.task(named: "hateful-memes"))) == "yes")
    }

    @Test(
        "what is missing is named",
        arguments: [
            (#"{"id": 1, "image": "a"}"#, "a.jsonl", "vqav2", "line 1: has no question"),
            (#"{"id": 1, "image": "a"}"#, "a.jsonl", "coco", "line 1: has no references"),
            (#"{"id": 1, "img": "a", "text": "t", "label": 3}"#, "a.jsonl", "hateful-memes", "none of the classes"),
            (#"{"annotations": [{"question_id": 1}]}"#, "a.json", "okvqa", "--questions"),
            ("{}", "a.json", "coco", "no file of"),
            ("{", "a.json", "coco", "not JSON"), ("", "a.jsonl", "coco", "has no examples"),
            (
                #"{"id": 1, "image": "a", "references": "b"}"# + "\n" + #"{"id": 1, "image": "a", "references": "b"}"#,
                "a.jsonl", "coco", "two examples have the id"
            ),
        ])
    func faults(text: String, name: String, task: String, problem: String) throws {
        let error = #expect(throws: EvaluationError.self) { try examples(text, name, task) }
        #expect(error?.description.contains(problem) == true, "\(String(describing: error))")
    }
}
