import Platform
import Records
import Storage

/// The last commit: sealed shards, packs and drop logs get their places and dense names, then index, card and manifest.
///
/// Files are linked, not moved, so a commit that died is simply done again.
struct Publisher {
    private let run: RunFolder
    private let plan: Plan
    private var parts: [CorpusIndexBuilder.Part] = []
    private var files: [CorpusManifest.File] = []
    private var shards = 0
    private var packs = 0

    static func publish(_ committed: Committed, run: RunFolder, plan: Plan) throws {
        var publisher = Publisher(run: run, plan: plan)
        for folder in ["shards", "images", "drops"] { try Files.makeFolder(run.path + "/" + folder) }
        for index in try Units.all(of: .assemble, run, plan).indices {
            try publisher.place(WorkUnit(phase: .assemble, index: index))
        }
        if plan.pipeline.config.output.keepDrops { try publisher.placeDrops() }
        try publisher.seal(committed)
    }

    private init(run: RunFolder, plan: Plan) {
        self.run = run
        self.plan = plan
    }

    private mutating func place(_ unit: WorkUnit) throws {
        let sealed = try SealedPart.read(run.seal(unit))
        let folder = run.part(unit)
        var part = CorpusIndexBuilder.Part(rows: folder + "/" + AssemblePhase.rowsFile, shards: [], packs: [])
        for number in 0..<(sealed.counts["shards"] ?? 0) {
            let name = AssemblePhase.shard(shards)
            let from = folder + "/" + AssemblePhase.shard(number)
            let documents = sealed.counts["documents_of_shard_\(number)"] ?? 0
            part.shards.append((run.path + "/shards/" + name, documents))
            try place(from, as: "shards/" + name, .shard, sealed, lines: documents)
            shards += 1
        }
        for number in 0..<(sealed.counts["packs"] ?? 0) {
            let name = AssemblePhase.pack(packs)
            part.packs.append(name)
            let from = folder + "/" + AssemblePhase.pack(number)
            try place(from, as: "images/" + name, .pack, sealed, lines: try TarReader(path: from).members.count)
            packs += 1
        }
        parts.append(part)
    }

    private mutating func placeDrops() throws {
        for phase in [Phase.extract, .judge, .assemble] {
            for unit in try Units.all(of: phase, run, plan) where run.isSealed(unit) {
                let sealed = try SealedPart.read(run.seal(unit))
                let drops = Unit.allCases.reduce(0) { $0 + sealed.ledger[$1].droppedTotal }
                let name = "drops/\(phase.rawValue)-\(unit.number).jsonl.zst"
                try place(run.part(unit) + "/drops.jsonl.zst", as: name, .drops, sealed, lines: drops)
            }
        }
    }

    private mutating func place(
        _ from: String, as name: String, _ kind: CorpusManifest.File.Kind, _ sealed: SealedPart, lines: Int
    ) throws {
        let own = from.split(separator: "/").last.map(String.init) ?? from
        guard let file = sealed.files.first(where: { $0.name == own }) else {
            throw PipelineError.damaged("\(from) is not in the seal of \(sealed.unit)")
        }
        try Files.remove(run.path + "/" + name)
        try Files.linkOrCopy(from, to: run.path + "/" + name)
        let frames = kind == .pack ? [] : try FramedReader(path: from).frames
        let summary = FileSummary(name: name, bytes: file.bytes, lines: lines, frames: frames, sha256: file.sha256)
        files.append(CorpusManifest.File(name, kind, summary))
    }

    private func seal(_ committed: Committed) throws {
        let config = plan.pipeline.config
        var manifest = CorpusManifest(tool: Tool.version, pipeline: plan.pipeline.resolved)
        manifest.inputs = plan.inputs.map { input in
            CorpusManifest.Input(name: input.path.split(separator: "/").last.map(String.init) ?? "", bytes: input.bytes)
        }
        manifest.limits = [
            .init("record-bytes", config.input.recordBytes), .init("payload-bytes", config.input.payloadBytes),
            .init("page-bytes", config.extraction.pageBytes), .init("image-bytes", config.fetch.maximumBytes),
            .init("image-pixels", config.measure.pixels), .init("document-bytes", Judge.recordBytes),
        ]
        manifest.ledger = committed.total
        manifest.files = files
        var seal = CorpusSeal(folder: run.path, manifest: manifest, parts: parts)
        seal.facts = CardFacts(prettyName: config.name)
        seal.facts.license = config.output.license
        seal.facts.contact = config.output.contact
        seal.facts.rulesOff = config.rules.off
        seal.fullText = config.output.fullText
        _ = try seal.seal()
    }
}

/// This program.
public enum Tool {
    /// Name and version, as manifests carry it.
    public static let version = "quarry 0.1.0"
}
