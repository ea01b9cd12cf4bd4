import Platform

/// A Parquet file, opened for reading: flat columns and columns in one list, plain or with a dictionary, pages of both
/// versions, uncompressed or by snappy, gzip or zstd.
///
/// Nothing is allocated by what the file says of itself alone: every size is held against the bytes that are there.
package struct ParquetFile: Sendable {
    /// The largest footer that is read, bytes.
    static let largestFooter = 64 << 20

    /// The path it was opened by.
    package let path: String
    /// Rows, as its groups say.
    package let rows: Int
    /// Its leaves.
    package let columns: [ParquetColumn]
    /// Keys and values of the footer.
    package let metadata: [(key: String, value: String)]
    let groups: [RowGroup]

    /// Opens a file and reads its footer.
    /// - Throws: `ParquetError`.
    package init(path: String) throws(ParquetError) {
        self.path = path
        do throws(ParquetError) {
            let size = try Self.size(path)
            let footer = try Self.footer(path, size)
            let walk = try SchemaWalk(footer[2]?.list ?? [])
            columns = walk.columns
            var groups: [RowGroup] = []
            for group in footer[4]?.list ?? [] { groups.append(try RowGroup(group, columns, size: size)) }
            self.groups = groups
            rows = groups.reduce(0) { $0 &+ $1.rows }
            guard rows == footer[3]?.integer, rows <= size * 8 else {
                throw .damaged("its groups have \(rows) rows, the footer says \(footer[3]?.integer ?? 0)")
            }
            metadata = (footer[5]?.list ?? []).map { ($0[1]?.text ?? "", $0[2]?.text ?? "") }
        } catch { throw error.at(path) }
    }

    /// The column of a name.
    package func column(_ name: String) -> ParquetColumn? { columns.first { $0.name == name } }

    /// Gives every row's values of some columns to `body`, in the order in which the columns are named.
    /// - Throws: `ParquetError` for a column that is not there or not read here, and for damage; what `body` throws.
    package func forEachRow(of names: [String], _ body: (_ row: Int, _ values: [ParquetValue]) throws -> Void) throws {
        var chosen: [ParquetColumn] = []
        for name in names {
            guard let column = column(name) else {
                let list = columns.map(\.name).prefix(20).joined(separator: ", ")
                throw ParquetError.unsupported("\(path): no column '\(name)'; there are \(list)")
            }
            guard column.repetition <= 1 else {
                throw ParquetError.unsupported("\(path): the column '\(name)' has lists in lists")
            }
            chosen.append(column)
        }
        var row = 0
        for group in groups {
            var readers: [ChunkReader] = []
            for column in chosen { readers.append(ChunkReader(path, column, group.chunks[column.index])) }
            for _ in 0..<group.rows {
                var values: [ParquetValue] = []
                values.reserveCapacity(readers.count)
                for index in readers.indices { values.append(try readers[index].next()) }
                try body(row, values)
                row += 1
            }
            for reader in readers { try reader.checkEnd() }
        }
    }

    private static func size(_ path: String) throws(ParquetError) -> Int {
        do { return try Files.size(path) } catch { throw .system(error) }
    }

    static func read(_ path: String, _ offset: Int, _ count: Int) throws(ParquetError) -> [UInt8] {
        let bytes: [UInt8]
        do { bytes = try Files.read(path, offset: offset, count: count) } catch { throw .system(error) }
        guard bytes.count == count else { throw .damaged("it became shorter while it was read") }
        return bytes
    }

    private static func footer(_ path: String, _ size: Int) throws(ParquetError) -> ThriftValue {
        guard size >= 12 else { throw .damaged("not a Parquet file: it has \(size) bytes") }
        let tail = try read(path, size - 8, 8)
        guard tail[4...].elementsEqual(Format.magic) else {
            if tail[4...].elementsEqual(Format.encryptedMagic) { throw .unsupported("its footer is encrypted") }
            throw .damaged("not a Parquet file, or cut off: no PAR1 at its end")
        }
        let length = Int(tail.littleEndian(at: 0))
        guard length <= size - 12, length <= largestFooter else {
            throw .damaged("its footer claims \(length) bytes of \(size)")
        }
        let bytes = try read(path, size - 8 - length, length)
        var reader = ThriftReader(bytes[...])
        do throws(ThriftReader.Fault) { return try reader.structure() } catch {
            throw .damaged("its footer: \(error.detail)")
        }
    }
}

/// A row group.
struct RowGroup: Sendable {
    let rows: Int
    /// One for each leaf of the schema.
    let chunks: [Chunk]

    /// A column's bytes in a group.
    struct Chunk: Sendable {
        let codec: Int
        /// Values, nulls included.
        let values: Int
        /// The bytes of its pages in the file.
        let bytes: Range<Int>
    }

    init(_ value: ThriftValue, _ columns: [ParquetColumn], size: Int) throws(ParquetError) {
        guard let rows = value[3]?.integer, rows >= 0, rows <= size * 8, let list = value[1]?.list,
            list.count == columns.count
        else { throw .damaged("a row group that does not fit the schema") }
        self.rows = rows
        var chunks: [Chunk] = []
        for (chunk, column) in zip(list, columns) { chunks.append(try Self.chunk(chunk, column, size: size)) }
        self.chunks = chunks
    }

    private static func chunk(
        _ value: ThriftValue, _ column: ParquetColumn, size: Int
    ) throws(ParquetError) -> Chunk {
        if let other = value[1]?.text, !other.isEmpty {
            throw .unsupported("a column lies in another file, '\(other)'")
        }
        guard let metadata = value[3] else { throw .unsupported("the column '\(column.name)' is encrypted") }
        let data = metadata[9]?.integer ?? -1
        let dictionary = metadata[11]?.integer ?? 0
        let start = dictionary > 0 ? min(dictionary, data) : data
        let length = metadata[7]?.integer ?? -1
        guard start >= 4, length >= 0, start <= size, length <= size - start,
            metadata[1]?.integer == column.physical.rawValue,
            let values = metadata[5]?.integer, values >= 0, let codec = metadata[4]?.integer
        else { throw .damaged("the column '\(column.name)' does not lie in the file") }
        return Chunk(codec: codec, values: values, bytes: start..<start + length)
    }
}
