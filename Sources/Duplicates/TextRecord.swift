import JSON
import Platform

/// A line of the input as far as comparing texts needs it.
///
/// The text is `text` (a string), `texts` (strings; what is null stands for an image), the text segments of a document of
/// ours, or, where there is none of these, `words` (of a signature file: hexadecimal, 8 digits a word). Images present are the entries of `images` that are not null, or the image segments. When it was captured
/// is `captured`, `date` or `timestamp`.
struct TextRecord {
    let id: RecordID
    let texts: [String]
    /// The words themselves (`WordSequence.words`), where the line has them in place of a text.
    let words: [UInt32]?
    /// Without the length, which is known when the words have been counted.
    let standing: Standing

    /// What is wrong with a line.
    struct Fault: Error { let problem: String }

    init(parsing line: UnsafeRawBufferPointer) throws(Fault) {
        let json: JSONValue
        do { json = try JSONValue(parsing: line, leniently: true) } catch {
            throw Fault(problem: "not JSON: \(error)")
        }
        guard case .object = json else { throw Fault(problem: "\(json.kind), not an object with 'id' and 'text'") }
        guard let id = RecordID(json["id"]) else { throw Fault(problem: "no 'id' that is a text or an integer") }
        let found = Self.texts(json)
        words = found == nil ? try Self.words(json) : nil
        guard let texts = words == nil ? found : [] else {
            throw Fault(problem: "no 'text' that is a string, no 'texts' and no 'segments'")
        }
        self.id = id
        self.texts = texts
        let date = json["captured"]?.string ?? json["date"]?.string ?? json["timestamp"]?.string ?? ""
        standing = Standing(
            images: Self.images(json), captured: Standing.date(date), characters: json["characters"]?.integer ?? 0)
    }

    private static func words(_ json: JSONValue) throws(Fault) -> [UInt32]? {
        guard let digits = json["words"]?.string else { return nil }
        guard let bytes = Hex.decode(digits), bytes.count % 4 == 0 else {
            throw Fault(problem: "'words' that are not 8 hexadecimal digits each")
        }
        return stride(from: 0, to: bytes.count, by: 4).map { bytes.littleEndian(at: $0) }
    }

    private static func texts(_ json: JSONValue) -> [String]? {
        if let text = json["text"]?.string { return [text] }
        if let texts = json["texts"]?.array { return texts.compactMap(\.string) }
        guard let segments = json["segments"]?.array else { return nil }
        return segments.compactMap { $0["kind"]?.string == "text" ? $0["text"]?.string : nil }
    }

    private static func images(_ json: JSONValue) -> Int {
        if let count = json["images"]?.integer { return count }
        if let images = json["images"]?.array {
            return images.reduce(0) { count, image in
                if case .null = image { count } else { count + (image.string?.isEmpty == true ? 0 : 1) }
            }
        }
        return (json["segments"]?.array ?? []).reduce(0) { $0 + ($1["kind"]?.string == "image" ? 1 : 0) }
    }
}
