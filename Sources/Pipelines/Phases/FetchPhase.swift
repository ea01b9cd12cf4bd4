import Fetching
import Platform
import Records
import Storage
import WebArchive

/// Brings the bytes behind image URLs: from the archives where they hold them, else from the network.
///
/// All URLs of a host are in one unit, so one process keeps the host's limits. Bytes go to one raw pack, each content
/// once; every URL gets one record, whatever came of it.
enum FetchPhase {
    static let pack = "raw.tar"
    static let records = "fetch.jsonl.zst"

    static func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let wanted = try WantedImages.read(context)
        let output = try FetchOutput(context, wanted: wanted)
        var missing: [Int] = []
        let held = try heldPictures(context, wanted: wanted)
        for index in wanted.indices {
            if Interrupts.isRaised { throw PipelineError.interrupted }
            if try output.take(inline: index) { continue }
            if let place = held[wanted[index].key], try output.take(index, from: place, plan: context.plan) { continue }
            missing.append(index)
        }
        try download(missing, context, output)
        part.counts = output.counts
        try output.commit()
    }

    /// Where the archives hold the bytes of a wanted URL; of several captures the last in archive order.
    private static func heldPictures(
        _ context: WorkContext, wanted: [WantedImage]
    ) throws -> [UInt64: PicturePlace] {
        guard context.config.fetch.archiveImages else { return [:] }
        let keys = Dictionary(wanted.map { ($0.key, $0.url) }, uniquingKeysWith: { first, _ in first })
        let paths = try context.units(of: .extract).map { context.file(SignatureWriter.pictures, of: .extract, $0) }
        var merger = try RunMerger(paths: paths, bucket: context.unit.index)
        var places: [UInt64: PicturePlace] = [:]
        while let entry = try merger.next() {
            guard let url = keys[entry.key] else { continue }
            let place = PicturePlace(entry.payload)
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
