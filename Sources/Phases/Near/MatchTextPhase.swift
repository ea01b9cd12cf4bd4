import Configuration
import Duplicates
import Exchange
import Platform
import Runs

/// Documents whose texts have a key in common become pairs that are to be compared. Where more than a few have the same
/// key they are compared at once, so that pairs do not grow with the square of a template's pages.
struct MatchTextPhase: NearPhase {
    let name = PhaseName.matchText

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let options = context.config.corpus.nearDuplicates.options
        var bands = try context.reader(BandKey.file)
        var pairs = context.writer(NearPair.file)
        var edges = NearEdgeWriter(context, NearEdge.ofCrowds, NearMember.ofCrowds)
        var comparer = TextComparer(NearTextReader(context), options)
        let joinsImages = context.config.corpus.nearDuplicates.otherImages == .keep
        var partial = 0
        while let key = bands.key {
            if Interrupts.isRaised { throw PipelineError.interrupted }
            let group = try bands.all(of: key).map(\.location)
            if group.count <= Crowd<NearTextReader>.fullyCompared {
                for (place, one) in group.enumerated() {
                    for other in group[(place + 1)...] where one != other {
                        let pair = NearPair(one, other)
                        try pairs.append(pair, meeting: UInt64(pair.one.document))
                    }
                }
            } else {
                let crowd = try Crowd(ordered(group, &comparer), &comparer, options)
                if crowd.isPartial { partial += 1 }
                for (one, other, similarity) in crowd.pairs {
                    try edges.append(NearPair(one, other), similarity, &comparer.source)
                }
                for cluster in crowd.clusters where joinsImages {
                    for (one, other, similarity) in try CrowdImages.pairs(of: cluster, &comparer, options) {
                        try edges.append(NearPair(one, other), similarity, &comparer.source)
                    }
                }
            }
        }
        part.counts = ["pairs_to_compare": pairs.count, "near_pairs": edges.count, "crowds_compared_in_part": partial]
        try pairs.commit()
        try edges.commit()
    }

    /// In the order of their ids, which does not depend on the division into parts.
    private func ordered(
        _ group: [Location], _ comparer: inout TextComparer<NearTextReader>
    ) throws -> [Location] {
        var ids: [(id: String, location: Location)] = []
        for location in Set(group) { ids.append((try comparer.source.member(at: location).id, location)) }
        return ids.sorted { ($0.id, $0.location) < ($1.id, $1.location) }.map(\.location)
    }
}

/// Writes pairs that are near each other, and each of their documents once.
struct NearEdgeWriter: ~Copyable {
    private var edges: EntryWriter<NearEdge>
    private var members: EntryWriter<NearMember>
    private var known: Set<Location> = []
    /// Pairs written.
    var count: Int { edges.count }

    init(_ context: WorkContext, _ edges: ExchangeFile<NearEdge>, _ members: ExchangeFile<NearMember>) {
        self.edges = context.writer(edges)
        self.members = context.writer(members)
    }

    mutating func append(_ pair: NearPair, _ similarity: Double, _ texts: inout NearTextReader) throws {
        let (one, other) = (try texts.member(at: pair.one), try texts.member(at: pair.other))
        let edge = NearEdge(pair, similarity: similarity, showsSameImages: one.showsSameImages(as: other))
        try edges.append(edge, bucket: 0)
        for member in [one, other] where known.insert(member.location).inserted {
            try members.append(member, bucket: 0)
        }
    }

    consuming func commit() throws {
        try edges.commit()
        try members.commit()
    }
}
