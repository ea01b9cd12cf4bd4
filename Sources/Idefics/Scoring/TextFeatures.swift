import Tensors

extension IdeficsModel {
    /// The mean of the decoder's last states over the tokens of each prompt, as a vector of length 1 each, for finding texts
    /// that are alike; no picture is looked at.
    /// - Throws: `IdeficsError.prompt` for an id outside the vocabulary, `.notFinite` when the weights are broken.
    public func textFeatures(of prompts: [Prompt]) throws(IdeficsError) -> [[Float]] {
        for prompt in prompts { try check(prompt.ids) }
        let means = try compute { networks throws(IdeficsError) in
            prompts.map { prompt in networks.compute.workspace.scope { Self.mean(of: prompt, networks) } }
        }
        guard means.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .notFinite(step: "the decoder") }
        return means.map { row in
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return length > 0 ? row.map { $0 / length } : row
        }
    }

    private static func mean(of prompt: Prompt, _ networks: Networks) -> [Float] {
        var batch = Batch()
        let cache = networks.decoder.makeCache(capacity: prompt.ids.count, isContinued: false)
        batch.add(prompt.ids, images: prompt.ids.map { _ in nil }, to: cache)
        let hidden = networks.decoder(batch, Pass(networks.compute))
        var sum = [Float](repeating: 0, count: hidden.columns)
        for row in 0..<hidden.rows {
            let line = hidden.row(row)
            for column in 0..<hidden.columns { sum[column] += line[column] }
        }
        return sum.map { $0 / Float(max(1, hidden.rows)) }
    }
}
