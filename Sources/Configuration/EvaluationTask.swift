import Platform

/// A task that a model is evaluated with: how it is asked, how its answer is taken, and how the answer is judged.
///
/// The published tasks are values of the module `Evaluation`; a task of one's own is a YAML file with these keys.
package struct EvaluationTask: Equatable, Sendable {
    /// How answers are judged.
    package enum Kind: String, CaseIterable, Sendable {
        /// A question about a picture, answered freely: VQA accuracy.
        case vqa
        /// A description of a picture: CIDEr-D.
        case caption
        /// One of the classes, by the log-likelihood of each: ROC AUC of the last one.
        case choice
        /// A text to be read by people, with the flagged words in it counted.
        case harm
    }

    /// Its name, for reports.
    package var name: String
    /// How answers are judged.
    package var kind: Kind
    /// What stands before the examples, special tokens written out; `{bos}` is the token that a text begins with.
    package var prefix = "{bos}"
    /// An example with `{image}`, `{question}`, `{text}` and, at its end, `{answer}`; the query is what stands before
    /// the answer.
    package var example: String
    /// An answer ends before the first of these.
    package var stopWords: [String] = []
    /// Texts that are never written; the tokens of pictures are always among them.
    package var badWords = ["\n", "\n\n"]
    /// The classes of a choice, the positive one last.
    package var classes: [String] = []
    /// New tokens at most.
    package var maximumTokens = 15
    /// Texts that beam search follows; 1 is greedy.
    package var beams = 1
    /// Examples without their pictures that stand in for shots when there are none.
    package var textOnlyShots = 2
    /// Tokens of a prompt at most; the examples that stand first are left out for it.
    package var promptTokens = 1024
    /// Words that are counted in answers, in lower case.
    package var flaggedWords: [String] = []
    /// Which key of a line holds what: from the name here to the name there.
    package var keys = EvaluationTask.defaultKeys

    /// What a line of examples holds, by names that are also the usual keys.
    package static let defaultKeys = [
        "id": "id", "image": "image", "question": "question", "text": "text", "references": "references",
        "label": "label",
    ]

    /// A task with the usual settings.
    package init(name: String, kind: Kind, example: String) {
        (self.name, self.kind, self.example) = (name, kind, example)
    }
}

extension EvaluationTask {
    /// Reads a task file.
    /// - Throws: `PipelineError.problems` with every problem, each with line and column.
    package init(path: String) throws(PipelineError) {
        let text: String
        do throws(SystemError) { text = try Files.readText(path) } catch { throw .problems(["\(error)"]) }
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let problems = ConfigProblems(file: file)
        let root = ConfigNode.parse(text, problems: problems)
        if let root, case .mapping = root.content {
        } else if let root {
            problems.add("a task is a set of sections, not \(root.kind)", at: root.place)
        }
        guard problems.list.isEmpty else { throw .problems(problems.list) }
        let reader = ConfigReader(root: root, sources: ConfigSources(), problems: problems)
        let stem = file.hasSuffix(".yaml") ? String(file.dropLast(5)) : file
        self.init(reader, name: stem)
        reader.finish()
        check(problems)
        guard problems.list.isEmpty else { throw .problems(problems.list) }
    }

    private init(_ reader: ConfigReader, name: String) {
        self.init(
            name: reader.text("name", default: name), kind: reader.choice("kind", default: .vqa),
            example: reader.text("prompt.example", default: ""))
        prefix = reader.text("prompt.prefix", default: prefix)
        promptTokens = reader.integer("prompt.max-tokens", default: promptTokens, in: 1...1 << 20)
        textOnlyShots = reader.integer("prompt.text-only-shots", default: textOnlyShots, in: 0...64)
        stopWords = reader.list("answer.stop", default: stopWords)
        badWords = reader.list("answer.bad-words", default: badWords)
        classes = reader.list("answer.classes", default: classes)
        maximumTokens = reader.integer("answer.max-tokens", default: maximumTokens, in: 1...1 << 16)
        beams = reader.integer("answer.beams", default: beams, in: 1...64)
        flaggedWords = reader.list("answer.flagged-words", default: flaggedWords).map { $0.lowercased() }
        for (name, key) in keys.sorted(by: { $0.key < $1.key }) {
            keys[name] = reader.text("data.\(name)", default: key)
        }
    }

    private func check(_ problems: ConfigProblems) {
        if !example.contains("{answer}") {
            problems.add("prompt.example: has no {answer}", origin: name)
        }
        if kind == .choice, classes.count < 2 {
            problems.add("answer.classes: a choice needs two classes or more", origin: name)
        }
        if kind != .choice, !classes.isEmpty {
            problems.add("answer.classes: belong to the kind 'choice'", origin: name)
        }
        if (stopWords + badWords + classes).contains("") {
            problems.add("answer: an empty text in a list", origin: name)
        }
    }
}
