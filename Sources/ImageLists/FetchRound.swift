import Configuration
import CorpusFiles
import Facts
import JSON
import Phases
import Platform
import Runs
import WebArchive

/// One go at a list of URLs: a run of the phases `fetch` and `measure` alone, in the store's `work` folder. What it
/// brought goes to the store at once when all is measured; until then the same command resumes.
struct FetchRound {
    /// Calls its argument with every URL of a round, each once, in order. Asked for anew where they are needed, so that no
    /// list of them is in memory.
    typealias URLs = (_ body: (String) throws -> Void) throws -> Void

    let run: RunFolder
    let plan: Plan
    /// How many URLs there are.
    let count: Int
    private let urls: URLs

    /// URLs of a unit: small enough to spread over workers, large enough to keep many hosts busy at once.
    private static let unitURLs = 20_000

    /// - Throws: what reading the URLs throws.
    init(run: RunFolder, pipeline: Pipeline, folder: String, urls: @escaping URLs) throws {
        self.run = run
        self.urls = urls
        var hash = SHA256()
        var (bytes, count) = (0, 0)
        try urls { url in
            let line = FetchRound.line(url)
            hash.update(line)
            bytes += line.count
            count += 1
        }
        self.count = count
        let buckets = min(256, max(1, (count + FetchRound.unitURLs - 1) / FetchRound.unitURLs))
        var parts = PlannedParts()
        parts.append([ArchiveSource]())
        plan = Plan(
            pipeline: pipeline, folder: folder, inputs: [Plan.Input(path: ListedImages.list(run), bytes: bytes)],
            parts: parts, exchange: (buckets, hash.finish().hex), phases: .standard)
    }

    /// A line of the list that the phases read.
    private static func line(_ url: String) -> [UInt8] {
        var json = JSONWriter()
        json.value(url)
        json.newline()
        return json.bytes
    }

    /// Writes the plan, or finds that just this round was interrupted here.
    /// - Throws: `PipelineError.otherRun` when another list waits here; what reading the URLs throws; `SystemError`.
    func begin() throws {
        if let isSame = try plan.isPlan(of: run) {
            guard isSame else {
                throw PipelineError.otherRun(
                    "'\(run.path)' holds an unfinished fetch of another list or pipeline: give the same command again, "
                        + "or delete '\(run.work)' to give it up")
            }
            return
        }
        try Files.makeFolder(run.temporary)
        var list = try AtomicFile(path: ListedImages.list(run))
        try urls { try list.write(FetchRound.line($0)) }
        try list.commit()
        try plan.write(run)
    }

    /// Fetches and measures.
    func work(jobs: Int, progress: Progress) throws(PipelineError) {
        let runner = Runner(run: run, plan: plan)
        try runner.work(jobs: jobs, until: .clusterText, allowQuarantined: 0, progress: Progress(mode: .never))
        try runner.work(jobs: jobs, until: .measure, allowQuarantined: 0, progress: progress)
    }

    /// Brings records and bytes into the store, unit after unit.
    /// - Throws: `SystemError`, `StorageError`, `PipelineError`.
    func publish(to store: ImageStore) throws {
        try Files.makeFolder(store.packsFolder)
        var packs = StorePacks(store: store, config: plan.pipeline.config.output)
        for unit in try Units.all(of: .fetch, run, plan) { try publish(unit, store, &packs) }
        try packs.commit()
        try store.records.write()
    }

    private func publish(_ unit: WorkUnit, _ store: ImageStore, _ packs: inout StorePacks) throws {
        let facts = try MeasuredImages(run, fetched: unit)
        let folder = run.part(unit)
        var json = JSONWriter()
        try FetchRecord.forEach(folder + "/" + FetchPhase.records) { record in
            var place: PackPlace?
            if case .fetched(let sha256, let bytes) = record.outcome, let format = facts.format(sha256) {
                place = try packs.place(sha256, format: format) {
                    try TarReader.content(folder + "/" + FetchPhase.pack, at: bytes)
                }
            }
            json.reset()
            let status = write(record, facts, place, to: &json)
            try store.records.add(json.bytes, url: record.url, status: status)
        }
    }

    /// Writes a line of `records.jsonl`; returns its status.
    private func write(
        _ record: FetchRecord, _ facts: MeasuredImages, _ place: PackPlace?, to json: inout JSONWriter
    ) -> String {
        var status = Reason.imageNotFetched.rawValue
        json.object { json in
            json.member("url", record.url)
            switch record.outcome {
            case .failed(let reason, let detail):
                status = reason.rawValue
                json.member("status", status)
                json.member("detail", detail)
                ImageRecord.write(nil, to: &json)
            case .fetched(let sha256, let bytes):
                if let members = facts[sha256] {
                    for member in members {
                        if member.key == "status" { status = member.value.string ?? status }
                        json.key(member.key)
                        member.value.write(to: &json)
                    }
                } else {
                    json.member("status", status)
                    json.member("detail", "not measured")
                    ImageRecord.write(nil, digest: sha256, bytes: bytes.length, to: &json)
                }
            }
            record.answer.write(to: &json)
            ImageStore.write(place, to: &json)
        }
        return status
    }
}

/// What `measure` found of one unit's contents.
struct MeasuredImages {
    private var lines: [String: [JSONValue.Member]] = [:]

    init(_ run: RunFolder, fetched unit: WorkUnit) throws {
        var lines: [String: [JSONValue.Member]] = [:]
        for (index, slice) in try MeasureSlice.read(run).enumerated() where slice.pack == unit.index {
            try FramedReader(path: run.part(.measure, index) + "/" + MeasurePhase.images).lines { line in
                let json = try JSONValue(parsing: Array(line))
                if let sha256 = json["sha256"]?.string { lines[sha256] = json.members }
            }
        }
        self.lines = lines
    }

    /// Status, detail and facts of a content.
    subscript(sha256: String) -> [JSONValue.Member]? { lines[sha256] }

    /// The format of a content that decodes.
    func format(_ sha256: String) -> String? {
        guard let members = lines[sha256], members.first(where: { $0.key == "status" })?.value.string == ImageRecord.ok
        else { return nil }
        return members.first { $0.key == "format" }?.value.string
    }
}

/// The packs a round adds to a store; a content that the store has is not written again.
struct StorePacks: ~Copyable {
    private let store: ImageStore
    private let config: OutputConfig
    private var writer: TarWriter?
    private var number: Int
    private var held = 0

    init(store: ImageStore, config: OutputConfig) {
        self.store = store
        self.config = config
        number = store.packs - 1
    }

    mutating func place(_ sha256: String, format: String, bytes read: () throws -> [UInt8]) throws -> PackPlace? {
        guard let digest = Digest(hex: sha256) else { throw PipelineError.damaged("'\(sha256)' is no SHA-256") }
        if let known = store.contents[digest] { return known }
        guard config.storeImages else { return nil }
        let bytes = try read()
        if writer != nil, held + bytes.count > config.packBytes { try close() }
        if writer == nil {
            number += 1
            held = 0
            writer = try TarWriter(path: store.packsFolder + "/" + ImageStore.packName(number))
        }
        held += bytes.count
        guard let stored = try writer?.append(name: "\(sha256).\(PictureFormat.suffix(ofFormat: format))", bytes: bytes)
        else { return nil }
        let place = PackPlace(pack: number, bytes: stored)
        store.pack(digest, at: place)
        return place
    }

    private mutating func close() throws { _ = try writer.take()?.commit() }

    consuming func commit() throws { try close() }
}
