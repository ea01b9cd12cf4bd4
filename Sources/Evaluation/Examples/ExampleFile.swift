package import Configuration
import JSON
import Platform

/// Reads examples: a JSON object a line with the task's keys, or the files in which the public data sets come.
package enum ExampleFile {
    /// The examples of the file at `path`, in its order.
    /// - Parameter questions: VQAv2 and OKVQA: the file of questions; `path` has the annotations.
    /// - Throws: `EvaluationError.input` naming what is wrong with which line or entry; `.system`.
    package static func examples(
        _ path: String, questions: String? = nil, task: EvaluationTask
    ) throws(EvaluationError) -> [Example] {
        let examples: [Example]
        if path.hasSuffix(".json") {
            let root = try read(path)
            let reader = PublicFormat(path: path, task: task)
            examples = try reader.examples(
                root, questions: try questions.map { path throws(EvaluationError) in try read(path) })
        } else {
            examples = try lines(path, task)
        }
        guard !examples.isEmpty else { throw .input("\(path): has no examples") }
        var known: Set<[UInt8]> = []
        for example in examples where !known.insert(Array(example.id.utf8)).inserted {
            throw .input("\(path): two examples have the id '\(example.id)'")
        }
        return examples
    }

    private static func read(_ path: String) throws(EvaluationError) -> JSONValue {
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try Files.read(path) } catch { throw .system(error) }
        do throws(JSONError) { return try JSONValue(parsing: bytes) } catch {
            throw .input("\(path): not JSON: \(error)")
        }
    }

    private static func lines(_ path: String, _ task: EvaluationTask) throws(EvaluationError) -> [Example] {
        let file = try JSONLines(path: path)
        var examples: [Example] = []
        for (number, line) in file.lines {
            func value(_ name: String) -> JSONValue? {
                let key = task.keys[name] ?? name
                // The public file of Hateful Memes calls its pictures `img`.
                return line[key] ?? (name == "image" && key == "image" ? line["img"] : nil)
            }
            let image = value("image")?.string ?? ""
            var example = Example(
                id: value("id")?.identifier ?? (image.isEmpty ? "line \(number)" : image), image: image)
            example.question = value("question")?.string ?? ""
            example.text = value("text")?.string ?? ""
            example.references = value("references")?.texts ?? []
            example.label = value("label").flatMap { PublicFormat.label($0, task.classes) }
            if let problem = problem(example, task) { throw file.fault(number, problem) }
            examples.append(example)
        }
        return examples
    }

    /// What an example lacks for its task.
    static func problem(_ example: Example, _ task: EvaluationTask) -> String? {
        for name in ["image", "question", "text"] where task.example.contains("{\(name)}") {
            let value = name == "image" ? example.image : name == "question" ? example.question : example.text
            if value.isEmpty { return "has no \(task.keys[name] ?? name)" }
        }
        switch task.kind {
        case .choice: return example.label == nil ? "its label is none of the classes" : nil
        case .vqa, .caption: return example.references.isEmpty ? "has no references" : nil
        case .harm: return nil
        }
    }
}
