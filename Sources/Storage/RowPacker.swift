import Platform
import Records

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
        for text in [row.url, row.captured, row.language, row.title] { put(text) }
        for ratio in row.profile.ratios { put(Int(bitPattern: UInt(ratio.bitPattern))) }
    }

    mutating func pack(_ place: PackPlace) {
        bytes = [ImageRowKind.place.rawValue]
        for number in [place.pack, place.offset, place.length] { put(number) }
    }

    mutating func pack(_ signals: ImageSignals) {
        bytes = [ImageRowKind.signals.rawValue]
        for number in [signals.width, signals.height] { put(number) }
        for text in [signals.phash, signals.format] { put(text) }
    }

    mutating func pack(_ row: OccurrenceRow) {
        bytes.removeAll(keepingCapacity: true)
        // Big endian and first: rows of a document sort by position.
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: row.position >> shift))
        }
        for text in [row.image, row.url] { put(text) }
    }

    private mutating func put(_ number: Int) { bytes.append(littleEndian: UInt64(bitPattern: Int64(number))) }

    private mutating func put(_ text: String) {
        bytes.append(littleEndian: UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }
}

/// What a row under `images` says; the first byte after the key.
enum ImageRowKind: UInt8 {
    case signals = 0
    case place = 1
}

/// Reads what `RowPacker` wrote. Past the end everything is 0 and `""`; `isSound` says whether that happened.
struct RowUnpacker {
    private let bytes: [UInt8]
    private var at: Int
    private(set) var isSound = true

    init(_ bytes: [UInt8], after key: Int) {
        self.bytes = bytes
        at = key
    }

    mutating func number() -> Int {
        guard at + 8 <= bytes.count else {
            isSound = false
            return 0
        }
        defer { at += 8 }
        return Int(Int64(bitPattern: bytes.littleEndian64(at: at)))
    }

    mutating func position() -> Int { Int(Int64(bitPattern: UInt64(bitPattern: Int64(number())).byteSwapped)) }

    mutating func text() -> String {
        guard at + 4 <= bytes.count else {
            isSound = false
            return ""
        }
        let length = Int(bytes.littleEndian(at: at))
        at += 4
        guard at + length <= bytes.count else {
            isSound = false
            return ""
        }
        defer { at += length }
        return String(decoding: bytes[at..<at + length], as: UTF8.self)
    }

    mutating func ratio() -> Double { Double(bitPattern: UInt64(UInt(bitPattern: number()))) }
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
