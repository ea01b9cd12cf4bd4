/// The rows of a CSV (RFC 4180) or of a table with another separator: fields in quotes may hold separators, line ends and doubled quotes.
package struct SeparatedTable {
    private let bytes: UnsafeRawBufferPointer
    private let separator: UInt8
    private var at = 0

    /// The rows of `bytes`, which outlive the reader.
    package init(_ bytes: UnsafeRawBufferPointer, separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    /// The next row, nil at the end.
    package mutating func next() -> [String]? {
        guard at < bytes.count else { return nil }
        var row: [String] = []
        while true {
            row.append(at < bytes.count && bytes[at] == 0x22 ? quoted() : plain())
            guard at < bytes.count else { return row }
            defer { at += 1 }
            if bytes[at] == 0x0A { return row }
        }
    }

    /// Leaves `at` on the separator or line end after the field.
    private mutating func plain() -> String {
        let start = at
        while at < bytes.count, bytes[at] != separator, bytes[at] != 0x0A { at += 1 }
        let end = at > start && bytes[at - 1] == 0x0D && (at == bytes.count || bytes[at] == 0x0A) ? at - 1 : at
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func quoted() -> String {
        var field: [UInt8] = []
        at += 1
        while at < bytes.count {
            if bytes[at] == 0x22 {
                guard at + 1 < bytes.count, bytes[at + 1] == 0x22 else { break }
                at += 1
            }
            field.append(bytes[at])
            at += 1
        }
        at += 1
        while at < bytes.count, bytes[at] != separator, bytes[at] != 0x0A { at += 1 }
        return String(decoding: field, as: UTF8.self)
    }
}
