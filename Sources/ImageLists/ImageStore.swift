import Configuration
import CorpusFiles
import Curation
import Facts
import JSON
import Phases
import Platform
import WebStandards

/// A folder of fetched images: one record a URL (`records.jsonl`) and packs of their bytes (`images/`). It grows with
/// every `quarry fetch` into it; what has a record is not fetched again.
struct ImageStore {
    let folder: String
    private(set) var packs = 0
    /// Where contents are, by SHA-256.
    private(set) var contents: [String: PackPlace] = [:]
    private var text: [UInt8] = []
    private var order: [UInt64] = []
    private var places: [UInt64: Range<Int>] = [:]
    private var retryable: Set<UInt64> = []

    /// The members of a record that say where its bytes are; pack -1 for those that are not stored.
    static func write(_ place: PackPlace?, to json: inout JSONWriter) {
        json.member("pack", place?.pack ?? -1)
        json.member("offset", place?.bytes.offset ?? 0)
        json.member("length", place?.bytes.length ?? 0)
    }

    /// Reads the records that are there; a folder that is not there yet is empty.
    init(folder: String) throws(PipelineError) {
        self.folder = folder
        guard Files.exists(recordsPath) else { return }
        let bytes: [UInt8]
        do { bytes = try Files.read(recordsPath) } catch { throw .system(error) }
        for line in bytes.split(separator: 0x0A) {
            guard let json = try? JSONValue(parsing: Array(line)), let url = json["url"]?.string else {
                throw .damaged("\(recordsPath) has a line that is no record: delete the line, and its URL is new")
            }
            put(Array(line), url: url)
            note(json)
        }
    }

    var recordsPath: String { folder + "/records.jsonl" }
    var packsFolder: String { folder + "/images" }

    static func packName(_ number: Int) -> String { CorpusOutput.pack(number) }

    /// The form of a URL that its record has: as it is asked for, without fragment, user name and password.
    static func normalized(_ url: String) -> String {
        guard let parsed = WebURL(url), parsed.isHTTP else { return url }
        return parsed.origin + parsed.target
    }

    var urls: [String] { order.compactMap { places[$0].flatMap { url(text[$0]) } } }

    func has(_ url: String) -> Bool { places[URLKey.hash(of: url)] != nil }

    /// Whether the URL failed for a reason that another day may mend.
    func isRetryable(_ url: String) -> Bool { retryable.contains(URLKey.hash(of: url)) }

    /// The record of a URL from its status on: `"status":…}`, nil when it has none.
    func facts(_ url: String) -> ArraySlice<UInt8>? {
        guard let place = places[URLKey.hash(of: url)] else { return nil }
        // A quote inside the URL is escaped, so this cannot be found in it.
        return text[place].firstRange(of: Self.mark).map { text[place][($0.lowerBound + 2)...] }
    }

    private static let mark = Array("\",\"status\":".utf8)

    /// Adds a record, or takes the place of the one the URL has.
    mutating func add(_ line: [UInt8], url: String, status: String) {
        put(line, url: url)
        note(status, of: url)
    }

    /// Notes where a content was packed.
    mutating func pack(_ sha256: String, at place: PackPlace) {
        contents[sha256] = place
        packs = max(packs, place.pack + 1)
    }

    /// Replaces `records.jsonl`.
    func write() throws(SystemError) {
        var file = try AtomicFile(path: recordsPath)
        for key in order {
            guard let place = places[key] else { continue }
            try file.write(Array(text[place]))
            try file.write([0x0A])
        }
        try file.commit()
    }

    private mutating func put(_ line: [UInt8], url: String) {
        let key = URLKey.hash(of: url)
        if places[key] == nil { order.append(key) }
        places[key] = text.count..<text.count + line.count
        text += line
    }

    private mutating func note(_ json: JSONValue) {
        guard let url = json["url"]?.string, let status = json["status"]?.string else { return }
        note(status, of: url)
        if let sha256 = json["sha256"]?.string, let pack = json["pack"]?.integer, pack >= 0,
            let offset = json["offset"]?.integer, let length = json["length"]?.integer
        {
            self.pack(sha256, at: PackPlace(pack: pack, bytes: ByteRange(offset: offset, length: length)))
        }
    }

    private mutating func note(_ status: String, of url: String) {
        let key = URLKey.hash(of: url)
        if Reason(rawValue: status)?.isRetryable == true { retryable.insert(key) } else { retryable.remove(key) }
    }

    private func url(_ line: ArraySlice<UInt8>) -> String? {
        (try? JSONValue(parsing: Array(line)))?["url"]?.string
    }
}
