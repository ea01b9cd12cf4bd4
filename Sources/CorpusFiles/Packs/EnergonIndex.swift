import GRDB
package import Platform

/// `.nv-meta/index.sqlite` of a WebDataset folder, as megatron-energon 7 makes it: where each sample and each of its members
/// lies, so that nothing has to be prepared again. Rows are written in the order of the archives, indexes at the end.
package final class EnergonIndex {
    /// A member of a sample.
    package struct Part: Sendable {
        /// Its name after the key and the first dot.
        package let name: String
        /// Byte offset and length of its content in the archive.
        package let offset: Int, length: Int

        /// A member.
        package init(name: String, offset: Int, length: Int) {
            (self.name, self.offset, self.length) = (name, offset, length)
        }
    }

    /// A sample.
    package struct Sample: Sendable {
        /// Its key: the name up to the first dot.
        package var key: String
        /// Index of the archive in the folder, and of the sample in the archive.
        package var archive: Int, index: Int
        /// The archive's bytes from its first header to the next sample's.
        package var bytes: Range<Int>
        /// Its members.
        package var parts: [Part]

        /// A sample.
        package init(key: String, archive: Int, index: Int, bytes: Range<Int>, parts: [Part]) {
            (self.key, self.archive, self.index, self.bytes, self.parts) = (key, archive, index, bytes, parts)
        }
    }

    private let queue: DatabaseQueue
    private let path: String

    /// Starts an index at `path`, where nothing may be.
    /// - Throws: `StorageError`.
    package init(path: String) throws(StorageError) {
        self.path = path
        do {
            var configuration = Configuration()
            // All rows are one transaction, over many calls: the file is nothing before it is finished.
            configuration.allowsUnsafeTransactions = true
            try Durable.create(path)
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase {
                try $0.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;" + Self.tables)
            }
        } catch { throw StorageError(error, path: path) }
    }

    private static let tables = """
        CREATE TABLE samples (tar_file_id INTEGER NOT NULL, sample_key TEXT NOT NULL UNIQUE, sample_index INTEGER NOT NULL,
          byte_offset INTEGER, byte_size INTEGER);
        CREATE TABLE sample_parts (tar_file_id INTEGER, sample_index INTEGER, part_name TEXT, content_byte_offset INTEGER,
          content_byte_size INTEGER);
        """
    private static let indexes = """
        CREATE INDEX idx_samples_by_tar_and_idx ON samples (tar_file_id, sample_index);
        CREATE INDEX idx_sample_parts_seq ON sample_parts (tar_file_id, sample_index, content_byte_offset);
        CREATE INDEX idx_sample_parts_full ON sample_parts (tar_file_id, sample_index, part_name, content_byte_offset,
          content_byte_size);
        """

    /// Adds a sample.
    /// - Throws: `StorageError.database`, also for a key that was there already.
    package func add(_ sample: Sample) throws(StorageError) {
        do {
            try queue.inDatabase { database in
                try database.cachedStatement(sql: "INSERT INTO samples VALUES (?, ?, ?, ?, ?)").execute(
                    arguments: [
                        sample.archive, sample.key, sample.index, sample.bytes.lowerBound, sample.bytes.count,
                    ])
                for part in sample.parts {
                    try database.cachedStatement(sql: "INSERT INTO sample_parts VALUES (?, ?, ?, ?, ?)").execute(
                        arguments: [sample.archive, sample.index, part.name, part.offset, part.length])
                }
            }
        } catch { throw StorageError(error, path: path) }
    }

    /// Makes the indexes and closes the file.
    /// - Throws: `StorageError`.
    package func finish() throws(StorageError) {
        do {
            try queue.inDatabase { try $0.execute(sql: Self.indexes + "COMMIT;") }
            try queue.close()
            try Durable.sync(path)
        } catch { throw StorageError(error, path: path) }
    }
}
