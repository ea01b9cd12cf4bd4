/// A data page in memory: its levels, and its values from the first that was not taken yet.
struct DataPage {
    /// Values, nulls included.
    private(set) var count = 0
    private var repetitions: [UInt32] = []
    private var definitions: [UInt32] = []
    private var at = 0
    private var most = 0
    private var values = PageValues.none

    /// A page that is read already.
    init() {}

    /// - Parameter most: the level of a value that is there.
    init(count: Int, repetitions: [UInt32], definitions: [UInt32], most: Int, values: PageValues) {
        self.count = count
        self.repetitions = repetitions
        self.definitions = definitions
        self.most = most
        self.values = values
    }

    /// Whether nothing is left.
    var isRead: Bool { at >= count }
    /// Of the next value.
    var repetition: Int { repetitions.isEmpty ? 0 : Int(repetitions[at]) }
    /// Of the next value.
    var definition: Int { definitions.isEmpty ? most : Int(definitions[at]) }

    /// Goes to the next value.
    mutating func advance() { at += 1 }

    /// Takes the next value that is there.
    mutating func value() throws(ParquetError) -> ParquetValue { try values.next() }
}

/// The values of a page in order.
enum PageValues {
    case none
    case plain(PlainValues)
    /// Places in a dictionary.
    case places([UInt32], next: Int, dictionary: [ParquetValue])

    /// Takes the next one.
    mutating func next() throws(ParquetError) -> ParquetValue {
        switch self {
        case .none: throw .damaged("a page without values")
        case .plain(var plain):
            // The payload is given back at once, so that its bytes are never copied.
            self = .none
            defer { self = .plain(plain) }
            return try plain.next()
        case .places(let places, let next, let dictionary):
            guard next < places.count else { throw .damaged("its page has fewer values than levels") }
            let place = Int(places[next])
            guard place < dictionary.count else {
                throw .damaged("place \(place) of \(dictionary.count) in the dictionary")
            }
            self = .places(places, next: next + 1, dictionary: dictionary)
            return dictionary[place]
        }
    }
}

/// Plain values one after the other.
struct PlainValues {
    private let bytes: ArraySlice<UInt8>
    private let physical: Format.Physical
    private let length: Int
    private var at: Int
    private var bit = 0

    init(_ bytes: ArraySlice<UInt8>, _ column: ParquetColumn) {
        self.bytes = bytes
        physical = column.physical
        length = column.length
        at = bytes.startIndex
    }

    /// Whether all bytes are taken.
    var isAtEnd: Bool { at >= bytes.endIndex }

    mutating func next() throws(ParquetError) -> ParquetValue {
        switch physical {
        case .boolean: return try flag()
        case .int32: return .integer(Int(Int32(truncatingIfNeeded: try number(4))))
        case .int64: return .integer(Int(Int64(bitPattern: try number(8))))
        case .float: return .number(Double(Float(bitPattern: UInt32(truncatingIfNeeded: try number(4)))))
        case .double: return .number(Double(bitPattern: try number(8)))
        case .int96: return .bytes(try take(12))
        case .fixedBytes: return .bytes(try take(length))
        case .byteArray: return .bytes(try take(Int(try number(4))))
        }
    }

    private mutating func take(_ count: Int) throws(ParquetError) -> ArraySlice<UInt8> {
        guard count <= bytes.endIndex - at else { throw .damaged("a value of \(count) bytes is cut off") }
        defer { at += count }
        return bytes[at..<at + count]
    }

    private mutating func number(_ width: Int) throws(ParquetError) -> UInt64 {
        var value: UInt64 = 0
        for (index, byte) in try take(width).enumerated() { value |= UInt64(byte) << UInt64(8 * index) }
        return value
    }

    private mutating func flag() throws(ParquetError) -> ParquetValue {
        guard at < bytes.endIndex else { throw .damaged("a truth value is cut off") }
        defer {
            bit = (bit + 1) % 8
            if bit == 0 { at += 1 }
        }
        return .flag(bytes[at] >> UInt8(bit) & 1 == 1)
    }
}
