/// New tokens of several sequences, one behind the other without padding: a sequence's result does not depend on its
/// neighbours, and nothing is computed for padding.
struct Batch {
    /// The new tokens of one sequence.
    struct Sequence {
        let cache: SequenceCache
        /// Their rows in the batch.
        let rows: Range<Int>
    }

    /// Neighbouring tokens of one sequence that see the same picture.
    struct ImageRun {
        let rows: Range<Int>
        let image: ImageStates
    }

    /// Ids of all tokens.
    private(set) var ids: [Int] = []
    /// Position of each token in its sequence.
    private(set) var positions: [Int] = []
    private(set) var sequences: [Sequence] = []
    private(set) var imageRuns: [ImageRun] = []

    var seesImages: Bool { !imageRuns.isEmpty }

    /// Adds new tokens of a sequence; `images[i]` is what token i sees.
    mutating func add(_ newIDs: [Int], images: [ImageStates?], to cache: SequenceCache) {
        let start = ids.count
        ids += newIDs
        positions += (0..<newIDs.count).map { cache.count + $0 }
        sequences.append(Sequence(cache: cache, rows: start..<ids.count))
        var from = 0
        while from < newIDs.count {
            var to = from + 1
            while to < newIDs.count, images[to] === images[from] { to += 1 }
            if let image = images[from] { imageRuns.append(ImageRun(rows: start + from..<start + to, image: image)) }
            from = to
        }
    }
}
