package import Configuration
import Curation
import Exchange
import Facts
import Imaging
import Platform
package import Runs

/// Decodes what a unit of `fetch` brought, each content once, and sends every part the facts of its image URLs.
package struct MeasurePhase: Phase {
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

    /// One bucket a part; key = image URL; payload = `ImageFact`.
    package static let facts = "facts.run"
    /// One bucket a bucket of contents; key = the content's first 8 bytes; payload = documents and SHA-256.
    package static let contents = "contents.run"
    /// One bucket a domain's bucket (all in the first for the whole corpus); key = part and document; payload =
    /// `ImageOccurrence`. Empty unless images are deduplicated beyond their document.
    package static let occurrences = "occurrences.run"
    /// The image records: status and facts of each content, in the order of the fetched URLs.
    package static let images = "images.jsonl.zst"

    package func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let slice = try MeasureSlice.read(context.run)[context.unit.index]
        var output = try MeasureOutput(context, pack: slice.pack)
        var gauge = try ImageGauge(context, pack: slice.pack)
        try FetchRecord.forEach(context.file(FetchPhase.records, of: .fetch, slice.pack)) { record in
            guard slice.takes(record) else { return }
            try output.add(record, ImageFact(record, unit: slice.pack, measured: try gauge.measure(record)))
        }
        part.counts = gauge.counts
        try gauge.commit()
        try output.commit()
    }

    package static func contentKey(_ sha256: String) -> UInt64 { UInt64(sha256.prefix(16), radix: 16) ?? 0 }
}

/// What `measure` tells the phases after it.
private struct MeasureOutput: ~Copyable {
    private let buckets: UInt64
    private let isByDomain: Bool
    /// Which documents show a URL, where that is asked.
    private var wanted: WantedImages?
    private var group: [WantedImage] = []
    private var facts: RunWriter
    private var contents: RunWriter
    private var occurrences: RunWriter
    private var payload = PayloadWriter()

    init(_ context: WorkContext, pack: Int) throws {
        wanted = context.config.corpus.exchangesImages ? try WantedImages(context, bucket: pack) : nil
        buckets = UInt64(context.plan.buckets)
        isByDomain = context.config.corpus.deduplicateImages == "domain"
        facts = RunWriter(path: context.file(MeasurePhase.facts), buckets: context.plan.parts.count)
        contents = RunWriter(path: context.file(MeasurePhase.contents), buckets: context.plan.buckets)
        occurrences = RunWriter(path: context.file(MeasurePhase.occurrences), buckets: context.plan.buckets)
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
        payload.reset()
        fact.write(to: &payload)
        let key = URLKey.hash(of: record.url)
        for part in record.parts { try facts.append(bucket: part, key: key, payload: payload.bytes) }
        guard case .measured(let signals, _) = fact.outcome else { return }
        payload.reset()
        payload.append(record.documents)
        payload.append(signals.sha256)
        let content = MeasurePhase.contentKey(signals.sha256)
        try contents.append(bucket: Int(content % buckets), key: content, payload: payload.bytes)
        for place in try places(of: record.url, key) {
            payload.reset()
            ImageOccurrence(url: record.url, signals: signals, domain: place.domain).write(to: &payload)
            let bucket = isByDomain ? Int(place.domain % buckets) : 0
            try occurrences.append(bucket: bucket, key: place.location.key, payload: payload.bytes)
        }
    }

    consuming func commit() throws {
        _ = try facts.commit()
        _ = try contents.commit()
        _ = try occurrences.commit()
    }
}
