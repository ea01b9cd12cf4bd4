import Configuration
import CorpusFiles
import Documents
import JSON
import Platform
import Runs

/// The index of a large corpus, a file for each range of its documents; closing the phase publishes the corpus. A run of
/// small inputs has no such phase: closing `assemble` makes its index of one file, the same as one unit would.
struct IndexPhase: Phase {
    static let file = "index.sqlite"

    let name = PhaseName.index
    var waitsFor: PhaseName? { .assemble }

    /// Less of an archive holds no page that is kept, bytes, compressed: smaller inputs cannot fill a second file.
    private static let leastBytesOfDocument = 10_000

    func isAsked(_ config: PipelineConfig, inputBytes: Int) -> Bool {
        inputBytes / Self.leastBytesOfDocument > config.output.indexDocuments
    }

    func units(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        (0..<(try unitCount(run, plan))).map { WorkUnit(phase: name, index: $0) }
    }

    func unitCount(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int {
        guard try run.isCommitted(.assemble) else { return 0 }
        return try AssembledParts(run, plan).groups.count
    }

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let assembled = try AssembledParts(context.run, context.plan)
        let manifest = context.plan.manifest(try Committed.read(context.run, .assemble).total, read: nil)
        try CorpusIndexBuilder(path: context.file(Self.file), fullText: context.config.output.fullText).build(
            assembled.parts, assembled.groups[context.unit.index], of: assembled.groups.count, manifest.indexFacts)
    }

    func close(_ sum: Committed, _ units: [WorkUnit], run: RunFolder, plan: Plan) throws {
        try Publisher.publish(try Committed.read(run, .assemble), run: run, plan: plan)
    }
}

/// What `assemble` made, in the order of the corpus, with the names that its files are to have.
struct AssembledParts {
    private(set) var parts: [CorpusIndexBuilder.Part] = []
    /// The parts of each file of the index.
    let groups: [Range<Int>]

    init(_ run: RunFolder, _ plan: Plan) throws(PipelineError) {
        var start = CorpusIndexBuilder.Start()
        for index in try Units.all(of: .assemble, run, plan).indices {
            let unit = WorkUnit(phase: .assemble, index: index)
            guard try run.isSealed(unit) else { continue }
            let part = CorpusOutput.part(run.part(unit), try SealedPart.read(run.seal(unit)).counts, from: start)
            parts.append(part)
            start = .init(after: parts)
        }
        groups = IndexRanges.groups(parts.map(\.documents), limit: plan.pipeline.config.output.indexDocuments)
    }
}

extension CorpusOutput {
    /// What the index is to know of a folder that an output wrote.
    /// - Parameter start: the numbers of its first shard and pack in the corpus.
    static func part(
        _ folder: String, _ counts: [String: Int], from start: CorpusIndexBuilder.Start
    ) -> CorpusIndexBuilder.Part {
        let packs = (0..<(counts["packs"] ?? 0)).map { pack(start.pack + $0) }
        var part = CorpusIndexBuilder.Part(rows: folder + "/" + rowsFile, shards: [], packs: packs)
        part.shards = (0..<(counts["shards"] ?? 0)).map {
            (folder + "/" + shard($0), shard(start.shard + $0), counts["documents_of_shard_\($0)"] ?? 0)
        }
        return part
    }
}
