/// How near-duplicates are looked for.
package struct DuplicateOptions: Sendable, Equatable {
    /// Least Jaccard similarity of two texts' shingle sets, 0 to 1, from which on they are duplicates.
    package var threshold = 0.8
    /// Words in a shingle.
    package var shingle = 5
    /// Hash functions of a signature; a multiple of `bands`.
    package var permutations = 112
    /// Groups of functions; two texts meet when one group agrees in all its rows.
    package var bands = 14
    /// Whether texts that meet are compared by their shingles. Without it all that meet are duplicates.
    package var verifies = true

    /// The published practice: 14 bands of 8 rows (FineWeb), word 5-grams, 0.8.
    package init() {}

    /// Functions in a band.
    package var rows: Int { permutations / max(1, bands) }

    /// Whether two texts of a similarity are duplicates of each other.
    package func accepts(_ similarity: Double) -> Bool { !verifies || similarity >= threshold }

    /// What is wrong with the numbers, nil when nothing is.
    package var problem: String? {
        if !(threshold > 0 && threshold <= 1) { return "the threshold is above 0 and at most 1, not \(threshold)" }
        if !(1...100).contains(shingle) { return "a shingle has 1 to 100 words, not \(shingle)" }
        guard (1...4096).contains(permutations), bands > 0, permutations % bands == 0 else {
            return "\(permutations) permutations do not make \(bands) bands: 1 to 4096, a multiple of the bands"
        }
        return nil
    }

    /// The chance that two texts of a similarity meet in a band: the S-curve of the banding.
    package func chance(of similarity: Double) -> Double {
        var agrees = 1.0
        for _ in 0..<rows { agrees *= similarity }
        var misses = 1.0
        for _ in 0..<bands { misses *= 1 - agrees }
        return 1 - misses
    }
}
