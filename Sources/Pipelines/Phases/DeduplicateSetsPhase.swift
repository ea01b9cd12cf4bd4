import Curation
import Records
import Storage

/// Of documents that show the same set of image URLs, the newest stays.
enum DeduplicateSetsPhase {
    static let decisions = "decisions.run"

    static func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        var writer = DecisionWriter(context.file(decisions), parts: context.plan.ranges.count)
        if context.config.corpus.deduplicateImageSets {
            let paths = try context.units(of: .judge).map { context.file(JudgePhase.sets, of: .judge, $0) }
            var merger = try RunMerger(paths: paths, bucket: context.unit.index)
            var group = SetGroup()
            while let entry = try merger.next() {
                if entry.key != group.key { try group.decide(&writer) }
                group.add(entry.key, entry.payload)
            }
            try group.decide(&writer)
        }
        part.counts = ["decisions": writer.count]
        try writer.commit()
    }
}

/// The documents of one set.
private struct SetGroup {
    private(set) var key: UInt64 = 0
    private var locations: [Location] = []
    private var candidates: [PageCandidate] = []

    mutating func add(_ key: UInt64, _ payload: [UInt8]) {
        self.key = key
        var reader = PayloadReader(payload)
        locations.append(Location(part: reader.integer(), document: reader.integer()))
        let captured = reader.text()
        candidates.append(PageCandidate(archive: reader.text(), captured: captured))
    }

    /// Writes who leaves, and begins anew. One stays: the newest, of equals the last in corpus order.
    mutating func decide(_ writer: inout DecisionWriter) throws {
        defer {
            locations = []
            candidates = []
        }
        guard locations.count > 1, let kept = CorpusSteps.newest(candidates, order: locations.map { ($0.part, $0.document) })
        else { return }
        for (index, location) in locations.enumerated() where index != kept {
            try writer.append(location, ordinal: nil, .documentDuplicateImages, count: locations.count)
        }
    }
}
