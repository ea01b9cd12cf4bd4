package import Configuration
import Curation
import Exchange
import Facts
import Imaging
import Platform
package import Runs

/// Decodes what a unit of `fetch` brought, each content once, and sends every part the facts of its image URLs.
package struct MeasurePhase: ExchangingPhase {
    package let name = PhaseName.measure
    package var waitsFor: PhaseName? { .fetch }

    package func check(_ config: PipelineConfig) throws(PipelineError) {
        _ = try config.rules.images()
        if config.rules.needsNSFW { _ = try config.measure.classifier() }
    }

    package func units(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        try MeasureSlice.read(run).enumerated().map { index, slice in
            WorkUnit(phase: name, index: index, cost: slice.cost)
        }
    }

    package func unitCount(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int {
        try MeasureSlice.read(run).count
    }

    /// The image records: status and facts of each content, in the order of the fetched URLs.
    package static let images = "images.jsonl.zst"

    package func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let slice = try MeasureSlice.read(context.run)[context.unit.index]
        var output = try MeasureOutput(context, pack: slice.pack)
        var gauge = try ImageGauge(context, pack: slice.pack)
        // Every slice goes through the records of its whole pack: only its own are parsed.
        try FetchRecord.forEach(context.file(FetchPhase.records, of: .fetch, slice.pack), where: slice.takes) {
            record in
            try output.add(record, ImageFact(record, unit: slice.pack, measured: try gauge.measure(record)))
        }
        part.counts = gauge.counts
        try gauge.commit()
        try output.commit()
    }
}

/// What `measure` tells the phases after it.
private struct MeasureOutput: ~Copyable {
    private let isByDomain: Bool
    /// Which documents show a URL, where that is asked.
    private var wanted: WantedImages?
    private var group: [WantedImage] = []
    private var facts: EntryWriter<ImageFact>
    private var contents: EntryWriter<ShownContent>
    private var occurrences: EntryWriter<ImageOccurrence>
    private var looks: EntryWriter<LooksKey>
    private let matchedDistance: Int?

    init(_ context: WorkContext, pack: Int) throws {
        wanted = context.config.corpus.exchangesImages ? try WantedImages(context, bucket: pack) : nil
        isByDomain = context.config.corpus.deduplicateImages == .domain
        facts = context.writer(ImageFact.file)
        contents = context.writer(ShownContent.file)
        occurrences = context.writer(ImageOccurrence.file)
        looks = context.writer(LooksKey.file)
        matchedDistance = context.config.corpus.matchedDistance
    }

    /// The documents that show a URL; keys come in rising order.
    private mutating func places(of url: String, _ key: UInt64) throws -> [WantedImage.Occurrence] {
        while wanted != nil, group.first.map({ $0.key < key }) ?? true {
            guard let next = try wanted?.next() else { return [] }
            group = next
        }
        return group.first { $0.url == url }?.occurrences ?? []
    }

    mutating func add(_ record: FetchRecord, _ fact: ImageFact) throws {
        for part in record.parts { try facts.append(fact, bucket: part) }
        guard case .measured(let signals, _) = fact.outcome, let digest = signals.digest else { return }
        let content = ShownContent(digest, documents: record.documents)
        try contents.append(content, meeting: content.key)
        try addLooks(signals)
        for place in try places(of: record.url, fact.key) {
            let occurrence = ImageOccurrence(
                url: record.url, signals: signals, domain: place.domain, location: place.location)
            // Over the whole corpus all of them meet in the first bucket.
            try occurrences.append(occurrence, meeting: isByDomain ? place.domain : 0)
        }
    }

    private mutating func addLooks(_ signals: ImageSignals) throws {
        guard let matchedDistance, let hash = UInt64(signals.phash, radix: 16), !PerceptualHash.isFlat(hash) else {
            return
        }
        for key in LooksKey.keys(of: hash, within: matchedDistance) {
            // Values of a part are few and their lower bits uneven: the bucket is that of a number mixed from them.
            try looks.append(key, meeting: (key.key &* 0x9E37_79B9_7F4A_7C15) >> 32)
        }
    }

    consuming func commit() throws {
        try looks.commit()
        try facts.commit()
        try contents.commit()
        try occurrences.commit()
    }
}
