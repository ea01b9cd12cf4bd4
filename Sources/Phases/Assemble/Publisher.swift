package import Configuration
package import CorpusFiles
package import Documents
package import Platform
import Reports
package import Runs
import WebArchive

/// The last commit: sealed shards, packs and drop logs get their places and dense names, then index, card and manifest.
///
/// Files are linked, not moved, so a commit that died is simply done again.
package struct Publisher {
    private let folder: String
    private var parts: [CorpusIndexBuilder.Part] = []
    private var shards: [String] = []
    private var packs: [String] = []
    private var drops: [String] = []
    /// Files of the index that units made, by number of the range.
    private var madeRanges: [Int: String] = [:]
    /// What the seals say of the files, by path in the corpus.
    private var measured: [String: CorpusManifest.File] = [:]

    /// Publishes a run in its folder, or under `work` when it is to be scored: a corpus is sealed with its scores.
    package static func publish(_ committed: Committed, run: RunFolder, plan: Plan) throws {
        var publisher = try Publisher(folder: plan.pipeline.config.score.isAsked ? run.assembled : run.path)
        for index in try Units.all(of: .assemble, run, plan).indices {
            let unit = WorkUnit(phase: .assemble, index: index)
            let seal = try SealedPart.read(run.seal(unit))
            try publisher.place(run.part(unit), counts: seal.counts, seal: seal)
        }
        if plan.pipeline.config.output.keepDrops {
            for phase in plan.phases.phases.filter(\.handsOnDocuments).map(\.name) {
                for unit in try run.sealed(Units.all(of: phase, run, plan)) {
                    let log = run.part(unit) + "/" + CorpusOutput.dropsFile
                    try publisher.placeDrops(
                        log, as: "\(phase.rawValue)-\(unit.number)", seal: SealedPart.read(run.seal(unit)))
                }
            }
        }
        try publisher.takeIndex(run, plan)
        let read = try Committed.read(run, .extract).read.map {
            CorpusManifest.Read(bytes: $0.count, xxh3: Hex.encode($0.digest))
        }
        try publisher.seal(plan.manifest(committed.total, read: read), plan.pipeline.config)
    }

    /// Gives a corpus that is complete in `assembled`, with what lies in `scores/`, its place in `folder`; `corpus.json` last.
    package static func promote(_ assembled: String, to folder: String) throws {
        let manifest = try CorpusManifest(folder: assembled)
        for name in try Files.list(assembled) where ![CorpusManifest.fileName, "work"].contains(name) {
            try link(assembled + "/" + name, to: folder + "/" + name)
        }
        try CorpusSeal.sync(folder)
        try manifest.write(to: folder)
    }

    /// Links a file, or what is in a folder at any depth.
    private static func link(_ from: String, to path: String) throws {
        guard Files.isFolder(from) else {
            try Files.remove(path)
            return try Files.linkOrCopy(from, to: path)
        }
        try Files.makeFolder(path)
        for name in try Files.list(from) where name != "lock" && !name.contains(".tmp.") {
            try link(from + "/" + name, to: path + "/" + name)
        }
        try Files.syncFolder(path)
    }

    /// A publisher into `folder`; its folders are made.
    package init(folder: String) throws(SystemError) {
        self.folder = folder
        for name in ["shards", "images", "drops"] { try Files.makeFolder(folder + "/" + name) }
    }

    /// Gives the shards and packs that a `CorpusOutput` wrote in `part` their places.
    /// - Parameter seal: of the part, which spares a second look at its files; nil where there is none.
    package mutating func place(_ part: String, counts: [String: Int], seal: SealedPart? = nil) throws {
        let rows = CorpusOutput.part(part, counts, from: .init(after: parts))
        for number in 0..<(counts["shards"] ?? 0) {
            let name = CorpusOutput.shard(shards.count)
            try link(part + "/" + CorpusOutput.shard(number), as: "shards/" + name)
            try note("shards/" + name, .shard, CorpusOutput.shard(number), counts["documents_of_shard_\(number)"], seal)
            shards.append("shards/" + name)
        }
        for number in 0..<(counts["packs"] ?? 0) {
            let name = CorpusOutput.pack(packs.count)
            try link(part + "/" + CorpusOutput.pack(number), as: "images/" + name)
            try note("images/" + name, .pack, CorpusOutput.pack(number), counts["members_of_pack_\(number)"], seal)
            packs.append("images/" + name)
        }
        parts.append(rows)
    }

    /// Notes the files of the index that the phase `index` made.
    private mutating func takeIndex(_ run: RunFolder, _ plan: Plan) throws {
        guard plan.phases[.index] != nil else { return }
        let units = try Units.all(of: .index, run, plan)
        for unit in try run.sealed(units) {
            madeRanges[unit.index] = run.part(unit) + "/" + IndexPhase.file
            let path =
                units.count == 1
                ? CorpusIndex.fileName : CorpusIndex.folderName + "/" + IndexRanges.name(unit.index)
            try note(path, .index, IndexPhase.file, 0, SealedPart.read(run.seal(unit)))
        }
    }

    /// Gives a drop log its place.
    package mutating func placeDrops(_ path: String, as name: String, seal: SealedPart? = nil) throws {
        let name = "drops/\(name).jsonl.zst"
        try link(path, as: name)
        try note(name, .drops, CorpusOutput.dropsFile, seal?.counts[CorpusOutput.dropLines], seal)
        drops.append(name)
    }

    /// Gives a drop log of another corpus its place, under the name it has there.
    package mutating func placeDrops(_ path: String) throws {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        try placeDrops(path, as: String(name.prefix { $0 != "." }))
    }

    /// Takes what a seal says of a file, when it says all.
    private mutating func note(
        _ path: String, _ kind: CorpusManifest.File.Kind, _ name: String, _ lines: Int?, _ seal: SealedPart?
    ) throws {
        guard let lines, let file = seal?.files.first(where: { $0.name == name }) else { return }
        measured[path] = try CorpusManifest.File(
            sealed: path, kind, in: folder, bytes: file.bytes, lines: lines, sha256: file.sha256)
    }

    private func link(_ from: String, as name: String) throws(SystemError) {
        try Files.remove(folder + "/" + name)
        try Files.linkOrCopy(from, to: folder + "/" + name)
    }

    /// Makes index, card, report and, last, `corpus.json`.
    /// - Parameter promised: makes what else is promised, before `corpus.json`.
    @discardableResult
    package func seal(
        _ manifest: CorpusManifest, _ config: PipelineConfig, notes: [String] = [],
        promised: ((CorpusManifest) throws(StorageError) -> Void)? = nil
    ) throws -> CorpusManifest {
        var seal = CorpusSeal(folder: folder, manifest: manifest, shards: shards, packs: packs, drops: drops)
        seal.parts = parts
        seal.measured = measured
        seal.facts = CardFacts(prettyName: config.name)
        seal.facts.license = config.output.license
        seal.facts.contact = config.output.contact
        seal.facts.rulesOff = config.rules.off + config.factsOff
        seal.facts.mannersOff = config.mannersOff
        seal.facts.notes = notes
        seal.fullText = config.output.fullText
        seal.indexDocuments = config.output.indexDocuments
        seal.madeRanges = madeRanges
        seal.report = { (corpus, title) throws(StorageError) in try ReportPage(corpus, title: title).render() }
        return try seal.seal(promised: promised)
    }
}

extension Plan {
    /// The manifest of the run's corpus; files and counts are filled in when it is sealed.
    package func manifest(_ ledger: Ledger, read: CorpusManifest.Read?) -> CorpusManifest {
        let config = pipeline.config
        var manifest = CorpusManifest(tool: Tool.version, pipeline: pipeline.resolved)
        manifest.inputs = inputs.map { CorpusManifest.Input(name: $0.name, bytes: $0.bytes) }
        manifest.read = read
        manifest.limits = [
            .init("record-bytes", config.input.recordBytes), .init("payload-bytes", config.input.payloadBytes),
            .init("page-bytes", config.extraction.pageBytes), .init("image-bytes", config.fetch.maximumBytes),
            .init("image-pixels", config.measure.pixels), .init("document-bytes", Judge.recordBytes),
        ]
        manifest.missingBounds = Sandbox.missingBounds
        manifest.ledger = ledger
        return manifest
    }
}
