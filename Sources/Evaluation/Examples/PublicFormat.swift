import Configuration
import JSON

/// The JSON files in which the public data sets come, told apart by their keys.
struct PublicFormat {
    let path: String
    let task: EvaluationTask

    /// The examples of a file.
    func examples(_ root: JSONValue, questions: JSONValue?) throws(EvaluationError) -> [Example] {
        if let list = root["annotations"]?.array, list.first?["question_id"] != nil {
            return try answered(list, questions, split: root["data_subtype"]?.string ?? "")
        }
        if let images = root["images"]?.array, let annotations = root["annotations"]?.array {
            return try captioned(images, annotations)
        }
        if let images = root["images"]?.array { return try sentences(images) }
        if let data = root["data"]?.array { return try list(data) }
        if let data = root.array { return try list(data) }
        throw .input("\(path): is no file of VQA, COCO, Karpathy's splits, TextVQA, TextCaps or VizWiz")
    }

    /// The class that a label names: its place, its name, or true for the last.
    static func label(_ value: JSONValue, _ classes: [String]) -> Int? {
        let count = max(2, classes.count)
        switch value {
        case .bool(let flag): return flag ? count - 1 : 0
        case .integer(let number): return (0..<count).contains(number) ? number : nil
        case .string(let text):
            return classes.firstIndex { $0.lowercased() == text.lowercased() }
                ?? Int(text).flatMap { (0..<count).contains($0) ? $0 : nil }
        default: return nil
        }
    }

    private func fault(_ place: String, _ problem: String) -> EvaluationError {
        .input("\(path): \(place): \(problem)")
    }

    private func checked(_ example: Example, _ place: String) throws(EvaluationError) -> Example {
        if let problem = ExampleFile.problem(example, task) { throw fault(place, problem) }
        return example
    }

    /// VQAv2, OKVQA: annotations beside a file of questions; pictures are those of COCO.
    private func answered(
        _ annotations: [JSONValue], _ questions: JSONValue?, split: String
    ) throws(EvaluationError) -> [Example] {
        guard let list = questions?["questions"]?.array else {
            throw .input("\(path): has annotations only; give the file of questions too (--questions)")
        }
        var texts: [String: String] = [:]
        for question in list {
            if let id = question["question_id"]?.identifier { texts[id] = question["question"]?.string }
        }
        return try annotations.enumerated().map { index, annotation throws(EvaluationError) in
            guard let id = annotation["question_id"]?.identifier, let image = annotation["image_id"]?.integer else {
                throw fault("annotation \(index)", "has no question_id or image_id")
            }
            let digits = String(image)
            let padded = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
            var example = Example(id: id, image: "COCO_\(split)_\(padded).jpg")
            example.question = texts[id] ?? ""
            example.references = Self.answers(annotation["answers"])
            return try checked(example, "annotation \(index)")
        }
    }

    /// `[{"answer": …}]`, or texts.
    private static func answers(_ value: JSONValue?) -> [String] {
        value?.texts ?? value?.array?.compactMap { $0["answer"]?.string } ?? []
    }

    /// COCO, NoCaps: pictures and, apart, captions.
    private func captioned(_ images: [JSONValue], _ annotations: [JSONValue]) throws(EvaluationError) -> [Example] {
        var captions: [String: [String]] = [:]
        for annotation in annotations {
            guard let id = annotation["image_id"]?.identifier, let caption = annotation["caption"]?.string else {
                continue
            }
            captions[id, default: []].append(caption)
        }
        return try images.enumerated().map { index, image throws(EvaluationError) in
            guard let id = image["id"]?.identifier, let file = image["file_name"]?.string else {
                throw fault("image \(index)", "has no id or file_name")
            }
            var example = Example(id: id, image: file)
            example.references = captions[id] ?? []
            return try checked(example, "image \(index)")
        }
    }

    /// Flickr30k and COCO in Karpathy's splits: pictures with their sentences.
    private func sentences(_ images: [JSONValue]) throws(EvaluationError) -> [Example] {
        try images.enumerated().map { index, image throws(EvaluationError) in
            guard let file = image["filename"]?.string else { throw fault("image \(index)", "has no filename") }
            var example = Example(id: image["imgid"]?.identifier ?? file, image: file)
            example.references = image["sentences"]?.array?.compactMap { $0["raw"]?.string } ?? []
            return try checked(example, "image \(index)")
        }
    }

    /// TextVQA, TextCaps, VizWiz: a list of pictures with questions and answers, or with captions. A picture of TextCaps
    /// stands there once for each of its captions, together with all of them.
    private func list(_ data: [JSONValue]) throws(EvaluationError) -> [Example] {
        var examples: [Example] = []
        var known: Set<String> = []
        for (index, entry) in data.enumerated() {
            let file = entry["image"]?.string ?? entry["image_id"]?.string.map { $0 + ".jpg" } ?? ""
            let id = entry["question_id"]?.identifier ?? entry["image_id"]?.identifier ?? file
            if task.kind == .caption, !known.insert(id).inserted { continue }
            var example = Example(id: id, image: file)
            example.question = entry["question"]?.string ?? ""
            example.references = entry["reference_strs"]?.texts ?? Self.answers(entry["answers"])
            examples.append(try checked(example, "entry \(index)"))
        }
        return examples
    }
}
