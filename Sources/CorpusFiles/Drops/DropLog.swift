package import Documents
import JSON
package import Platform

/// What left, a line each: `drops/<phase>-<part>.jsonl.zst`, the lines as `schemas/drop.schema.json` has them.
package enum DropLog {
    /// Writes a log.
    package struct Writer: ~Copyable {
        private var file: FramedWriter
        private var json = JSONWriter()

        /// Starts a log that will appear at `path`.
        /// - Throws: `StorageError.system`.
        package init(path: String) throws(StorageError) { file = try FramedWriter(path: path) }

        /// Drops written so far.
        package var count: Int { file.lineCount }

        /// Appends a drop.
        /// - Throws: `StorageError.system`.
        package mutating func append(_ drop: Drop) throws(StorageError) {
            json.reset()
            drop.write(to: &json)
            try file.append(line: json.bytes)
        }

        /// Appends what left `document`, and books it in `ledger`.
        /// - Throws: `StorageError.system`.
        package mutating func append(
            _ drops: [Drop], of document: Document, in ledger: inout Ledger
        ) throws(StorageError) {
            for var drop in drops {
                drop.document = document.id
                if drop.page.isEmpty { drop.page = document.url }
                ledger.dropped(drop.reason)
                try append(drop)
            }
        }

        /// Makes the log appear.
        /// - Throws: `StorageError.system`.
        package consuming func commit() throws(StorageError) -> FileSummary { try file.commit() }
    }

    /// Gives every drop of the log at `path` to `body`, in order.
    /// - Throws: `StorageError.corrupt` for a damaged file or a line that is no drop; what `body` throws.
    package static func read(_ path: String, _ body: (Drop) throws -> Void) throws {
        var number = 0
        try FramedReader(path: path).lines { line in
            number += 1
            guard let json = try? JSONValue(parsing: Array(line)), let drop = Drop(json) else {
                throw StorageError.corrupt(path: path, detail: "line \(number) is not a drop")
            }
            try body(drop)
        }
    }
}
