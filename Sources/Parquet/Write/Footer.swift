import Platform

/// A row group as the footer tells of it.
struct GroupFooter {
    /// Its rows.
    let rows: Int
    /// Its columns, in the schema's order.
    var columns: [ColumnFooter] = []
}

/// A column of a group as the footer and the indexes tell of it.
struct ColumnFooter {
    /// What it holds.
    let leaf: ParquetLeaf
    /// Byte offset of its first page in the file.
    let offset: Int
    /// Its pages; offsets count from `offset`.
    let pages: [ColumnWriter.Page]
    /// Bytes of its pages, and before compression, headers included.
    let compressed: Int, uncompressed: Int
    /// Where its indexes lie: byte offset and length.
    var columnIndexPlace = (0, 0), offsetIndexPlace = (0, 0)

    init(_ column: borrowing ColumnWriter, offset: Int) {
        leaf = column.leaf
        pages = column.pages
        compressed = column.body.count
        uncompressed = column.uncompressed
        self.offset = offset
    }

    /// `ColumnIndex`: what lies between which bounds.
    var columnIndex: [UInt8] {
        var out = ThriftWriter()
        out.element { index in
            index.list(1, of: .yes, pages) { $0.element($1.bounds == nil) }
            index.list(2, of: .binary, pages) { $0.element($1.bounds?.lower ?? []) }
            index.list(3, of: .binary, pages) { $0.element($1.bounds?.upper ?? []) }
            index.integer(4, 0)  // pages are in no order
            index.list(5, of: .int64, pages) { $0.element($1.nulls) }
        }
        return out.bytes
    }

    /// `OffsetIndex`: where each page lies.
    var offsetIndex: [UInt8] {
        var out = ThriftWriter()
        out.element { index in
            index.list(1, of: .structure, pages) { index, page in
                index.element { place in
                    place.long(1, offset + page.offset)
                    place.integer(2, page.length)
                    place.long(3, page.firstRow)
                }
            }
        }
        return out.bytes
    }

    /// `ColumnChunk`.
    func write(to out: inout ThriftWriter) {
        out.element { chunk in
            chunk.long(2, offset)
            chunk.structure(3) { write(metadata: &$0) }
            chunk.long(4, offsetIndexPlace.0)
            chunk.integer(5, offsetIndexPlace.1)
            chunk.long(6, columnIndexPlace.0)
            chunk.integer(7, columnIndexPlace.1)
        }
    }

    private func write(metadata: inout ThriftWriter) {
        metadata.integer(1, Format.Physical.byteArray.rawValue)
        metadata.list(2, of: .int32, [Format.Encoding.plain, .rle]) { $0.element($1.rawValue) }
        metadata.list(3, of: .binary, leaf.path) { $0.element($1.utf8) }
        metadata.integer(4, Format.Codec.zstd.rawValue)
        metadata.long(5, pages.reduce(0) { $0 + $1.values })
        metadata.long(6, uncompressed)
        metadata.long(7, compressed)
        metadata.long(9, offset)
        metadata.structure(12) { $0.long(3, pages.reduce(0) { $0 + $1.nulls }) }
    }
}

/// `FileMetaData`: what stands at the end of a file.
struct Footer {
    let fields: [ParquetField]
    let groups: [GroupFooter]
    let rows: Int
    let metadata: [(key: String, value: String)]

    var bytes: [UInt8] {
        var out = ThriftWriter()
        let elements = fields.flatMap(\.elements)
        out.element { file in
            file.integer(1, 2)
            file.list(2, of: .structure, [SchemaNode(name: "schema", children: fields.count)] + elements) {
                $1.write(to: &$0)
            }
            file.long(3, rows)
            file.list(4, of: .structure, groups) { $1.write(to: &$0) }
            if !metadata.isEmpty {
                file.list(5, of: .structure, metadata) { out, pair in
                    out.element {
                        $0.binary(1, pair.key.utf8)
                        $0.binary(2, pair.value.utf8)
                    }
                }
            }
            file.binary(6, "\(Tool.name) version \(Tool.version) (build 0)".utf8)
            // Without the order of their type no reader may use the bounds.
            file.list(7, of: .structure, fields.flatMap(\.leaves)) { out, _ in
                out.element { $0.structure(1) { _ in } }
            }
        }
        return out.bytes
    }
}

extension GroupFooter {
    func write(to out: inout ThriftWriter) {
        out.element { group in
            group.list(1, of: .structure, columns) { $1.write(to: &$0) }
            group.long(2, columns.reduce(0) { $0 + $1.uncompressed })
            group.long(3, rows)
            if let first = columns.first { group.long(5, first.offset) }
            group.long(6, columns.reduce(0) { $0 + $1.compressed })
        }
    }
}

/// A `SchemaElement`.
struct SchemaNode {
    var name: String
    /// Children of a group, 0 for a leaf.
    var children = 0
    /// 0 required, 1 optional, 2 repeated; nil for the root.
    var repetition: Int?
    /// Of a leaf: whether it is text.
    var isText = true
    /// Whether it is a list in three levels.
    var isList = false

    func write(to out: inout ThriftWriter) {
        out.element { node in
            if children == 0 { node.integer(1, Format.Physical.byteArray.rawValue) }
            if let repetition { node.integer(3, repetition) }
            node.binary(4, name.utf8)
            if children > 0 { node.integer(5, children) }
            if isList {
                node.integer(6, Format.list)
                node.structure(10) { $0.structure(3) { _ in } }
            } else if children == 0 && isText {
                node.integer(6, Format.utf8)
                node.structure(10) { $0.structure(1) { _ in } }
            }
        }
    }
}

extension ParquetField {
    /// The column's part of the schema, in depth-first order.
    fileprivate var elements: [SchemaNode] {
        let list = [
            SchemaNode(name: name, children: 1, repetition: 1, isList: true),
            SchemaNode(name: "list", children: 1, repetition: 2),
        ]
        switch kind {
        case .text: return [SchemaNode(name: name, repetition: 1)]
        case .texts: return list + [SchemaNode(name: "element", repetition: 1)]
        case .pictures:
            return list + [
                SchemaNode(name: "element", children: 2, repetition: 1),
                SchemaNode(name: "bytes", repetition: 1, isText: false), SchemaNode(name: "path", repetition: 1),
            ]
        }
    }
}
