/// The upper half (80-FF) of a single-byte encoding: the scalar of each byte, 0 where the standard has none.
struct SingleByteTable: Sendable {
    let scalars: [UInt32]

    /// The table of `encoding`; nil for an encoding that is not a single-byte one.
    static func table(_ encoding: Encoding) -> SingleByteTable? { tables[encoding] }

    /// All of them, read from their text at the first use.
    private static let tables: [Encoding: SingleByteTable] = {
        var tables: [Encoding: SingleByteTable] = [:]
        for line in indexes.split(separator: "\n") {
            guard let space = line.firstIndex(of: " "), let encoding = Encoding(rawValue: String(line[..<space])) else {
                continue
            }
            tables[encoding] = SingleByteTable(index: line[line.index(after: space)...])
        }
        // The same letters; the standard tells them apart by the order of reading, which is the page's affair.
        tables[.iso8859_8I] = tables[.iso8859_8]
        tables[.userDefined] = SingleByteTable(scalars: (0x80...0xFF).map { 0xF700 + $0 })
        return tables
    }()

    private init(scalars: [UInt32]) { self.scalars = scalars }

    private init(index: Substring) {
        var cells = [UInt32](repeating: 0, count: 128)
        cells.withUnsafeMutableBufferPointer { cells in
            Array(index.utf8).withUnsafeBufferPointer { IndexReader.read($0, into: cells) }
        }
        scalars = cells
    }
}
