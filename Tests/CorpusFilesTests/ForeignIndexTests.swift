import CorpusKit
import Documents
import Facts
import Foundation
import GRDB
import Platform
import TestKit
import Testing

@testable import CorpusFiles

/// Databases opened with SQLite's own calls: what an index says when somebody else changed it, and the index of a folder of
/// WebDataset as its readers see it.
@Suite struct ForeignIndexTests {
    private func change(_ path: String, _ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func texts(_ path: String, _ sql: String) throws -> [String] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { value in
                    Int.fromDatabaseValue(value).map(String.init) ?? String.fromDatabaseValue(value) ?? "?"
                }.joined(separator: "|")
            }
        }
    }

    private func tiny(_ sql: String = "", indexDocuments: Int = .max, count: Int = 6) throws -> Scratch {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path, count: count, indexDocuments: indexDocuments)
        if !sql.isEmpty { try change(scratch.file("index.sqlite"), sql) }
        return scratch
    }

    // MARK: A verification

    private static let counts = CorpusManifest.Counts(documents: 6, images: 6, distinctImages: 3, words: 69)

    private func strange(_ sql: String) throws -> [String] {
        let scratch = try tiny(sql)
        return try CorpusIndex(path: scratch.file("index.sqlite")).strangeRows(Self.counts, packs: 2)
    }

    @Test(
        "rows that no corpus has are told in a sentence each",
        arguments: [
            ("", []),
            (
                "UPDATE documents SET domain = 'x.org' WHERE number < 2",
                [
                    "2 documents with the domain of another URL",
                    "4 values of its distributions are counted otherwise in its rows",
                ]
            ),
            ("UPDATE images SET pack = 2", ["3 images in packs that the corpus has not"]),
            ("UPDATE images SET pack = -1", []),
            ("UPDATE images SET pack = -2", ["3 images in packs that the corpus has not"]),
            (
                "UPDATE distributions SET count = 7 WHERE name = 'words' AND value = 9",
                ["2 values of its distributions are counted otherwise in its rows"]
            ),
            (
                "UPDATE meta SET value = '2' WHERE key = 'distinct_domains'",
                ["1 values of its distributions are counted otherwise in its rows"]
            ),
            ("INSERT INTO clusters VALUES (x'00', 2, '', '', 1, 'a')", ["1 clusters of documents that it has not"]),
            ("INSERT INTO documents_text (rowid, body) VALUES (99, 'more')", ["full text of 7 documents"]),
            ("DROP TABLE documents_text", []), ("DROP TABLE distributions", []), ("DROP TABLE clusters", []),
        ] as [(String, [String])])
    func strangeRows(sql: String, says: [String]) throws { #expect(try strange(sql) == says) }

    @Test("too many or too few rows are told with both numbers") func numbersOfRows() throws {
        let scratch = try tiny()
        let index = try CorpusIndex(path: scratch.file("index.sqlite"))
        var counts = Self.counts
        (counts.documents, counts.distinctImages) = (5, 4)
        #expect(
            try index.strangeRows(counts, packs: 2) == [
                "6 rows of 5 documents", "3 rows of 4 images", "full text of 6 documents",
            ])
        // The packs are numbered from 0.
        #expect(try index.strangeRows(Self.counts, packs: 1) == [])
        #expect(try index.strangeRows(Self.counts, packs: 0) == ["3 images in packs that the corpus has not"])
    }

    @Test("an occurrence without its document or its image is a loose end, one without bytes is none") func looseEnds()
        throws
    {
        func loose(_ sql: String) throws -> Int {
            let scratch = try tiny(sql)
            return try CorpusIndex(path: scratch.file("index.sqlite")).looseEnds()
        }
        #expect(try loose("") == 0)
        #expect(try loose("INSERT INTO occurrences VALUES (x'00', 0, x'', 'u')") == 1)
        #expect(try loose("UPDATE occurrences SET image = x''") == 0)
        #expect(try loose("DELETE FROM images") == 6)
        #expect(try loose("DELETE FROM documents WHERE images = 2") == 4)
    }

    @Test("what is sound says so, and the images that are packed are counted") func sound() throws {
        let one = try tiny()
        let index = try CorpusIndex(path: one.file("index.sqlite"))
        #expect(try index.problems() == [] && index.packedImages() == 3 && index.impossibleImages() == 0)
        try change(one.file("index.sqlite"), "UPDATE images SET pack = -1 WHERE format = 'png'")
        #expect(try CorpusIndex(path: one.file("index.sqlite")).packedImages() == 2)
        let split = try tiny(indexDocuments: 4)
        let both = try CorpusIndex(path: split.file("index.sqlite"))
        #expect(both.isCatalogue)
        #expect(try both.problems() == [] && both.packedImages() == 3 && both.strangeRows(Self.counts, packs: 2) == [])
    }

    @Test("a corpus in several files is held to its catalogue") func catalogue() throws {
        let split = try tiny(
            "UPDATE distributions SET count = 9 WHERE name = 'language' AND value = 'en'", indexDocuments: 4)
        let index = try CorpusIndex(path: split.file("index.sqlite"))
        #expect(
            try index.strangeRows(Self.counts, packs: 2)
                == ["1 values of its distributions are counted otherwise in its rows"])
        var counts = Self.counts
        counts.distinctImages = 2
        #expect(try index.strangeRows(counts, packs: 2).first == "rows of 3 images of 2")
    }

    // MARK: Columns of other types

    @Test("a column is read as the type it should have, and as no other") func columns() throws {
        let queue = try DatabaseQueue()
        let row = try queue.read { database in
            try #require(
                try Row.fetchOne(
                    database, sql: "SELECT 7 AS a, 'x' AS b, -1 AS c, 4398046511104 AS d, 4398046511105 AS e, NULL AS f"
                ))
        }
        #expect(try row.number(0) == 7 && row.text(1) == "x" && row.number(2) == -1 && row.amount(0) == 7)
        #expect(try row.amount("d") == 1 << 42 && row.amount(3) == 1 << 42)
        #expect(words { _ = try row.amount(2) } == "index: the column 2 says -1")
        #expect(words { _ = try row.amount("e") } == "index: the column e says 4398046511105")
        #expect(words { _ = try row.text(5) } == "index: the column 5 has a value of another type")
        #expect(words { _ = try row.number(1) } == "index: the column 1 has a value of another type")
        #expect(words { _ = try row.text(6) } == "index: the column 6 has a value of another type")
        #expect(words { _ = try row.get("none") as Int } == "index: the column none has a value of another type")
    }

    @Test("errors keep what they are, and get the path where they had none") func errors() {
        let path = "/x/index.sqlite"
        func told(_ error: any Error) -> String { StorageError(error, path: path).description }
        #expect(told(StorageError.corrupt(path: "index", detail: "d")) == path + ": d")
        #expect(told(StorageError.corrupt(path: "", detail: "d")) == path + ": d")
        #expect(told(StorageError.corrupt(path: "other", detail: "d")) == "other: d")
        #expect(told(DatabaseError(resultCode: .SQLITE_BUSY)).contains("another program holds it locked"))
        #expect(told(DatabaseError(resultCode: .SQLITE_TOOBIG)) == path + ": a value is larger than any of an index")
        #expect(told(DatabaseError(resultCode: .SQLITE_INTERRUPT)).contains("--timeout"))
        #expect(told(DatabaseError(resultCode: .SQLITE_ERROR, message: "m")) == path + ": m")
        func code(_ result: ResultCode) -> Int32? {
            if case .system(let error) = StorageError(DatabaseError(resultCode: result), path: path) {
                error.code
            } else {
                nil
            }
        }
        #expect(code(.SQLITE_FULL) == ENOSPC && code(.SQLITE_NOMEM) == ENOMEM && code(.SQLITE_IOERR) == EIO)
        #expect(code(.SQLITE_READONLY) == EROFS && code(.SQLITE_IOERR_NOMEM) == ENOMEM && code(.SQLITE_ERROR) == nil)
        let system = SystemError("read", path: "/y", code: EIO)
        #expect(told(system) == "\(system)")
        struct Other: Error, CustomStringConvertible { let description = "other" }
        #expect(told(Other()) == path + ": other")
    }

    // MARK: A folder of WebDataset

    @Test("samples and their members have a row each, in the order of the archives") func energon() throws {
        let scratch = try Scratch()
        let path = scratch.file("index.sqlite")
        let index = try EnergonIndex(path: path)
        try index.add(
            .init(
                key: "a", archive: 0, index: 0, bytes: 0..<2048,
                parts: [.init(name: "json", offset: 512, length: 9), .init(name: "0.jpg", offset: 1536, length: 100)]))
        try index.add(.init(key: "b", archive: 1, index: 3, bytes: 4096..<6144, parts: []))
        try index.finish()
        #expect(try texts(path, "SELECT * FROM samples ORDER BY rowid") == ["0|a|0|0|2048", "1|b|3|4096|2048"])
        #expect(
            try texts(path, "SELECT * FROM sample_parts ORDER BY rowid") == ["0|0|json|512|9", "0|0|0.jpg|1536|100"])
        #expect(
            try texts(path, "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'idx%' ORDER BY 1") == [
                "idx_sample_parts_full", "idx_sample_parts_seq", "idx_samples_by_tar_and_idx",
            ])
    }

    @Test("a key that was there already, and a place where something is, are refused") func energonFaults() throws {
        let scratch = try Scratch()
        let index = try EnergonIndex(path: scratch.file("i"))
        let sample = EnergonIndex.Sample(key: "a", archive: 0, index: 0, bytes: 0..<1, parts: [])
        try index.add(sample)
        #expect(words { try index.add(sample) }.contains("UNIQUE"))
        #expect(words { _ = try EnergonIndex(path: scratch.file("i")) }.contains("File exists"))
    }

    // MARK: Questions of one file

    @Test("the example is the first short document with a picture, else the first short one, else none") func example()
        throws
    {
        func example(_ sql: String) throws -> Int? {
            let scratch = try tiny(sql)
            return try CorpusIndex(path: scratch.file("index.sqlite")).example()?.number
        }
        #expect(try example("") == 1)
        #expect(try example("UPDATE documents SET length = 4000 WHERE number = 1") == 2)
        #expect(try example("UPDATE documents SET length = 3999 WHERE number = 1") == 1)
        #expect(try example("UPDATE documents SET images = 0") == 0)
        #expect(try example("UPDATE documents SET images = 0, length = length + 4000 * (number < 3)") == 3)
        #expect(try example("UPDATE documents SET length = 4000") == nil)
    }

    @Test("only a document that matches is a match, and none that there is not") func matches() throws {
        for indexDocuments in [Int.max, 4] {
            let scratch = try tiny(indexDocuments: indexDocuments)
            let index = try CorpusIndex(path: scratch.file("index.sqlite"))
            #expect(try index.isMatch("3", number: 3) && !index.isMatch("3", number: 4))
            #expect(try !index.isMatch("idefix", number: 6) && !index.isMatch("idefix", number: -1))
            #expect(try index.matchCount("3 OR 5") == 2 && index.isAnywhere("5") && !index.isAnywhere("55"))
            #expect(try index.holds("number = 5", numbers: [5, 6, -1, 4]) == [true, false, false, false])
            #expect(try index.count(where: "images = 2") == 2 && index.count(where: "NULL") == 0)
            #expect(try index.document(number: 5)?.number == 5)
            #expect(try index.document(number: 6) == nil && index.document(number: -1) == nil)
        }
    }

    @Test("an older index has no distributions: its rows are counted") func older() throws {
        let new = try tiny(), old = try tiny("DROP TABLE distributions; DROP TABLE clusters")
        let counted = try CorpusIndex(path: old.file("index.sqlite")).statistics()
        #expect(try counted == CorpusIndex(path: new.file("index.sqlite")).statistics())
    }
}
