/// Where texts that are to be compared come from: the words of a text in order (`WordSequence.words`), by its place.
package protocol TextSource {
    /// What names a text.
    associatedtype Place: Hashable, Sendable

    /// Reads a text into `buffer`, whose room is kept from call to call.
    /// - Returns: where in `buffer` its words are.
    mutating func payload(of place: Place, into buffer: inout [UInt32]) throws -> Range<Int>
}

/// Compares texts with one that is held: by their shingles, or by their signatures where only those are stored.
package struct TextComparer<Source: TextSource> {
    /// Two texts that are duplicates of each other.
    package typealias Pair = (one: Source.Place, other: Source.Place, similarity: Double)

    /// The texts.
    package var source: Source
    private let options: DuplicateOptions
    private let hasWords: Bool
    private var buffer: [UInt32] = []
    private var shingles: [UInt64] = []
    private var heldShingles = ShingleSet()
    private var otherShingles = ShingleSet()
    private var heldPayload: [UInt32] = []
    private var held: Source.Place?

    /// - Parameter hasWords: whether texts are words; else they are the least values of signatures.
    package init(_ source: Source, _ options: DuplicateOptions, hasWords: Bool = true) {
        (self.source, self.options, self.hasWords) = (source, options, hasWords)
    }

    /// Takes the text that others are compared with.
    package mutating func hold(_ place: Source.Place) throws {
        if held == place { return }
        held = place
        let payload = try source.payload(of: place, into: &buffer)
        heldPayload = Array(buffer[payload])
        guard hasWords else { return }
        fillShingles(payload)
        heldShingles.fill(shingles)
    }

    /// The similarity of a text with the one held.
    package mutating func similarity(of place: Source.Place) throws -> Double {
        let payload = try source.payload(of: place, into: &buffer)
        guard hasWords else { return MinHash.agreement(heldPayload[...], buffer[payload]) }
        fillShingles(payload)
        return otherShingles.fill(shingles, comparedWith: heldShingles)
    }

    /// Whether a text has the very words of the one held.
    mutating func equals(_ place: Source.Place) throws -> Bool {
        let payload = try source.payload(of: place, into: &buffer)
        return buffer[payload] == heldPayload[...]
    }

    private mutating func fillShingles(_ payload: Range<Int>) {
        buffer.withUnsafeBufferPointer { words in
            Shingles.fill(&shingles, words: UnsafeBufferPointer(rebasing: words[payload]), width: options.shingle)
        }
    }
}

/// Texts of one key, more than are compared each with each.
package struct Crowd<Source: TextSource> {
    /// Texts of one key up to which every pair is compared.
    package static var fullyCompared: Int { 64 }
    /// Comparisons that one key may cost; what comes after them is compared with the first of the first clusters only.
    package static var mostComparisons: Int { 1 << 20 }

    /// Texts that are duplicates of each other, directly or through others.
    package private(set) var clusters: [[Source.Place]] = []
    /// Pairs that connect the texts that are duplicates.
    package private(set) var pairs: [TextComparer<Source>.Pair] = []
    private var left = Self.mostComparisons
    /// Whether some were not compared.
    package var isPartial: Bool { left <= 0 }

    /// Compares `texts`, each with those of earlier clusters until one is its duplicate. The same for the same order.
    package init(_ texts: [Source.Place], _ comparer: inout TextComparer<Source>, _ options: DuplicateOptions) throws {
        for text in texts {
            try comparer.hold(text)
            var joined = [text]
            var place = 0
            while place < (left > 0 ? clusters.count : min(clusters.count, Self.fullyCompared)) {
                let members = left > 0 ? clusters[place][...] : clusters[place].prefix(1)
                guard let pair = try firstDuplicate(of: text, among: members, &comparer, options) else {
                    place += 1
                    continue
                }
                pairs.append(pair)
                joined = clusters.remove(at: place) + joined
            }
            clusters.append(joined)
        }
    }

    private mutating func firstDuplicate(
        of text: Source.Place, among members: ArraySlice<Source.Place>, _ comparer: inout TextComparer<Source>,
        _ options: DuplicateOptions
    ) throws -> TextComparer<Source>.Pair? {
        for member in members {
            left -= 1
            let similarity = try comparer.similarity(of: member)
            if options.accepts(similarity) { return (text, member, similarity) }
        }
        return nil
    }
}
