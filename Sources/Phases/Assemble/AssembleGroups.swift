import Configuration
import Documents
import Facts
import JSON
import Platform
import Runs

/// The groups of judged parts that become shards together: one unit of `assemble` each.
enum AssembleGroups {
    /// A smaller group is not worth a unit and files of its own: copying so much takes a fifth of a second.
    private static let least = 64 << 20

    /// Cuts the judged parts in groups of about a shard's text or a pack's images, whichever is full first; written when
    /// `judge` is committed. By text alone the pictures of a crawl would all be copied by one unit. Groups are smaller
    /// where there is little, so that it feeds every core, as the ranges of archives are.
    static func write(_ run: RunFolder, _ plan: Plan) throws {
        let output = plan.pipeline.config.output
        let sizes = try plan.parts.parts.indices.map { index in
            let unit = WorkUnit(phase: .judge, index: index)
            guard try run.isSealed(unit) else { return (text: 0, images: 0, documents: 0) }
            let seal = try SealedPart.read(run.seal(unit))
            return (
                seal.counts["text_bytes"] ?? 0, output.storeImages ? seal.counts["image_bytes"] ?? 0 : 0,
                seal.ledger[.document].written
            )
        }
        let all = sizes.reduce((text: 0, images: 0)) { ($0.text + $1.text, $0.images + $1.images) }
        let shard = min(output.shardBytes, max(least, all.text / 64))
        let pack = min(output.packBytes, max(least, all.images / 64))
        var ends: [Int] = []
        var (text, images, documents) = (0, 0, 0)
        for (index, size) in sizes.enumerated() {
            text += size.text
            images += size.images
            documents += size.documents
            // A file of the index is made of whole groups.
            let isFull = text >= shard || images >= pack || documents >= output.indexDocuments
            if isFull || index == sizes.count - 1 {
                ends.append(index + 1)
                (text, images, documents) = (0, 0, 0)
            }
        }
        var json = JSONWriter()
        json.array { json in for end in ends { json.value(end) } }
        json.newline()
        try Files.write(json.bytes, to: run.groups(.assemble))
    }

    /// The parts of each group; none before `judge` is committed.
    static func read(_ run: RunFolder) throws(PipelineError) -> [Range<Int>] {
        guard try run.isCommitted(.judge) else { return [] }
        guard let json = try PipelineError.json(at: run.groups(.assemble)),
            let ends = json.array?.compactMap(\.integer)
        else { throw .damaged("\(run.groups(.assemble)) is damaged; commit '\(PhaseName.judge.rawValue)' again") }
        var begin = 0
        return ends.map { end in
            defer { begin = end }
            return begin..<end
        }
    }
}
