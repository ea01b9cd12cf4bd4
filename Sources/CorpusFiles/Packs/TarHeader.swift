/// One 512-byte block before a member of a ustar archive.
struct TarHeader {
    static let blockBytes = 512
    private static let checksumField = 148..<156
    private(set) var block = [UInt8](repeating: 0, count: blockBytes)

    /// The header of a regular file, nil when name or size do not fit.
    init?(name: String, size: Int) {
        guard let (prefix, base) = TarHeader.split(Array(name.utf8)), size < 1 << 33 else { return nil }
        put(base, at: 0)
        putOctal(0o444, digits: 7, at: 100)
        putOctal(0, digits: 7, at: 108)
        putOctal(0, digits: 7, at: 116)
        putOctal(size, digits: 11, at: 124)
        putOctal(0, digits: 11, at: 136)
        block[156] = UInt8(ascii: "0")
        put(Array("ustar\u{0}00".utf8), at: 257)
        putOctal(0, digits: 7, at: 329)
        putOctal(0, digits: 7, at: 337)
        put(prefix, at: 345)
        putOctal(TarHeader.checksum(block), digits: 6, at: 148)
        block[155] = UInt8(ascii: " ")
    }

    /// Zero bytes that fill the last block of a content.
    static func padding(after size: Int) -> Int { (blockBytes - size % blockBytes) % blockBytes }

    /// Name and size of the regular file a header block announces; nil when it is not a sound ustar header of one.
    static func parse(_ block: ArraySlice<UInt8>) -> (name: String, size: Int)? {
        let bytes = Array(block)
        guard bytes.count == blockBytes, bytes[257..<262].elementsEqual("ustar".utf8),
            octal(bytes[checksumField]) == checksum(bytes), bytes[156] == UInt8(ascii: "0") || bytes[156] == 0,
            let size = octal(bytes[124..<136])
        else { return nil }
        let base = String(decoding: bytes[0..<100].prefix { $0 != 0 }, as: UTF8.self)
        let prefix = String(decoding: bytes[345..<500].prefix { $0 != 0 }, as: UTF8.self)
        return (prefix.isEmpty ? base : prefix + "/" + base, size)
    }

    private static func split(_ name: [UInt8]) -> (prefix: [UInt8], base: [UInt8])? {
        if name.isEmpty || name.contains(0) { return nil }
        if name.count <= 100 { return ([], name) }
        guard name.count <= 256,
            let slash = name.indices.first(where: { name[$0] == UInt8(ascii: "/") && name.count - $0 - 1 <= 100 }),
            slash > 0, slash <= 155, slash < name.count - 1
        else { return nil }
        return (Array(name[..<slash]), Array(name[(slash + 1)...]))
    }

    private mutating func put(_ bytes: [UInt8], at offset: Int) {
        block.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }

    private mutating func putOctal(_ value: Int, digits: Int, at offset: Int) {
        let text = String(value, radix: 8)
        put(Array(String(repeating: "0", count: digits - text.utf8.count).utf8) + Array(text.utf8), at: offset)
    }

    /// The sum of all bytes, the field itself counted as blanks.
    private static func checksum(_ block: [UInt8]) -> Int {
        var sum = 32 * checksumField.count
        for index in block.indices where !checksumField.contains(index) { sum += Int(block[index]) }
        return sum
    }

    private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
        let digits = field.drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self), radix: 8)
    }
}
