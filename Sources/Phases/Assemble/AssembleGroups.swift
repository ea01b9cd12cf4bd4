import Configuration
import JSON
import Platform
import Runs

/// The groups of judged parts that become shards together: one unit of `assemble` each.
enum AssembleGroups {
    /// Cuts the judged parts in groups of about a shard's text or a pack's images, whichever is full first; written when
    /// `judge` is committed. By text alone the pictures of a crawl would all be copied by one unit.
    static func write(_ run: RunFolder, _ plan: Plan) throws {
        var ends: [Int] = []
        var (text, images) = (0, 0)
        let output = plan.pipeline.config.output
        for index in plan.parts.parts.indices {
            let unit = WorkUnit(phase: .judge, index: index)
            if run.isSealed(unit) {
                let counts = try SealedPart.read(run.seal(unit)).counts
                text += counts["text_bytes"] ?? 0
                if output.storeImages { images += counts["image_bytes"] ?? 0 }
            }
            if text >= output.shardBytes || images >= output.packBytes || index == plan.parts.count - 1 {
                ends.append(index + 1)
                (text, images) = (0, 0)
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
