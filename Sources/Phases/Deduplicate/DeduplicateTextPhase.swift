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

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let frequent = try DeduplicateLinksPhase.read(context)
        var writer = context.writer(Decision.ofTexts)
        let gone = try decidePages(context, frequent: frequent, &writer)
        try decideParagraphs(context, gone: gone, &writer)
        part.counts = ["documents_decided": gone.count, "decisions": writer.count]
        try writer.commit()
    }

    /// Writes which pages leave, and to `fetch` that they show their images no more.
    /// - Returns: where they are.
    private func decidePages(
        _ context: WorkContext, frequent: FrequentImages, _ writer: inout EntryWriter<Decision>
    ) throws -> Set<Location> {
        var gone: Set<Location> = []
        var hidden = context.writer(HiddenImage.file)
        var left = context.writer(GoneDocument.file)
        var pages = try context.reader(PageSignature.file)
        while let key = pages.key {
            var group = try pages.all(of: key)
            for index in group.indices {
                let domain = group[index].domain
                group[index].images.removeAll { frequent.contains($0.key, domain: domain) }
            }
            for (page, reason) in leaving(group, context.config) {
                gone.insert(page.location)
                try left.append(GoneDocument(location: page.location), bucket: 0)
                for image in page.images {
                    try hidden.append(HiddenImage(key: image.key, location: page.location), bucket: image.bucket)
                }
                let decision = Decision(document: page.location.document, reason, occurrences: group.count)
                try writer.append(decision, bucket: page.location.part)
            }
        }
        try hidden.commit()
        try left.commit()
        return gone
    }

    /// Of pages with one URL, which leave and why. Their images are those that are not too frequent.
    private func leaving(_ group: [PageSignature], _ config: PipelineConfig) -> [(PageSignature, Reason)] {
        let candidates = group.map { PageCandidate(archive: $0.archive, captured: $0.captured) }
        let kept =
            config.corpus.deduplicateURLs
            ? Set(CorpusSteps.keepNewest(candidates, published: config.corpus.publishedOrder)) : Set(group.indices)
        return group.enumerated().compactMap { index, page in
            if !kept.contains(index) { return (page, .documentDuplicateURL) }
            return config.rules.needsImage && page.images.isEmpty ? (page, .documentNoImage) : nil
        }
    }

    /// Two cursors over the same merged stream: the first counts a group, the second writes its decisions, so that a
    /// paragraph that stands in every page of a site costs no memory.
    private func decideParagraphs(
        _ context: WorkContext, gone: Set<Location>, _ writer: inout EntryWriter<Decision>
    ) throws {
        let maximum = context.config.corpus.paragraphMaximum
        guard maximum > 0 else { return }
        var counting = try context.reader(ParagraphSignature.file, bucket: context.unit.index, memory: 32 << 20)
        var following = try context.reader(ParagraphSignature.file, bucket: context.unit.index, memory: 32 << 20)
        while let key = counting.key {
            var standing = 0
            var repeats = Repeats(maximum: maximum, countsCopies: context.config.corpus.publishedOrder)
            while let paragraph = try counting.next(of: key) {
                guard !gone.contains(paragraph.location) else { continue }
                standing += 1
                repeats.add(page: paragraph.page, at: paragraph.location)
            }
            guard repeats.isTooMany else { continue }
            while let paragraph = try following.next(of: key) {
                guard !gone.contains(paragraph.location) else { continue }
                let decision = Decision(
                    document: paragraph.location.document, paragraph: paragraph.ordinal, .paragraphRepeatedInDomain,
                    occurrences: standing)
                try writer.append(decision, bucket: paragraph.location.part)
            }
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
}
