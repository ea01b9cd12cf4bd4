import Configuration
import CorpusFiles
import Curation
import Facts
import JSON
import Phases
import Platform
import Runs
import WebStandards

/// A folder of fetched images: one record a URL (`records.jsonl`) and packs of their bytes (`images/`). It grows with
/// every `quarry fetch` into it; what has a record is not fetched again.
final class ImageStore {
    let folder: String
    private(set) var packs = 0
    /// Where contents are, by SHA-256.
    private(set) var contents: [Digest: PackPlace] = [:]
    let records: ImageRecords

    /// The members of a record that say where its bytes are; pack -1 for those that are not stored.
    static func write(_ place: PackPlace?, to json: inout JSONWriter) {
        json.member("pack", place?.pack ?? -1)
        json.member("offset", place?.bytes.offset ?? 0)
        json.member("length", place?.bytes.length ?? 0)
    }

    /// Reads the records that are there; a folder that is not there yet is empty.
    init(folder: String) throws(PipelineError) {
        self.folder = folder
        var (contents, packs) = ([Digest: PackPlace](), 0)
        do {
            records = try ImageRecords(in: folder) { record in
                guard let sha256 = record["sha256"]?.string.flatMap(Digest.init(hex:)),
                    let pack = record["pack"]?.integer, pack >= 0, let offset = record["offset"]?.integer,
                    let length = record["length"]?.integer
                else { return }
                contents[sha256] = PackPlace(pack: pack, bytes: ByteRange(offset: offset, length: length))
                packs = max(packs, pack + 1)
            }
        } catch { throw PipelineError(error) }
        (self.contents, self.packs) = (contents, packs)
    }

    var packsFolder: String { folder + "/images" }

    static func packName(_ number: Int) -> String { CorpusOutput.pack(number) }

    /// The form of a URL that its record has: as it is asked for, without fragment, user name and password.
    static func normalized(_ url: String) -> String {
        guard let parsed = WebURL(url), parsed.isHTTP else { return url }
        return parsed.origin + parsed.target
    }

    /// Notes where a content was packed.
    func pack(_ sha256: Digest, at place: PackPlace) {
        contents[sha256] = place
        packs = max(packs, place.pack + 1)
    }
}
