import Imaging
import Platform

/// The images among which only the first of a kind stays, in the order in which they are shown. One group may be all
/// images of a corpus, so it holds 20 bytes an occurrence and about 120 a content.
struct ImageGroup {
    struct Decision: Equatable {
        let location: Location
        let url: UInt64
        /// The image that stays.
        let kept: Digest
    }

    // By occurrence.
    private var locations: [UInt64] = []
    private var urls: [UInt64] = []
    private var contents: [UInt32] = []
    // By content, in the order of the first occurrences.
    private var keys: [Digest] = []
    private var hashes: [UInt64] = []
    private var known: [Digest: UInt32] = [:]

    mutating func add(_ image: ImageOccurrence) {
        let content = known[image.content] ?? UInt32(keys.count)
        if Int(content) == keys.count {
            known[image.content] = content
            keys.append(image.content)
            hashes.append(image.hash)
        }
        locations.append(image.location.key)
        urls.append(image.url)
        contents.append(content)
    }

    /// Those that leave: of equal bytes, and with a distance those whose hash is that near to an earlier one that stays.
    /// Pictures of one colour are equal only by their bytes.
    /// - Parameter near: the hashes near each hash, where they were looked for before; the answer is the same.
    func decide(distance: Int?, near: [UInt64: [UInt64]]? = nil) -> [Decision] {
        let standing = near.map(standing) ?? standing(within: distance)
        var shown = [Bool](repeating: false, count: keys.count)
        var decisions: [Decision] = []
        for (index, content) in contents.map(Int.init).enumerated() {
            if standing[content] != content || shown[content] {
                decisions.append(
                    Decision(
                        location: Location(key: locations[index]), url: urls[index], kept: keys[standing[content]]))
            }
            shown[content] = true
        }
        return decisions
    }

    /// For each content the one that stands for it, given which hashes are near each other.
    private func standing(_ near: [UInt64: [UInt64]]) -> [Int] {
        var standing = Array(keys.indices)
        var kept: [UInt64: Int] = [:]
        var known: [UInt64: Int] = [:]
        for content in keys.indices where !PerceptualHash.isFlat(hashes[content]) {
            let hash = hashes[content]
            if known[hash] == nil {
                let first = (near[hash] ?? []).compactMap { kept[$0] }.min()
                if first == nil { kept[hash] = content }
                known[hash] = first ?? content
            }
            standing[content] = known[hash] ?? content
        }
        return standing
    }

    /// For each content the one that stands for it.
    private func standing(within distance: Int?) -> [Int] {
        var standing = Array(keys.indices)
        guard let distance else { return standing }
        let telling = keys.indices.filter { !PerceptualHash.isFlat(hashes[$0]) }
        let index = HammingIndex(telling.map { hashes[$0] })
        for (item, kept) in index.representatives(within: distance).enumerated() {
            standing[telling[item]] = telling[kept]
        }
        return standing
    }
}
