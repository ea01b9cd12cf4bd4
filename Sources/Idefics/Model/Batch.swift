/// New tokens of several sequences, one behind the other without padding: a sequence's result does not depend on its
/// neighbours, and nothing is computed for padding.
struct Batch {
    /// The new tokens of one sequence.
    struct Sequence {
        let cache: SequenceCache
        /// Their rows in the batch.
        let rows: Range<Int>
        /// The rows in order, cut into runs that later tokens see and runs that they do not.
        let parts: [Part]

        /// Tokens that later ones see.
        var visible: Int { parts.reduce(0) { $0 + ($1.isHidden ? 0 : $1.rows.count) } }
    }

    /// Neighbouring tokens of a sequence.
    struct Part {
        let rows: Range<Int>
        /// Whether no token sees them, not even they themselves.
        let isHidden: Bool
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
    /// What each token has to do with a picture.
    private(set) var seen: [Seen?] = []
    private(set) var sequences: [Sequence] = []
    private(set) var imageRuns: [ImageRun] = []

    var seesImages: Bool { !imageRuns.isEmpty }

    /// Adds new tokens of a sequence; `images[i]` is what token i sees. Tokens in `hidden` are seen by none.
    mutating func add(_ newIDs: [Int], images: [Seen?], hidden: [Range<Int>] = [], to cache: SequenceCache) {
        let start = ids.count
        ids += newIDs
        positions += (0..<newIDs.count).map { cache.count + $0 }
        seen += images
        let parts = Self.parts(newIDs.count, hidden).map {
            Part(rows: start + $0.rows.lowerBound..<start + $0.rows.upperBound, isHidden: $0.isHidden)
        }
        sequences.append(Sequence(cache: cache, rows: start..<ids.count, parts: parts))
        var from = 0
        while from < newIDs.count {
            var to = from + 1
            while to < newIDs.count, images[to]?.states === images[from]?.states { to += 1 }
            if let image = images[from]?.states {
                imageRuns.append(ImageRun(rows: start + from..<start + to, image: image))
            }
            from = to
        }
    }

    private static func parts(_ count: Int, _ hidden: [Range<Int>]) -> [Part] {
        var parts: [Part] = []
        var start = 0
        for range in hidden {
            if range.lowerBound > start { parts.append(Part(rows: start..<range.lowerBound, isHidden: false)) }
            parts.append(Part(rows: range, isHidden: true))
            start = range.upperBound
        }
        if start < count || count == 0 { parts.append(Part(rows: start..<count, isHidden: false)) }
        return parts
    }
}
