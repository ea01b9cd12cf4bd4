import Facts
import Platform

/// Rows as bytes between the units and the index: integers of 8 bytes, strings with their length before them.
struct RowPacker {
    private(set) var bytes: [UInt8] = []

    mutating func pack(_ row: DocumentRow) {
        bytes.removeAll(keepingCapacity: true)
        for number in [
            row.shard, row.number, row.frame.offset, row.frame.compressed, row.frame.decompressed, row.offset,
            row.length, row.images, row.profile.words,
        ] {
            put(number)
        }
        for text in [row.url, row.captured, row.language, row.title, row.domain] { put(Array(text.utf8)) }
        for ratio in row.profile.ratios { put(ratio) }
    }

    mutating func pack(_ place: PackPlace) {
        bytes = [ImageRowKind.place.rawValue]
        for number in [place.pack, place.bytes.offset, place.bytes.length] { put(number) }
    }

    mutating func pack(_ signals: ImageSignals) {
        bytes = [ImageRowKind.signals.rawValue]
        for number in [signals.width, signals.height] { put(number) }
        put(Hex.decode(signals.phash) ?? [])
        put(Array(signals.format.utf8))
        // 0 frames: the details are not known.
        put(signals.details?.frames ?? 0)
        guard let details = signals.details else { return }
        put(details.orientation)
        put(details.hasICC ? 1 : 0)
        for text in [details.mode, details.color] { put(Array(text.utf8)) }
        for value in [details.entropy, details.sharpness, signals.nsfw ?? -1] { put(value) }
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

extension TextProfile {
    /// The ratios of the record's `signals`, in its order.
    var ratios: [Double] {
        [
            characterRepetition, wordRepetition, specialCharacters, stopWords, flaggedWords, punctuation, commonWords,
            spamWords,
        ]
    }
}
