import Configuration
import Documents
import Facts
import Duplicates
import Exchange
import Facts
import Imaging
import Runs

/// Pairs of nearly equal texts with other image URLs: what the pictures show decides whether they are copies.
enum OpenPairs {
    /// Bits in which pictures that look equal may differ.
    static let distance = 4

    /// Decides about the pairs of this unit's bucket; of a copy `body` is told who stays.
    static func decide(
        _ context: WorkContext, _ body: (_ copy: OpenCopy, _ survivor: OpenCopy) throws -> Void
    ) throws {
        guard context.config.corpus.nearDuplicates.isOn else { return }
        var copies = try context.reader(OpenCopy.file)
        while let pair = copies.key {
            let group = try copies.all(of: pair)
            // One of a pair may have left; a document in parts comes several times and is not compared.
            guard group.count == 2, showsSame(group[0].images, group[1].images) else { continue }
            let first = group[0].stays(before: group[1])
            try body(group[first ? 1 : 0], group[first ? 0 : 1])
        }
    }

    /// Whether half of the images of the one that has fewer are among the other's.
    static func showsSame(_ one: [OpenCopy.Image], _ other: [OpenCopy.Image]) -> Bool {
        let (few, many) = one.count <= other.count ? (one, other) : (other, one)
        let shared = few.filter { image in many.contains { isSame($0, image) } }.count
        return !few.isEmpty && shared * 2 >= few.count
    }

    private static func isSame(_ one: OpenCopy.Image, _ other: OpenCopy.Image) -> Bool {
        if one.content == other.content { return true }
        guard !PerceptualHash.isFlat(one.looks), !PerceptualHash.isFlat(other.looks) else { return false }
        return PerceptualHash.distance(one.looks, other.looks) <= distance
    }
}

extension OpenCopy {
    /// A document as it was judged.
    init(_ document: Document, at location: Location, pair: (pair: UInt64, similarity: Double)) {
        self.init(
            pair: pair, location: location, id: document.id, captured: document.captured,
            characters: document.profile.characters,
            images: document.images.compactMap(\.signals).map { signals in
                Image(
                    content: UInt64(signals.sha256.prefix(16), radix: 16) ?? 0,
                    looks: UInt64(signals.phash, radix: 16) ?? 0)
            })
    }

    fileprivate func stays(before other: OpenCopy) -> Bool {
        standing.precedes(other.standing) ?? (id < other.id)
    }

    private var standing: Standing {
        Standing(images: images.count, captured: Standing.date(captured), characters: characters)
    }
}
