/// An index of the Encoding Standard: the scalar of each pointer, 0 where it has none.
///
/// Filled from glibc's tables at the first use (a few milliseconds), with the cells mended in which they differ.
///
/// `@unchecked Sendable`: the memory is written before the table is shared and never freed, since the tables are
/// static; so the decoders need not count references for each character.
struct DoubleByteTable: @unchecked Sendable {
    let scalars: UnsafeBufferPointer<UInt32>

    /// The scalar at `pointer`, 0 if there is none.
    @inline(__always)
    subscript(pointer: Int) -> UInt32 { pointer < scalars.count ? scalars[pointer] : 0 }

    /// Fills `count` cells from the table `name`; `sequence` gives the bytes of a pointer.
    private init(_ name: String, count: Int, sequence: (Int) -> [UInt8], corrections: [Int: UInt32] = [:]) {
        var scalars = [UInt32](repeating: 0, count: count)
        if let converter = LegacyConverter(from: name) {
            for pointer in 0..<count { scalars[pointer] = converter.scalar(of: sequence(pointer)) }
            for (pointer, scalar) in corrections { scalars[pointer] = scalar }
        }
        let memory = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: count)
        _ = memory.initialize(from: scalars)
        self.scalars = UnsafeBufferPointer(memory)
    }

    /// Index jis0208, with the rows beyond 94 that only Shift_JIS reaches.
    static let jis0208 = DoubleByteTable(
        "CP932", count: 60 * 188,
        sequence: { pointer in
            let (lead, trail) = (pointer / 188, pointer % 188)
            return [UInt8(lead + (lead < 0x1F ? 0x81 : 0xC1)), UInt8(trail + (trail < 0x3F ? 0x40 : 0x41))]
        })

    /// Index jis0212: JIS X 0212, rows up to 77.
    static let jis0212 = DoubleByteTable(
        "EUC-JP-MS", count: 77 * 94, sequence: { [0x8F, UInt8($0 / 94 + 0xA1), UInt8($0 % 94 + 0xA1)] },
        corrections: [94 + 0x22: 0xA6])

    /// Index EUC-KR: KS X 1001 and the other Hangul syllables of Windows.
    static let eucKR = DoubleByteTable(
        "CP949", count: 126 * 190, sequence: { [UInt8($0 / 190 + 0x81), UInt8($0 % 190 + 0x41)] })

    /// Index Big5: Big5 with ETEN and the Hong Kong characters. Pointers 1133, 1135, 1164 and 1166 mean two scalars.
    static let big5 = DoubleByteTable(
        "BIG5-HKSCS", count: 126 * 157,
        sequence: { pointer in
            let (lead, trail) = (pointer / 157, pointer % 157)
            return [UInt8(lead + 0x81), UInt8(trail + (trail < 0x3F ? 0x40 : 0x62))]
        }, corrections: Big5Corrections.byPointer)

    /// Index gb18030, the edition of 2022; six ideographs stay in the private use area, as in the standard.
    static let gb18030 = DoubleByteTable(
        "GB18030", count: 126 * 190,
        sequence: { pointer in
            let (lead, trail) = (pointer / 190, pointer % 190)
            return [UInt8(lead + 0x81), UInt8(trail + (trail < 0x3F ? 0x40 : 0x41))]
        }, corrections: gb18030Corrections)

    private static func gbPointer(_ code: Int) -> Int {
        let trail = code & 0xFF
        return (code >> 8 - 0x81) * 190 + trail - (trail < 0x7F ? 0x40 : 0x41)
    }

    private static var gb18030Corrections: [Int: UInt32] {
        let cells: [(Int, UInt32)] = [
            (0xA3A0, 0x3000), (0xFE51, 0xE816), (0xFE52, 0xE817), (0xFE53, 0xE818), (0xFE6C, 0xE831),
            (0xFE76, 0xE83B), (0xFE91, 0xE855),
        ]
        return Dictionary(uniqueKeysWithValues: cells.map { (gbPointer($0.0), $0.1) })
    }

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
