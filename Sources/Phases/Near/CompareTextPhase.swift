import Configuration
import Duplicates
import Exchange
import Runs

/// Pairs of documents that may be near each other are compared, each once.
struct CompareTextPhase: NearPhase {
    let name = PhaseName.compareText

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let options = context.config.corpus.nearDuplicates.options
        var pairs = try context.reader(NearPair.file)
        var edges = NearEdgeWriter(context, NearEdge.ofPairs, NearMember.ofPairs)
        var comparer = TextComparer(NearTextReader(context), options)
        var last: NearPair?
        var count = 0
        while let pair = try pairs.next() {
            if pair == last { continue }
            last = pair
            count += 1
            if Interrupts.isRaised { throw PipelineError.interrupted }
            try comparer.hold(pair.one)
            let similarity = try comparer.similarity(of: pair.other)
            if options.accepts(similarity) { try edges.append(pair, similarity, &comparer.source) }
        }
        part.counts = ["pairs_compared": count, "near_pairs": edges.count]
        try edges.commit()
    }
}
