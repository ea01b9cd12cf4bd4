import Configuration
import Curation
import Duplicates
import Exchange
import Runs

/// Pairs become clusters; of each one document stays for the others.
///
/// One unit for the corpus. In memory are 16 bytes for each document that is near another (its place, its cluster, its
/// similarity), and what is known of each cluster: who stays and who is next, the keys of their images, the domains.
struct ClusterTextPhase: NearPhase {
    let name = PhaseName.clusterText

    func unitCount(_ plan: Plan) -> Int { 1 }

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        var clusters = try NearClusters(context)
        var notices = context.writer(NearNotice.ofTexts)
        var hidden = context.writer(HiddenImage.ofCopies)
        var spares = SpareWriter(context)
        let config = context.config.corpus.nearDuplicates
        var copies = 0
        try NearClusters.forEachMember(context) { member in
            guard let verdict = clusters.verdict(on: member) else { return }
            try notices.append(
                NearNotice(document: member.location.document, verdict), bucket: member.location.part)
            guard case .copy = verdict else { return }
            copies += 1
            guard config.action == .drop else { return }
            for image in member.images {
                try hidden.append(HiddenImage(key: image.key, location: member.location), bucket: image.bucket)
            }
            if config.takesImages, let survivor = clusters.survivor(besides: member) {
                try spares.append(of: member, for: survivor)
            }
        }
        part.counts = [
            "near_duplicate_clusters": clusters.count, "near_duplicates": copies, "spare_images": spares.count,
        ]
        var open = 0
        try clusters.forEachOpen(context) { location, verdict in
            open += 1
            try notices.append(NearNotice(document: location.document, verdict), bucket: location.part)
        }
        part.counts["open_near_documents"] = open
        try spares.commit()
        try notices.commit()
        try hidden.commit()
    }
}

/// Writes the images of copies that may stand in for those of documents that stay: to `fetch`, that they are wanted, and to
/// `judge`, for what.
private struct SpareWriter: ~Copyable {
    private var spares: EntryWriter<SpareImage>
    private var shown: EntryWriter<ShownImage>

    /// How many there are.
    var count: Int { spares.count }

    init(_ context: WorkContext) {
        spares = context.writer(SpareImage.file)
        shown = context.writer(ShownImage.ofCopies)
    }

    mutating func append(of copy: NearMember, for survivor: (location: Location, images: [UInt64])) throws {
        guard copy.urls.count == copy.images.count else { return }
        let location = survivor.location
        for (own, place) in SpareImage.places(of: copy.images.map(\.key), in: survivor.images) {
            let url = copy.urls[place]
            let spare = SpareImage(document: location.document, lost: survivor.images[own], url: url, copy: copy.id)
            try spares.append(spare, bucket: location.part)
            try shown.append(ShownImage(url: url, location: location, domain: 0), bucket: copy.images[place].bucket)
        }
    }

    consuming func commit() throws {
        try spares.commit()
        try shown.commit()
    }
}

/// The clusters of near-duplicates of a corpus, and who stays of each.
struct NearClusters {
    private struct Cluster {
        var survivor: Candidate
        /// Who would stay if the survivor did not.
        var next: Candidate?
        var facts = NearCluster()
        var domains: Set<String> = []
    }

    private struct Candidate {
        let place: Int
        let id: String
        let standing: Standing
        /// Keys of its images, where they may be taken from a copy.
        let images: [UInt64]

        func stays(before other: Candidate) -> Bool { standing.precedes(other.standing) ?? (id < other.id) }
    }

    /// `Location.key` of every document that is near another and has not left, rising.
    private var keys: [UInt64] = []
    private var sets: DisjointSets
    /// By document: the similarity by which it is in its cluster.
    private var similarities: [Float] = []
    private var clusters: [Int: Cluster] = [:]
    private let joinsOtherImages: Bool

    /// How many clusters there are.
    var count: Int { clusters.count }

    init(_ context: WorkContext) throws {
        joinsOtherImages = context.config.corpus.nearDuplicates.otherImages == .drop
        var gone = try context.reader(GoneDocument.file, bucket: 0)
        var keys: [UInt64] = []
        try Self.forEachMember(context) { member in
            while let left = gone.key, left < member.key { _ = try gone.next() }
            if gone.key != member.key { keys.append(member.key) }
        }
        self.keys = keys
        sets = DisjointSets(count: keys.count)
        similarities = [Float](repeating: 0, count: keys.count)
        try join(context)
        try choose(context)
        try measure(context)
    }

    private func place(_ location: Location) -> Int? {
        let key = location.key
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low < keys.count && keys[low] == key ? low : nil
    }

    private func places(_ edge: NearEdge) -> (Int, Int)? {
        guard let one = place(edge.pair.one), let other = place(edge.pair.other) else { return nil }
        return (one, other)
    }

    private func joins(_ edge: NearEdge) -> Bool { edge.showsSameImages || joinsOtherImages }

    private mutating func join(_ context: WorkContext) throws {
        try Self.forEachEdge(context) { edge in
            guard joins(edge), let (one, other) = places(edge) else { return }
            sets.unite(one, other)
            similarities[one] = max(similarities[one], Float(edge.similarity))
            similarities[other] = max(similarities[other], Float(edge.similarity))
        }
    }

    /// Who stays of each cluster of several, and what it stands for.
    private mutating func choose(_ context: WorkContext) throws {
        try Self.forEachMember(context) { member in
            guard let place = place(member.location), similarities[place] > 0 else { return }
            let cluster = sets.find(place)
            let candidate = Candidate(
                place: place, id: member.id, standing: member.standing,
                images: member.urls.isEmpty ? [] : member.images.map(\.key))
            var known = clusters[cluster] ?? Cluster(survivor: candidate)
            if candidate.stays(before: known.survivor) {
                (known.survivor, known.next) = (candidate, known.survivor)
            } else if candidate.place != known.survivor.place, known.next.map(candidate.stays(before:)) ?? true {
                known.next = candidate
            }
            known.facts.size += 1
            if !member.captured.isEmpty {
                known.facts.first =
                    known.facts.first.isEmpty ? member.captured : min(known.facts.first, member.captured)
                known.facts.last = max(known.facts.last, member.captured)
            }
            known.domains.insert(member.domain)
            clusters[cluster] = known
        }
        for key in Array(clusters.keys) {
            let domains = clusters[key]?.domains ?? []
            clusters[key]?.domains = []
            clusters[key]?.facts.domainCount = domains.count
            clusters[key]?.facts.domains = Array(domains.sorted().prefix(NearCluster.named))
        }
    }

    /// A copy that was compared with its survivor has that similarity, another one that with its nearest.
    private mutating func measure(_ context: WorkContext) throws {
        try Self.forEachEdge(context) { edge in
            guard joins(edge), let (one, other) = places(edge) else { return }
            let survivor = clusters[sets.find(one)]?.survivor.place
            if survivor == one { similarities[other] = Float(edge.similarity) }
            if survivor == other { similarities[one] = Float(edge.similarity) }
        }
    }

    /// What is decided about a document; nil when nothing is.
    mutating func verdict(on member: NearMember) -> NearVerdict? {
        guard let place = place(member.location), similarities[place] > 0,
            let cluster = clusters[sets.find(place)]
        else { return nil }
        if cluster.survivor.place == place { return .survivor(cluster.facts) }
        return .copy(survivor: cluster.survivor.id, similarity: Double(similarities[place]))
    }

    /// Who stays for a copy that is the next in line: only that one lends its images, so that what is fetched for nothing
    /// is bounded. Nil for every other copy.
    mutating func survivor(besides copy: NearMember) -> (location: Location, images: [UInt64])? {
        guard let place = place(copy.location), let cluster = clusters[sets.find(place)], cluster.next?.place == place
        else { return nil }
        return (Location(key: keys[cluster.survivor.place]), cluster.survivor.images)
    }

    /// Calls `body` with the documents about which their pictures have to decide: those of a group of near texts that
    /// stay since they seem to show others. The arrays that told clusters tell the groups: no verdict can be asked for
    /// after it.
    mutating func forEachOpen(_ context: WorkContext, _ body: (Location, NearVerdict) throws -> Void) throws {
        if joinsOtherImages { return }
        for place in keys.indices { similarities[place] = stays(place) ? 0 : -1 }
        sets = DisjointSets(count: keys.count)
        try Self.forEachEdge(context) { edge in
            guard let (one, other) = places(edge) else { return }
            sets.unite(one, other)
            for place in [one, other] where similarities[place] >= 0 {
                similarities[place] = max(similarities[place], Float(edge.similarity))
            }
        }
        var staying: [Int: Int] = [:]
        try Self.forEachEdge(context) { edge in
            if !joins(edge), let (one, _) = places(edge) { staying[sets.find(one)] = 0 }
        }
        for place in keys.indices where similarities[place] >= 0 { staying[sets.find(place)]? += 1 }
        for place in keys.indices where similarities[place] >= 0 {
            let group = sets.find(place)
            guard staying[group] ?? 0 > 1 else { continue }
            let number = URLKey.hash(of: "near \(keys[group])")
            try body(Location(key: keys[place]), .open(group: number, similarity: Double(similarities[place])))
        }
    }

    private mutating func stays(_ place: Int) -> Bool {
        guard similarities[place] > 0, let cluster = clusters[sets.find(place)] else { return true }
        return cluster.survivor.place == place
    }

    /// Every document that is near another, once, rising.
    static func forEachMember(_ context: WorkContext, _ body: (NearMember) throws -> Void) throws {
        var sources = [
            try context.reader(NearMember.ofCrowds, bucket: 0), try context.reader(NearMember.ofPairs, bucket: 0),
        ]
        var last: UInt64?
        while let next = sources.indices.filter({ sources[$0].key != nil }).min(by: {
            (sources[$0].key ?? 0) < (sources[$1].key ?? 0)
        }) {
            guard let member = try sources[next].next() else { continue }
            if member.key != last { try body(member) }
            last = member.key
        }
    }

    private static func forEachEdge(_ context: WorkContext, _ body: (NearEdge) throws -> Void) throws {
        for file in [NearEdge.ofCrowds, NearEdge.ofPairs] {
            var edges = try context.reader(file, bucket: 0)
            while let edge = try edges.next() { try body(edge) }
        }
    }
}
