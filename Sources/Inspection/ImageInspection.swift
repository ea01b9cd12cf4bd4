package import CorpusFiles
import Documents
import Facts
import JSON
import Platform

/// `quarry image`: one image of a corpus, where its bytes lie and where it is shown.
package struct ImageInspection: Sendable {
    /// What the index knows of it.
    package let row: ImageRow
    /// Name of the pack its bytes lie in, `""` when the corpus has not its bytes.
    package let pack: String
    /// Where it is shown, the first hundred.
    package let occurrences: [OccurrenceRow]

    /// Looks for an image by its SHA-256 or the beginning of it that no other has.
    /// - Throws: `InspectionError.unanswerable` when nothing or more than one image answers; `.storage`.
    package init(_ query: String, in corpus: Corpus) throws(InspectionError) {
        (row, pack, occurrences) = try reading {
            let rows = try corpus.index.images(sha256Prefix: query.lowercased())
            guard rows.count < 2 else {
                let list = rows.map { "\n  " + $0.signals.sha256 }.joined()
                throw InspectionError.unanswerable("'\(query)' is the beginning of more than one SHA-256:" + list)
            }
            guard let row = rows.first else { throw InspectionError.unanswerable("no image '\(query)' in this corpus") }
            let packs = try corpus.index.packs()
            let pack = packs.indices.contains(row.pack) ? packs[row.pack] : ""
            return (row, pack, try corpus.index.occurrences(ofImage: row.signals.sha256))
        }
    }

    /// The image's bytes as they came from the web, their SHA-256 compared.
    /// - Throws: `InspectionError.unanswerable` when the corpus has not its bytes; `.storage`.
    package func bytes(in corpus: Corpus) throws(InspectionError) -> [UInt8] {
        guard row.pack >= 0 else {
            throw .unanswerable("this corpus has the image's URL and facts, not its bytes")
        }
        return try reading { try corpus.bytes(of: row) }
    }

    /// Writes the image's bytes to a file.
    /// - Throws: as `bytes(in:)`; `.storage` when the file cannot be written.
    package func write(to path: String, from corpus: Corpus) throws(InspectionError) {
        do {
            try OutputFile.check(path)
            try OutputFile.write(try bytes(in: corpus), to: path)
        } catch let error as InspectionError { throw error } catch { throw .storage(StorageError(error, path: path)) }
    }

    /// For `--json`: one object, as `schemas/image.schema.json` has it.
    package var json: String {
        var json = JSONWriter()
        json.object { json in
            DocumentCoder.write(row.signals, to: &json)
            json.member("pack", pack)
            json.member("offset", row.offset)
            json.member("bytes", row.length)
            for field in ImageSignals.fields where !field.isRecorded && field.value(row.signals) != .unknown {
                json.member(field, of: row.signals)
            }
            json.key("occurrences")
            json.array { json in
                for occurrence in occurrences {
                    json.object { json in
                        json.member("document", occurrence.document)
                        json.member("position", occurrence.position)
                        json.member("url", occurrence.url)
                    }
                }
            }
        }
        return json.text
    }

    /// For people.
    package var text: String {
        let signals = row.signals
        let place = pack.isEmpty ? "bytes not in this corpus" : "\(pack), \(row.length.grouped) bytes at \(row.offset)"
        var lines = [
            signals.sha256, "\(signals.width)×\(signals.height) \(signals.format), perceptual hash \(signals.phash)",
            place,
        ]
        if let details = signals.details {
            let frames = details.frames > 1 ? "\(details.frames) frames, " : ""
            let profile = details.hasICC ? ", with a colour profile" : ""
            lines.append(
                "\(details.mode), \(frames)orientation \(details.orientation)\(profile), mean \(details.color), "
                    + "entropy \(details.entropy), sharpness \(details.sharpness)")
        }
        if let nsfw = signals.nsfw { lines.append("not safe for work: \(nsfw)") }
        lines += [
            "", "shown \(occurrences.count == 100 ? "at least 100" : "\(occurrences.count)") times:",
        ]
        lines += occurrences.map { "  \($0.document) [\($0.position)]  \(Terminal.safe($0.url))" }
        return lines.joined(separator: "\n")
    }
}
