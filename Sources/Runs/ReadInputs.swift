import Configuration
import JSON
import Platform
import WebArchive

extension ReadBytes {
    /// Writes the object that seals and sums have under `read`.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("bytes", count)
            json.member("xxh3", Hex.encode(digest))
        }
    }

    /// What `write` wrote; nil for anything else.
    init?(_ json: JSONValue) {
        guard let count = json["bytes"]?.integer, count >= 0, let text = json["xxh3"]?.string,
            let digest = UInt64(text, radix: 16)
        else { return nil }
        self.init(count: count, digest: digest)
    }
}

extension Plan {
    /// Whether the units that are done read what is there now. The plan looks at samples of every file, which is the same for
    /// other bytes in between; only of files that were written again since is all of it compared.
    /// - Throws: `PipelineError.otherRun` for a file with other bytes.
    func checkSealed(_ run: RunFolder) throws(PipelineError) {
        let names = phases.phases.filter(\.readsInputs).map(\.name)
        let before: [UInt8]
        do { before = try Files.readIfThere(run.parts) ?? [] } catch { throw .system(error) }
        guard !names.isEmpty, before.count == parts.text.count, before != parts.text else { return }
        let planned = try Plan.read(run, phases).parts
        for (index, part) in parts.parts.enumerated() {
            let line = part.offset..<part.offset + part.length
            guard before[line] != parts.text[line] else { continue }
            for name in names {
                let unit = WorkUnit(phase: name, index: index)
                guard try run.isSealed(unit), let read = try SealedPart.read(run.seal(unit)).read else { continue }
                try planned.check(index, read: read, of: unit)
            }
        }
    }
}

extension PlannedParts {
    /// Reads again what a unit read. Where files lie in another folder than they did their times say nothing, and copies are
    /// not read through.
    fileprivate func check(_ index: Int, read: ReadBytes, of unit: WorkUnit) throws(PipelineError) {
        let planned = try planned(index)
        guard !planned.contains(where: { $0.isRemote || $0.isMoved }) else { return }
        var now = ReadBytes()
        for one in planned {
            do { now.add(try WindowHash(one.source).finish()) } catch { throw PipelineError(error) }
        }
        guard now != read else { return }
        let paths = Set(planned.map(\.source.path)).sorted()
        throw .otherRun(
            "\(paths[0])\(paths.count > 1 ? " or one of \(paths.count - 1) files more" : "") changed since \(unit) read it: "
                + "put it back as it was, or begin anew with another --output")
    }
}
