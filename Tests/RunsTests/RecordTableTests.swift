import Configuration
import Parquet
import Platform
import TestKit
import Testing
import WebArchive

@testable import Runs

/// Tables that say where single records are.
@Suite struct RecordTableTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func table(_ text: String, _ name: String = "t.csv") throws -> RecordTable {
        let path = try scratch.write(Array(text.utf8), name)
        return try RecordTable(file: path, path: path) { (name) throws(PipelineError) in "https://host.example/" + name
        }
    }

    @Test func rowsAreGroupedByArchiveInTheOrderOfTheirPlaces() throws {
        let table = try table(
            """
            url,warc_filename,warc_record_offset,warc_record_length
            "http://a.example/x,y",crawl/b.warc.gz,900,100
            http://a.example/2,crawl/b.warc.gz,100,50
            http://a.example/2,crawl/b.warc.gz,100,50
            http://c.example/,crawl/a.warc.gz,0,10

            """)
        #expect(
            table.archives == [
                RecordList(path: "https://host.example/crawl/a.warc.gz", name: "a.warc.gz", records: [0..<10]),
                RecordList(
                    path: "https://host.example/crawl/b.warc.gz", name: "b.warc.gz", records: [100..<150, 900..<1000]),
            ])
        #expect(table.input.bytes == 160 && table.input.files == 2)
    }

    @Test func aParquetFileSaysTheSame() throws {
        let fields = ["warc_record_length", "warc_filename", "warc_record_offset"].map { ParquetField($0, .text) }
        var file = try ParquetWriter(path: scratch.file("t.parquet"), fields: fields)
        try file.append([.text("50"), .text("b.warc.gz"), .text("100")])
        _ = try file.commit()
        let path = scratch.file("t.parquet")
        let table = try RecordTable(file: path, path: path) { (name) throws(PipelineError) in name }
        #expect(table.archives == [RecordList(path: "b.warc.gz", name: "b.warc.gz", records: [100..<150])])
    }

    @Test(arguments: [
        ("url,warc_filename\nx,y\n", "no column 'warc_record_offset' (there are: url, warc_filename)"),
        ("warc_filename,warc_record_offset,warc_record_length\nx,-1,5\ny,1,5\n", "1 rows have no place of a record"),
        ("warc_filename,warc_record_offset,warc_record_length\n", "has no rows"),
    ])
    func whatIsNoSuchTableIsTold(_ text: String, _ words: String) throws {
        let error = #expect(throws: PipelineError.self) { try table(text) }
        #expect("\(try #require(error))".contains(words))
    }

    @Test func recordsOfAnArchiveStayTogetherUntilAUnitIsFull() throws {
        let table = try table(
            "warc_filename,warc_record_offset,warc_record_length\na,0,40\na,50,40\nb,0,30\nb,40,30\nb,80,90\n")
        var parts = PlannedParts()
        table.cut(into: &parts, unitBytes: 100)
        let units = try (0..<parts.count).map { unit in
            try parts.planned(unit).map { "\($0.source.name) \($0.source.begin)-\($0.source.end)" }
        }
        #expect(units == [["a 0-40", "a 50-90"], ["b 0-30", "b 40-70"], ["b 80-170"]])
        #expect(parts.parts.map(\.cost) == [80, 60, 90])
        #expect(try parts.planned(0).allSatisfy { $0.isRemote && $0.source.isRecord })
    }
}
