import Configuration
import Duplicates
import Exchange
import Imaging
import Runs

/// Nearly equal texts with other image URLs: what the pictures show decides which of them are copies.
enum OpenCopies {
    /// Documents with one picture up to which each is compared with each.
    private static let fullyCompared = 64

    /// Decides about the groups of this unit's bucket: `body` is told of every copy who stays, and of who stays for whom.
    static func decide(_ context: WorkContext, _ body: (Location, NearVerdict) throws -> Void) throws {
        guard context.config.corpus.nearDuplicates.isOn else { return }
        var copies = try context.reader(OpenCopy.file)
        while let group = copies.key {
            for cluster in clusters(try copies.all(of: group)) {
                let survivor = cluster[0]
                for copy in cluster.dropFirst() {
                    try body(
                        copy.pictures.location, .copy(survivor: survivor.pictures.id, similarity: copy.similarity))
                }
                let facts = cluster.dropFirst().reduce(survivor.cluster) { $0.joined(with: $1.cluster) }
                try body(survivor.pictures.location, .survivor(facts))
            }
        }
    }

    /// Those of a group that show the same pictures, directly or through others: clusters of several, the one that stays
    /// first.
    static func clusters(_ group: [OpenCopy]) -> [[OpenCopy]] {
        let group = group.sorted { $0.pictures.stays(before: $1.pictures) }
        var sets = DisjointSets(count: group.count)
        var shown: [UInt64: [Int]] = [:]
        for (place, copy) in group.enumerated() {
            let keys = Set(copy.pictures.images.flatMap(keys))
            for other in Set(keys.flatMap { shown[$0] ?? [] }).sorted() where sets.find(other) != sets.find(place) {
                if copy.pictures.showsHalf(of: group[other].pictures) { sets.unite(place, other) }
            }
            for key in keys where shown[key]?.count ?? 0 < fullyCompared { shown[key, default: []].append(place) }
        }
        var clusters: [Int: [OpenCopy]] = [:]
        for (place, copy) in group.enumerated() { clusters[sets.find(place), default: []].append(copy) }
        return clusters.sorted { $0.key < $1.key }.map(\.value).filter { $0.count > 1 }
    }

    /// Numbers of which two pictures that are the same have one in common.
    private static func keys(of image: JudgedPictures.Image) -> [UInt64] {
        if PerceptualHash.isFlat(image.looks) { return [image.content] }
        return [image.content] + LooksKey.keys(of: image.looks, within: JudgedPictures.Image.distance).map(\.key)
    }
}
