import Platform
import Synchronization

/// Two documents that are duplicates of each other, by number, the lesser first.
package struct DuplicateEdge: Sendable, Hashable, Comparable {
    let one: UInt32
    let other: UInt32
    /// Their similarity, 0 to 1.
    let similarity: Double

    init(_ one: Int, _ other: Int, _ similarity: Double) {
        self.one = UInt32(min(one, other))
        self.other = UInt32(max(one, other))
        self.similarity = similarity
    }

    package static func < (a: DuplicateEdge, b: DuplicateEdge) -> Bool { (a.one, a.other) < (b.one, b.other) }
}

/// Finds the duplicates among stored documents, bucket by bucket, on several threads.
///
/// Documents with the same words are one before anything is compared; what then meets in a band is compared once,
/// however often it meets. The result does not depend on buckets, jobs or the order of the documents.
struct PairFinder: Sendable {
    let options: DuplicateOptions
    let jobs: Int
    /// Whether all pairs are asked for, not only what connects a cluster.
    let listsPairs: Bool
    let documents: DocumentStore

    /// What was found.
    struct Found: Sendable {
        /// Each pair once, rising; a document with the same words as another is in none.
        var edges: [DuplicateEdge] = []
        /// Documents with the same words as another, which stands for them: its number, then theirs.
        var twins: [(standIn: UInt32, document: UInt32)] = []
        /// Ids that stand on several lines.
        var repeatedIDs = LeastFew<RecordID>()
        /// Keys under which so many met that some were not compared with each other.
        var partlyCompared = 0
    }

    func run(
        ids: ScratchBuckets<KeyEntry>, texts: ScratchBuckets<KeyEntry>, bands: ScratchBuckets<KeyEntry>
    ) throws -> Found {
        let work = Work(documents: documents.count, pairBuckets: bands.count)
        try WorkCrew.forEach(ids.count, jobs: jobs) { bucket in
            var entries = try ids.elements(of: bucket)
            try KeyEntry.forEachGroup(&entries) { try dropRepeated($0, work) }
        }
        try WorkCrew.forEach(texts.count, jobs: jobs) { bucket in
            var entries = try texts.elements(of: bucket)
            work.removePassive(&entries)
            var comparer = TextComparer(documents, options, hasWords: options.verifies)
            try KeyEntry.forEachGroup(&entries) { try joinEqual($0, &comparer, work) }
        }
        let pairs = Mutex(try ScratchBuckets<UInt64>(count: bands.count, zero: 0))
        try WorkCrew.forEach(bands.count, jobs: jobs) { bucket in
            var entries = try bands.elements(of: bucket)
            work.removePassive(&entries)
            try meet(&entries, pairs, work)
        }
        let candidates = pairs.withLock { $0 }
        try WorkCrew.forEach(candidates.count, jobs: jobs) { bucket in
            try compare(candidates.elements(of: bucket), work)
        }
        return work.finish()
    }

    /// Of lines with one id the one that would stay of duplicates counts; of equal ones any, since they are the same.
    private func dropRepeated(_ group: [Int], _ work: Work) throws {
        var best: [RecordID: (document: Int, head: DocumentStore.Head)] = [:]
        for document in group {
            let head = try documents.head(of: document)
            guard let known = best[head.id] else {
                best[head.id] = (document, head)
                continue
            }
            let isBetter = head.standing.precedes(known.head.standing) ?? (head.textKey < known.head.textKey)
            if isBetter { best[head.id] = (document, head) }
            work.drop(isBetter ? known.document : document, id: head.id)
        }
    }

    /// Of documents with the same words one stands for all.
    private func joinEqual(_ group: [Int], _ comparer: inout TextComparer<DocumentStore>, _ work: Work) throws {
        var rest = group
        while let first = rest.first {
            try comparer.hold(first)
            var different: [Int] = []
            for document in rest.dropFirst() {
                if try comparer.equals(document) {
                    work.join(document, to: first)
                } else {
                    different.append(document)
                }
            }
            rest = different
        }
    }

    /// Notes the pairs to be compared; where too many meet, compares at once.
    private func meet(
        _ entries: inout [KeyEntry], _ pairs: borrowing Mutex<ScratchBuckets<UInt64>>, _ work: Work
    ) throws {
        let most = listsPairs ? Crowd<DocumentStore>.fullyCompared * 64 : Crowd<DocumentStore>.fullyCompared
        var waiting: [UInt64] = []
        func hand() throws {
            try pairs.withLock { buckets in
                let count = UInt64(buckets.count)
                for pair in waiting { try buckets.append(pair, to: Int((pair >> 32) % count)) }
            }
            waiting.removeAll(keepingCapacity: true)
        }
        try KeyEntry.forEachGroup(&entries) { group in
            guard group.count <= most else { return try compareCrowd(group, work) }
            for (place, one) in group.enumerated() {
                for other in group[(place + 1)...] { waiting.append(UInt64(one) << 32 | UInt64(other)) }
            }
            if waiting.count >= 1 << 14 { try hand() }
        }
        try hand()
    }

    private func compare(_ pairs: [UInt64], _ work: Work) throws {
        var comparer = TextComparer(documents, options, hasWords: options.verifies)
        var found: [DuplicateEdge] = []
        var last: UInt64?
        for pair in pairs.sorted() where pair != last {
            last = pair
            let (one, other) = (Int(pair >> 32), Int(pair & 0xFFFF_FFFF))
            try comparer.hold(one)
            let similarity = try comparer.similarity(of: other)
            if options.accepts(similarity) { found.append(DuplicateEdge(one, other, similarity)) }
        }
        work.note(found)
    }

    /// Compares many documents of one key, in an order that their texts decide, leaving out what is connected already.
    private func compareCrowd(_ group: [Int], _ work: Work) throws {
        var order: [(key: UInt64, document: Int)] = []
        for document in group { order.append((try documents.textKey(of: document), document)) }
        order.sort { ($0.key, $0.document) < ($1.key, $1.document) }
        var comparer = TextComparer(documents, options, hasWords: options.verifies)
        let crowd = try Crowd(order.map(\.document), &comparer, options)
        work.note(
            crowd.pairs.map { DuplicateEdge($0.one, $0.other, $0.similarity) }, partly: crowd.isPartial)
        guard listsPairs else { return }
        for cluster in crowd.clusters { work.note(try pairsAcross(cluster, &comparer)) }
    }

    /// Where duplicates are of several groups of ids, each gets a pair with one of another group, if there is any: that
    /// others connect it does not say that the other group has it.
    private func pairsAcross(
        _ cluster: [Int], _ comparer: inout TextComparer<DocumentStore>
    ) throws -> [DuplicateEdge] {
        let groups = try Dictionary(grouping: cluster) { try documents.head(of: $0).id.group ?? -1 }
            .sorted { $0.key < $1.key }
        guard groups.count > 1 else { return [] }
        var found: [DuplicateEdge] = []
        var left = Crowd<DocumentStore>.mostComparisons
        for (group, members) in groups {
            let others = groups.lazy.filter { $0.key != group }.flatMap(\.value)
            for document in members where left > 0 {
                try comparer.hold(document)
                for other in others where left > 0 {
                    left -= 1
                    let similarity = try comparer.similarity(of: other)
                    guard options.accepts(similarity) else { continue }
                    found.append(DuplicateEdge(document, other, similarity))
                    break
                }
            }
        }
        return found
    }
}

/// What the threads of a search write to.
private final class Work: Sendable {
    private struct State: Sendable {
        var found = PairFinder.Found()
        /// Documents that are out of the search: another line has their id, or another document stands for them.
        var passive: [Bool]
    }

    private let state: Mutex<State>

    init(documents: Int, pairBuckets: Int) {
        state = Mutex(State(passive: [Bool](repeating: false, count: documents)))
    }

    func drop(_ document: Int, id: RecordID) {
        state.withLock { state in
            state.passive[document] = true
            state.found.repeatedIDs.add(id)
        }
    }

    func join(_ document: Int, to standIn: Int) {
        state.withLock { state in
            state.passive[document] = true
            state.found.twins.append((UInt32(standIn), UInt32(document)))
        }
    }

    func removePassive(_ entries: inout [KeyEntry]) {
        state.withLock { state in entries.removeAll { state.passive[Int($0.document)] } }
    }

    func note(_ edges: [DuplicateEdge], partly: Bool = false) {
        state.withLock { state in
            state.found.edges += edges
            if partly { state.found.partlyCompared += 1 }
        }
    }

    /// Everything, each pair once.
    func finish() -> PairFinder.Found {
        state.withLock { state in
            var found = state.found
            state.found = PairFinder.Found()
            found.edges.sort()
            var kept: [DuplicateEdge] = []
            for edge in found.edges where edge != kept.last { kept.append(edge) }
            found.edges = kept
            found.twins.sort { ($0.standIn, $0.document) < ($1.standIn, $1.document) }
            return found
        }
    }
}
