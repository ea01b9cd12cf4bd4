import Testing

@testable import WebStandards

/// The tables of the double-byte encodings, by cells that the standard's index files list, and by their numbers of scalars.
@Suite struct IndexTests {
    @Test func everyIndexHasItsScalars() {
        let tables: [(DoubleByteTable, cells: Int, scalars: Int)] = [
            (.jis0208, 11_280, 9604), (.jis0212, 7238, 6067), (.eucKR, 23_940, 17_048), (.big5, 19_782, 18_590),
            (.gb18030, 23_940, 23_940),
        ]
        for (table, cells, scalars) in tables {
            #expect(table.scalars.count == cells)
            #expect(table.scalars.filter { $0 != 0 }.count == scalars)
            #expect(
                table.scalars.allSatisfy { $0 == 0 || ($0 >= 0x80 && $0 <= 0x2FFFF && !(0xD800...0xDFFF).contains($0)) }
            )
            #expect(table[cells] == 0 && table[.max] == 0)
        }
    }

    @Test func cellsOfTheStandard() {
        let cells: [(DoubleByteTable, Int, UInt32)] = [
            (.jis0208, 0, 0x3000), (.jis0208, 1410, 0x4E9C), (.jis0208, 10716, 0x2170), (.jis0208, 10744, 0x7E8A),
            (.jis0208, 11103, 0x9ED1),
            (.jis0212, 108, 0x02D8), (.jis0212, 128, 0xA6), (.jis0212, 7210, 0x9FA5), (.eucKR, 0, 0xAC02),
            (.eucKR, 23_749, 0x8A70), (.eucKR, 6176, 0x3000),
            (.big5, 942, 0x43F0), (.big5, 5024, 0x3000), (.big5, 19_781, 0x79D4), (.gb18030, 0, 0x4E02),
            (.gb18030, 23_939, 0xE4C5),
            (.gb18030, 6555, 0x3000), (.gb18030, 6176, 0x3000),
        ]
        for (table, pointer, scalar) in cells {
            #expect(table[pointer] == scalar, "\(pointer): \(String(table[pointer], radix: 16))")
        }
    }

    /// The ranges of index-gb18030-ranges.txt that bound the four-byte codes of the basic plane.
    @Test func fourByteCodesOfTheBasicPlane() {
        let table = DoubleByteTable.gb18030FourByte
        #expect(table.count == 39_420)
        let ranges: [(Int, UInt32)] = [
            (0, 0x80), (36, 0xA5), (38, 0xA9), (45, 0xB2), (50, 0xB8), (81, 0xD8), (89, 0xE2), (95, 0xEB),
            (7457, 0xE7C7),
            (39_394, 0xFFE6), (39_419, 0xFFFF),
        ]
        for (pointer, scalar) in ranges {
            #expect(table[pointer] == scalar, "\(pointer): \(String(table[pointer], radix: 16))")
        }
    }

    /// The form of the tables: differences, holes and runs.
    @Test(
        arguments: [
            ("CE", [1, 3]), ("C.CC", [1, 0, 2]), ("C~GC", [1, 2, 3, 4, 5]), ("gCD", [32, 31]),
            ("gggCD", [32768, 32767]), ("", []), (".EC", [0, 0, 1]),
        ] as [(String, [UInt32])])
    func theFormOfTheTables(text: String, cells: [UInt32]) {
        var table = [UInt32](repeating: 0, count: 8)
        table.withUnsafeMutableBufferPointer { table in
            Array(text.utf8).withUnsafeBufferPointer { IndexReader.read($0, into: table) }
        }
        #expect(Array(table.prefix(cells.count)) == cells && table.dropFirst(cells.count).allSatisfy { $0 == 0 })
    }
}
