import Platform

/// One data page: header, levels, values.
struct PageWriter {
    /// Levels as runs; empty where there are none.
    let levels: (repetition: [UInt8], definition: [UInt8])
    /// Plain values.
    let values: [UInt8]
    /// Values with nulls, nulls, rows.
    let counts: (values: Int, nulls: Int, rows: Int)

    /// The page with its header, and its size with header before compression; nil when zstd refuses.
    func bytes(version: Int, _ compressor: PageCompressor) -> (page: [UInt8], uncompressed: Int)? {
        version == 2 ? second(compressor) : first(compressor)
    }

    /// Version 1: everything is compressed, levels have their length before them.
    private func first(_ compressor: PageCompressor) -> (page: [UInt8], uncompressed: Int)? {
        var text: [UInt8] = []
        text.reserveCapacity(values.count + levels.repetition.count + levels.definition.count + 8)
        for level in [levels.repetition, levels.definition] where !level.isEmpty {
            text.append(littleEndian: UInt32(level.count))
            text.append(contentsOf: level)
        }
        text.append(contentsOf: values)
        guard let body = compressor.compress(text[...]) else { return nil }
        var header = ThriftWriter()
        header.element { header in
            header.integer(1, Format.Page.data.rawValue)
            header.integer(2, text.count)
            header.integer(3, body.count)
            header.integer(4, Int(Int32(bitPattern: PageCompressor.checksum(body))))
            header.structure(5) { data in
                data.integer(1, counts.values)
                data.integer(2, Format.Encoding.plain.rawValue)
                data.integer(3, Format.Encoding.rle.rawValue)
                data.integer(4, Format.Encoding.rle.rawValue)
            }
        }
        return (header.bytes + body, header.bytes.count + text.count)
    }

    /// Version 2: levels lie before the compressed values.
    private func second(_ compressor: PageCompressor) -> (page: [UInt8], uncompressed: Int)? {
        guard let body = compressor.compress(values[...]) else { return nil }
        let before = levels.repetition + levels.definition
        var header = ThriftWriter()
        header.element { header in
            header.integer(1, Format.Page.dataV2.rawValue)
            header.integer(2, before.count + values.count)
            header.integer(3, before.count + body.count)
            header.integer(4, Int(Int32(bitPattern: PageCompressor.checksum(before[...], body))))
            header.structure(8) { data in
                data.integer(1, counts.values)
                data.integer(2, counts.nulls)
                data.integer(3, counts.rows)
                data.integer(4, Format.Encoding.plain.rawValue)
                data.integer(5, levels.definition.count)
                data.integer(6, levels.repetition.count)
                data.flag(7, true)
            }
        }
        return (header.bytes + before + body, header.bytes.count + before.count + values.count)
    }
}
