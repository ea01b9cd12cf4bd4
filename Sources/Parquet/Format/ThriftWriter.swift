/// Writes structures in Thrift's compact protocol (`thrift-compact-protocol.md` of Apache Thrift), fields in the order in
/// which they are given, which must be rising.
struct ThriftWriter {
    /// Wire types.
    enum Kind: UInt8 {
        case yes = 1
        case no = 2
        case int32 = 5
        case int64 = 6
        case binary = 8
        case list = 9
        case structure = 12
    }

    /// What was written.
    private(set) var bytes: [UInt8] = []
    private var last = 0

    /// A field of 32 or 64 bits.
    mutating func integer(_ id: Int, _ value: Int, _ kind: Kind = .int32) {
        header(id, kind)
        element(value)
    }

    /// A field of 64 bits.
    mutating func long(_ id: Int, _ value: Int) { integer(id, value, .int64) }

    /// A truth value.
    mutating func flag(_ id: Int, _ value: Bool) { header(id, value ? .yes : .no) }

    /// A field of bytes.
    mutating func binary(_ id: Int, _ value: some Collection<UInt8>) {
        header(id, .binary)
        element(value)
    }

    /// A field that is a structure.
    mutating func structure(_ id: Int, _ body: (inout ThriftWriter) -> Void) {
        header(id, .structure)
        element(body)
    }

    /// A field that is a list; `body` writes one element of `kind`.
    mutating func list<T>(_ id: Int, of kind: Kind, _ items: [T], _ body: (inout ThriftWriter, T) -> Void) {
        header(id, .list)
        if items.count < 15 {
            bytes.append(UInt8(items.count) << 4 | kind.rawValue)
        } else {
            bytes.append(0xF0 | kind.rawValue)
            varint(UInt64(items.count))
        }
        for item in items { body(&self, item) }
    }

    /// An integer as an element of a list.
    mutating func element(_ value: Int) { varint(UInt64(bitPattern: Int64((value << 1) ^ (value >> 63)))) }

    /// A truth value as an element of a list.
    mutating func element(_ value: Bool) { bytes.append(value ? 1 : 2) }

    /// Bytes as an element of a list.
    mutating func element(_ value: some Collection<UInt8>) {
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// A structure as an element of a list, or the whole of it.
    mutating func element(_ body: (inout ThriftWriter) -> Void) {
        let outer = last
        last = 0
        body(&self)
        bytes.append(0)
        last = outer
    }

    private mutating func header(_ id: Int, _ kind: Kind) {
        // Every structure of Parquet has its fields less than 16 apart.
        bytes.append(UInt8(id - last) << 4 | kind.rawValue)
        last = id
    }

    private mutating func varint(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }
}
