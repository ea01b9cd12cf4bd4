import Configuration
import Idefics

/// Lets a model answer queries: prompts, generation or likelihoods of classes, and what is left before a stop word.
final class ModelAnswerer {
    /// A query with its shots.
    struct Request {
        let query: Example
        let shots: [Example]
        /// Whether the shots have their pictures.
        let showsImages: Bool
    }

    /// Pictures whose states are kept for the next batches.
    private static let kept = 64

    private let model: IdeficsModel
    private let task: EvaluationTask
    private let pictures: PictureLoader
    private var known: [(path: String, image: PreparedImage)] = []

    init(_ model: IdeficsModel, _ task: EvaluationTask, images folder: String) {
        (self.model, self.task) = (model, task)
        pictures = PictureLoader(relativeTo: folder)
    }

    /// The answers to a batch, in order; a query whose picture cannot be read is answered with a problem.
    /// - Throws: `IdeficsError` for what is not a query's fault.
    func answers(_ requests: [Request]) throws(IdeficsError) -> [ModelAnswer] {
        var prompts: [(shots: [Example], prompt: Result<Prompt, IdeficsError>)] = []
        for request in requests { prompts.append(try prompt(request)) }
        let usable = prompts.indices.filter { if case .success = prompts[$0].prompt { true } else { false } }
        try model.hold(known.map(\.image))
        var written: [Int: (text: String, classes: [Double])] = [:]
        if task.kind == .choice {
            for index in usable { written[index] = ("", try likelihoods(requests[index], shots: prompts[index].shots)) }
        } else {
            let ready = usable.compactMap { try? prompts[$0].prompt.get() }
            for (index, answer) in zip(usable, try model.generate(ready, options: options)) {
                written[index] = (answer.text, [])
            }
        }
        return requests.indices.map { index in
            answer(requests[index], prompts[index].shots, prompts[index].prompt, written[index] ?? ("", []))
        }
    }

    private var options: GenerationOptions {
        var options = GenerationOptions(maximumTokens: task.maximumTokens)
        if task.beams > 1 { options.strategy = .beam(BeamOptions(beams: task.beams, stopsEarly: true)) }
        options.badWords = task.badWords.map { model.tokenizer.encode($0) }
        return options
    }

    private func answer(
        _ request: Request, _ shots: [Example], _ prompt: Result<Prompt, IdeficsError>,
        _ written: (text: String, classes: [Double])
    ) -> ModelAnswer {
        var problem = ""
        var text = ""
        switch prompt {
        case .success(let prompt): text = prompt.text
        case .failure(let error): problem = error.description
        }
        let best = written.classes.indices.max { written.classes[$0] < written.classes[$1] }
        let parts = FewShotPrompt(
            task, shots: shots, query: request.query, beginning: "", showsImages: request.showsImages)
        return ModelAnswer(
            query: request.query, shots: shots.map(\.id), prompt: text, images: parts.images, written: written.text,
            answer: best.map { task.classes[$0] } ?? StopWords.cut(written.text, task.stopWords),
            classes: written.classes, problem: problem)
    }

    // MARK: Prompts

    /// The prompt of a request; shots that stand first are left out until it is short enough.
    private func prompt(
        _ request: Request
    ) throws(IdeficsError) -> (shots: [Example], prompt: Result<Prompt, IdeficsError>) {
        var shots = request.shots
        while true {
            do throws(IdeficsError) {
                let prompt = try prompt(request, shots: shots, answer: nil)
                guard prompt.ids.count > task.promptTokens, !shots.isEmpty else { return (shots, .success(prompt)) }
                shots.removeFirst()
            } catch {
                guard error.isFaultOfRequest else { throw error }
                return (shots, .failure(error))
            }
        }
    }

    private func prompt(_ request: Request, shots: [Example], answer: String?) throws(IdeficsError) -> Prompt {
        let text = FewShotPrompt(
            task, shots: shots, query: request.query, beginning: model.prompts.beginning,
            showsImages: request.showsImages, answer: answer)
        var items: [PromptItem] = []
        for part in text.parts {
            switch part {
            case .text(let text): items.append(.text(text))
            case .image(let path): items.append(.image(try picture(path)))
            }
        }
        return try model.prompts.verbatim(items)
    }

    private func picture(_ path: String) throws(IdeficsError) -> PreparedImage {
        if let place = known.firstIndex(where: { $0.path == path }) {
            let found = known.remove(at: place)
            known.append(found)
            return found.image
        }
        let image = try pictures.load(path, for: model)
        known.append((path, image))
        known.removeFirst(max(0, known.count - Self.kept))
        return image
    }

    // MARK: Choices

    /// The log-likelihood of each class as the answer: the sum over the tokens that the class adds to the prompt, not
    /// divided by their number.
    private func likelihoods(_ request: Request, shots: [Example]) throws(IdeficsError) -> [Double] {
        var prompts: [Prompt] = []
        for name in task.classes { prompts.append(try prompt(request, shots: shots, answer: name)) }
        let first = prompts.map(\.ids).reduce(prompts.first?.ids ?? []) { common, ids in
            Array(zip(common, ids).prefix { $0 == $1 }.map(\.0))
        }.count
        return zip(prompts, try model.logProbabilities(of: prompts)).map { prompt, values in
            values.suffix(max(0, prompt.ids.count - first)).reduce(0.0) { $0 + Double($1) }
        }
    }
}

/// Where an answer ends.
enum StopWords {
    /// What stands before the first stop word, white space at both ends dropped.
    static func cut(_ text: String, _ words: [String]) -> String {
        let bytes = Array(text.utf8)
        let end = bytes.indices.first { start in
            words.contains { word in bytes[start...].starts(with: word.utf8) }
        }
        let kept = String(decoding: bytes[..<(end ?? bytes.count)], as: UTF8.self)
        return String(kept.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
