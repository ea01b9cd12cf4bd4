import Platform
import TestKit
import Testing

@testable import Parquet

/// The end of a file: what others write and ours, part by part.
@Suite struct FooterTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private var five: MadeFile {
        var leaf = MadeFile.Leaf()
        leaf.pages = [MadeFile.data(1, MadeFile.int32(5))]
        return MadeFile(leaf)
    }

    private func problem(_ change: (inout MadeFile) -> Void) -> String {
        var file = five
        change(&file)
        return ParquetTests.problem { try file.values(scratch) }
    }

    // MARK: Files of others

    @Test func aFileIsOpened() throws {
        var file = five
        file.metadata = [("k", "v"), ("k", "ü")]
        let read = try file.open(scratch)
        #expect(read.rows == 1 && read.metadata.map(\.key) == ["k", "k"] && read.metadata.map(\.value) == ["v", "ü"])
        #expect(read.columns.map(\.name) == ["a"] && read.column("a")?.isList == false && read.column("b") == nil)
        #expect(read.groups[0].chunks[0].values == 1 && read.groups[0].chunks[0].bytes.lowerBound == 4)
    }

    @Test func whatIsNoFileIsSaid() throws {
        func said(_ bytes: [UInt8]) throws -> String {
            let path = try scratch.write(bytes, "x.parquet")
            return ParquetTests.problem { try ParquetFile(path: path) }.replacing(path + ": ", with: "")
        }
        let magic = Format.magic
        #expect(try said(Array("PAR1\0\0\0PAR1".utf8)) == "not a Parquet file: it has 11 bytes")
        #expect(
            try said(magic + [0, 0, 0, 0] + Array("PAR2".utf8)) == "not a Parquet file, or cut off: no PAR1 at its end")
        #expect(try said(magic + [0, 0, 0, 0] + Array("PARE".utf8)) == "its footer is encrypted")
        #expect(try said(magic + [1, 0, 0, 0] + magic) == "its footer claims 1 bytes of 12")
        #expect(try said(magic + [0, 1, 0, 0, 0] + magic) == "its schema is empty")
        #expect(try said(magic + [0x15, 1, 0, 0, 0] + magic) == "its footer: it is cut off")
        #expect(ParquetTests.problem { try ParquetFile(path: scratch.file("none")) }.contains("none"))
    }

    @Test func whatDoesNotFitIsSaid() {
        #expect(problem { _ in } == "")
        #expect(problem { $0.footerRows = 2 }.hasSuffix("its groups have 1 rows, the footer says 2"))
        #expect(
            problem { $0.leaves[0].otherFile = "b.parquet" }.hasSuffix("a column lies in another file, 'b.parquet'"))
        #expect(problem { $0.leaves[0].otherFile = "" } == "", "this very file")
        #expect(problem { $0.leaves[0].isEncrypted = true }.hasSuffix("the column 'a' is encrypted"))
        let outside = "the column 'a' does not lie in the file"
        #expect(
            problem { $0.leaves[0].offset = 3 }.hasSuffix(outside)
                && problem { $0.leaves[0].offset = 9999 }.hasSuffix(outside))
        #expect(
            problem { $0.leaves[0].size = 9999 }.hasSuffix(outside)
                && problem { $0.leaves[0].size = -1 }.hasSuffix(outside))
        #expect(
            problem { $0.leaves[0].type = 2 }.hasSuffix(outside)
                && problem { $0.leaves[0].values = -1 }.hasSuffix(outside))
        #expect(problem { $0.rows = -1 }.hasSuffix("a row group that does not fit the schema"))
        #expect(problem { $0.rows = 1 << 40 }.hasSuffix("a row group that does not fit the schema"))
        #expect(
            problem { ($0.leaves[0].physical, $0.leaves[0].length) = (.fixedBytes, 0) }.hasSuffix("a value of 0 bytes"))
        #expect(problem { $0.leaves[0].length = -1 }.hasSuffix("a value of -1 bytes"))
    }

    @Test func columnsAreGivenInTheOrderOfTheirNames() throws {
        var two = five
        var other = MadeFile.Leaf()
        (other.name, other.physical) = ("b", .byteArray)
        other.pages = [MadeFile.data(1, [1, 0, 0, 0, 120])]
        two.leaves.append(other)
        var rows: [[ParquetValue]] = []
        let file = try two.open(scratch)
        try file.forEachRow(of: ["b", "a", "b"]) { row, values in
            #expect(row == 0)
            rows.append(values)
        }
        #expect(rows == [[text("x"), .integer(5), text("x")]])
        #expect(
            ParquetTests.problem { try file.forEachRow(of: ["c"]) { _, _ in } }.hasSuffix(
                "no column 'c'; there are a, b"))
    }

    // MARK: Schemas

    private func node(
        _ name: String, _ repetition: Int, children: Int = 0, type: Int? = nil, converted: Int? = nil,
        isList: Bool = false
    ) -> ThriftValue {
        var fields: [(id: Int, value: ThriftValue)] = [(3, .integer(repetition)), (4, .bytes(Array(name.utf8)[...]))]
        if let type { fields.append((1, .integer(type))) }
        if children > 0 { fields.append((5, .integer(children))) }
        if let converted { fields.append((6, .integer(converted))) }
        if isList { fields.append((10, .structure([(3, .structure([]))]))) }
        return .structure(fields)
    }

    private func walk(_ nodes: ThriftValue...) throws -> [ParquetColumn] {
        let root = ThriftValue.structure([(4, .bytes([])), (5, .integer(1))])
        return try SchemaWalk([root] + nodes).columns
    }

    private func levels(_ column: ParquetColumn) -> [Int] {
        [column.definition, column.repetition, column.elementDefinition]
    }

    @Test func aListInThreeLevelsHasItsOwnName() throws {
        let columns = try walk(
            node("texts", 1, children: 1, converted: 3), node("list", 2, children: 1), node("element", 1, type: 6))
        #expect(columns.map(\.name) == ["texts"] && columns[0].isList && levels(columns[0]) == [3, 1, 2])
        let newer = try walk(
            node("t", 0, children: 1, isList: true), node("bag", 2, children: 1), node("x", 0, type: 1))
        #expect(newer.map(\.name) == ["t"] && levels(newer[0]) == [1, 1, 1])
    }

    @Test func aListInTwoLevelsToo() throws {
        let columns = try walk(node("t", 1, children: 1, converted: 3), node("array", 2, type: 6))
        #expect(columns.map(\.name) == ["t"] && levels(columns[0]) == [2, 1, 2])
        let bare = try walk(node("t", 2, type: 6))
        #expect(bare.map(\.name) == ["t"] && levels(bare[0]) == [1, 1, 1] && bare[0].isList)
    }

    @Test func partsOfAStructureAreNamedByTheirPath() throws {
        let columns = try walk(node("image", 1, children: 2), node("bytes", 1, type: 6), node("size", 0, type: 1))
        #expect(columns.map(\.name) == ["image.bytes", "image.size"] && columns.map(\.index) == [0, 1])
        #expect(columns.map(levels) == [[2, 0, 0], [1, 0, 0]] && columns.map(\.isList) == [false, false])
        #expect(columns.map(\.physical) == [.byteArray, .int32])
        let inList = try walk(
            node("images", 1, children: 1, converted: 3), node("list", 2, children: 1), node("element", 1, children: 2),
            node("bytes", 1, type: 6), node("path", 1, type: 6))
        #expect(
            inList.map(\.name) == ["images.bytes", "images.path"] && inList.map(levels) == [[4, 1, 2], [4, 1, 2]])
    }

    /// A repeated group with two children is the element itself.
    @Test func aListOfStructuresMayHaveTwoLevels() throws {
        let columns = try walk(
            node("l", 1, children: 1, converted: 3), node("array", 2, children: 2), node("x", 0, type: 1),
            node("y", 0, type: 1))
        #expect(columns.map(\.name) == ["l.x", "l.y"] && columns.map(levels) == [[2, 1, 2], [2, 1, 2]])
    }

    @Test func listsInListsHaveNoName() throws {
        let columns = try walk(
            node("l", 1, children: 1, converted: 3), node("list", 2, children: 1),
            node("element", 1, children: 1, converted: 3), node("list", 2, children: 1), node("element", 1, type: 6))
        #expect(columns.map(\.repetition) == [2] && columns[0].isList)
    }

    @Test func whatIsWrongWithASchemaIsSaid() {
        #expect(ParquetTests.problem { try walk() } == "its schema is cut off")
        #expect(
            ParquetTests.problem { try walk(node("a", 0, type: 1), node("b", 0, type: 1)) }
                == "its schema has parts outside its tree")
        #expect(ParquetTests.problem { try walk(node("a", 0)) } == "the column 'a' has no type that is known")
        #expect(ParquetTests.problem { try walk(node("a", 0, type: 8)) } == "the column 'a' has no type that is known")
        let deep = (0..<20).map { _ in node("g", 0, children: 1) } + [node("a", 0, type: 1)]
        let root = ThriftValue.structure([(5, .integer(1))])
        #expect(ParquetTests.problem { try SchemaWalk([root] + deep) } == "its schema is nested too deeply")
        #expect(ParquetTests.problem { try SchemaWalk([root] + deep.dropFirst()) } == "")
    }

    @Test func placesAreSetBeforeErrors() {
        #expect(
            ParquetError.damaged("x").at("f") == .damaged("f: x")
                && ParquetError.unsupported("x").at("f") == .unsupported("f: x"))
        let system = ParquetError.system(SystemError("open", path: "p", code: 2))
        #expect(system.at("f") == system && ParquetError.unsupported("y").description == "y")
    }
}
