import Curation
import Records
import Storage

/// Of equal page URLs the newest stays; then paragraphs that occur too often in a domain leave everywhere in it.
///
/// All pages and paragraphs of a domain meet in one bucket, so both questions are answered here, in the published
/// order: what the first removes does not count in the second.
enum DeduplicateTextPhase {
    /// One bucket a part; key = document and ordinal; payload = reason and count.
    static let decisions = "decisions.run"

    static func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let frequent = try DeduplicateLinksPhase.read(context)
        var writer = DecisionWriter(context.file(decisions), parts: context.plan.ranges.count)
        let gone = try decidePages(context, frequent: frequent, writer: &writer)
        try decideParagraphs(context, gone: gone, writer: &writer)
        part.counts = ["documents_decided": gone.count, "decisions": writer.count]
        try writer.commit()
    }

    private static func decidePages(
        _ context: WorkContext, frequent: Set<UInt64>, writer: inout DecisionWriter
    ) throws -> Set<Location> {
        let needsImage = context.config.rules.needsImage
        let deduplicates = context.config.corpus.deduplicateURLs
        let published = context.config.corpus.publishedOrder
        var gone: Set<Location> = []
        try forEachGroup(SignatureWriter.pages, context) { group in
            let pages = group.map { Page($0, frequent: frequent) }
            let candidates = pages.map { PageCandidate(archive: $0.archive, captured: $0.captured) }
            let kept = deduplicates ? Set(CorpusSteps.keepNewest(candidates, published: published)) : Set(pages.indices)
            for (index, page) in pages.enumerated() {
                let reason: Reason
                if !kept.contains(index) {
                    reason = .documentDuplicateURL
                } else if needsImage && page.images == 0 {
                    reason = .documentNoImage
                } else {
                    continue
                }
                gone.insert(page.location)
                try writer.append(page.location, ordinal: nil, reason, count: pages.count)
            }
        }
        return gone
    }

    private static func decideParagraphs(
        _ context: WorkContext, gone: Set<Location>, writer: inout DecisionWriter
    ) throws {
        let maximum = context.config.corpus.paragraphMaximum
        guard maximum > 0 else { return }
        try forEachGroup(SignatureWriter.paragraphs, context) { group in
            guard group.count > maximum else { return }
            let entries = group.map { entry -> (Location, Int) in
                var reader = PayloadReader(entry)
                return (Location(part: reader.integer(), document: reader.integer()), reader.integer())
            }
            let standing = entries.filter { !gone.contains($0.0) }
            guard standing.count > maximum else { return }
            for (location, ordinal) in standing {
                try writer.append(location, ordinal: ordinal, .paragraphRepeatedInDomain, count: standing.count)
            }
        }
    }

    /// Calls `body` with the payloads of each key of this unit's bucket.
    private static func forEachGroup(
        _ file: String, _ context: WorkContext, _ body: ([[UInt8]]) throws -> Void
    ) throws {
        let paths = try context.units(of: .extract).map { context.file(file, of: .extract, $0) }
        var merger = try RunMerger(paths: paths, bucket: context.unit.index)
        var key: UInt64 = 0
        var group: [[UInt8]] = []
        while let entry = try merger.next() {
            if !group.isEmpty && entry.key != key {
                try body(group)
                group.removeAll(keepingCapacity: true)
            }
            key = entry.key
            group.append(entry.payload)
        }
        if !group.isEmpty { try body(group) }
    }

    private struct Page {
        let location: Location
        let captured: String
        let archive: String
        /// Images whose URL is not too frequent.
        var images = 0

        init(_ payload: [UInt8], frequent: Set<UInt64>) {
            var reader = PayloadReader(payload)
            location = Location(part: reader.integer(), document: reader.integer())
            captured = reader.text()
            archive = reader.text()
            while !reader.isAtEnd, !reader.isDamaged { if !frequent.contains(reader.key()) { images += 1 } }
        }
    }
}

/// Decisions go back to the parts: one run with a bucket a part.
struct DecisionWriter: ~Copyable {
    private var run: RunWriter
    private var payload = PayloadWriter()
    private(set) var count = 0

    init(_ path: String, parts: Int) { run = RunWriter(path: path, buckets: parts) }

    /// Decides that a document (`ordinal` nil) or one paragraph of it leaves.
    mutating func append(_ location: Location, ordinal: Int?, _ reason: Reason, count occurrences: Int) throws {
        payload.reset()
        payload.append(reason.rawValue)
        payload.append(occurrences)
        let key = UInt64(location.document) << 32 | UInt64(ordinal.map { $0 + 1 } ?? 0)
        try run.append(bucket: location.part, key: key, payload: payload.bytes)
        count += 1
    }

    consuming func commit() throws { _ = try run.commit() }
}

/// The decisions of a whole phase that concern one part.
struct Decisions {
    struct Decision {
        let reason: Reason
        let occurrences: Int
    }

    private(set) var documents: [Int: Decision] = [:]
    private var paragraphs: [UInt64: Decision] = [:]

    /// Decisions about nothing.
    init() {}

    init(_ context: WorkContext, phase: Phase, file: String, part: Int) throws {
        let paths = try context.units(of: phase).map { context.file(file, of: phase, $0) }
        var merger = try RunMerger(paths: paths, bucket: part)
        while let entry = try merger.next() {
            var reader = PayloadReader(entry.payload)
            guard let reason = Reason(rawValue: reader.text()) else { continue }
            let decision = Decision(reason: reason, occurrences: reader.integer())
            if entry.key & 0xFFFF_FFFF == 0 {
                documents[Int(entry.key >> 32)] = decision
            } else {
                paragraphs[entry.key] = decision
            }
        }
    }

    func document(_ index: Int) -> Decision? { documents[index] }

    func paragraph(_ index: Int, _ ordinal: Int) -> Decision? { paragraphs[UInt64(index) << 32 | UInt64(ordinal + 1)] }
}
