import Platform
import TestKit
import Testing

@testable import Maps

/// Matrices in `.npy` files, byte by byte (NEP 1).
@Suite struct NPYTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func file(_ header: String, version: UInt8 = 1, _ body: [UInt8]) throws -> String {
        let length = header.utf8.count
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0, UInt8(length & 255), UInt8(length >> 8)]
        if version > 1 { bytes += [0, 0] }
        return try scratch.write(bytes + Array(header.utf8) + body, "v.npy")
    }

    private func header(_ shape: String, kind: String = "<f4") -> String {
        "{'descr': '\(kind)', 'fortran_order': False, 'shape': (\(shape)), }\n"
    }

    private func problem(_ path: String) -> String {
        do {
            _ = try NPYFile.read(path)
            return ""
        } catch { return error.description }
    }

    @Test func theFileIsWrittenByteByByte() throws {
        try NPYFile.write(points: [SIMD2(1, -2)], to: scratch.file("p.npy"))
        let bytes = try Files.read(scratch.file("p.npy"))
        #expect(
            Array(bytes[..<10]) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 118, 0], "118 and 10 are two times 64")
        let head = String(decoding: bytes[10..<128], as: UTF8.self)
        #expect(head.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }") && head.hasSuffix(" \n"))
        #expect(Array(bytes[128...]) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
        try NPYFile.write(points: [], to: scratch.file("none.npy"))
        #expect(try Files.size(scratch.file("none.npy")) == 128)
    }

    @Test(arguments: [1, 2, 3] as [UInt8]) func threeVersionsAreRead(version: UInt8) throws {
        let table = try NPYFile.read(file(header("1, 2"), version: version, [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]))
        #expect(table.rows == 1 && table.dimensions == 2 && table[0, 0] == 1 && table[0, 1] == 2)
    }

    @Test func whatStandsBehindTheNumbersIsNotRead() throws {
        let table = try NPYFile.read(file(header("2,1"), [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 9, 9]))
        #expect(table.rows == 2 && table.dimensions == 1 && table[1, 0] == 2)
    }

    @Test func whatIsNoSuchFileIsSaid() throws {
        let zeros = [UInt8](repeating: 0, count: 64)
        #expect(try problem(file(header("2, 2"), version: 4, zeros)).hasSuffix("is no .npy file"))
        #expect(try problem(file(header("2, 2"), version: 0, zeros)).hasSuffix("is no .npy file"))
        #expect(try problem(scratch.write(Array("no matrix, but long enough".utf8), "x")).hasSuffix("is no .npy file"))
        #expect(
            try problem(scratch.write([0x93] + Array("NUMPY".utf8) + [1, 0, 0, 0, 0, 0], "x")).hasSuffix(
                "is no .npy file"))
        let cut = [0x93] + Array("NUMPY".utf8) + [1, 0, 4, 0] + Array("{'d".utf8)
        #expect(try problem(scratch.write(cut, "x")).hasSuffix("ends within its header"))
        #expect(
            try problem(file(header("2, 2", kind: ">f4"), zeros)).hasSuffix(
                "has numbers of a kind that is not read: save it as float32"))
        for shape in ["0, 2", "2, 0", "2, 2, 2", "2,", "-1, 2", "1, 65537"] {
            #expect(
                try problem(file(header(shape), zeros)).hasSuffix("is no matrix of rows: its shape is (\(shape))"),
                "\(shape)")
        }
        #expect(try problem(file(header("4, 4"), zeros.dropLast())).hasSuffix("is shorter than its header says"))
        #expect(try problem(file(header("4, 4"), zeros)) == "")
        #expect(try problem(file(header("4, 4", kind: "<f8"), zeros)).hasSuffix("is shorter than its header says"))
        #expect(throws: MapError.self) { try NPYFile.read(scratch.file("not there")) }
    }

    @Test func theWidestRowIsRead() throws {
        let table = try NPYFile.read(file(header("1, 65536"), [UInt8](repeating: 0, count: 4 << 16)))
        #expect(table.dimensions == 65_536)
    }

    @Test func aRowWithoutANumberIsNamed() throws {
        let infinity: [UInt8] = [0, 0, 0x80, 0x7F]
        #expect(
            try problem(file(header("2, 1"), [0, 0, 0, 0] + infinity)).hasSuffix(
                "row 1 has a number that is not finite"))
    }
}
