import Platform
import Testing
import TestKit

@testable import Maps

@Suite struct VectorFiles {
    private func file(_ header: String, _ body: [UInt8], in scratch: Scratch) throws -> String {
        let bytes = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + body
        let path = scratch.file("v.npy")
        try Files.write(bytes, to: path)
        return path
    }

    @Test func rowsOfThreeKindsOfNumbersAreRead() throws {
        let scratch = try Scratch()
        let singles = [Float(1.5), -2, 0, 4].withUnsafeBytes { [UInt8]($0) }
        let doubles = [1.5, -2.0, 0, 4].withUnsafeBytes { [UInt8]($0) }
        let halves: [UInt8] = [0x00, 0x3E, 0x00, 0xC0, 0, 0, 0x00, 0x44]
        for (kind, body) in [("<f4", singles), ("<f8", doubles), ("<f2", halves)] {
            let header = "{'descr': '\(kind)', 'fortran_order': False, 'shape': (2, 2), }\n"
            let table = try NPYFile.read(try file(header, body, in: scratch))
            #expect(table.rows == 2 && table.dimensions == 2)
            #expect([table[0, 0], table[0, 1], table[1, 0], table[1, 1]] == [1.5, -2, 0, 4])
        }
    }

    @Test(arguments: [
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 2), }\n",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }\n",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }\n",
        "{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }\n",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }\n", "",
    ]) func whatIsNoMatrixOfRowsIsRefused(header: String) throws {
        let scratch = try Scratch()
        let path = try file(header, Array(repeating: 0, count: 16), in: scratch)
        #expect(throws: MapError.self) { try NPYFile.read(path) }
    }

    @Test func pointsAreWrittenAsNumPyReadsThem() throws {
        let scratch = try Scratch()
        try NPYFile.write(points: [SIMD2(1, 2), SIMD2(3, 4)], to: scratch.file("p.npy"))
        let table = try NPYFile.read(scratch.file("p.npy"))
        #expect(table.rows == 2 && table[1, 0] == 3)
        #expect(try Files.size(scratch.file("p.npy")) % 64 == 16)
    }
}
