import Configuration
import Curation
import Exchange
import Facts
import Runs

/// Of equal page URLs the newest stays; then paragraphs that occur too often in a domain leave everywhere in it.
///
/// All pages and paragraphs of a domain meet in one bucket, so both questions are answered here, in the published
/// order: what the first removes does not count in the second.
struct DeduplicateTextPhase: Phase {
    let name = PhaseName.deduplicateText

    /// One bucket a part; key = document and ordinal; payload = reason and count.
    static let decisions = "decisions.run"
    /// One bucket a bucket of image hosts; key = image URL; payload = part and document that show it no more.
    static let gone = "gone.run"

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let frequent = try DeduplicateLinksPhase.read(context)
        var writer = DecisionWriter(context.file(Self.decisions), parts: context.plan.parts.count)
        let gone = try decidePages(context, frequent: frequent, writer: &writer)
        try decideParagraphs(context, gone: gone, writer: &writer)
        part.counts = ["documents_decided": gone.count, "decisions": writer.count]
        try writer.commit()
    }

    private func decidePages(
        _ context: WorkContext, frequent: FrequentKeys, writer: inout DecisionWriter
    ) throws -> Set<Location> {
        let needsImage = context.config.rules.needsImage
        let deduplicates = context.config.corpus.deduplicateURLs
        let published = context.config.corpus.publishedOrder
        var gone: Set<Location> = []
        var images = RunWriter(path: context.file(DeduplicateTextPhase.gone), buckets: context.plan.buckets)
        var payload = PayloadWriter()
        try forEachGroup(SignatureWriter.pages, context) { group in
            let pages = group.map { Page($0, frequent: frequent) }
            let candidates = pages.map { PageCandidate(archive: $0.archive, captured: $0.captured) }
            let kept = deduplicates ? Set(CorpusSteps.keepNewest(candidates, published: published)) : Set(pages.indices)
            for (index, page) in pages.enumerated() {
                let reason: Reason
                if !kept.contains(index) {
                    reason = .documentDuplicateURL
                } else if needsImage && page.images.isEmpty {
                    reason = .documentNoImage
                } else {
                    continue
                }
                gone.insert(page.location)
                payload.reset()
                payload.append(page.location.part)
                payload.append(page.location.document)
                for image in page.images {
                    try images.append(bucket: image.bucket, key: image.key, payload: payload.bytes)
                }
                try writer.append(page.location, ordinal: nil, reason, count: pages.count)
            }
        }
        _ = try images.commit()
        return gone
    }

    /// Two cursors over the same merged stream: the first counts a group, the second writes its decisions, so that a
    /// paragraph that stands in every page of a site costs no memory.
    private func decideParagraphs(
        _ context: WorkContext, gone: Set<Location>, writer: inout DecisionWriter
    ) throws {
        let maximum = context.config.corpus.paragraphMaximum
        guard maximum > 0 else { return }
        let paths = try context.units(of: .extract).map { context.file(SignatureWriter.paragraphs, of: .extract, $0) }
        var counting = try RunMerger(paths: paths, bucket: context.unit.index, memory: 32 << 20)
        var following = try RunMerger(paths: paths, bucket: context.unit.index, memory: 32 << 20)
        while let key = counting.key {
            var standing = 0
            var repeats = Repeats(maximum: maximum, countsCopies: context.config.corpus.publishedOrder)
            while let payload = try counting.next(of: key) {
                let place = Place(payload)
                guard !gone.contains(place.location) else { continue }
                standing += 1
                repeats.add(page: place.page, at: place.location)
            }
            guard repeats.isTooMany else { continue }
            while let payload = try following.next(of: key) {
                let place = Place(payload)
                guard !gone.contains(place.location) else { continue }
                try writer.append(
                    place.location, ordinal: place.ordinal, .paragraphRepeatedInDomain, count: standing)
            }
        }
    }

    private struct Place {
        let location: Location
        let ordinal: Int
        let page: UInt64

        init(_ payload: [UInt8]) {
            var reader = PayloadReader(payload)
            location = Location(part: reader.integer(), document: reader.integer())
            ordinal = reader.integer()
            page = reader.key()
        }
    }

    /// How often a paragraph occurs: once a page, and as often as a page repeats it. Copies of a page (the untranslated
    /// pages of a manual in 28 languages, mirrors, printer's versions) count once, since its text repeats with it and is
    /// no boilerplate; the published filters count them all.
    private struct Repeats {
        let maximum: Int
        let countsCopies: Bool
        /// Where a page was seen first; no more pages than are needed to decide.
        private var first: [UInt64: Location] = [:]
        private var count = 0

        init(maximum: Int, countsCopies: Bool) {
            self.maximum = maximum
            self.countsCopies = countsCopies
        }

        var isTooMany: Bool { count > maximum }

        mutating func add(page: UInt64, at location: Location) {
            if isTooMany { return }
            if !countsCopies, let seen = first[page], seen != location { return }
            if !countsCopies { first[page] = location }
            count += 1
        }
    }

    /// Calls `body` with the payloads of each key of this unit's bucket.
    private func forEachGroup(
        _ file: String, _ context: WorkContext, _ body: ([[UInt8]]) throws -> Void
    ) throws {
        let paths = try context.units(of: .extract).map { context.file(file, of: .extract, $0) }
        var merger = try RunMerger(paths: paths, bucket: context.unit.index)
        while let key = merger.key {
            var group: [[UInt8]] = []
            while let payload = try merger.next(of: key) { group.append(payload) }
            try body(group)
        }
    }

    private struct Page {
        let location: Location
        let captured: String
        let archive: String
        /// Images whose URL is not too frequent: its key, and the bucket of its host.
        var images: [(key: UInt64, bucket: Int)] = []

        init(_ payload: [UInt8], frequent: FrequentKeys) {
            var reader = PayloadReader(payload)
            location = Location(part: reader.integer(), document: reader.integer())
            captured = reader.text()
            archive = reader.text()
            while !reader.isAtEnd, !reader.isDamaged {
                let image = (key: reader.key(), bucket: reader.integer())
                if !frequent.contains(image.key) { images.append(image) }
            }
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

    init(_ context: WorkContext, phase: PhaseName, file: String, part: Int) throws {
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
