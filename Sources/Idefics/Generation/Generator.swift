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

extension IdeficsModel {
    /// Continues each of `prompts`; the answers are in the same order. Prompts run together as one batch, and each
    /// answer is what it would be alone.
    ///
    /// `onToken` is called for each new token (not in beam search); returning false ends all answers.
    /// - Throws: `IdeficsError.prompt`, `.option`, or `.notFinite` when the model's weights are broken.
    public func generate(
        _ prompts: [Prompt], options: GenerationOptions = GenerationOptions(),
        onToken: ((StreamedToken) -> Bool)? = nil
    ) throws(IdeficsError) -> [Generation] {
        try check(options)
        for prompt in prompts { try prompt.checkIDs(below: vocabulary) }
        guard options.maximumTokens > 0 else {
            return prompts.map { _ in Generation(ids: [], text: "", reason: .length, score: nil) }
        }
        if case .beam(let beam) = options.strategy {
            var answers: [Generation] = []
            for prompt in prompts { answers += try search(prompt, options: options, beam: beam) }
            return answers
        }
        return try compute { networks throws(IdeficsError) in
            var loop = try GenerationLoop(self, networks, prompts, options: options)
            try loop.run(onToken)
            return loop.answers.map { $0.finished() }
        }
    }

    func check(_ options: GenerationOptions) throws(IdeficsError) {
        guard options.repetitionPenalty > 0 else { throw .option("the repetition penalty is not above 0") }
        if case .sample(let sampling) = options.strategy {
            guard sampling.temperature > 0 else { throw .option("the temperature is not above 0; use greedy instead") }
            guard sampling.topP > 0, sampling.topK >= 0 else {
                throw .option("top-p is not above 0, or top-k is below 0")
            }
        }
        if case .beam(let beam) = options.strategy {
            guard (1...1024).contains(beam.beams), (1...beam.beams).contains(beam.answers) else {
                throw .option("beam search needs 1 to 1024 beams and no more answers than beams")
            }
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
    private let model: IdeficsModel
    private let networks: Networks
    private let options: GenerationOptions
    private let processor: LogitsProcessor
    private(set) var answers: [Answer]
    private var caches: [SequenceCache] = []
    private var attended: [[ImageStates?]]
    private var random: [SplitMix64]

    init(
        _ model: IdeficsModel, _ networks: Networks, _ prompts: [Prompt], options: GenerationOptions
    ) throws(IdeficsError) {
        (self.model, self.networks, self.options) = (model, networks, options)
        processor = model.logitsProcessor(options)
        let stopIDs = model.stopIDs(options)
        answers = prompts.map { Answer($0, options: options, stopIDs: stopIDs, tokenizer: model.tokenizer) }
        let states = try networks.encode(prompts.flatMap(\.images), trace: nil)
        attended = []
        var first = 0
        for prompt in prompts {
            attended.append(prompt.attended(Array(states[first..<first + prompt.images.count])))
            first += prompt.images.count
            caches.append(networks.decoder.makeCache(capacity: prompt.ids.count + options.maximumTokens))
        }
        var seed: UInt64 = 0
        if case .sample(let sampling) = options.strategy { seed = sampling.seed }
        random = prompts.indices.map { SplitMix64(seed: seed &+ UInt64($0) &* 0xD1B5_4A32_D192_ED03) }
        pending = prompts.map(\.ids)
    }

    /// Tokens of each sequence that the model has not seen yet.
    private var pending: [[Int]]

    mutating func run(_ onToken: ((StreamedToken) -> Bool)?) throws(IdeficsError) {
        while true {
            let active = answers.indices.filter { answers[$0].reason == nil }
            guard !active.isEmpty else { return }
            let chosen = try step(active)
            for (row, id) in zip(active, chosen) {
                let text = answers[row].append(id)
                pending[row] = [id]
                attended[row] = [attended[row].last ?? nil]
                if let onToken, !onToken(StreamedToken(prompt: row, id: id, text: text)) {
                    for row in answers.indices where answers[row].reason == nil { answers[row].cancel() }
                    return
                }
            }
        }
    }

    /// One forward pass of the active sequences; the next id of each.
    private mutating func step(_ active: [Int]) throws(IdeficsError) -> [Int] {
        let workspace = networks.compute.workspace
        let start = workspace.mark
        defer { workspace.release(to: start) }
        var batch = Batch()
        for row in active { batch.add(pending[row], images: attended[row], to: caches[row]) }
        let pass = Pass(networks.compute)
        let hidden = networks.decoder(batch, pass)
        let logits = networks.decoder.logits(hidden, rows: batch.sequences.map { $0.rows.upperBound - 1 }, pass)
        var chosen: [Int] = []
        for (index, row) in active.enumerated() {
            let line = UnsafeMutableBufferPointer(start: logits.row(index), count: logits.columns)
            guard Compute.argmax(logits.row(index), count: line.count) != nil else {
                throw .notFinite(step: "the logits")
            }
            processor.apply(to: line, ids: answers[row].allIDs)
            chosen.append(try choose(line, row: row))
        }
        return chosen
    }

    private mutating func choose(_ line: UnsafeMutableBufferPointer<Float>, row: Int) throws(IdeficsError) -> Int {
        var id: Int?
        switch options.strategy {
        case .sample(let sampling):
            id = SamplingDistribution(logits: line, options: sampling).draw(&random[row])
        case .greedy, .beam:
            id = line.baseAddress.flatMap { Compute.argmax($0, count: line.count) }
        }
        guard let id else { throw .notFinite(step: "the logits") }
        return id
    }
}
