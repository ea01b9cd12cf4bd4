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
    private var shards: [String] = []
    private var packs: [String] = []
    private var drops: [String] = []

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
        let counts = try SealedPart.read(run.seal(unit)).counts
        let folder = run.part(unit)
        var part = CorpusIndexBuilder.Part(rows: folder + "/" + AssemblePhase.rowsFile, shards: [], packs: [])
        for number in 0..<(counts["shards"] ?? 0) {
            let name = AssemblePhase.shard(shards.count)
            try link(folder + "/" + AssemblePhase.shard(number), as: "shards/" + name)
            part.shards.append((run.path + "/shards/" + name, counts["documents_of_shard_\(number)"] ?? 0))
            shards.append("shards/" + name)
        }
        for number in 0..<(counts["packs"] ?? 0) {
            let name = AssemblePhase.pack(packs.count)
            try link(folder + "/" + AssemblePhase.pack(number), as: "images/" + name)
            part.packs.append(name)
            packs.append("images/" + name)
        }
        parts.append(part)
    }

    private mutating func placeDrops() throws {
        for phase in [Phase.extract, .judge, .assemble] {
            for unit in try Units.all(of: phase, run, plan) where run.isSealed(unit) {
                let name = "drops/\(phase.rawValue)-\(unit.number).jsonl.zst"
                try link(run.part(unit) + "/drops.jsonl.zst", as: name)
                drops.append(name)
            }
        }
    }

    private func link(_ from: String, as name: String) throws(SystemError) {
        try Files.remove(run.path + "/" + name)
        try Files.linkOrCopy(from, to: run.path + "/" + name)
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
        var seal = CorpusSeal(folder: run.path, manifest: manifest, shards: shards, packs: packs, drops: drops)
        seal.parts = parts
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
