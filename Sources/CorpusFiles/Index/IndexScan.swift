import Documents
import JSON
package import Platform

/// Makes index rows from finished shards and packs alone: for a corpus whose parts left none, and to rebuild a lost index.
package enum IndexScan {
    /// Reads all shards and the headers of all packs.
    /// - Parameter rows: where the rows go; memory stays flat.
    /// - Returns: the whole corpus as one part.
    /// - Throws: `StorageError.corrupt` for a damaged file or a line that is not a document; `.system`.
    package static func rows(
        shards: [String], packs: [String], to rows: String
    ) throws(StorageError) -> CorpusIndexBuilder.Part {
        var writer = IndexRowWriter(path: rows)
        var part = CorpusIndexBuilder.Part(rows: rows, shards: [], packs: packs)
        for (number, path) in shards.enumerated() {
            part.shards.append((path, path.lastPathComponent, try scan(shard: path, number, &writer)))
        }
        for (number, path) in packs.enumerated() {
            for member in try TarReader(path: path).members {
                let sha256 = String(member.name.prefix { $0 != "." })
                try writer.append(image: sha256, at: PackPlace(pack: number, bytes: member.content))
            }
        }
        _ = try writer.commit()
        return part
    }

    /// - Returns: how many documents there are.
    private static func scan(
        shard path: String, _ number: Int, _ writer: inout IndexRowWriter
    ) throws(StorageError) -> Int {
        let reader = try FramedReader(path: path)
        var line = 0
        do {
            try reader.forEachPlacedLine { bytes, place in
                let document: Document
                do { document = try DocumentCoder.read(JSONValue(parsing: bytes)) } catch {
                    throw StorageError.corrupt(path: path, detail: "line \(line + 1) is not a document: \(error)")
                }
                let row = try DocumentRow(document, shard: number, line: line, at: place, in: reader.frames)
                try writer.append(row, of: document)
                line += 1
            }
        } catch {
            throw StorageError(error, path: path)
        }
        return line
    }
}
