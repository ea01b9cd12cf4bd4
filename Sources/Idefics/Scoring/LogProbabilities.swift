import Tensors

/// What the tokens of a document see while it is scored.
public enum ImageUse: String, Sendable, CaseIterable {
    /// The document's own pictures.
    case keep
    /// No picture. IDEFICS-1: the image mask is zero, the feed-forward parts of the cross blocks still run. Idefics3: the
    /// rows of the pictures are zero, their tokens stay.
    case mask
    /// The next of the document's pictures instead of the own one, the first instead of the last; in Idefics3 among those
    /// that take as many tokens.
    case rotate
    /// Idefics3: no token sees those that the pictures take; their places stay empty. IDEFICS-1: as `mask`.
    case hide
}

extension IdeficsModel {
    /// Rows of hidden states whose logits are made together: 64 rows of 32,000 are 8 MB.
    private static let logitRows = 96

    /// The log-probability of each token after the first, given the tokens and pictures before it, for each prompt:
    /// log softmax over all V + A columns of the logits.
    ///
    /// Documents run together as batches of about equal length; the vocabulary is never held for more than some rows.
    /// - Throws: `IdeficsError.prompt`, or `.notFinite` when the model's weights are broken.
    public func logProbabilities(
        of prompts: [Prompt], images use: ImageUse = .keep
    ) throws(IdeficsError) -> [[Float]] {
        for prompt in prompts { try check(prompt.ids) }
        return try compute { networks throws(IdeficsError) in
            var results: [[Float]] = Array(repeating: [], count: prompts.count)
            for group in TokenBatches.make(prompts.map(\.ids.count), limit: DocumentScorer.batchTokens) {
                let chosen = group.map { prompts[$0] }
                let scores = try score(chosen, use: use, networks)
                for (index, score) in zip(group, scores) { results[index] = score }
            }
            return results
        }
    }

    private func score(_ prompts: [Prompt], use: ImageUse, _ networks: Networks) throws(IdeficsError) -> [[Float]] {
        var sequences: [TokenSequence] = []
        for prompt in prompts {
            let isBlind = use == .mask || use == .hide && prompt.blocks.isEmpty
            var states = isBlind ? [] : try networks.encode(prompt.images, trace: nil)
            if use == .rotate { states = states.rotated() }
            let hidden = use == .hide ? prompt.blocks : []
            sequences.append(TokenSequence(ids: prompt.ids, seen: prompt.attended(states), hidden: hidden))
        }
        return try score(sequences, networks)
    }

    /// Products of bf16 take this many tokens at once and sum the few behind the last whole group in another order.
    private static let group = 16

    /// Sequences of tokens and what each token sees, in one batch. What follows the last whole group of rows is filled up,
    /// so that a token's numbers are the same wherever in a batch it stands.
    func score(
        _ sequences: [TokenSequence], _ networks: Networks
    ) throws(IdeficsError) -> [[Float]] {
        var batch = Batch()
        for sequence in sequences {
            let cache = networks.decoder.makeCache(capacity: sequence.ids.count, isContinued: false)
            batch.add(sequence.ids, images: sequence.seen, hidden: sequence.hidden, to: cache)
        }
        let real = batch.sequences
        let filling = Self.filling(batch.ids.count)
        if filling > 0 {
            let cache = networks.decoder.makeCache(capacity: filling, isContinued: false)
            batch.add(Array(repeating: 0, count: filling), images: Array(repeating: nil, count: filling), to: cache)
        }
        let workspace = networks.compute.workspace
        let start = workspace.mark
        defer { workspace.release(to: start) }
        let hidden = networks.decoder(batch, Pass(networks.compute))
        // The row of a token predicts the next one; the last of each document predicts nothing.
        var rows: [(row: Int, next: Int)] = []
        for sequence in real {
            for row in sequence.rows.dropLast() { rows.append((row, batch.ids[row + 1])) }
        }
        let values = try logProbabilities(of: rows, hidden: hidden, networks)
        var used = 0
        return real.map { sequence in
            defer { used += sequence.rows.count - 1 }
            return Array(values[used..<used + sequence.rows.count - 1])
        }
    }

    private static func filling(_ rows: Int) -> Int { (group - rows % group) % group }

    private func logProbabilities(
        of rows: [(row: Int, next: Int)], hidden: Activations, _ networks: Networks
    ) throws(IdeficsError) -> [Float] {
        let values = FloatBuffer(count: rows.count)
        let pass = Pass(networks.compute)
        for first in stride(from: 0, to: rows.count, by: Self.logitRows) {
            let some = rows[first..<min(first + Self.logitRows, rows.count)]
            let filled = some.map(\.row) + Array(repeating: 0, count: Self.filling(some.count))
            networks.compute.workspace.scope {
                let logits = networks.decoder.logits(hidden, rows: filled, pass)
                networks.compute.forEachRow(logits) { row in
                    guard row < some.count else { return }
                    let line = logits.row(row)
                    let total = Compute.logSumExp(line, count: logits.columns)
                    values.pointer[first + row] = line[some[first + row].next] - total
                }
            }
        }
        guard values.array.allSatisfy({ !$0.isNaN }) else { throw .notFinite(step: "the logits") }
        return values.array
    }
}

/// Tokens to be scored.
struct TokenSequence {
    let ids: [Int]
    /// What each has to do with a picture.
    let seen: [Seen?]
    /// Those that no token sees.
    var hidden: [Range<Int>] = []
}

extension [ImageStates] {
    /// Each picture's place taken by the next one of as many states, the last one's by the first.
    fileprivate func rotated() -> [ImageStates] {
        var rotated = self
        for places in Dictionary(grouping: indices, by: { self[$0].count }).values {
            for (index, place) in places.enumerated() { rotated[place] = self[places[(index + 1) % places.count]] }
        }
        return rotated
    }
}
