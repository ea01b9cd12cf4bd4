package import Configuration
package import Documents
import JSON
package import Platform
package import WebArchive

/// What a unit left behind: its files with their digests, its ledger, and counts that no ledger has. No times.
package struct SealedPart: Sendable, Equatable {
    package struct File: Sendable, Equatable {
        package let name: String
        package let bytes: Int
        package let sha256: String
    }

    package let unit: String
    package var files: [File] = []
    package var ledger = Ledger()
    /// Further numbers by name, in byte order of the names.
    package var counts: [String: Int] = [:]
    /// What it read of the run's inputs; nil for a unit that reads none.
    package var read: ReadBytes?

    package init(unit: WorkUnit) { self.unit = unit.description }

    /// Whether the files are in `folder` with the sizes that they had.
    func isWhole(in folder: String) -> Bool {
        files.allSatisfy { Files.isThere(folder + "/" + $0.name, bytes: $0.bytes) }
    }

    /// Writes `schemas/unit.schema.json`.
    package func write(to path: String) throws(SystemError) {
        var json = JSONWriter()
        json.object { json in
            json.member("unit", unit)
            json.key("files")
            json.array { json in
                for file in files {
                    json.object { json in
                        json.member("name", file.name)
                        json.member("bytes", file.bytes)
                        json.member("sha256", file.sha256)
                    }
                }
            }
            json.key("ledger")
            ledger.write(to: &json)
            json.key("counts")
            json.object(counts.sorted { $0.key < $1.key }.lazy.map { ($0.key, $0.value) })
            if let read {
                json.key("read")
                read.write(to: &json)
            }
        }
        json.newline()
        try Files.write(json.bytes, to: path)
    }

    /// Reads a seal.
    /// - Throws: `PipelineError.damaged`, `.system`.
    package static func read(_ path: String) throws(PipelineError) -> SealedPart {
        guard let json = try PipelineError.json(at: path),
            let unit = json["unit"]?.string.flatMap({ WorkUnit($0) }), let files = json["files"]?.array,
            let ledger = json["ledger"].flatMap({ Ledger($0) })
        else { throw .damaged("\(path) is not a seal; delete it and the unit is done again") }
        var part = SealedPart(unit: unit)
        part.ledger = ledger
        for file in files {
            guard let name = file["name"]?.string, let bytes = file["bytes"]?.integer,
                let sha256 = file["sha256"]?.string
            else { throw .damaged("\(path) is not a seal; delete it and the unit is done again") }
            part.files.append(File(name: name, bytes: bytes, sha256: sha256))
        }
        part.read = json["read"].flatMap { ReadBytes($0) }
        for member in json["counts"]?.members ?? [] { part.counts[member.key] = member.value.integer ?? 0 }
        return part
    }
}
