import Platform

/// One of the pages that are compared because they have a key in common.
package struct PageCandidate: Sendable, Equatable {
    /// The archive's name.
    package var archive: String
    /// 14 digits, `""` when unknown.
    package var captured: String
    /// The page's URL; only the published set step looks at it.
    package var url: String

    /// A page.
    package init(archive: String, captured: String, url: String = "") {
        self.archive = archive
        self.captured = captured
        self.url = url
    }
}

/// What the corpus-level steps decide about the things that share a key (OBELICS, `build/06` … `build/13`).
///
/// Pure functions over one group at a time: a merge over sorted files calls them, no step needs the corpus in memory.
package enum CorpusSteps {
    /// Of pages with one URL, who stays: the newest by capture, then by archive name; of equals the last in the order
    /// given.
    ///
    /// `published`: by archive name alone (crawls are named by date), and all pages of that archive stay.
    /// - Returns: indices that stay, rising.
    package static func keepNewest(_ group: [PageCandidate], published: Bool = false) -> [Int] {
        if published {
            let newest = group.map(\.archive).max { bytewise($0, $1) }
            return group.indices.filter { group[$0].archive == newest }
        }
        return newest(group, order: group.indices.map { ($0, 0) }).map { [$0] } ?? []
    }

    /// Of pages with one set of images, the one that stays: the newest by capture, then by archive name; of equals the
    /// last in `order` (part, document).
    ///
    /// `published`: by archive name alone.
    package static func newest(_ group: [PageCandidate], order: [(Int, Int)], published: Bool = false) -> Int? {
        zip(group.indices, order).max { a, b in
            let (left, right) = (group[a.0], group[b.0])
            if !published && left.captured != right.captured { return bytewise(left.captured, right.captured) }
            if left.archive != right.archive { return bytewise(left.archive, right.archive) }
            return a.1 < b.1
        }?.0
    }

    /// Of pages with one set of images, who leaves: all but `newest`.
    ///
    /// `published`: who leaves is told by URL and archive name, so a page whose twin (same URL and archive) leaves
    /// goes with it, and both copies of a page that was listed twice are lost.
    /// - Returns: indices that leave, rising.
    package static func outdated(_ group: [PageCandidate], order: [(Int, Int)], published: Bool = false) -> [Int] {
        guard group.count > 1, let kept = newest(group, order: order, published: published) else { return [] }
        let hasTwin = group.indices.contains {
            $0 != kept && group[$0].url == group[kept].url && group[$0].archive == group[kept].archive
        }
        return group.indices.filter { $0 != kept || (published && hasTwin) }
    }

    /// The key of a set of image URLs: the order and repeats in the document do not matter.
    package static func imageSetKey(_ urls: [String]) -> UInt64 {
        var bytes: [UInt8] = []
        for url in Set(urls).sorted(by: bytewise) {
            bytes.append(contentsOf: url.utf8)
            bytes.append(0x0A)
        }
        return bytes.withUnsafeBytes { XXH3.hash($0) }
    }

    private static func bytewise(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}
