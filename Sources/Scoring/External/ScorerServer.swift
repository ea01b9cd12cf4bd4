import Glibc
package import Idefics
import JSON
import Platform

/// `quarry scorer`: the engine behind the protocol, the scorer that others are compared with.
///
/// Lines that have come are answered together, as many as it said that it takes at a time; pictures are encoded once as
/// long as their states fit in memory.
package final class ScorerServer {
    private let model: IdeficsModel
    private let hello: ScorerHello
    private let batchTokens: Int
    private let pictures: ServedPictures
    private let blank: PreparedImage

    /// A server for a loaded checkpoint.
    /// - Parameters:
    ///   - digest: what it is (`CheckpointDigest`).
    ///   - batchTokens: tokens that go through the model together.
    package init(_ model: IdeficsModel, name: String, digest: String, batchTokens: Int) {
        self.model = model
        self.batchTokens = batchTokens
        hello = ScorerHello(
            name: name, checkpoint: digest, dtype: model.precision.rawValue,
            maximumTokens: model.configuration.maximumPositions)
        pictures = ServedPictures(model)
        blank = model.images.prepare(rgb: [255, 255, 255], width: 1, height: 1)
    }

    /// Answers lines from standard input until it ends.
    /// - Parameter write: writes a line at once.
    /// - Throws: `IdeficsError` when the model is broken.
    package func serve(write: (String) -> Void) throws(IdeficsError) {
        var input = LineInput(descriptor: 0)
        while let lines = input.next(most: hello.batch) {
            var served: [ServedRequest] = []
            for line in lines {
                switch ServedRequest.read(line) {
                case .hello: write(hello.json.text)
                case .request(let request): served.append(request)
                case .fault(let id, let problem): write(Self.failure(id, problem))
                }
            }
            try answer(served, write)
        }
    }

    private static func failure(_ id: JSONValue, _ problem: String) -> String {
        JSONValue.members(["id": id, "error": .string(problem)]).text
    }

    private func answer(_ requests: [ServedRequest], _ write: (String) -> Void) throws(IdeficsError) {
        var scored: [(request: ServedRequest, prompt: ScorePrompt)] = []
        for request in requests {
            try pictures.prepare(request.pictures)
            do throws(IdeficsError) {
                switch request.work {
                case .caption(let prefix): write(try caption(request, prefix))
                case .question(let text): write(try decide(request, text))
                case .logProbabilities: scored.append((request, try prompt(request)))
                }
            } catch {
                guard error.isFaultOfRequest else { throw error }
                write(Self.failure(request.id, error.description))
            }
        }
        for batch in TokenBatches.make(scored.map(\.prompt.tokens), limit: batchTokens) {
            try score(batch.map { scored[$0] }, write)
        }
        model.dropKeys(of: requests.flatMap { $0.pictures.compactMap { pictures[$0.sha256] } })
        pictures.trim()
    }

    /// The prompt of a request, pictures that cannot be read left out.
    private func prompt(_ request: ServedRequest) throws(IdeficsError) -> ScorePrompt {
        let left = request.pictures.indices.filter { pictures[request.pictures[$0].sha256] == nil }
        return try ScorePrompt(
            request.parts, without: Set(left), maximum: request.maximumTokens, model: model, blank: blank)
    }

    private func states(_ request: ServedRequest, _ part: ScorePrompt.Part) -> [ImageStates] {
        part.occurrences.compactMap { pictures[request.pictures[$0].sha256] }
    }

    private func leftOut(_ request: ServedRequest) -> JSONValue {
        .object(
            request.pictures.indices.compactMap { place in
                pictures.problems[request.pictures[place].sha256].map { .init(key: String(place), value: .string($0)) }
            })
    }

    // MARK: Work

    private func score(
        _ batch: [(request: ServedRequest, prompt: ScorePrompt)], _ write: (String) -> Void
    ) throws(IdeficsError) {
        var prompts: [AttendedPrompt] = []
        for (request, prompt) in batch {
            for part in prompt.parts {
                let states = request.work == .logProbabilities(masks: true) ? [] : states(request, part)
                prompts.append(
                    try AttendedPrompt(
                        ids: part.prompt.ids, imageIndices: part.prompt.imageIndices, states: states))
            }
        }
        var values = try model.logProbabilities(of: prompts)[...]
        for (request, prompt) in batch {
            var made: [Int: JSONValue] = [:]
            for part in prompt.parts { made[part.number] = Self.json(part, values.popFirst() ?? [], request) }
            let parts = request.parts.indices.map { made[$0] ?? Self.empty }
            write(
                JSONValue.members([
                    "id": request.id, "parts": .array(parts), "left_out": leftOut(request),
                ]).text)
        }
    }

    private static let empty = JSONValue.members([
        "ids": .array([]), "logprobs": .array([]), "sees": .array([]), "text": .array([]),
    ])

    private static func json(_ part: ScorePrompt.Part, _ values: [Float], _ request: ServedRequest) -> JSONValue {
        // Pictures are told by their place among all of the part, those that were left out included.
        let own = request.parts[part.number].compactMap { if case .image(let place) = $0 { place } else { nil } }
        func place(_ image: Int) -> Int { image < 0 ? -1 : own.firstIndex(of: part.occurrences[image]) ?? -1 }
        var sees = part.prompt.imageIndices.map(place)
        for (tokens, image) in part.runs { for token in tokens { sees[token] = place(image) } }
        return .members([
            "ids": .integers(part.prompt.ids), "logprobs": .array(values.map(JSONValue.float)), "sees": .integers(sees),
            "text": .array(part.runs.map { .integers([$0.tokens.lowerBound, $0.tokens.upperBound]) }),
        ])
    }

    private func decide(_ request: ServedRequest, _ text: String) throws(IdeficsError) -> String {
        let question = YesNoQuestion(text, model)
        let prompt = try prompt(request)
        guard let part = prompt.parts.max(by: { $0.prompt.ids.count < $1.prompt.ids.count }) else {
            throw .prompt("it has no tokens")
        }
        let pair = try question.prompts(after: part.prompt.ids, part.prompt.imageIndices, states(request, part))
        let values = try model.logProbabilities(of: [pair.yes, pair.no])
        let sums = question.sums(yes: values[0], no: values[1], after: part.prompt.ids.count)
        return JSONValue.members([
            "id": request.id, "yes": .float(sums.yes), "no": .float(sums.no), "left_out": leftOut(request),
        ]).text
    }

    private func caption(_ request: ServedRequest, _ prefix: String) throws(IdeficsError) -> String {
        guard let picture = request.pictures.first else { throw .prompt("a caption needs a picture") }
        guard let image = pictures.image(picture.sha256) else {
            throw .image(pictures.problems[picture.sha256] ?? "cannot be read")
        }
        let options = GenerationOptions(maximumTokens: request.maximumTokens)
        let captions = try Captioner(model, prefix: prefix, options: options).captions([image])
        return JSONValue.members(["id": request.id, "text": .string(captions.first?.text ?? "")]).text
    }
}
