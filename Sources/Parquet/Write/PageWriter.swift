import Glibc
import Platform

/// One data page: header, levels, values.
struct PageWriter {
    /// Levels as runs; empty where there are none.
    let levels: (repetition: [UInt8], definition: [UInt8])
    /// Values with nulls, nulls, rows.
    let counts: (values: Int, nulls: Int, rows: Int)

    /// More than a header has bytes.
    private static let mostHeader = 96

    /// Appends the page with its header to `body`; `values`, plain, may be changed.
    /// - Returns: its bytes with header, as they are and before compression; nil when there is no memory.
    func append(
        _ values: PageBuffer, to body: PageBuffer, version: Int, _ compressor: PageCompressor
    ) -> (length: Int, uncompressed: Int)? {
        version == 2 ? second(values, body, compressor) : first(values, body, compressor)
    }

    /// Version 1: everything is compressed, levels have their length before them.
    private func first(
        _ values: PageBuffer, _ body: PageBuffer, _ compressor: PageCompressor
    ) -> (length: Int, uncompressed: Int)? {
        var before: [UInt8] = []
        for level in [levels.repetition, levels.definition] where !level.isEmpty {
            before.append(littleEndian: UInt32(level.count))
            before.append(contentsOf: level)
        }
        values.prepend(before)
        return put(values, behind: [], body, compressor) { header, size in
            header.integer(1, Format.Page.data.rawValue)
            header.integer(2, values.count)
            header.integer(3, size.compressed)
            header.integer(4, size.checksum)
            header.structure(5) { data in
                data.integer(1, counts.values)
                data.integer(2, Format.Encoding.plain.rawValue)
                data.integer(3, Format.Encoding.rle.rawValue)
                data.integer(4, Format.Encoding.rle.rawValue)
            }
        }
    }

    /// Version 2: levels lie before the compressed values.
    private func second(
        _ values: PageBuffer, _ body: PageBuffer, _ compressor: PageCompressor
    ) -> (length: Int, uncompressed: Int)? {
        let before = levels.repetition + levels.definition
        return put(values, behind: before, body, compressor) { header, size in
            header.integer(1, Format.Page.dataV2.rawValue)
            header.integer(2, before.count + values.count)
            header.integer(3, size.compressed)
            header.integer(4, size.checksum)
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
    }

    /// The header tells of what comes behind it, so that is made first, at a distance, and then moved up to it.
    private func put(
        _ values: PageBuffer, behind before: [UInt8], _ body: PageBuffer, _ compressor: PageCompressor,
        _ header: (inout ThriftWriter, (compressed: Int, checksum: Int)) -> Void
    ) -> (length: Int, uncompressed: Int)? {
        let bound = PageCompressor.bound(values.count)
        guard !values.isExhausted, let page = body.room(Self.mostHeader + before.count + bound) else { return nil }
        let text = UnsafeMutableRawBufferPointer(start: page + Self.mostHeader, count: before.count + bound)
        before.withUnsafeBytes { text.copyMemory(from: $0) }
        guard let size = compressor.compress(values.bytes, into: .init(rebasing: text[before.count...])) else {
            return nil
        }
        let rest = UnsafeRawBufferPointer(rebasing: text[..<(before.count + size)])
        var out = ThriftWriter()
        out.element { header(&$0, (rest.count, Int(Int32(bitPattern: PageCompressor.checksum(rest))))) }
        out.bytes.withUnsafeBytes { body.append($0) }
        memmove(page + out.bytes.count, page + Self.mostHeader, rest.count)
        body.extend(by: rest.count)
        return (out.bytes.count + rest.count, out.bytes.count + before.count + values.count)
    }
}
