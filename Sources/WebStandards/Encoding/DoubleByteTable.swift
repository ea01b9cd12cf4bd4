/// An index of the Encoding Standard: the scalar of each pointer, 0 where it has none.
///
/// Read from the text in `Indexes/` at the first use (under a millisecond), so that every system decodes alike.
///
/// `@unchecked Sendable`: the memory is written before the table is shared and never freed, since the tables are
/// static; so the decoders need not count references for each character.
struct DoubleByteTable: @unchecked Sendable {
    let scalars: UnsafeBufferPointer<UInt32>

    /// The scalar at `pointer`, 0 if there is none.
    @inline(__always)
    subscript(pointer: Int) -> UInt32 { pointer < scalars.count ? scalars[pointer] : 0 }

    private init(_ index: StaticString, count: Int) {
        let memory = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: count)
        memory.initialize(repeating: 0)
        index.withUTF8Buffer { IndexReader.read($0, into: memory) }
        scalars = UnsafeBufferPointer(memory)
    }

    static let jis0208 = DoubleByteTable(jis0208Index, count: 60 * 188)
    static let jis0212 = DoubleByteTable(jis0212Index, count: 77 * 94)
    static let eucKR = DoubleByteTable(eucKRIndex, count: 126 * 190)
    static let big5 = DoubleByteTable(big5Index, count: 126 * 157)
    static let gb18030 = DoubleByteTable(gb18030Index, count: 126 * 190)

    /// The scalars of the four-byte codes up to pointer 39419: what the basic plane has and the two-byte index, as
    /// it was when the ranges were drawn up (2000), has not.
    static let gb18030FourByte: [UInt32] = {
        var taken = [Bool](repeating: false, count: 0x10000)
        for scalar in gb18030.scalars where scalar < 0x10000 { taken[Int(scalar)] = true }
        // The edition of 2000 had these two-byte codes in the private use area, and their characters had four bytes.
        let since: [UInt32] = [
            0xFE10, 0xFE12, 0xFE11, 0xFE13, 0xFE14, 0xFE15, 0xFE16, 0xFE17, 0xFE18, 0xFE19, 0x9FB4, 0x9FB5, 0x9FB6,
            0x9FB7, 0x9FB8, 0x9FB9, 0x9FBA, 0x9FBB,
        ]
        let before: [UInt32] = [
            0xE78D, 0xE78E, 0xE78F, 0xE790, 0xE791, 0xE792, 0xE793, 0xE794, 0xE795, 0xE796, 0xE81E, 0xE826, 0xE82B,
            0xE82C, 0xE832, 0xE843, 0xE854, 0xE864,
        ]
        for scalar in since { taken[Int(scalar)] = false }
        for scalar in before { taken[Int(scalar)] = true }
        // U+1E3F and U+E7C7 changed places later; U+E5E5 has no code.
        taken[0x1E3F] = false
        taken[0xE7C7] = true
        taken[0xE5E5] = true
        var scalars = (0x80..<0x10000).filter { !taken[$0] && !(0xD800...0xDFFF).contains($0) }.map(UInt32.init)
        if let place = scalars.firstIndex(of: 0x1E3F) { scalars[place] = 0xE7C7 }
        return scalars
    }()
}
