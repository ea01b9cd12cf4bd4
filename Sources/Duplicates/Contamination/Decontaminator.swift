/// Looks for the items of benchmarks in documents.
package struct Decontaminator: Sendable {
    private let list: HashList
    private let distance: Int
    private var words = TextWords()

    /// - Parameter distance: bits in which the perceptual hashes of pictures that look equal may differ.
    package init(_ list: HashList, distance: Int) { (self.list, self.distance) = (list, distance) }

    /// Whether nothing is looked for.
    package var isEmpty: Bool { list.isEmpty }

    /// The item of which a document's texts, taken together, have an n-gram; nil when there is none.
    package mutating func item(in texts: [String]) -> String? {
        guard !list.ngrams.isEmpty else { return nil }
        for ngram in words.ngrams(of: texts, width: list.ngram) {
            if let item = list.ngrams[ngram] { return list.items[item] }
        }
        return nil
    }

    /// The item whose picture this is, by its bytes or by its looks, and in how many bits the looks differ. A picture of
    /// one colour looks like any other, so only its bytes tell it.
    package func item(ofPicture sha256: String, phash: UInt64?) -> (item: String, distance: Int)? {
        if let item = list.contents[sha256] { return (list.items[item], 0) }
        guard let phash, phash != 0, phash != .max else { return nil }
        var best: (item: Int, distance: Int)?
        for look in list.looks {
            let bits = (look.hash ^ phash).nonzeroBitCount
            if bits <= distance, bits < best?.distance ?? .max { best = (look.item, bits) }
        }
        return best.map { (list.items[$0.item], $0.distance) }
    }
}
