import JSON
import Platform
import WebArchive

/// The units of the phases.
enum Units {
    /// Every unit of a phase, in order. Those of `measure` are known when `fetch` is committed, those of `assemble` when
    /// `judge` is.
    static func all(of phase: Phase, _ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        switch phase {
        case .extract:
            return plan.parts.parts.enumerated().map { index, part in
                WorkUnit(phase: phase, index: index, cost: part.cost)
            }
        case .judge:
            return plan.parts.parts.indices.map { index in
                let path = run.part(.extract, index) + "/" + ExtractPhase.documentsFile
                return WorkUnit(phase: phase, index: index, cost: (try? Files.size(path)) ?? 0)
            }
        case .deduplicateLinks, .deduplicateText, .fetch, .deduplicateImages, .deduplicateSets:
            return (0..<plan.buckets).map { WorkUnit(phase: phase, index: $0) }
        case .measure:
            return try MeasureSlice.read(run).enumerated().map { index, slice in
                WorkUnit(phase: phase, index: index, cost: slice.cost)
            }
        case .assemble:
            return try groups(run).indices.map { WorkUnit(phase: phase, index: $0) }
        }
    }

    /// How many units a phase has, without a look at their files.
    static func count(of phase: Phase, _ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int {
        switch phase {
        case .extract, .judge: plan.parts.count
        case .deduplicateLinks, .deduplicateText, .fetch, .deduplicateImages, .deduplicateSets: plan.buckets
        case .measure: try MeasureSlice.read(run).count
        case .assemble: try groups(run).count
        }
    }

    /// The groups of judged parts that one unit of `assemble` takes.
    static func groups(_ run: RunFolder) throws(PipelineError) -> [Range<Int>] {
        guard run.isCommitted(.judge) else { return [] }
        guard let bytes = try? Files.read(run.groups(.assemble)), let json = try? JSONValue(parsing: bytes),
            let ends = json.array?.compactMap(\.integer)
        else { throw .damaged("\(run.groups(.assemble)) is damaged; commit '\(Phase.judge.rawValue)' again") }
        var begin = 0
        return ends.map { end in
            defer { begin = end }
            return begin..<end
        }
    }

    /// The units of a phase that are neither sealed nor quarantined, largest first.
    static func open(of phase: Phase, _ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        try all(of: phase, run, plan)
            .filter { !run.isSealed($0) && !Files.exists(run.quarantine($0)) }
            .sorted { $0.cost != $1.cost ? $0.cost > $1.cost : $0.index < $1.index }
    }
}
