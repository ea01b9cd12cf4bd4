package import Documents
import Exchange
import Facts
package import Platform

/// The index rows of one part, sorted: what a unit hands to `CorpusIndexBuilder`.
///
/// A sorted file of four buckets (documents by id, images by SHA-256, occurrences by document and position, clusters by
/// document): the builder merges the parts, so that SQLite sees every table in the order of its key and no B-tree is filled in random order.
package struct IndexRowWriter: ~Copyable {
    private var file: SortedWriter
    private var packer = RowPacker()

    /// Starts a file that will appear at `path`.
    package init(path: String) { file = SortedWriter(path: path, buckets: IndexBucket.allCases.count) }

    /// Appends a document's row, its images' occurrences, and what was measured on them.
    /// - Throws: `StorageError.unwritable` for an id or a hash that is not hexadecimal; `.system`.
    package mutating func append(_ row: DocumentRow, of document: Document) throws(StorageError) {
        packer.pack(row)
        try append(.documents, key: row.id, digits: 20)
        if let cluster = ClusterRow(of: document) {
            packer.pack(cluster)
            try append(.clusters, key: row.id, digits: 20)
        }
        for occurrence in OccurrenceRow.rows(of: document) {
            packer.pack(occurrence)
            try append(.occurrences, key: occurrence.document, digits: 20)
        }
        for image in document.images {
            guard let signals = image.signals else { continue }
            packer.pack(signals)
            try append(.images, key: signals.sha256, digits: 64)
        }
    }

    /// Appends where the bytes of an image are: in the part's pack of that index.
    /// - Throws: as the other `append`.
    package mutating func append(
        image sha256: String, at place: PackPlace
    ) throws(StorageError) {
        packer.pack(place)
        try append(.images, key: sha256, digits: 64)
    }

    private mutating func append(_ bucket: IndexBucket, key: String, digits: Int) throws(StorageError) {
        guard key.utf8.count == digits, let bytes = Hex.decode(key) else {
            throw .unwritable(path: "index", detail: "'\(key)' is not \(digits) hexadecimal digits")
        }
        let head = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        try file.append(bucket: bucket.rawValue, key: head, payload: bytes + packer.bytes)
    }

    /// Makes the file appear. `lines` of the summary counts rows.
    /// - Throws: `StorageError.system`.
    package consuming func commit() throws(StorageError) -> FileSummary { try file.commit() }
}

/// The buckets of a part's rows. Under `images` an image has a row for what was measured on it (one for each time it is
/// shown) and one for each place of its bytes.
enum IndexBucket: Int, CaseIterable {
    case documents, images, occurrences, clusters
}
