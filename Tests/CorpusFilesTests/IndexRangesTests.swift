import CorpusKit
import Documents
import Facts
import Foundation
import Platform
import TestKit
import Testing

@testable import CorpusFiles

/// An index in several files answers what one file answers.
@Suite struct IndexRangesTests {
    /// The same corpus of 24 documents twice: with one file, and with files of 16 and 8 documents.
    private struct Both {
        let scratch: Scratch
        let tiny: TinyCorpus
        let one: Corpus, split: Corpus

        init() throws {
            scratch = try Scratch()
            tiny = try TinyCorpus(in: scratch.file("one"))
            _ = try TinyCorpus(in: scratch.file("split"), indexDocuments: 16)
            one = try Corpus(folder: scratch.file("one"))
            split = try Corpus(folder: scratch.file("split"))
        }

        /// Both answer the same.
        func agree<T: Equatable>(
            _ question: (CorpusIndex) throws -> T, location: SourceLocation = #_sourceLocation
        ) throws {
            let (left, right) = (try question(one.index), try question(split.index))
            #expect(left == right, sourceLocation: location)
        }
    }

    private static let ranges = ["index/documents-00000.sqlite", "index/documents-00001.sqlite"]

    @Test func partsThatFollowOneAnotherAreGrouped() {
        #expect(IndexRanges.groups([3, 3, 3, 3], limit: 6) == [0..<2, 2..<4])
        #expect(IndexRanges.groups([3, 3, 3, 3], limit: 100) == [0..<4])
        #expect(IndexRanges.groups([9, 1, 9], limit: 4) == [0..<1, 1..<2, 2..<3], "a part is not cut")
        #expect(IndexRanges.groups([5, 0, 5, 0], limit: 5) == [0..<2, 2..<4], "nothing is no file")
        #expect(IndexRanges.groups([0, 0], limit: 5) == [0..<2])
        #expect(IndexRanges.groups([], limit: 5) == [0..<0])
        #expect(
            IndexRanges.name(7) == "documents-00007.sqlite" && IndexRanges.name(123_456) == "documents-123456.sqlite")
    }

    @Test func aLargeCorpusHasACatalogueAndFilesOfRanges() throws {
        let both = try Both()
        #expect(both.split.manifest.files(.index).map(\.path) == ["index.sqlite"] + Self.ranges)
        #expect(both.one.manifest.files(.index).map(\.path) == ["index.sqlite"])
        #expect(both.split.index.isCatalogue && !both.one.index.isCatalogue)
        #expect(both.split.index.ranges.map(\.numbers) == [0..<16, 16..<24])
        #expect(both.split.manifest.counts == both.one.manifest.counts)
        for file in both.split.manifest.files {
            #expect(try SHA256.hash(file: both.scratch.file("split/" + file.path)).hex == file.sha256, "\(file.path)")
        }
        let again = try TinyCorpus(in: both.scratch.file("again"), indexDocuments: 16)
        #expect(again.manifest.files == both.split.manifest.files, "the same rows give the same bytes")
    }

    @Test func documentsAreFoundInEveryFile() throws {
        let both = try Both()
        for number in [0, 15, 16, 23, 24, -1] { try both.agree { try $0.document(number: number) } }
        try both.agree { try $0.documents(numbers: [20, 3, 99, 16]) }
        for prefix in ["d", "3", "a00", "ff"] { try both.agree { try $0.documents(idPrefix: prefix, limit: 6) } }
        for document in both.tiny.documents {
            try both.agree { try $0.documents(url: document.url) }
            try both.agree { try $0.occurrences(inDocument: document.id) }
        }
        try both.agree { index in
            var rows: [DocumentRow] = []
            try index.forEachDocument { rows.append($0) }
            return rows
        }
        try both.agree { try $0.example() }
        for row in try both.split.index.documents(numbers: [2, 17]) {
            #expect(try both.split.document(of: row) == both.tiny.documents[row.number])
        }
    }

    /// The third picture is packed in both parts and shown in both ranges.
    @Test func anImageOfTwoFilesIsOne() throws {
        let both = try Both()
        try both.agree { index in
            var rows: [ImageRow] = []
            try index.forEachImage { rows.append($0) }
            return rows
        }
        var hashes: [String] = []
        try both.split.index.forEachImage { hashes.append($0.signals.sha256) }
        #expect(hashes.count == 3 && hashes == hashes.sorted())
        for hash in hashes {
            try both.agree { try $0.images(sha256Prefix: hash) }
            try both.agree { try $0.occurrences(ofImage: hash) }
            try both.agree { try $0.occurrences(ofImage: hash, limit: 3) }
            let row = try #require(try both.split.index.images(sha256Prefix: hash).first)
            #expect(try both.tiny.images.contains(both.split.bytes(of: row)))
        }
        try both.agree { try $0.packedImages() }
        try both.agree { try $0.occurrences(ofURL: "https://images.example.net/17/0.jpg") }
    }

    @Test func countsOfAllFilesAreAddedUp() throws {
        let both = try Both()
        try both.agree { try $0.statistics() }
        try both.agree { try $0.documentCount() }
        try both.agree { try $0.ledger() }
        try both.agree { try $0.meta() }
        try both.agree { try $0.shards().map(\.first) }
        try both.agree { try $0.packs() }
        try both.agree { try $0.ids() }
        try both.agree { try $0.languages() }
        try both.agree { try $0.formats(24) }
        try both.agree { try $0.capturedYears().map { [$0.first, $0.last] } }
    }

    @Test func predicatesAndWordsAreAskedOfAllFiles() throws {
        let both = try Both()
        try both.agree { try $0.numbers(where: "words % 5 = 0") }
        try both.agree { try $0.count(where: "images > 0 OR language = ''") }
        try both.agree { try $0.holds("words >= 20", numbers: [23, 0, 99, 11]) }
        try both.agree { index in
            var numbers: [Int] = []
            try index.forEachDocument(where: "images = 2") { numbers.append($0.number) }
            return numbers
        }
        try both.agree { try $0.matches("idefix") }
        try both.agree { try $0.matchCount("idefix") }
        try both.agree { try $0.isMatch("idefix AND 17", number: 17) }
        try both.agree { try $0.isAnywhere("\"document 17\"") }
        try both.agree { try $0.isAnywhere("cat") }
        #expect(
            try both.split.index.ranked("idefix", where: "words > 30", limit: 9).map(\.number).sorted() == [22, 23])
        #expect(try both.split.index.ranked("idefix", limit: 5).count == 5)
    }

    /// Each file would know its own documents alone.
    @Test func aQuestionWithinAQuestionIsRefused() throws {
        let both = try Both()
        let predicate = "words > (SELECT avg(words) FROM documents)"
        #expect(try both.one.index.count(where: predicate) == 12)
        let error = try #require(throws: StorageError.self) { try both.split.index.count(where: predicate) }
        #expect("\(error)".contains("in 2 files") && "\(error)".contains("output.index-documents"), "\(error)")
        #expect(try both.split.index.count(where: "title != 'selected'") == 24)
    }

    // MARK: Faults

    @Test func aVerificationReadsEveryFile() throws {
        let both = try Both()
        for corpus in [both.one, both.split] {
            #expect(try corpus.index.strangeRows(corpus.manifest.counts, packs: 2) == [])
            #expect(try corpus.index.problems() == [])
            #expect(try corpus.index.looseEnds() == 0 && corpus.index.impossibleImages() == 0)
        }
    }

    private static let changes = [
        (0, "UPDATE documents SET domain = 'else' WHERE number = 3", "domain"),
        (1, "DELETE FROM documents WHERE number = 20", "7 rows of 8 documents"),
        (1, "UPDATE images SET pack = 7", "packs that the corpus has not"),
        (1, "UPDATE documents SET id = x'd0000000000000000000' WHERE number = 21", "in two files"),
        (2, "UPDATE distributions SET count = 5 WHERE name = 'language' AND value = 'en'", "distributions"),
        (2, "UPDATE meta SET value = '9' WHERE key = 'distinct_domains'", "distributions"),
    ]

    @Test(arguments: changes.indices) func aChangedFileIsSeen(_ number: Int) throws {
        let both = try Both()
        let (file, sql, words) = Self.changes[number]
        let path = both.scratch.file("split/" + (Self.ranges + ["index.sqlite"])[file])
        #expect(try Command.tool("sqlite3", [path, sql]).code == 0)
        let index = try CorpusIndex(path: both.scratch.file("split/index.sqlite"))
        let found = try index.strangeRows(both.split.manifest.counts, packs: 2)
        #expect(found.contains { $0.contains(words) }, "\(sql): \(found)")
    }

    @Test func aCatalogueThatNamesOtherFilesIsRefused() throws {
        for sql in [
            "UPDATE ranges SET first = 17 WHERE range = 1", "UPDATE ranges SET name = '../x' WHERE range = 1",
            "UPDATE ranges SET documents = 0 WHERE range = 0", "UPDATE ranges SET documents = -5 WHERE range = 1",
        ] {
            let both = try Both()
            let path = both.scratch.file("split/index.sqlite")
            #expect(try Command.tool("sqlite3", [path, sql]).code == 0)
            #expect(throws: StorageError.self, "\(sql)") { try CorpusIndex(path: path) }
        }
    }

    @Test func aFileThatIsMissingIsNamed() throws {
        let both = try Both()
        try Files.remove(both.scratch.file("split/" + Self.ranges[1]))
        let index = try CorpusIndex(path: both.scratch.file("split/index.sqlite"))
        #expect(try index.document(number: 15)?.number == 15, "the others are still read")
        let error = try #require(throws: StorageError.self) { try index.document(number: 16) }
        #expect("\(error)".contains(Self.ranges[1]), "\(error)")
    }

    @Test func aFileOfOtherDocumentsIsRefused() throws {
        let both = try Both()
        let path = both.scratch.file("split/" + Self.ranges[1])
        let change = "UPDATE documents SET number = 99 WHERE number = 23"
        #expect(try Command.tool("sqlite3", [path, change]).code == 0)
        let index = try CorpusIndex(path: both.scratch.file("split/index.sqlite"))
        let error = try #require(throws: StorageError.self) { try index.document(number: 16) }
        #expect("\(error)".contains("it has documents 16 to 99, not its range's"), "\(error)")
    }

    @Test func programsThatKnowOneFileRefuseACatalogue() throws {
        let both = try Both()
        let path = both.scratch.file("split/index.sqlite")
        #expect(throws: StorageError.version(path: path, found: "2", expected: "1")) { try IndexFile(path: path) }
    }

    @Test func twoDocumentsOfOneIdAreRefusedWhereverTheyAre() throws {
        let scratch = try Scratch()
        let document = TinyCorpus.documents(1, images: [])[0]
        var parts: [CorpusIndexBuilder.Part] = []
        for number in 0..<2 {
            var rows = IndexRowWriter(path: scratch.file("\(number).rows"))
            let frame = FrameEntry(offset: 0, compressed: 1, decompressed: 1)
            let place = LineLocation(frame: 0, offset: 0, length: 1)
            try rows.append(DocumentRow(document, shard: 0, line: 0, at: place, in: [frame]), of: document)
            _ = try rows.commit()
            parts.append(.init(rows: scratch.file("\(number).rows"), shards: [("s\(number)", 1)], packs: []))
        }
        let error = try #require(throws: StorageError.self) {
            try SealedIndex(folder: scratch.path, fullText: false, made: [:])
                .build(parts, .init(ledger: Ledger()), limit: 1)
        }
        #expect("\(error)".contains("1 documents have the id of another"), "\(error)")
    }
}
