package import Documents
package import Facts
import Glibc
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
            let paths = document.paths.find(Set(drops.lazy.filter(\.isPiece).map(\.ordinal)))
            for var drop in drops {
                drop.document = document.id
                if drop.isPiece, drop.path.isEmpty { drop.path = paths[drop.ordinal] ?? "" }
                if drop.page.isEmpty { drop.page = document.url }
                ledger.dropped(drop.reason)
                try append(drop)
            }
        }

        /// Makes the log appear.
        /// - Throws: `StorageError.system`.
        package consuming func commit() throws(StorageError) -> FileSummary { try file.commit() }
    }

    /// The reason's name in a line of a log, without parsing it: `"unit":"…","reason":"…"` stand first. Nil for what is no
    /// drop.
    package static func reason(ofLine line: UnsafeRawBufferPointer) -> String? {
        let key: StaticString = "\"reason\":\""
        let limit = min(line.count, 64) - key.utf8CodeUnitCount
        guard limit > 0, let base = line.baseAddress,
            let start = (0..<limit).first(where: { memcmp(base + $0, key.utf8Start, key.utf8CodeUnitCount) == 0 })
        else { return nil }
        let rest = line[(start + key.utf8CodeUnitCount)...]
        return String(decoding: rest.prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }

    /// The id of the document in a line of a log, without parsing it; nil for a record. A quotation mark within a value is
    /// escaped, so the key with its marks is never part of one.
    package static func document(ofLine line: UnsafeRawBufferPointer) -> String? {
        guard let place = line.firstPlace(of: documentKey) else { return nil }
        let rest = line[(place + documentKey.count)...]
        let id = rest.prefix { $0 != UInt8(ascii: "\"") }
        return id.isEmpty ? nil : String(decoding: id, as: UTF8.self)
    }

    private static let documentKey = Array("\"document\":\"".utf8)

    /// Gives every drop of the log at `path`, or those for one reason, to `body`, in order.
    /// - Throws: `StorageError.corrupt` for a damaged file or a line that is no drop; what `body` throws.
    package static func read(_ path: String, for reason: Reason? = nil, _ body: (Drop) throws -> Void) throws {
        try read(RangedFile(path: path), for: reason, body)
    }

    /// As `read` with a path, of a log here or elsewhere.
    static func read(_ file: RangedFile, for reason: Reason? = nil, _ body: (Drop) throws -> Void) throws {
        var number = 0
        try FramedReader(file).lines { line in
            number += 1
            if let reason, let name = DropLog.reason(ofLine: line), name != reason.rawValue { return }
            guard let json = try? JSONValue(parsing: Array(line)), let drop = Drop(json) else {
                throw StorageError.corrupt(path: file.path, detail: "line \(number) is not a drop")
            }
            try body(drop)
        }
    }
}
