import Duplicates

/// Which texts of a crowd that are near each other show the same images.
///
/// A crowd is told by the pairs that connect its texts, and where a template has a thousand pages those show other images;
/// two of the pages that show the same ones need a pair of their own.
enum CrowdImages {
    /// Pairs that connect the texts which show the same images, in the order in which they are given.
    static func pairs(
        of texts: [Location], _ comparer: inout TextComparer<NearTextReader>, _ options: DuplicateOptions
    ) throws -> [TextComparer<NearTextReader>.Pair] {
        var shown: [UInt64: [Int]] = [:]
        var members: [NearMember] = []
        var sets = DisjointSets(count: texts.count)
        var pairs: [TextComparer<NearTextReader>.Pair] = []
        for (place, text) in texts.enumerated() {
            let member = try comparer.source.member(at: text)
            let images = Set(member.images.map(\.key))
            for other in Set(images.flatMap { shown[$0] ?? [] }).sorted() where sets.find(other) != sets.find(place) {
                guard member.showsSameImages(as: members[other]) else { continue }
                try comparer.hold(text)
                let similarity = try comparer.similarity(of: texts[other])
                guard options.accepts(similarity) else { continue }
                sets.unite(place, other)
                pairs.append((text, texts[other], similarity))
            }
            members.append(member)
            for image in images where shown[image]?.count ?? 0 < Crowd<NearTextReader>.fullyCompared {
                shown[image, default: []].append(place)
            }
        }
        return pairs
    }
}
