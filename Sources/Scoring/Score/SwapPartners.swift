import CorpusFiles

/// Which images stand in for a document's own in `swap-margin`: the next different ones that other documents of its shard
/// show, around its end. The same for every run, whatever runs together; found in the index, so that a few documents of a
/// large shard do not cost the reading of it.
struct SwapPartners {
    private let index: CorpusIndex
    private let documents: Range<Int>
    private var known: [Int: [String]] = [:]

    /// Partners among the documents of a shard, by their numbers in the corpus.
    init(_ index: CorpusIndex, shard documents: Range<Int>) { (self.index, self.documents) = (index, documents) }

    /// As many as the document has images; empty when no other document has another image.
    mutating func others(of number: Int) throws -> [String] {
        let images = try images(of: number)
        let own = Set(images)
        var found: [String] = []
        for step in 1..<max(1, documents.count) {
            let other = documents.lowerBound + (number - documents.lowerBound + step) % documents.count
            for image in try self.images(of: other)
            where !image.isEmpty && !own.contains(image) && !found.contains(image) {
                found.append(image)
                if found.count == images.count { return found }
            }
        }
        guard !found.isEmpty else { return [] }
        return images.indices.map { found[$0 % found.count] }
    }

    private mutating func images(of number: Int) throws -> [String] {
        if let known = known[number] { return known }
        if known.count > 1 << 14 { known.removeAll(keepingCapacity: true) }
        guard let row = try index.document(number: number) else { return [] }
        let images = try index.occurrences(inDocument: row.id).map(\.image)
        known[number] = images
        return images
    }
}
