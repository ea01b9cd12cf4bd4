import Configuration
import Curation
import Exchange
import Facts
import Runs

/// Of documents that show the same set of image URLs, the newest stays.
struct DeduplicateSetsPhase: Phase {
    let name = PhaseName.deduplicateSets

    static let decisions = "decisions.run"

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        var writer = DecisionWriter(context.file(Self.decisions), parts: context.plan.parts.count)
        if context.config.corpus.deduplicateImageSets {
            let paths = try context.units(of: .judge).map { context.file(JudgePhase.sets, of: .judge, $0) }
            var merger = try RunMerger(paths: paths, bucket: context.unit.index)
            let published = context.config.corpus.publishedOrder
            while let key = merger.key {
                var group = SetGroup()
                while let payload = try merger.next(of: key) { group.add(payload) }
                try group.decide(&writer, published: published)
            }
        }
        part.counts = ["decisions": writer.count]
        try writer.commit()
    }
}

/// The documents of one set.
private struct SetGroup {
    private var locations: [Location] = []
    private var candidates: [PageCandidate] = []

    mutating func add(_ payload: [UInt8]) {
        var reader = PayloadReader(payload)
        locations.append(Location(part: reader.integer(), document: reader.integer()))
        let (captured, archive) = (reader.text(), reader.text())
        candidates.append(PageCandidate(archive: archive, captured: captured, url: reader.text()))
    }

    /// Writes who leaves.
    func decide(_ writer: inout DecisionWriter, published: Bool) throws {
        let order = locations.map { ($0.part, $0.document) }
        for index in CorpusSteps.outdated(candidates, order: order, published: published) {
            try writer.append(locations[index], ordinal: nil, .documentDuplicateImages, count: locations.count)
        }
    }
}
