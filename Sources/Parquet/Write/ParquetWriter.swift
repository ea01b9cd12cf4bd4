package import Platform

/// Writes a Parquet file of texts, lists of texts and lists of pictures: plain values, zstd pages cut by content, an offset
/// index and a column index for every column. The same rows give the same bytes; the file appears at `commit`.
///
/// ```swift
/// var file = try ParquetWriter(path: "train-00000.parquet", fields: [ParquetField("texts", .texts)])
/// try file.append([.texts(["Idéfix is small.", nil])])
/// let summary = try file.commit()
/// ```
package struct ParquetWriter: ~Copyable {
    private let fields: [ParquetField]
    /// Of each field, its kind and its first leaf.
    private let places: [(kind: ParquetField.Kind, column: Int)]
    private let layout: ParquetLayout
    private var file: HashedFile
    private var columns: [ColumnWriter]
    private var groups: [GroupFooter] = []
    private var groupRows = 0
    /// Rows appended so far.
    package private(set) var rows = 0

    /// Starts a file that will appear at `path`.
    /// - Throws: `StorageError.system`.
    package init(
        path: String, fields: [ParquetField], layout: ParquetLayout = ParquetLayout()
    ) throws(StorageError) {
        var file = try HashedFile(path: path)
        try file.write(Format.magic)
        self.file = file
        self.fields = fields
        var places: [(kind: ParquetField.Kind, column: Int)] = []
        var column = 0
        for field in fields {
            places.append((field.kind, column))
            column += field.leaves.count
        }
        self.places = places
        self.layout = layout
        columns = fields.flatMap(\.leaves).map { ColumnWriter($0, layout) }
    }

    /// Bytes of closed row groups.
    package var bytesWritten: Int { file.count }

    /// Appends a row: a cell for each field, in their order.
    /// - Throws: `StorageError.unwritable` for a cell of another kind than its field; `.system`.
    package mutating func append(_ row: [ParquetCell]) throws(StorageError) {
        guard row.count == fields.count else { throw unwritable("a row of \(row.count) cells") }
        for index in row.indices {
            let (kind, column) = places[index]
            switch row[index] {
            case .text(let text) where kind == .text:
                if let text { columns[column].append(text) } else { columns[column].append(absentAt: 0) }
            case .texts(let texts) where kind == .texts: append(texts, column)
            case .pictures(let pictures) where kind == .pictures: append(pictures, column)
            default: throw unwritable("a cell of another kind than its column '\(fields[index].name)'")
            }
        }
        try endRow()
    }

    private func unwritable(_ detail: String) -> StorageError {
        .unwritable(path: file.path, detail: "row \(rows): \(detail)")
    }

    private mutating func append(_ texts: [String?], _ column: Int) {
        if texts.isEmpty { columns[column].append(absentAt: 1) }
        for index in texts.indices {
            let repetition = min(index, 1)
            if let text = texts[index] {
                columns[column].append(text, repetition: repetition)
            } else {
                columns[column].append(absentAt: 2, repetition: repetition)
            }
        }
    }

    private mutating func append(_ pictures: [ParquetPicture?], _ column: Int) {
        if pictures.isEmpty { for index in 0...1 { columns[column + index].append(absentAt: 1) } }
        for (index, picture) in pictures.enumerated() {
            let repetition = min(index, 1)
            let absent = picture == nil ? 2 : 3
            if let bytes = picture?.bytes {
                columns[column].append(bytes, repetition: repetition)
            } else {
                columns[column].append(absentAt: absent, repetition: repetition)
            }
            if let path = picture?.path {
                columns[column + 1].append(path, repetition: repetition)
            } else {
                columns[column + 1].append(absentAt: absent, repetition: repetition)
            }
        }
    }

    private mutating func endRow() throws(StorageError) {
        rows += 1
        groupRows += 1
        var hash: UInt64 = 0
        var bytes = 0
        for index in columns.indices {
            hash ^= try columns[index].endRow()
            bytes += columns[index].groupBytes
        }
        if let most = layout.groupRows {
            if groupRows >= most { try closeGroup() }
            return
        }
        // Groups end by content too, so that those after a removal keep their rows; the mean wait is 256 rows.
        let isBorder = hash & 0xFF == 0 && bytes >= layout.groupBytes
        if isBorder || bytes >= layout.groupBytes * 2 { try closeGroup() }
    }

    private mutating func closeGroup() throws(StorageError) {
        guard groupRows > 0 else { return }
        var group = GroupFooter(rows: groupRows)
        for index in columns.indices {
            try columns[index].close()
            group.columns.append(ColumnFooter(columns[index], offset: file.count))
            try file.write(columns[index].body.bytes)
            columns[index].beginGroup()
        }
        groups.append(group)
        groupRows = 0
    }

    /// Closes the last group, writes indexes and footer, makes the file appear. `lines` of the summary counts rows.
    /// - Throws: `StorageError.system`; then there is no file.
    package consuming func commit() throws(StorageError) -> FileSummary {
        try closeGroup()
        for group in groups.indices {
            for column in groups[group].columns.indices {
                let index = groups[group].columns[column].columnIndex
                groups[group].columns[column].columnIndexPlace = (file.count, index.count)
                try file.write(index)
            }
        }
        for group in groups.indices {
            for column in groups[group].columns.indices {
                let index = groups[group].columns[column].offsetIndex
                groups[group].columns[column].offsetIndexPlace = (file.count, index.count)
                try file.write(index)
            }
        }
        var footer = Footer(fields: fields, groups: groups, rows: rows, metadata: layout.metadata).bytes
        footer.append(littleEndian: UInt32(footer.count))
        try file.write(footer + Format.magic)
        return try file.commit(lines: rows)
    }
}
