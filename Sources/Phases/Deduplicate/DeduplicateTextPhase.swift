import Configuration
import Curation
import Exchange
import Facts
import Runs

/// Of equal page URLs the newest stays; then paragraphs that occur too often in a domain leave everywhere in it, and so do
/// lines and runs of words within paragraphs.
///
/// All pages and paragraphs of a domain meet in one bucket, so both questions are answered here, in the published
/// order: what the first removes does not count in the second.
struct DeduplicateTextPhase: ExchangingPhase {
    let name = PhaseName.deduplicateText

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let frequent = try DeduplicateLinksPhase.read(context)
        var writer = context.writer(Decision.ofTexts)
        let (gone, pages) = try decidePages(context, frequent: frequent, &writer)
        try decideParagraphs(context, gone: gone, pages: pages, &writer)
        try decideWords(context, gone: gone, pages: pages, &writer)
        part.counts = ["documents_decided": gone.count, "decisions": writer.count]
        try writer.commit()
    }

    /// Writes which pages leave, and to `fetch` that they show their images no more.
    /// - Returns: where they are, and how many stay of each domain by `ShortDomain`.
    private func decidePages(
        _ context: WorkContext, frequent: FrequentImages, _ writer: inout EntryWriter<Decision>
    ) throws -> (Set<Location>, [Int: Int]) {
        var gone: Set<Location> = []
        var standing: [Int: Int] = [:]
        var hidden = context.writer(HiddenImage.file)
        var left = context.writer(GoneDocument.file)
        var pages = try context.reader(PageSignature.file)
        while let key = pages.key {
            var group = try pages.all(of: key)
            for index in group.indices {
                let domain = group[index].domain
                group[index].images.removeAll { frequent.contains($0.key, domain: domain) }
            }
            for page in group { standing[page.shortDomain, default: 0] += 1 }
            for (page, reason) in leaving(group, context.config) {
                standing[page.shortDomain, default: 0] -= 1
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
        return (gone, standing)
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

    /// On how many of a domain's pages something may stand: the number, or what is below the share where that is more.
    static func maximum(_ corpus: CorpusConfig, pages: Int) -> Int {
        max(corpus.paragraphMaximum, Int((corpus.paragraphShare * Double(pages)).rounded(.up)) - 1)
    }

    /// Two cursors over the same merged stream: the first counts a group, the second writes its decisions, so that a
    /// paragraph that stands in every page of a site costs no memory.
    private func decideParagraphs(
        _ context: WorkContext, gone: Set<Location>, pages: [Int: Int], _ writer: inout EntryWriter<Decision>
    ) throws {
        let maximum = context.config.corpus.paragraphMaximum
        guard maximum > 0 else { return }
        var counting = try context.reader(ParagraphSignature.file, bucket: context.unit.index, memory: 32 << 20)
        var following = try context.reader(ParagraphSignature.file, bucket: context.unit.index, memory: 32 << 20)
        while let key = counting.key {
            var standing = 0
            var repeats = Repeats(maximum: maximum, isPublished: context.config.corpus.publishedOrder)
            while let paragraph = try counting.next(of: key) {
                guard !gone.contains(paragraph.location) else { continue }
                standing += 1
                if standing == 1 {
                    repeats.maximum = Self.maximum(context.config.corpus, pages: pages[paragraph.shortDomain] ?? 0)
                }
                repeats.add(page: paragraph.page)
            }
            guard repeats.isTooMany else { continue }
            while let paragraph = try following.next(of: key) {
                guard !gone.contains(paragraph.location) else { continue }
                let decision = Decision(
                    document: paragraph.location.document, paragraph: paragraph.ordinal, .paragraphRepeatedInDomain,
                    occurrences: standing, above: repeats.maximum)
                try writer.append(decision, bucket: paragraph.location.part)
            }
        }
    }

    /// On how many pages a paragraph stands. Copies of a page (the untranslated pages of a manual in 28 languages, mirrors,
    /// printer's versions) count once, since its text repeats with it and is no boilerplate, and a page that repeats the
    /// paragraph counts once; the published filters count every occurrence.
    private struct Repeats {
        /// What is still not too many.
        var maximum: Int
        private let isPublished: Bool
        /// Pages seen; no more than are needed to decide.
        private var pages: Set<UInt64> = []
        private var count = 0

        init(maximum: Int, isPublished: Bool) { (self.maximum, self.isPublished) = (maximum, isPublished) }

        var isTooMany: Bool { count > maximum }

        mutating func add(page: UInt64) {
            if isTooMany || !isPublished && !pages.insert(page).inserted { return }
            count += 1
        }
    }
}
