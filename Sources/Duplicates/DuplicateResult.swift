package import JSON
import Platform

/// Documents that are duplicates of each other, directly or through others.
package struct DuplicateCluster: Sendable, Equatable {
    /// All of them, rising.
    package let ids: [RecordID]
    /// The one that stays.
    package let survivor: RecordID
    /// The least similarity among the pairs that were found.
    package let similarity: Double

    /// `{"ids": […], "survivor": …, "similarity": …}`.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("ids")
            json.array { json in for id in ids { id.write(to: &json) } }
            json.key("survivor")
            survivor.write(to: &json)
            json.member("similarity", similarity)
        }
    }
}

/// Two documents that are duplicates of each other.
package struct DuplicatePair: Sendable, Equatable {
    /// The lesser id.
    package let a: RecordID
    /// The greater id.
    package let b: RecordID
    /// Shared shingles over all shingles of both.
    package let similarity: Double

    /// `{"a": …, "b": …, "similarity": …}`.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("a")
            a.write(to: &json)
            json.key("b")
            b.write(to: &json)
            json.member("similarity", similarity)
        }
    }
}

/// What a search found.
package struct DuplicateResult: Sendable {
    private let edges: [DuplicateEdge]
    private let twins: [(standIn: UInt32, document: UInt32)]
    /// Documents that have a duplicate, in the order of their ids, and what is known of them.
    private let members: [(document: UInt32, head: DocumentStore.Head)]

    /// Documents read, without those whose id stands on another line.
    package let documentCount: Int
    /// Ids that stand on several lines: one for each line that does not count.
    package let repeatedIDs: LeastFew<RecordID>
    /// Keys under which so many met that some were not compared.
    package let partlyCompared: Int
    /// Lines, and rests of files, that are no documents.
    package let faults: LeastFew<InputFault>
    /// Documents without a word, which are nobody's duplicates.
    package let withoutWords: Int

    /// - Throws: `SystemError` when the scratch space fails.
    init(_ gathered: DuplicateReader.Gathered, _ found: PairFinder.Found) throws(SystemError) {
        edges = found.edges
        twins = found.twins
        repeatedIDs = found.repeatedIDs
        partlyCompared = found.partlyCompared
        faults = gathered.faults
        withoutWords = gathered.withoutWords
        documentCount = gathered.documents.count - found.repeatedIDs.count
        var touched = edges.flatMap { [$0.one, $0.other] } + twins.flatMap { [$0.standIn, $0.document] }
        touched.sort()
        var members: [(document: UInt32, head: DocumentStore.Head)] = []
        for document in touched where document != members.last?.document {
            members.append((document, try gathered.documents.head(of: Int(document))))
        }
        members.sort { $0.head.id < $1.head.id }
        self.members = members
    }

    /// Where each member stands in the order of ids, by document.
    private var ranks: [UInt32: Int] {
        Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.document, $0) })
    }

    /// The clusters, rising by their least id.
    package func clusters() -> [DuplicateCluster] {
        let ranks = ranks
        // The least number of a set stands for it: numbered by rank, that is its least id.
        var sets = DisjointSets(count: members.count)
        func rank(_ document: UInt32) -> Int { ranks[document] ?? 0 }
        for edge in edges { sets.unite(rank(edge.one), rank(edge.other)) }
        for twin in twins { sets.unite(rank(twin.standIn), rank(twin.document)) }
        var least = [Double](repeating: 1, count: members.count)
        for edge in edges {
            let cluster = sets.find(rank(edge.one))
            least[cluster] = min(least[cluster], edge.similarity)
        }
        var ofCluster: [Int: [Int]] = [:]
        for member in members.indices { ofCluster[sets.find(member), default: []].append(member) }
        return ofCluster.sorted { $0.key < $1.key }.map { cluster, ranks in
            let survivor = ranks.reduce(cluster) { best, rank in
                members[rank].head.standing.precedes(members[best].head.standing) == true ? rank : best
            }
            return DuplicateCluster(
                ids: ranks.map { members[$0].head.id }, survivor: members[survivor].head.id,
                similarity: least[cluster])
        }
    }

    /// Calls `body` with each pair, rising by `a`, then `b`.
    package func forEachPair(_ body: (DuplicatePair) throws -> Void) rethrows {
        let ranks = ranks
        var same: [UInt32: [Int]] = [:]
        for twin in twins {
            same[twin.standIn, default: [ranks[twin.standIn] ?? 0]].append(ranks[twin.document] ?? 0)
        }
        let standIns = Dictionary(uniqueKeysWithValues: twins.map { ($0.document, $0.standIn) })
        var near: [UInt32: [(document: UInt32, similarity: Double)]] = [:]
        for edge in edges {
            near[edge.one, default: []].append((edge.other, edge.similarity))
            near[edge.other, default: []].append((edge.one, edge.similarity))
        }
        for (rank, member) in members.enumerated() {
            let standIn = standIns[member.document] ?? member.document
            var others = (same[standIn] ?? []).map { ($0, 1.0) }
            for (document, similarity) in near[standIn] ?? [] {
                others += (same[document] ?? [ranks[document] ?? 0]).map { ($0, similarity) }
            }
            others.removeAll { $0.0 <= rank }
            others.sort { $0.0 < $1.0 }
            for (other, similarity) in others {
                try body(
                    DuplicatePair(a: member.head.id, b: members[other].head.id, similarity: similarity))
            }
        }
    }
}
