import Platform
import Records
import Storage

/// The last commit: sealed shards and packs get their places and dense names, then index, card and manifest.
///
/// Files are linked, not moved, so a commit that died is simply done again.
enum Publisher {
    static func publish(_ committed: Committed, run: RunFolder, plan: Plan) throws {
        let files = try place(run, plan)
        try Finish.write(files, committed: committed, run: run, plan: plan)
    }

    /// Shards, packs and drop logs in their places, in order.
    struct Placed {
        var shards: [String] = []
        var packs: [String] = []
        var drops: [String] = []
    }

    private static func place(_ run: RunFolder, _ plan: Plan) throws -> Placed {
        var placed = Placed()
        for folder in ["shards", "images", "drops"] { try Files.makeFolder(run.path + "/" + folder) }
        for index in try Units.all(of: .assemble, run, plan).indices {
            let unit = WorkUnit(phase: .assemble, index: index)
            let counts = try SealedPart.read(run.seal(unit)).counts
            for number in 0..<(counts["shards"] ?? 0) {
                let name = "shards/" + AssemblePhase.shard(placed.shards.count)
                try link(run.part(unit) + "/" + AssemblePhase.shard(number), to: run.path + "/" + name)
                placed.shards.append(name)
            }
            for number in 0..<(counts["packs"] ?? 0) {
                let name = "images/" + AssemblePhase.pack(placed.packs.count)
                try link(run.part(unit) + "/" + AssemblePhase.pack(number), to: run.path + "/" + name)
                placed.packs.append(name)
            }
        }
        guard plan.pipeline.config.output.keepDrops else { return placed }
        for phase in [Phase.extract, .judge, .assemble] {
            for unit in try Units.all(of: phase, run, plan) where run.isSealed(unit) {
                let name = "drops/\(phase.rawValue)-\(unit.number).jsonl.zst"
                try link(run.part(unit) + "/drops.jsonl.zst", to: run.path + "/" + name)
                placed.drops.append(name)
            }
        }
        return placed
    }

    private static func link(_ from: String, to path: String) throws(SystemError) {
        try Files.remove(path)
        try Files.linkOrCopy(from, to: path)
    }
}
