import Curation
import GRDB
import JSON
import Platform

/// Fills the full-text index from the shards, in corpus order.
enum FullTextLoader {
    /// - Parameter first: number of their first document.
    static func load(_ shards: [String], first: Int, _ database: Database) throws {
        try database.execute(sql: CorpusSchema.fullText)
        let insert = try database.makeStatement(
            sql: "INSERT INTO documents_text (rowid, title, body, alt) VALUES (?, ?, ?, ?)")
        var number = first
        for shard in shards {
            try FramedReader(path: shard).lines { line in
                let (title, body, alt) = try texts(line, of: shard)
                try insert.execute(arguments: [number, title, body, alt])
                number += 1
            }
        }
        // One b-tree instead of the levels that inserting left.
        try database.execute(sql: "INSERT INTO documents_text (documents_text) VALUES ('optimize')")
    }

    private static func texts(
        _ line: UnsafeRawBufferPointer, of shard: String
    ) throws -> (title: String, body: String, alt: String) {
        guard let json = try? JSONValue(parsing: Array(line)), let segments = json["segments"]?.array else {
            throw StorageError.corrupt(path: shard, detail: "a line is not a document")
        }
        var body: [String] = []
        var alt: [String] = []
        for segment in segments {
            for (key, isBody) in [("text", true), ("alt", false), ("caption", false)] {
                guard let text = segment[key]?.string, !text.isEmpty else { continue }
                if isBody { body.append(text) } else { alt.append(text) }
            }
        }
        let words = SearchWords.shared
        return (
            words.spaced(json["title"]?.string ?? ""), words.spaced(body.joined(separator: "\n\n")),
            words.spaced(alt.joined(separator: "\n"))
        )
    }
}
