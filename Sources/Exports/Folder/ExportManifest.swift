package import CorpusFiles
import Documents
import JSON
import Platform

/// `export.json`: what an export was made from and by what, what stayed behind, and enough of every file to notice any
/// change; written last.
struct ExportManifest {
    /// The file's name in the folder.
    static let fileName = "export.json"
    /// The version of the file.
    static let version = "1.0"

    /// What was asked.
    var request: ExportRequest
    /// The corpora it comes from, the first one first; the last link is this export.
    var parents: [CorpusParent]
    /// What is in it.
    var counts: CorpusManifest.Counts
    /// What entered, what was written and why the rest was not.
    var ledger: Ledger
    /// What had to stay behind, nil when no list was given: SHA-256 of the list, entries, documents, images.
    var takedown: (digest: String, entries: Int, documents: Int, images: Int)?
    /// Every file but this one and the checksums, sorted by path.
    var files: [ExportFile]

    /// The file, laid out for people.
    var bytes: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("format", Self.version)
            json.member("export", request.format.rawValue)
            json.key("tool")
            json.object { json in
                json.member("name", Tool.name)
                json.member("version", Tool.version)
            }
            json.key("counts")
            counts.write(to: &json)
            json.key("ledger")
            ledger.write(to: &json)
            if let takedown { write(takedown, to: &json) }
            json.key("parents")
            json.array { json in for parent in parents { parent.write(to: &json) } }
            json.key("files")
            json.array { json in for file in files { Self.write(file, to: &json) } }
        }
        return PrettyJSON.format(json.bytes)
    }

    private func write(
        _ takedown: (digest: String, entries: Int, documents: Int, images: Int), to json: inout JSONWriter
    ) {
        json.key("takedown")
        json.object { json in
            json.member("date", request.date)
            json.member("list_sha256", takedown.digest)
            json.member("entries", takedown.entries)
            json.member("documents", takedown.documents)
            json.member("images", takedown.images)
        }
    }

    private static func write(_ file: ExportFile, to json: inout JSONWriter) {
        json.object { json in
            json.member("path", file.path)
            json.member("kind", file.kind.rawValue)
            json.member("documents", file.documents)
            json.member("bytes", file.bytes)
            json.member("sha256", file.sha256)
        }
    }
}

/// The provenance chain of a folder that was exported, for a corpus that is imported from it.
package enum ExportChain {
    /// The links of the `export.json` in `folder`; empty when there is none that can be read.
    package static func parents(in folder: String) -> [CorpusParent] {
        guard let bytes = try? Files.read(folder + "/" + ExportManifest.fileName),
            let json = try? JSONValue(parsing: bytes)
        else { return [] }
        return (json["parents"]?.array ?? []).compactMap { try? CorpusParent($0) }
    }
}
