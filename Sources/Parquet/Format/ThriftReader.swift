/// A value of Thrift's compact protocol as it was read.
enum ThriftValue {
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case bytes(ArraySlice<UInt8>)
    case list([ThriftValue])
    case structure([(id: Int, value: ThriftValue)])

    /// The field of a structure.
    subscript(id: Int) -> ThriftValue? {
        guard case .structure(let fields) = self else { return nil }
        return fields.first { $0.id == id }?.value
    }

    /// The integer, when it is one.
    var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    /// The truth value, when it is one.
    var flag: Bool? { if case .flag(let value) = self { value } else { nil } }
    /// The bytes, when it is a binary.
    var bytes: ArraySlice<UInt8>? { if case .bytes(let value) = self { value } else { nil } }
    /// The elements, when it is a list.
    var list: [ThriftValue]? { if case .list(let value) = self { value } else { nil } }
    /// The bytes as text.
    var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
}

/// Reads one structure of the compact protocol. Nothing is allocated by what a length or count claims: every element takes
/// at least a byte of the input, and the number of values and their nesting are limited.
struct ThriftReader {
    private static let mostValues = 4 << 20
    private static let deepest = 24

    private let bytes: ArraySlice<UInt8>
    private var at: Int
    private var values = 0

    /// A reader of what begins at the first of `bytes`.
    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        at = bytes.startIndex
    }

    /// Bytes read so far.
    var count: Int { at - bytes.startIndex }

    /// The structure.
    /// - Throws: `Fault`; `.isCut` tells that more bytes could mend it.
    mutating func structure() throws(Fault) -> ThriftValue { try structure(depth: 0) }

    /// Why a structure is none.
    struct Fault: Error {
        let detail: String
        /// Whether the input ended within it.
        var isCut = false
    }

    private mutating func structure(depth: Int) throws(Fault) -> ThriftValue {
        guard depth < Self.deepest else { throw Fault(detail: "structures are nested too deeply") }
        var fields: [(id: Int, value: ThriftValue)] = []
        var last = 0
        while true {
            let head = try byte()
            if head == 0 { return .structure(fields) }
            let delta = Int(head >> 4)
            let id = delta > 0 ? last + delta : Int(Int16(truncatingIfNeeded: try zigzag()))
            last = id
            let kind = head & 15
            let value: ThriftValue =
                kind == 1 || kind == 2 ? .flag(kind == 1) : try self.value(kind, depth: depth + 1)
            fields.append((id, value))
        }
    }

    private mutating func value(_ kind: UInt8, depth: Int) throws(Fault) -> ThriftValue {
        values += 1
        guard values <= Self.mostValues else { throw Fault(detail: "more than \(Self.mostValues) values") }
        guard depth < Self.deepest else { throw Fault(detail: "lists are nested too deeply") }
        switch kind {
        case 1, 2: return .flag(try byte() == 1)
        case 3: return .integer(Int(Int8(bitPattern: try byte())))
        case 4, 5, 6: return .integer(try zigzag())
        case 7: return .number(try double())
        case 8: return .bytes(try take(try length()))
        case 9, 10: return try list(depth)
        case 11: return try map(depth)
        case 12: return try structure(depth: depth)
        default: throw Fault(detail: "an unknown type \(kind)")
        }
    }

    private mutating func list(_ depth: Int) throws(Fault) -> ThriftValue {
        let head = try byte()
        let count = head >> 4 == 15 ? try length() : Int(head >> 4)
        var elements: [ThriftValue] = []
        for _ in 0..<count { elements.append(try value(head & 15, depth: depth + 1)) }
        return .list(elements)
    }

    /// Maps do not occur in Parquet; one that a newer writer has is read as the list of its keys and values.
    private mutating func map(_ depth: Int) throws(Fault) -> ThriftValue {
        let count = try length()
        guard count > 0 else { return .list([]) }
        let kinds = try byte()
        var elements: [ThriftValue] = []
        for _ in 0..<count {
            elements.append(try value(kinds >> 4, depth: depth + 1))
            elements.append(try value(kinds & 15, depth: depth + 1))
        }
        return .list(elements)
    }

    private mutating func double() throws(Fault) -> Double {
        let eight = try take(8)
        return Double(bitPattern: eight.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    /// A length that the rest of the input can hold: each element has at least one byte.
    private mutating func length() throws(Fault) -> Int {
        let value = try varint()
        guard value <= UInt64(bytes.endIndex - at) else {
            throw Fault(detail: "a length of \(value), \(bytes.endIndex - at) bytes are left", isCut: value < 1 << 31)
        }
        return Int(value)
    }

    private mutating func take(_ count: Int) throws(Fault) -> ArraySlice<UInt8> {
        guard count <= bytes.endIndex - at else { throw Fault(detail: "it is cut off", isCut: true) }
        defer { at += count }
        return bytes[at..<at + count]
    }

    private mutating func zigzag() throws(Fault) -> Int {
        let value = try varint()
        return Int(Int64(bitPattern: value >> 1)) ^ -Int(value & 1)
    }

    private mutating func varint() throws(Fault) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            let byte = try byte()
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        throw Fault(detail: "a number of more than ten bytes")
    }

    private mutating func byte() throws(Fault) -> UInt8 {
        guard at < bytes.endIndex else { throw Fault(detail: "it is cut off", isCut: true) }
        defer { at += 1 }
        return bytes[at]
    }
}
