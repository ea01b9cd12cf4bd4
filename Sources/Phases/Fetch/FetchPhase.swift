package import Configuration
import CorpusFiles
import Curation
import Exchange
import Facts
import Fetching
import JSON
import Platform
package import Runs
import WebArchive
import WebStandards

/// Brings the bytes behind image URLs: from the archives where they hold them, else from the network.
///
/// All URLs of a host are in one unit, so one process keeps the host's limits; they pass through it as a stream, so that
/// a host may have any number. Bytes go to one raw pack; every URL gets one record, whatever came of it.
package struct FetchPhase: Phase {
    package let name = PhaseName.fetch
    package var usesNetwork: Bool { true }

    package func check(_ config: PipelineConfig) throws(PipelineError) { try config.fetch.check() }

    package func close(_ sum: Committed, _ units: [WorkUnit], run: RunFolder, plan: Plan) throws {
        try MeasureSlice.write(run, fetched: units)
    }

    package static let pack = "raw.tar"
    package static let records = "fetch.jsonl.zst"

    package func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let output = try FetchOutput(context)
        if context.config.fetch.urlsOnly { return try work(refusing: context, output, &part) }
        var source = try FetchSource(context)
        guard context.config.fetch.network else {
            while let image = try source.next(output) {
                try output.fail(image, .imageNotFetched, detail: "the network is off")
            }
            return try finish(output, source, &part)
        }
        let fetcher = try Fetcher(policy: context.config.fetch.policy())
        var failure: (any Error)?
        // Once more for those whose last address failed when everything had been asked for.
        repeat {
            try fetcher.run(
                next: {
                    guard failure == nil else { return nil }
                    if let other = output.requestOther() { return other }
                    do { return try source.next(output).map { output.request($0) } } catch {
                        failure = error
                        return nil
                    }
                },
                deliver: { result in try output.take(result) })
            if let failure { throw failure }
            if Interrupts.isRaised { throw PipelineError.interrupted }
        } while output.hasOthers
        try finish(output, source, &part)
    }

    /// Without fetching: only those get a record that are opted out, for that is known of a URL alone.
    private func work(refusing context: WorkContext, _ output: FetchOutput, _ part: inout SealedPart) throws {
        var wanted = try WantedImages(context, bucket: context.unit.index)
        while let images = try wanted.next() {
            if Interrupts.isRaised { throw PipelineError.interrupted }
            for image in images { try output.refuse(image) }
        }
        part.counts = output.counts
        try output.commit()
    }

    private func finish(
        _ output: FetchOutput, _ source: consuming FetchSource, _ part: inout SealedPart
    ) throws {
        try output.failUnanswered()
        try output.checkSources()
        part.counts = output.counts
        try source.close()
        try output.commit()
    }
}

/// What is left for the network: every wanted URL passes by, and what an earlier attempt, an archive or the URL itself
/// holds goes to the output at once.
private struct FetchSource {
    private let context: WorkContext
    private var wanted: WantedImages
    private var held: HeldImages
    private var others: HeldOthers?
    private var earlier: EarlierAttempt?
    private var group: ArraySlice<WantedImage> = []

    init(_ context: WorkContext) throws {
        self.context = context
        wanted = try WantedImages(context, bucket: context.unit.index)
        held = try HeldImages(context)
        others = context.config.fetch.archiveImages ? try HeldOthers(context) : nil
        earlier = try EarlierAttempt(context)
    }

    /// The next URL that is not here yet; nil at the end, and only there: an interrupt is thrown.
    mutating func next(_ output: FetchOutput) throws -> WantedImage? {
        while true {
            if Interrupts.isRaised { throw PipelineError.interrupted }
            guard let image = group.popFirst() else {
                guard let next = try wanted.next() else { return nil }
                group = next[...]
                continue
            }
            if try !take(image, output) { return image }
        }
    }

    private mutating func take(_ image: WantedImage, _ output: FetchOutput) throws -> Bool {
        if let pack = earlier?.pack, let record = try earlier?.record(of: image) {
            try output.take(image, from: record, in: pack)
            return true
        }
        if let held = try held.holder(of: image), try take(image, heldBy: held, output) { return true }
        // What the archive holds costs nobody a request, also when it is not the best.
        if let other = try others?.holder(of: image), try take(image, heldBy: other, output) { return true }
        return try takeData(image, output)
    }

    /// Takes the bytes from the archive or the part that holds them; false when they are not there after all.
    private func take(_ image: WantedImage, heldBy held: HeldImage, _ output: FetchOutput) throws -> Bool {
        switch held.holder {
        case .record(let source, let offset, let ordinal):
            let place = ArchiveLookup.Place(offset: offset, ordinal: ordinal)
            return try output.take(image, in: try output.source(source, of: held.part), at: place, as: held.url)
        case .copy(let offset):
            let (path, place) = (
                context.file(HeldRecords.file, of: .extract, held.part), ArchiveLookup.Place(offset: offset)
            )
            return try output.take(image, in: HeldRecords.source(path), at: place, as: held.url)
        case .page(let place):
            let path = context.file(EmbeddedPack.file, of: .extract, held.part)
            try output.take(
                image, try TarReader.content(path, at: place), FetchRecord.Answer(), origin: "page")
            return true
        }
    }

    /// Decodes a `data:` URL; false for any other.
    private func takeData(_ image: WantedImage, _ output: FetchOutput) throws -> Bool {
        guard image.url.prefix(5).lowercased() == "data:" else { return false }
        guard let data = WebURL(image.url).flatMap({ DataURL($0) }) else {
            try output.fail(image, .imageInvalidURL, detail: "a data: URL that cannot be decoded")
            return true
        }
        try output.take(image, data.bytes, FetchRecord.Answer(type: "\(data.type)"), origin: "data")
        return true
    }

    /// Removes what only this attempt needs.
    func close() throws {
        try earlier?.remove()
        try others?.remove()
    }
}

/// What an earlier attempt at this unit brought, while its retryable failures are tried again: a stream by key.
private struct EarlierAttempt {
    let pack: String
    private let sorted: String
    private var lines: EntryReader<FetchLine>
    private var key: UInt64 = 0
    private var records: [String: FetchRecord] = [:]

    /// nil when there was none.
    init?(_ context: WorkContext) throws {
        let folder = context.run.previous(context.unit)
        guard Files.exists(folder) else { return nil }
        pack = folder + "/" + FetchPhase.pack
        sorted = context.file("earlier.sorted")
        var writer = EntryWriter<FetchLine>(path: sorted, buckets: 1)
        try FetchRecord.forEach(folder + "/" + FetchPhase.records) { record in
            if !record.isRetryable { try writer.append(FetchLine(record), bucket: 0) }
        }
        try writer.commit()
        lines = try EntryReader(paths: [sorted], bucket: 0)
    }

    /// The record that stays; nil for a URL that is tried again. Keys come in rising order.
    mutating func record(of image: WantedImage) throws -> FetchRecord? {
        if image.key != key {
            records.removeAll(keepingCapacity: true)
            key = image.key
        }
        while let line = try lines.next(of: key) {
            if let record = FetchRecord(try JSONValue(parsing: line.json)) { records[record.url] = record }
        }
        return records[image.url]
    }

    func remove() throws { try Files.remove(sorted) }
}
