import Fetching
import Platform
import Records
import Storage
import WebArchive
import WebStandards

/// Brings the bytes behind image URLs: from the archives where they hold them, else from the network.
///
/// All URLs of a host are in one unit, so one process keeps the host's limits. Bytes go to one raw pack, each content
/// once; every URL gets one record, whatever came of it.
enum FetchPhase {
    static let pack = "raw.tar"
    static let records = "fetch.jsonl.zst"

    static func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let wanted = try WantedImages.read(context, bucket: context.unit.index)
        let output = try FetchOutput(context, wanted: wanted)
        var missing: [Int] = []
        let held = try heldPictures(context, wanted: wanted)
        let earlier = try EarlierAttempt(context)
        for index in wanted.indices {
            if Interrupts.isRaised { throw PipelineError.interrupted }
            if let earlier, let record = earlier[wanted[index].url] {
                try output.take(index, from: record, in: earlier.pack)
                continue
            }
            if let place = held[wanted[index].key], try take(index, from: place, context, output) { continue }
            if try takeData(index, output) { continue }
            missing.append(index)
        }
        try download(missing, context, output)
        part.counts = output.counts
        try output.commit()
    }

    /// Takes the bytes from the archive or the part that holds them; false when they are not there after all.
    private static func take(
        _ index: Int, from place: PicturePlace, _ context: WorkContext, _ output: FetchOutput
    ) throws -> Bool {
        guard place.source == PicturePlace.embedded else {
            return try output.take(index, from: place, plan: context.plan)
        }
        let path = context.file(EmbeddedPack.file, of: .extract, place.part)
        let bytes = try TarReader.content(path, offset: place.offset, length: place.ordinal)
        try output.take(index, bytes, FetchRecord.Answer(), origin: "page")
        return true
    }

    /// Decodes a `data:` URL; false for any other.
    private static func takeData(_ index: Int, _ output: FetchOutput) throws -> Bool {
        let url = output.wanted[index].url
        guard url.prefix(5).lowercased() == "data:" else { return false }
        guard let data = WebURL(url).flatMap({ DataURL($0) }) else {
            try output.fail(index, .imageInvalidURL, detail: "a data: URL that cannot be decoded")
            return true
        }
        try output.take(index, data.bytes, FetchRecord.Answer(type: "\(data.type)"), origin: "data")
        return true
    }

    /// Where the archives hold the bytes of a wanted URL; of several captures the last in archive order.
    private static func heldPictures(
        _ context: WorkContext, wanted: [WantedImage]
    ) throws -> [UInt64: PicturePlace] {
        let keys = Dictionary(wanted.map { ($0.key, $0.url) }, uniquingKeysWith: { first, _ in first })
        let paths = try context.units(of: .extract).map { context.file(SignatureWriter.pictures, of: .extract, $0) }
        var merger = try RunMerger(paths: paths, bucket: context.unit.index)
        var places: [UInt64: PicturePlace] = [:]
        while let entry = try merger.next() {
            guard let url = keys[entry.key] else { continue }
            let place = PicturePlace(entry.payload)
            guard context.config.fetch.archiveImages || place.source == PicturePlace.embedded else { continue }
            if place.url == url { places[entry.key] = max(places[entry.key] ?? place, place) }
        }
        return places
    }

    private static func download(_ missing: [Int], _ context: WorkContext, _ output: FetchOutput) throws {
        guard context.config.fetch.network else {
            for index in missing { try output.fail(index, .imageNotFetched, detail: "the network is off") }
            return
        }
        guard !missing.isEmpty else { return }
        let fetcher = try Fetcher(policy: context.config.fetch.policy())
        var next = 0
        let urls = missing.map { output.wanted[$0].url }
        try fetcher.run(
            next: {
                guard next < missing.count, !Interrupts.isRaised else { return nil }
                defer { next += 1 }
                return FetchRequest(id: missing[next], url: urls[next])
            },
            deliver: { result in try output.take(result) })
        if Interrupts.isRaised { throw PipelineError.interrupted }
    }
}

/// What an earlier attempt at this unit brought, while its retryable failures are tried again.
private struct EarlierAttempt {
    let pack: String
    private var records: [String: FetchRecord] = [:]

    /// nil when there was none.
    init?(_ context: WorkContext) throws {
        let folder = context.run.previous(context.unit)
        guard Files.exists(folder) else { return nil }
        pack = folder + "/" + FetchPhase.pack
        var records: [String: FetchRecord] = [:]
        try FetchRecord.forEach(folder + "/" + FetchPhase.records) { record in
            if !record.isRetryable { records[record.url] = record }
        }
        self.records = records
    }

    /// The record that stays; nil for a URL that is tried again.
    subscript(url: String) -> FetchRecord? { records[url] }
}
