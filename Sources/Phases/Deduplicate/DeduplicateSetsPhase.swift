import Configuration
import Curation
import Exchange
import Facts
import Runs

/// Of documents that show the same set of image URLs the newest stays; of those that show the same pictures, where sets are
/// told by them, the one that would stay of copies. And of nearly equal texts those are copies whose pictures say so.
struct DeduplicateSetsPhase: ExchangingPhase {
    let name = PhaseName.deduplicateSets

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        var writer = context.writer(Decision.ofSets)
        if context.config.corpus.deduplicateImageSets {
            var sets = try context.reader(SetSignature.file)
            while let key = sets.key { try decide(sets.all(of: key), context, &writer) }
            try PictureSets.decide(context) { try writer.append($1, bucket: $0.part) }
        }
        part.counts = ["decisions": writer.count, "near_duplicates": 0]
        var near = context.writer(NearNotice.ofPictures)
        try OpenCopies.decide(context) { location, verdict in
            if case .copy = verdict { part.counts["near_duplicates", default: 0] += 1 }
            try near.append(NearNotice(document: location.document, verdict), bucket: location.part)
        }
        try near.commit()
        try writer.commit()
    }

    /// Writes who leaves of the documents of one set.
    private func decide(
        _ group: [SetSignature], _ context: WorkContext, _ writer: inout EntryWriter<Decision>
    ) throws {
        let (pages, places) = (group.map(\.page), group.map { ($0.location.part, $0.location.document) })
        let published = context.config.corpus.publishedOrder
        let twin = CorpusSteps.newest(pages, order: places, published: published).map { group[$0].id }
        for index in CorpusSteps.outdated(pages, order: places, published: published) {
            let location = group[index].location
            let decision = Decision(
                document: location.document, .documentDuplicateImages, occurrences: group.count, twin: twin ?? "")
            try writer.append(decision, bucket: location.part)
        }
    }
}
