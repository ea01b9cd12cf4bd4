import CorpusFiles
import JSON
import Platform
import Runs

/// Where the bytes of an image of a judged part are: a line that `judge` writes once a content, and `assemble` reads.
struct StoredContent: Equatable {
    /// The file in a part of `judge`.
    static let file = "contents.jsonl.zst"

    /// Of the bytes.
    let sha256: String
    let format: String
    let place: RawPlace

    init(sha256: String, format: String, place: RawPlace) {
        (self.sha256, self.format, self.place) = (sha256, format, place)
    }

    /// Reads what `write` wrote.
    init?(_ json: JSONValue) {
        guard let sha256 = json[0]?.string, let unit = json[1]?.integer, let offset = json[2]?.integer,
            let length = json[3]?.integer, let format = json[4]?.string
        else { return nil }
        self.sha256 = sha256
        self.format = format
        place = RawPlace(unit: unit, bytes: ByteRange(offset: offset, length: length))
    }

    func write(to json: inout JSONWriter) {
        json.array { json in
            json.value(sha256)
            json.value(place.unit)
            json.value(place.bytes.offset)
            json.value(place.bytes.length)
            json.value(format)
        }
    }

    /// The places of a judged part's contents by SHA-256.
    static func read(_ context: WorkContext, part: Int) throws -> [String: RawPlace] {
        let path = context.file(file, of: .judge, part)
        var places: [String: RawPlace] = [:]
        try FramedReader(path: path).lines { line in
            guard let content = StoredContent(try JSONValue(parsing: Array(line))) else {
                throw StorageError.corrupt(path: path, detail: "a line of it is no place of a content")
            }
            places[content.sha256] = content.place
        }
        return places
    }
}
