package import Configuration
import JSON
import Platform
package import Runs

/// What one unit of `measure` decodes: of a raw pack, the contents whose hash falls in one of `count` slices.
///
/// A crawl of one host has all its images in one pack; cut by content, it still feeds every core, no content is decoded
/// twice, and what a unit holds in memory is bounded.
package struct MeasureSlice: Equatable {
    /// The unit of `fetch` that wrote the pack.
    package let pack: Int
    package let slice: Int
    package let count: Int
    /// About how many bytes there are to decode.
    package let cost: Int

    /// Bytes of a pack for which a further slice is cut.
    package static let bytes = 16 << 20

    /// Whether the record in a line of what `fetch` wrote is this slice's: by its content, or in the first when it has none.
    package func takes(_ line: UnsafeRawBufferPointer) -> Bool {
        Int(FetchRecord.contentNumber(in: line) ?? 0) % count == slice
    }

    // MARK: the list of a run, written when `fetch` is committed

    package static func write(_ run: RunFolder, fetched units: [WorkUnit]) throws {
        var rows: [[Int]] = []
        for unit in units {
            let size = try SealedPart.read(run.seal(unit)).files.first { $0.name == FetchPhase.pack }?.bytes ?? 0
            let count = max(1, (size + bytes - 1) / bytes)
            for slice in 0..<count { rows.append([unit.index, slice, count, size / count]) }
        }
        var json = JSONWriter()
        json.array { json in
            for row in rows { json.array { json in for value in row { json.value(value) } } }
        }
        json.newline()
        try Files.write(json.bytes, to: run.groups(.measure))
    }

    package static func read(_ run: RunFolder) throws(PipelineError) -> [MeasureSlice] {
        guard try run.isCommitted(.fetch) else { return [] }
        guard let json = try PipelineError.json(at: run.groups(.measure)),
            let rows = json.array?.map({ $0.array?.compactMap(\.integer) ?? [] }), rows.allSatisfy({ $0.count == 4 })
        else { throw .damaged("\(run.groups(.measure)) is damaged; commit '\(PhaseName.fetch.rawValue)' again") }
        return rows.map { MeasureSlice(pack: $0[0], slice: $0[1], count: $0[2], cost: $0[3]) }
    }
}
