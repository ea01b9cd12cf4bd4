import Curation
import Records
import Storage

/// Of documents that show the same set of image URLs, the newest stays.
enum DeduplicateSetsPhase {
    static let decisions = "decisions.run"

    static func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        var writer = DecisionWriter(context.file(decisions), parts: context.plan.parts.count)
        if context.config.corpus.deduplicateImageSets {
            let paths = try context.units(of: .judge).map { context.file(JudgePhase.sets, of: .judge, $0) }
            var merger = try RunMerger(paths: paths, bucket: context.unit.index)
            var group = SetGroup()
            let published = context.config.corpus.publishedOrder
            while let entry = try merger.next() {
                if entry.key != group.key { try group.decide(&writer, published: published) }
                group.add(entry.key, entry.payload)
            }
            try group.decide(&writer, published: published)
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
        let (captured, archive) = (reader.text(), reader.text())
        candidates.append(PageCandidate(archive: archive, captured: captured, url: reader.text()))
    }

    /// Writes who leaves, and begins anew.
    mutating func decide(_ writer: inout DecisionWriter, published: Bool) throws {
        defer {
            locations = []
            candidates = []
        }
        let order = locations.map { ($0.part, $0.document) }
        for index in CorpusSteps.outdated(candidates, order: order, published: published) {
            try writer.append(locations[index], ordinal: nil, .documentDuplicateImages, count: locations.count)
        }
    }
}
