import Platform
import Tensors

/// A token as it is chosen, for streaming.
public struct StreamedToken: Sendable {
    /// Which of the prompts it continues.
    public let prompt: Int
    /// Its id.
    public let id: Int
    /// The text that became certain with it; often empty, since bytes of a character come one by one.
    public let text: String
}

/// A prompt and how it is to be continued.
public struct GenerationRequest: Sendable {
    /// The prompt.
    public let prompt: Prompt
    /// How it is continued.
    public var options: GenerationOptions

    /// A prompt to be continued so.
    public init(_ prompt: Prompt, options: GenerationOptions = GenerationOptions()) {
        (self.prompt, self.options) = (prompt, options)
    }
}

extension IdeficsModel {
    /// Continues each of `prompts` in the same way, when sampling with random numbers of its own; see
    /// `generate(_:onToken:)`.
    /// - Throws: as `generate(_:onToken:)`.
    public func generate(
        _ prompts: [Prompt], options: GenerationOptions = GenerationOptions(),
        onToken: ((StreamedToken) -> Bool)? = nil
    ) throws(IdeficsError) -> [Generation] {
        let requests = prompts.enumerated().map { GenerationRequest($1, options: options.forPrompt($0)) }
        return try generate(requests, onToken: onToken).flatMap { $0 }
    }

    /// Continues prompts; the answers are in the same order, one for each (beam search: as many as it was asked for).
    /// Prompts run together as one batch, and each answer is what it would be alone.
    ///
    /// `onToken` is called for each new token (not in beam search); returning false ends all answers.
    /// - Throws: `IdeficsError.prompt`, `.option`, or `.notFinite` when the model's weights are broken.
    public func generate(
        _ requests: [GenerationRequest], onToken: ((StreamedToken) -> Bool)? = nil
    ) throws(IdeficsError) -> [[Generation]] {
        var requests = requests
        var results: [[Generation]] = requests.map { _ in [] }
        var together: [Int] = []
        for (index, request) in requests.enumerated() {
            try check(request.options)
            try check(request.prompt.ids)
            let room = max(1, configuration.maximumTokens - request.prompt.ids.count)
            requests[index].options.maximumTokens = min(request.options.maximumTokens, room)
            if request.options.maximumTokens < 1 {
                results[index] = [Generation(ids: [], text: "", reason: .length, score: nil)]
            } else if case .beam(let beam) = request.options.strategy {
                results[index] = try search(request.prompt, options: requests[index].options, beam: beam)
            } else {
                together.append(index)
            }
        }
        guard !together.isEmpty else { return results }
        let answers = try compute { networks throws(IdeficsError) in
            var loop = try GenerationLoop(self, networks, together.map { requests[$0] })
            try loop.run { token in
                onToken?(StreamedToken(prompt: together[token.prompt], id: token.id, text: token.text)) ?? true
            }
            return loop.answers.map { $0.finished() }
        }
        for (index, answer) in zip(together, answers) { results[index] = [answer] }
        return results
    }

    func check(_ options: GenerationOptions) throws(IdeficsError) {
        guard options.repetitionPenalty > 0, options.repetitionPenalty.isFinite else {
            throw .option("the repetition penalty is not a number above 0")
        }
        if let id = options.stopIDs?.first(where: { !(0..<vocabulary).contains($0) }) {
            throw .option("the stop id \(id) is not in the vocabulary of \(vocabulary)")
        }
        if case .sample(let sampling) = options.strategy {
            guard sampling.temperature > 0, sampling.temperature.isFinite else {
                throw .option("the temperature is not a number above 0; use greedy instead")
            }
            guard sampling.topP > 0, sampling.topP <= 1 else { throw .option("top-p is not above 0 and at most 1") }
            guard sampling.topK >= 0 else { throw .option("top-k is below 0") }
        }
        if case .beam(let beam) = options.strategy {
            guard (1...1024).contains(beam.beams), (1...beam.beams).contains(beam.answers) else {
                throw .option("beam search needs 1 to 1024 beams and no more answers than beams")
            }
            guard beam.lengthPenalty.isFinite else { throw .option("the length penalty is not a number") }
        }
    }

    func logitsProcessor(_ options: GenerationOptions) -> LogitsProcessor {
        let images = options.allowsImageTokens ? [] : prompts.imageTokenIDs.map { [$0] }
        return LogitsProcessor(repetitionPenalty: options.repetitionPenalty, badWords: images + options.badWords)
    }

    func stopIDs(_ options: GenerationOptions) -> Set<Int> {
        Set(options.stopIDs ?? configuration.specialTokens.end)
    }
}

/// Greedy decoding and sampling of a batch.
private struct GenerationLoop {
    /// One sequence of the batch.
    private struct Row {
        let options: GenerationOptions
        let processor: LogitsProcessor
        let cache: SequenceCache
        var random: SplitMix64
        /// Tokens that the model has not seen yet, and what each of them sees.
        var pending: [Int]
        var attended: [Seen?]
    }

    private let networks: Networks
    private(set) var answers: [Answer]
    private var rows: [Row] = []
    /// What the tokens of the last prompt see.
    private var promptAttended: [Seen?] = []

    init(_ model: IdeficsModel, _ networks: Networks, _ requests: [GenerationRequest]) throws(IdeficsError) {
        self.networks = networks
        answers = requests.map {
            Answer($0.prompt, options: $0.options, stopIDs: model.stopIDs($0.options), tokenizer: model.tokenizer)
        }
        let states = try networks.encode(requests.flatMap(\.prompt.images), trace: nil)
        var first = 0
        for request in requests {
            let (prompt, options) = (request.prompt, request.options)
            var seed: UInt64 = 0
            if case .sample(let sampling) = options.strategy { seed = sampling.seed }
            let attended = prompt.attended(Array(states[first..<first + prompt.images.count]))
            let capacity = prompt.ids.count + options.expectedTokens
            let cache =
                options.continuesLastPrompt && requests.count == 1
                ? networks.cacheContinuing(prompt.ids, attended, capacity: capacity)
                : networks.decoder.makeCache(capacity: capacity)
            rows.append(
                Row(
                    options: options, processor: model.logitsProcessor(options), cache: cache,
                    random: SplitMix64(seed: seed),
                    pending: Array(prompt.ids[cache.count...]), attended: Array(attended[cache.count...])))
            promptAttended = attended
            first += prompt.images.count
        }
    }

    mutating func run(_ onToken: (StreamedToken) -> Bool) throws(IdeficsError) {
        defer { rememberSequence() }
        while true {
            let active = answers.indices.filter { answers[$0].reason == nil }
            guard !active.isEmpty else { return }
            let chosen = try step(active)
            for (row, id) in zip(active, chosen) {
                let text = answers[row].append(id)
                rows[row].pending = [id]
                rows[row].attended = [networks.decoder.seen(after: rows[row].attended.last ?? nil)]
                if !onToken(StreamedToken(prompt: row, id: id, text: text)) {
                    for row in answers.indices where answers[row].reason == nil { answers[row].cancel() }
                    return
                }
            }
        }
    }

    private func rememberSequence() {
        guard rows.count == 1, rows[0].options.continuesLastPrompt else { return }
        let ids = answers[0].allIDs
        let seen = networks.decoder.seen(after: promptAttended.last ?? nil)
        let attended = promptAttended + Array(repeating: seen, count: ids.count - promptAttended.count)
        networks.remember(ids, attended, rows[0].cache)
    }

    /// One forward pass of the active sequences; the next id of each.
    private mutating func step(_ active: [Int]) throws(IdeficsError) -> [Int] {
        let workspace = networks.compute.workspace
        let start = workspace.mark
        defer { workspace.release(to: start) }
        var batch = Batch()
        for row in active { batch.add(rows[row].pending, images: rows[row].attended, to: rows[row].cache) }
        let pass = Pass(networks.compute)
        let hidden = networks.decoder(batch, pass)
        let logits = networks.decoder.logits(hidden, rows: batch.sequences.map { $0.rows.upperBound - 1 }, pass)
        var chosen: [Int] = []
        for (index, row) in active.enumerated() {
            let line = UnsafeMutableBufferPointer(start: logits.row(index), count: logits.columns)
            guard Compute.argmax(logits.row(index), count: line.count) != nil else {
                throw .notFinite(step: "the logits")
            }
            rows[row].processor.apply(to: line, ids: answers[row].allIDs)
            chosen.append(try choose(line, row: row))
        }
        return chosen
    }

    private mutating func choose(_ line: UnsafeMutableBufferPointer<Float>, row: Int) throws(IdeficsError) -> Int {
        var id: Int?
        switch rows[row].options.strategy {
        case .sample(let sampling):
            id = SamplingDistribution(logits: line, options: sampling).draw(&rows[row].random)
        case .greedy, .beam:
            id = line.baseAddress.flatMap { Compute.argmax($0, count: line.count) }
        }
        guard let id else { throw .notFinite(step: "the logits") }
        return id
    }
}
