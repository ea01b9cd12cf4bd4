import Configuration
import Curation
import Exchange
import Facts
import Runs

/// Of documents that show the same set of image URLs, the newest stays.
struct DeduplicateSetsPhase: ExchangingPhase {
    let name = PhaseName.deduplicateSets

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        var writer = context.writer(Decision.ofSets)
        if context.config.corpus.deduplicateImageSets {
            var sets = try context.reader(SetSignature.file)
            while let key = sets.key { try decide(sets.all(of: key), context, &writer) }
        }
        part.counts = ["decisions": writer.count]
        var near = context.writer(NearNotice.ofPictures)
        try OpenPairs.decide(context) { copy, survivor in
            let verdict = NearVerdict.copy(survivor: survivor.id, similarity: copy.similarity)
            try near.append(
                NearNotice(document: copy.location.document, verdict), bucket: copy.location.part)
        }
        part.counts["near_duplicates"] = near.count
        try near.commit()
        try writer.commit()
    }

    /// Writes who leaves of the documents of one set.
    private func decide(
        _ group: [SetSignature], _ context: WorkContext, _ writer: inout EntryWriter<Decision>
    ) throws {
        let leaving = CorpusSteps.outdated(
            group.map(\.page), order: group.map { ($0.location.part, $0.location.document) },
            published: context.config.corpus.publishedOrder)
        for index in leaving {
            let location = group[index].location
            let decision = Decision(
                document: location.document, .documentDuplicateImages, occurrences: group.count)
            try writer.append(decision, bucket: location.part)
        }
    }
}
