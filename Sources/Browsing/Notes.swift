import Glibc
import JSON
import Platform
import Synchronization

/// What a person noted of documents: `notes.jsonl` beside the corpus, a line a note, the last one of a document counts.
final class Notes: Sendable {
    /// A note.
    struct Note: Sendable, Equatable {
        /// The document's id.
        let document: String
        let tags: String
        let text: String
    }

    private let path: String
    private let lock = Mutex(())
    private static let longest = 10_000

    init(_ folder: String) { path = folder + "/notes.jsonl" }

    /// All notes, one a document, in the order in which documents were first noted.
    var all: [Note] {
        lock.withLock { _ in
            guard let bytes = try? Files.read(path) else { return [] }
            var notes: [Note] = []
            var places: [String: Int] = [:]
            for line in bytes.split(separator: 0x0A) {
                guard let json = try? JSONValue(parsing: Array(line)), let id = json["document"]?.string else {
                    continue
                }
                let note = Note(document: id, tags: json["tags"]?.string ?? "", text: json["text"]?.string ?? "")
                if let place = places[id] {
                    notes[place] = note
                } else {
                    places[id] = notes.count
                    notes.append(note)
                }
            }
            return notes.filter { !$0.tags.isEmpty || !$0.text.isEmpty }
        }
    }

    /// The note of a document.
    func note(of id: String) -> Note? { all.first { $0.document == id } }

    /// Appends the note of a form with the fields `document`, `tags` and `text`.
    func save(_ form: [(name: String, value: String)]) throws(SystemError) {
        func field(_ name: String) -> String {
            String((form.first { $0.name == name }?.value ?? "").prefix(Self.longest))
        }
        let note = Note(document: field("document"), tags: field("tags"), text: field("text"))
        guard note.document.utf8.count == 20, Hex.decode(note.document) != nil else { return }
        let line = Array((Notes.json(note) + "\n").utf8)
        try lock.withLock { _ throws(SystemError) in
            let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw SystemError("open", path: path) }
            defer { close(descriptor) }
            guard Glibc.write(descriptor, line, line.count) == line.count else {
                throw SystemError("write", path: path)
            }
        }
    }

    private static func json(_ note: Note) -> String {
        var json = JSONWriter()
        write(note, to: &json)
        return json.text
    }

    /// `[{"document", "tags", "text"}]`.
    static func json(_ notes: [Note]) -> String {
        var json = JSONWriter()
        json.array { json in for note in notes { write(note, to: &json) } }
        return json.text
    }

    private static func write(_ note: Note, to json: inout JSONWriter) {
        json.object { json in
            json.member("document", note.document)
            json.member("tags", note.tags)
            json.member("text", note.text)
        }
    }
}
