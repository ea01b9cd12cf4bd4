import Facts
import Platform

/// Rows as bytes between the units and the index: integers of 8 bytes, strings with their length before them.
struct RowPacker {
    private(set) var bytes: [UInt8] = []

    mutating func pack(_ row: DocumentRow) {
        bytes.removeAll(keepingCapacity: true)
        for number in [
            row.shard, row.number, row.frame.offset, row.frame.compressed, row.frame.decompressed, row.offset,
            row.length, row.images,
        ] {
            put(number)
        }
        for text in [row.url, row.captured, row.language, row.title, row.domain] { put(Array(text.utf8)) }
        for field in TextProfile.counts + TextProfile.ratios { put(field.value(row.profile)) }
    }

    mutating func pack(_ place: PackPlace) {
        bytes = [ImageRowKind.place.rawValue]
        for number in [place.pack, place.bytes.offset, place.bytes.length] { put(number) }
    }

    mutating func pack(_ signals: ImageSignals) {
        bytes = [ImageRowKind.signals.rawValue]
        for field in CorpusSchema.imageFields {
            let value = field.value(signals)
            bytes.append(value == .unknown ? 0 : 1)
            put(value)
        }
    }

    private mutating func put(_ value: FieldValue) {
        switch value {
        case .unknown: break
        case .integer(let number): put(number)
        case .number(let number): put(number)
        case .text(let text): put(Array(text.utf8))
        case .flag(let flag): put(flag ? 1 : 0)
        case .digest(let digest): put(digest.bytes)
        case .hash(let hash): put((0..<8).map { UInt8(truncatingIfNeeded: hash >> (56 - 8 * $0)) })
        }
    }

    mutating func pack(_ row: ClusterRow) {
        bytes.removeAll(keepingCapacity: true)
        put(row.size)
        for text in [row.first, row.last] { put(Array(text.utf8)) }
        put(row.domainCount)
        put(Array(row.domains.joined(separator: " ").utf8))
    }

    mutating func pack(_ row: OccurrenceRow) {
        bytes.removeAll(keepingCapacity: true)
        // Big endian and first: rows of a document sort by position.
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: row.position >> shift))
        }
        put(Hex.decode(row.image) ?? [])
        put(Array(row.url.utf8))
    }

    private mutating func put(_ value: Double) { put(Int(bitPattern: UInt(value.bitPattern))) }

    private mutating func put(_ number: Int) { bytes.append(littleEndian: UInt64(bitPattern: Int64(number))) }

    private mutating func put(_ text: [UInt8]) {
        bytes.append(littleEndian: UInt32(text.count))
        bytes.append(contentsOf: text)
    }
}

/// What a row under `images` says; the first byte after the key.
enum ImageRowKind: UInt8 {
    case signals = 0
    case place = 1
}

/// Reads what `RowPacker` wrote, without copies. Past the end everything is 0 and empty; `isSound` says whether that
/// happened.
struct RowUnpacker {
    private let bytes: UnsafeRawBufferPointer
    private var at: Int
    private(set) var isSound = true

    init(_ bytes: UnsafeRawBufferPointer, after key: Int) {
        self.bytes = bytes
        at = key
    }

    mutating func number() -> Int { Int(Int64(bitPattern: UInt64(littleEndian: load(UInt64.self)))) }

    mutating func position() -> Int { Int(Int64(bitPattern: UInt64(bigEndian: load(UInt64.self)))) }

    mutating func ratio() -> Double { Double(bitPattern: UInt64(UInt(bitPattern: number()))) }

    /// Whether a value of an image follows, or none.
    mutating func isKnown() -> Bool { load(UInt8.self) != 0 }

    /// Binds the next value, of a kind; it must live until the row is inserted.
    mutating func bind(_ kind: FieldKind, _ insert: inout BulkInsert) {
        switch kind {
        case .integer, .flag: insert.bind(number())
        case .number: insert.bind(ratio())
        case .text: insert.bind(text: text())
        case .digest, .hash: insert.bind(blob: text())
        }
    }

    mutating func text() -> UnsafeRawBufferPointer {
        let length = Int(UInt32(littleEndian: load(UInt32.self)))
        guard at + length <= bytes.count else {
            isSound = false
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        defer { at += length }
        return UnsafeRawBufferPointer(rebasing: bytes[at..<at + length])
    }

    private mutating func load<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) -> T {
        guard at + MemoryLayout<T>.size <= bytes.count else {
            isSound = false
            return 0
        }
        defer { at += MemoryLayout<T>.size }
        return bytes.loadUnaligned(fromByteOffset: at, as: type)
    }
}
