import Glibc
import Tensors

extension IdeficsModel {
    /// The best answers to one prompt, best first.
    func search(
        _ prompt: Prompt, options: GenerationOptions, beam: BeamOptions
    ) throws(IdeficsError) -> [Generation] {
        try compute { networks throws(IdeficsError) in
            var search = try BeamSearch(self, networks, prompt, options: options, beam: beam)
            try search.run()
            return search.answers(beam.answers)
        }
    }
}

/// Beam search as the published generation loop of 2025 does it: each step keeps `beams * max(2, 1 + stop ids)`
/// candidates; the first `beams` of them may finish, the best that go on are followed.
private struct BeamSearch {
    /// A text that is followed.
    private struct Running {
        var ids: [Int]
        var score: Float
        var cache: SequenceCache
    }

    private struct Candidate {
        let parent: Int
        let id: Int
        let score: Float
        var finishes: Bool
    }

    private struct Finished {
        let ids: [Int]
        let score: Float
        let reason: Generation.Reason
    }

    private let model: IdeficsModel
    private let networks: Networks
    private let prompt: Prompt
    private let options: GenerationOptions
    private let beam: BeamOptions
    private let processor: LogitsProcessor
    private let stopIDs: Set<Int>
    private let attended: [Seen?]
    private var running: [Running]
    private var finished: [Finished] = []

    init(
        _ model: IdeficsModel, _ networks: Networks, _ prompt: Prompt, options: GenerationOptions, beam: BeamOptions
    ) throws(IdeficsError) {
        (self.model, self.networks, self.prompt) = (model, networks, prompt)
        (self.options, self.beam) = (options, beam)
        processor = model.logitsProcessor(options)
        stopIDs = model.stopIDs(options)
        attended = prompt.attended(try networks.encode(prompt.images, trace: nil))
        let cache = networks.decoder.makeCache(capacity: prompt.ids.count + options.expectedTokens)
        running = [Running(ids: [], score: 0, cache: cache)]
    }

    mutating func run() throws(IdeficsError) {
        var goesOn = true
        while goesOn {
            let length = (running.first?.ids.count ?? 0) + 1
            let candidates = try step(length: length)
            finish(candidates.prefix(beam.beams).filter(\.finishes), length: length)
            follow(candidates.filter { !$0.finishes }.prefix(beam.beams))
            goesOn = canImprove(length: length) && !running.isEmpty && !(beam.stopsEarly && isFull)
        }
    }

    private var isFull: Bool { finished.count >= beam.beams }

    /// One forward pass of all running texts; the best candidates, best first.
    private func step(length: Int) throws(IdeficsError) -> [Candidate] {
        let workspace = networks.compute.workspace
        let start = workspace.mark
        defer { workspace.release(to: start) }
        var batch = Batch()
        for text in running {
            if let last = text.ids.last {
                batch.add([last], images: [networks.decoder.seen(after: attended.last ?? nil)], to: text.cache)
            } else {
                batch.add(prompt.ids, images: attended, to: text.cache)
            }
        }
        let pass = Pass(networks.compute)
        let hidden = networks.decoder(batch, pass)
        let logits = networks.decoder.logits(hidden, rows: batch.sequences.map { $0.rows.upperBound - 1 }, pass)
        let keep = beam.beams * max(2, 1 + stopIDs.count)
        var best: [Candidate] = []
        for (parent, text) in running.enumerated() {
            best += try candidates(logits.row(parent), parent: parent, text: text, keep: keep)
        }
        best.sort { $0.score != $1.score ? $0.score > $1.score : ($0.parent, $0.id) < ($1.parent, $1.id) }
        return best.prefix(keep).map { candidate in
            var candidate = candidate
            candidate.finishes = reason(candidate, length: length) != nil
            return candidate
        }
    }

    /// The `keep` best continuations of one text.
    private func candidates(
        _ row: UnsafeMutablePointer<Float>, parent: Int, text: Running, keep: Int
    ) throws(IdeficsError) -> [Candidate] {
        let line = UnsafeMutableBufferPointer(start: row, count: model.vocabulary)
        guard Compute.argmax(row, count: line.count) != nil else { throw .notFinite(step: "the logits") }
        let total = Compute.logSumExp(row, count: line.count)
        for index in line.indices { line[index] -= total }
        processor.apply(to: line, ids: prompt.ids + text.ids)
        var best: [Candidate] = []
        var worst = -Float.infinity
        for (id, logProbability) in line.enumerated() where logProbability > -.infinity {
            let score = text.score + logProbability
            guard best.count < keep || score > worst else { continue }
            let place = best.firstIndex { $0.score < score } ?? best.count
            best.insert(Candidate(parent: parent, id: id, score: score, finishes: false), at: place)
            if best.count > keep { best.removeLast() }
            worst = best.last?.score ?? worst
        }
        return best
    }

    private func reason(_ candidate: Candidate, length: Int) -> Generation.Reason? {
        if stopIDs.contains(candidate.id) { return .stopToken }
        if length >= options.maximumTokens { return .length }
        guard !options.stopStrings.isEmpty else { return nil }
        var answer = Answer(prompt, options: options, stopIDs: stopIDs, tokenizer: model.tokenizer)
        for id in running[candidate.parent].ids + [candidate.id] { _ = answer.append(id) }
        return answer.reason
    }

    private func penalized(_ score: Float, length: Int) -> Float { score / powf(Float(length), beam.lengthPenalty) }

    private mutating func finish(_ candidates: [Candidate], length: Int) {
        if beam.stopsEarly && isFull { return }
        for candidate in candidates {
            finished.append(
                Finished(
                    ids: running[candidate.parent].ids + [candidate.id],
                    score: penalized(candidate.score, length: length),
                    reason: reason(candidate, length: length) ?? .length))
        }
        // Stable, so that of equals the earlier one stays.
        finished = finished.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
            .prefix(beam.beams).map(\.element)
    }

    /// Makes the candidates the running texts; a cache goes to the first child, the others copy it.
    private mutating func follow(_ candidates: ArraySlice<Candidate>) {
        var taken: Set<Int> = []
        running = candidates.map { candidate in
            let parent = running[candidate.parent]
            let cache =
                taken.insert(candidate.parent).inserted ? parent.cache : SequenceCache(copying: parent.cache)
            return Running(ids: parent.ids + [candidate.id], score: candidate.score, cache: cache)
        }
    }

    /// Whether the best running text, at its present length, beats the worst finished one.
    private func canImprove(length: Int) -> Bool {
        guard let best = running.first else { return false }
        guard isFull, let worst = finished.last else { return true }
        return penalized(best.score, length: length) > worst.score
    }

    func answers(_ count: Int) -> [Generation] {
        finished.prefix(count).map { text in
            Generation(
                ids: text.ids, text: model.tokenizer.decode(text.ids, skipSpecialTokens: true), reason: text.reason,
                score: text.score)
        }
    }
}
