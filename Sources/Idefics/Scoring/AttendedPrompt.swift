import Tensors

/// A prompt with the states of its pictures: pictures that stand in many prompts are encoded once, whatever the batches.
public struct AttendedPrompt: Sendable {
    /// Token ids.
    public let ids: [Int]
    /// For each token the index in `states` of the picture whose states it needs, -1 for none.
    public let imageIndices: [Int]
    /// The states of the pictures; empty to mask them all.
    public let states: [ImageStates]

    /// A prompt from its parts.
    /// - Throws: `IdeficsError.prompt` when the counts do not fit.
    public init(ids: [Int], imageIndices: [Int], states: [ImageStates]) throws(IdeficsError) {
        guard ids.count > 1, ids.count == imageIndices.count else { throw .prompt("it has less than two tokens") }
        guard states.isEmpty || imageIndices.allSatisfy({ (-1..<states.count).contains($0) }) else {
            throw .prompt("an image index points outside the \(states.count) pictures")
        }
        (self.ids, self.imageIndices, self.states) = (ids, imageIndices, states)
    }

    var attended: [Seen?] { states.seen(by: imageIndices) }
}

extension Prompt {
    /// Maximal runs of tokens that are text, after the first token, with the latest picture before each (-1: none). Special
    /// tokens and those that stand for pictures are no text.
    public func textRuns(_ tokenizer: Tokenizer) -> [(tokens: Range<Int>, image: Int)] {
        var result: [(tokens: Range<Int>, image: Int)] = []
        var start: Int?
        for index in 1..<max(1, ids.count) + 1 {
            let isText = index < ids.count && !tokenizer.isSpecial(ids[index]) && !isInBlock(index)
            if isText {
                start = start ?? index
            } else if let first = start {
                let image = blocks.isEmpty ? imageIndices[first] : blocks.count { $0.upperBound <= first } - 1
                result.append((first..<index, image))
                start = nil
            }
        }
        return result
    }

    private func isInBlock(_ index: Int) -> Bool { blocks.contains { $0.contains(index) } }

    /// The first tokens of the prompt; pictures that begin behind them are left out.
    /// - Throws: `IdeficsError.prompt` when nothing is left.
    public func prefix(_ tokens: Int) throws(IdeficsError) -> Prompt {
        guard tokens < ids.count else { return self }
        let seen = Array(imageIndices.prefix(tokens))
        return try Prompt(
            text: text, ids: Array(ids.prefix(tokens)), imageIndices: seen,
            images: Array(images.prefix((seen.max() ?? -1) + 1)),
            blocks: blocks.filter { $0.lowerBound < tokens }.map { $0.clamped(to: 0..<tokens) })
    }
}

extension IdeficsModel {
    /// The log-probability of each token after the first for prompts whose pictures are encoded already, all in one
    /// batch; the caller decides how many.
    /// - Throws: `IdeficsError.prompt` for an id outside the vocabulary, `.notFinite` when the weights are broken.
    public func logProbabilities(of prompts: [AttendedPrompt]) throws(IdeficsError) -> [[Float]] {
        for prompt in prompts { try check(prompt.ids) }
        return try compute { networks throws(IdeficsError) in
            try score(prompts.map { TokenSequence(ids: $0.ids, seen: $0.attended) }, networks)
        }
    }

    /// Drops the keys and values that the decoder keeps for pictures; the states stay and make them again.
    public func dropKeys(of states: [ImageStates]) {
        _ = try? compute { (_: Networks) throws(IdeficsError) in
            for image in states { image.memory = [] }
        }
    }
}
