import Testing

@testable import Parquet

/// Thrift's compact protocol, byte by byte (`thrift-compact-protocol.md`).
@Suite struct ThriftTests {
    // MARK: Writing

    private func written(_ body: (inout ThriftWriter) -> Void) -> [UInt8] {
        var out = ThriftWriter()
        out.element(body)
        return out.bytes
    }

    /// A field's head: how far its number is from the last in the upper half, the type in the lower.
    @Test func fieldsAreCountedFromTheLast() {
        #expect(
            written {
                $0.integer(1, 1); $0.integer(3, 2); $0.long(4, 3)
            } == [0x15, 2, 0x25, 4, 0x16, 6, 0])
        #expect(
            written {
                $0.flag(2, true); $0.flag(7, false)
            } == [0x21, 0x52, 0])
        #expect(written { _ in } == [0])
    }

    /// Zigzag: 0, -1, 1, -2 are 0, 1, 2, 3; seven bits a byte, the lowest first.
    @Test(
        arguments: [
            (0, [0]), (-1, [1]), (1, [2]), (-2, [3]), (63, [126]), (-64, [127]), (64, [0x80, 1]), (300, [0xD8, 4]),
            (Int.max, [254, 255, 255, 255, 255, 255, 255, 255, 255, 1]),
            (Int.min, [255, 255, 255, 255, 255, 255, 255, 255, 255, 1]),
        ] as [(Int, [UInt8])])
    func numbersAreZigzag(value: Int, bytes: [UInt8]) throws {
        #expect(written { $0.long(1, value) } == [0x16] + bytes + [0])
        var reader = ThriftReader(([0x16] + bytes + [0])[...])
        #expect(try reader.structure()[1]?.integer == value && reader.count == bytes.count + 2)
    }

    @Test func bytesHaveTheirLengthBeforeThem() {
        #expect(written { $0.binary(4, "ü".utf8) } == [0x48, 2, 0xC3, 0xBC, 0])
        let long = [UInt8](repeating: 7, count: 200)
        #expect(written { $0.binary(1, long) } == [0x18, 200, 1] + long + [0])
    }

    /// Fewer than fifteen elements are counted in the head.
    @Test func listsHaveACountAndAType() {
        #expect(written { $0.list(1, of: .int32, [1, 2]) { $0.element($1) } } == [0x19, 0x25, 2, 4, 0])
        #expect(written { $0.list(1, of: .yes, [true, false]) { $0.element($1) } } == [0x19, 0x21, 1, 2, 0])
        let fourteen = Array(repeating: 0, count: 14), fifteen = Array(repeating: 0, count: 15)
        #expect(written { $0.list(2, of: .int64, fourteen) { $0.element($1) } }.prefix(2) == [0x29, 0xE6])
        #expect(written { $0.list(2, of: .int64, fifteen) { $0.element($1) } }.prefix(3) == [0x29, 0xF6, 15])
        #expect(written { $0.list(1, of: .binary, ["a"]) { $0.element($1.utf8) } } == [0x19, 0x18, 1, 97, 0])
    }

    /// Inside a structure numbers begin anew, behind it they go on.
    @Test func structuresCountForThemselves() {
        #expect(
            written { out in
                out.integer(5, 0)
                out.structure(6) { $0.integer(2, 0) }
                out.integer(7, 0)
            } == [0x55, 0, 0x1C, 0x25, 0, 0, 0x15, 0, 0])
        #expect(
            written { $0.list(1, of: .structure, [3, 4]) { out, id in out.element { $0.flag(id, true) } } }
                == [0x19, 0x2C, 0x31, 0, 0x41, 0, 0])
    }

    // MARK: Reading

    private func read(_ bytes: [UInt8]) throws -> ThriftValue {
        var reader = ThriftReader(bytes[...])
        return try reader.structure()
    }

    private func fault(_ bytes: [UInt8]) -> ThriftReader.Fault? {
        var reader = ThriftReader(bytes[...])
        do throws(ThriftReader.Fault) {
            _ = try reader.structure()
            return nil
        } catch { return error }
    }

    @Test func everyTypeIsRead() throws {
        let value = try read([
            0x11, 0x12, 0x13, 0xFE, 0x14, 3, 0x17, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0x18, 1, 97, 0x1C, 0x11, 0, 0x1A, 0x15,
            8, 0,
        ])
        #expect(value[1]?.flag == true && value[2]?.flag == false && value[3]?.integer == -2 && value[4]?.integer == -2)
        guard case .number(let number)? = value[5] else { return #expect(Bool(false), "no number") }
        #expect(number == 1.5 && value[6]?.text == "a" && value[7]?[1]?.flag == true)
        #expect(value[8]?.list?.map(\.integer) == [4] && value[9] == nil && value[1]?.integer == nil)
        #expect(value[6]?.list == nil && value[3]?.flag == nil && value[3]?.bytes == nil && value[3]?[1] == nil)
    }

    /// A field may say its number itself: then it stands behind its head.
    @Test func fieldsMaySayTheirNumbers() throws {
        let value = try read([0x05, 40, 6, 0x15, 8, 0x05, 4, 10, 0])
        #expect(value[20]?.integer == 3 && value[21]?.integer == 4 && value[2]?.integer == 5)
    }

    @Test func listsOfTruthValuesAndOfMany() throws {
        let value = try read([0x19, 0x31, 1, 2, 1, 0x19, 0xF3, 16] + [UInt8](repeating: 5, count: 16) + [0])
        #expect(value[1]?.list?.map(\.flag) == [true, false, true])
        #expect(value[2]?.list?.count == 16 && value[2]?.list?.last?.integer == 5)
    }

    /// A map that a newer writer may have is read as its keys and values; one of nothing has no types.
    @Test func mapsAreListsOfKeysAndValues() throws {
        let value = try read([0x1B, 2, 0x85, 1, 97, 2, 1, 98, 4, 0x1B, 0, 0x15, 2, 0])
        #expect(value[1]?.list?.count == 4 && value[1]?.list?[2].text == "b" && value[1]?.list?[3].integer == 2)
        #expect(value[2]?.list?.isEmpty == true && value[3]?.integer == 1)
    }

    @Test func aReaderStopsBehindTheStructure() throws {
        var reader = ThriftReader([9, 9, 0x15, 2, 0, 0x15, 4, 0].dropFirst(2))
        #expect(try reader.structure()[1]?.integer == 1 && reader.count == 3)
        #expect(try reader.structure()[1]?.integer == 2 && reader.count == 6)
    }

    /// Whoever reads a piece of a file must know whether more of it could help.
    @Test(
        arguments: [[], [0x15], [0x15, 0x80], [0x18, 5, 1, 2], [0x17, 0, 0], [0x19], [0x19, 0x25, 2], [0x1C, 0]]
            as [[UInt8]])
    func whatIsCutOffIsToldApart(bytes: [UInt8]) { #expect(fault(bytes)?.isCut == true) }

    @Test func whatIsWrongIsNotCutOff() {
        #expect(fault([0x1D, 0])?.isCut == false && fault([0x1D, 0])?.detail == "an unknown type 13")
        #expect(fault([0x15] + [UInt8](repeating: 0x80, count: 10) + [0])?.detail == "a number of more than ten bytes")
        // A binary of 2^31 bytes: no header is so long.
        let long = fault([0x18, 0x80, 0x80, 0x80, 0x80, 8])
        #expect(long?.isCut == false && long?.detail == "a length of 2147483648, 0 bytes are left")
    }

    @Test func nestingHasAnEnd() {
        func nested(_ depth: Int) -> [UInt8] {
            [UInt8](repeating: 0x1C, count: depth) + [UInt8](repeating: 0, count: depth + 1)
        }
        #expect(fault(nested(23)) == nil && fault(nested(24))?.detail.contains("nested too deeply") == true)
        #expect(fault(nested(24))?.isCut == false)
        let lists: [UInt8] = [0x19] + [UInt8](repeating: 0x19, count: 30)
        #expect(fault(lists)?.detail == "lists are nested too deeply")
    }
}
