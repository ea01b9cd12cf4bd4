/// Which prompts go through a model together.
package enum TokenBatches {
    /// Indices of prompts of these lengths, those of about the same length together, up to `limit` tokens; a longer prompt
    /// is alone.
    package static func make(_ lengths: [Int], limit: Int) -> [[Int]] {
        var batches: [[Int]] = []
        var tokens = 0
        for index in lengths.indices.sorted(by: { (lengths[$0], $0) < (lengths[$1], $1) }) {
            // One without tokens takes a place all the same: its pictures are work.
            let length = max(1, lengths[index])
            if batches.isEmpty || tokens + length > limit {
                batches.append([])
                tokens = 0
            }
            batches[batches.count - 1].append(index)
            tokens += length
        }
        return batches
    }
}
