import Configuration
import Exchange
import Imaging
import Runs

/// Perceptual hashes of a whole corpus that are near each other; what stays of them is decided in one unit after it.
struct MatchImagesPhase: ExchangingPhase {
    let name = PhaseName.matchImages

    /// Hashes of one key up to which each is compared with each.
    private static let fullyCompared = 4096

    func units(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        try (0..<unitCount(run, plan)).map { WorkUnit(phase: name, index: $0) }
    }

    func unitCount(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int {
        plan.pipeline.config.corpus.matchedDistance == nil ? 0 : plan.buckets
    }

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        guard let distance = context.config.corpus.matchedDistance else { return }
        var keys = try context.reader(LooksKey.file)
        var near = context.writer(NearLooks.file)
        while let key = keys.key {
            var hashes: [UInt64] = []
            while let entry = try keys.next(of: key) {
                if hashes.last != entry.hash { hashes.append(entry.hash) }
            }
            try Self.forEachPair(hashes, within: distance) { one, other in
                guard LooksKey.isFirst(key, one, other, within: distance) else { return }
                try near.append(NearLooks(one, other), bucket: 0)
            }
        }
        part.counts = ["near_images": near.count]
        try near.commit()
    }

    /// Calls `body` with each two of different hashes that are near each other.
    static func forEachPair(
        _ hashes: [UInt64], within distance: Int, _ body: (UInt64, UInt64) throws -> Void
    ) rethrows {
        if hashes.count <= fullyCompared {
            for (place, one) in hashes.enumerated() {
                for other in hashes[(place + 1)...] where PerceptualHash.distance(one, other) <= distance {
                    try body(one, other)
                }
            }
            return
        }
        let index = HammingIndex(hashes)
        for (place, hash) in hashes.enumerated() {
            for other in index.neighbors(of: hash, within: distance) where other > place {
                try body(hash, hashes[other])
            }
        }
    }

    /// The hashes near each hash, over the whole corpus; nil where they were not looked for.
    static func read(_ context: WorkContext) throws -> [UInt64: [UInt64]]? {
        guard context.config.corpus.matchedDistance != nil, context.unit.index == 0 else { return nil }
        var near: [UInt64: [UInt64]] = [:]
        var reader = try context.reader(NearLooks.file, bucket: 0)
        while let pair = try reader.next() {
            near[pair.one, default: []].append(pair.other)
            near[pair.other, default: []].append(pair.one)
        }
        return near
    }
}
