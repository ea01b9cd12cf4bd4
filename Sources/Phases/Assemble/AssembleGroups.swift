import Configuration
import JSON
import Platform
import Runs

/// The groups of judged parts that become shards together: one unit of `assemble` each.
enum AssembleGroups {
    /// Cuts the judged parts in groups of about a shard's bytes; written when `judge` is committed.
    static func write(_ run: RunFolder, _ plan: Plan) throws {
        var ends: [Int] = []
        var size = 0
        for index in plan.parts.parts.indices {
            let unit = WorkUnit(phase: .judge, index: index)
            if run.isSealed(unit) { size += try SealedPart.read(run.seal(unit)).counts["text_bytes"] ?? 0 }
            if size >= plan.pipeline.config.output.shardBytes || index == plan.parts.count - 1 {
                ends.append(index + 1)
                size = 0
            }
        }
        var json = JSONWriter()
        json.array { json in for end in ends { json.value(end) } }
        json.newline()
        try Files.write(json.bytes, to: run.groups(.assemble))
    }

    /// The parts of each group; none before `judge` is committed.
    static func read(_ run: RunFolder) throws(PipelineError) -> [Range<Int>] {
        guard run.isCommitted(.judge) else { return [] }
        guard let bytes = try? Files.read(run.groups(.assemble)), let json = try? JSONValue(parsing: bytes),
            let ends = json.array?.compactMap(\.integer)
        else { throw .damaged("\(run.groups(.assemble)) is damaged; commit '\(PhaseName.judge.rawValue)' again") }
        var begin = 0
        return ends.map { end in
            defer { begin = end }
            return begin..<end
        }
    }
}
