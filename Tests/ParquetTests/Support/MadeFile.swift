import Platform
import TestKit

@testable import Parquet

/// A Parquet file of one row group made by hand, byte by byte, as another writer may have made it.
struct MadeFile {
    /// A leaf: an element of the schema and its pages.
    struct Leaf {
        var name = "a"
        var physical = Format.Physical.int32
        /// 0 required, 1 optional, 2 repeated.
        var repetition = 0
        var length: Int?
        var codec = Format.Codec.none
        var values = 1
        var pages: [[UInt8]] = []
        /// Whether the first page is a dictionary.
        var hasDictionary = false
        /// Changes of what the footer says of it.
        var type: Int?
        var offset: Int?
        var size: Int?
        var otherFile: String?
        var isEncrypted = false
    }

    var leaves: [Leaf]
    var rows = 1
    /// What the footer says of them, when it lies.
    var footerRows: Int?
    var metadata: [(String, String)] = []

    init(_ leaves: Leaf...) { self.leaves = leaves }

    /// The file's bytes.
    var bytes: [UInt8] {
        var out = Format.magic
        var places: [Int] = []
        for leaf in leaves {
            places.append(out.count)
            out += leaf.pages.joined()
        }
        var footer = footer(places)
        footer.append(littleEndian: UInt32(footer.count))
        return out + footer + Format.magic
    }

    /// Writes it and opens it.
    func open(_ scratch: Scratch) throws -> ParquetFile { try ParquetFile(path: scratch.write(bytes, "made.parquet")) }

    /// The values of the first leaf.
    func values(_ scratch: Scratch) throws -> [ParquetValue] {
        var values: [ParquetValue] = []
        try open(scratch).forEachRow(of: [leaves[0].name]) { values.append($1[0]) }
        return values
    }

    private func footer(_ places: [Int]) -> [UInt8] {
        var out = ThriftWriter()
        out.element { file in
            file.integer(1, 1)
            file.list(2, of: .structure, [nil] + leaves.map(Optional.some)) { out, leaf in
                out.element { node in
                    if let leaf {
                        node.integer(1, leaf.physical.rawValue)
                        if let length = leaf.length { node.integer(2, length) }
                        node.integer(3, leaf.repetition)
                    }
                    node.binary(4, (leaf?.name ?? "schema").utf8)
                    if leaf == nil { node.integer(5, leaves.count) }
                }
            }
            file.long(3, footerRows ?? rows)
            file.list(4, of: .structure, [0]) { out, _ in
                out.element { group in
                    group.list(1, of: .structure, Array(zip(leaves, places))) { chunk(&$0, $1.0, $1.1) }
                    group.long(3, rows)
                }
            }
            if !metadata.isEmpty {
                file.list(5, of: .structure, metadata) { out, pair in
                    out.element {
                        $0.binary(1, pair.0.utf8); $0.binary(2, pair.1.utf8)
                    }
                }
            }
        }
        return out.bytes
    }

    private func chunk(_ out: inout ThriftWriter, _ leaf: Leaf, _ place: Int) {
        let size = leaf.pages.reduce(0) { $0 + $1.count }
        out.element { chunk in
            if let other = leaf.otherFile { chunk.binary(1, other.utf8) }
            chunk.long(2, 0)
            if leaf.isEncrypted { return }
            chunk.structure(3) { data in
                data.integer(1, leaf.type ?? leaf.physical.rawValue)
                data.integer(4, leaf.codec.rawValue)
                data.long(5, leaf.values)
                data.long(7, leaf.size ?? size)
                data.long(9, leaf.offset ?? (leaf.hasDictionary ? place + (leaf.pages.first?.count ?? 0) : place))
                if leaf.hasDictionary { data.long(11, place) }
            }
        }
    }

    // MARK: Pages

    /// A page with a header around its body; `more` writes the part of its kind.
    static func page(
        _ kind: Int, _ body: [UInt8], size: Int? = nil, crc: Int? = nil, _ more: (inout ThriftWriter) -> Void
    ) -> [UInt8] {
        var out = ThriftWriter()
        out.element { header in
            header.integer(1, kind)
            header.integer(2, size ?? body.count)
            header.integer(3, body.count)
            if let crc { header.integer(4, crc) }
            more(&header)
        }
        return out.bytes + body
    }

    /// A data page of version 1; levels have their length before them.
    static func data(
        _ count: Int, _ values: [UInt8], repetitions: [UInt8]? = nil, definitions: [UInt8]? = nil,
        encoding: Format.Encoding = .plain, levels: Format.Encoding = .rle, crc: Int? = nil
    ) -> [UInt8] {
        var body: [UInt8] = []
        for level in [repetitions, definitions] {
            guard let level else { continue }
            body.append(littleEndian: UInt32(level.count))
            body += level
        }
        return page(0, body + values, crc: crc) { header in
            header.structure(5) { data in
                data.integer(1, count)
                data.integer(2, encoding.rawValue)
                data.integer(3, levels.rawValue)
                data.integer(4, levels.rawValue)
            }
        }
    }

    /// A dictionary of plain values.
    static func dictionary(_ count: Int?, _ values: [UInt8], encoding: Int = 0) -> [UInt8] {
        page(2, values) { header in
            header.structure(7) { data in
                if let count { data.integer(1, count) }
                data.integer(2, encoding)
            }
        }
    }

    /// A data page of version 2.
    static func second(
        _ count: Int, _ values: [UInt8], repetitions: [UInt8] = [], definitions: [UInt8] = [], size: Int? = nil,
        isCompressed: Bool? = nil, lengths: (definitions: Int, repetitions: Int)? = nil
    ) -> [UInt8] {
        page(3, repetitions + definitions + values, size: size) { header in
            header.structure(8) { data in
                data.integer(1, count)
                data.integer(2, 0)
                data.integer(3, count)
                data.integer(4, 0)
                data.integer(5, lengths?.definitions ?? definitions.count)
                data.integer(6, lengths?.repetitions ?? repetitions.count)
                if let isCompressed { data.flag(7, isCompressed) }
            }
        }
    }

    /// Numbers of four bytes, the lowest first.
    static func int32(_ numbers: Int32...) -> [UInt8] {
        numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
    }
}

/// What went wrong, in words.
func problem(_ body: () throws -> some Any) -> String {
    do {
        _ = try body()
        return ""
    } catch { return "\(error)" }
}
