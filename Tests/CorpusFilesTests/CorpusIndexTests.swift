import CorpusFiles
import CorpusKit
import Documents
import Facts
import Foundation
import JSON
import Platform
import Testing
import TestKit

@Suite struct CorpusIndexTests {
    @Test func findsEveryDocumentByIdURLAndPlace() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        for (number, document) in tiny.documents.enumerated() {
            let row = try #require(try corpus.index.documents(idPrefix: document.id).first)
            #expect(row.number == number && row.domain == "example.org" && row.title == document.title)
            #expect(row.profile.words == document.profile.words && row.profile.stopWords == 0.25)
            var json = JSONWriter()
            DocumentCoder.write(document, to: &json)
            #expect(try corpus.record(of: row) == json.bytes)
            #expect(try corpus.index.documents(url: document.url).map(\.id) == [document.id])
            #expect(try corpus.index.document(number: number)?.id == document.id)
            let occurrences = try corpus.index.occurrences(inDocument: document.id)
            #expect(occurrences == OccurrenceRow.rows(of: document))
        }
        #expect(try corpus.index.document(number: tiny.documents.count) == nil)
        #expect(try corpus.document(of: try #require(try corpus.index.document(number: 5))) == tiny.documents[5])
    }

    @Test func aPrefixFindsWhatBeginsWithIt() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let index = try CorpusIndex(path: scratch.file("index.sqlite"))
        for length in [1, 2, 19, 20] {
            let prefix = String(tiny.documents[4].id.prefix(length))
            let expected = tiny.documents.map(\.id).filter { $0.hasPrefix(prefix) }.sorted()
            #expect(try index.documents(idPrefix: prefix, limit: 100).map(\.id) == expected)
        }
        #expect(try index.documents(idPrefix: "ffff").isEmpty)
        for bad in ["", "xyz", String(repeating: "0", count: 21)] {
            #expect(throws: StorageError.self) { try index.documents(idPrefix: bad) }
        }
    }

    @Test func anImageIsFoundOnceAndInTheFirstPack() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        for bytes in tiny.images {
            let rows = try corpus.index.images(sha256Prefix: String(SHA256.hash(bytes).hex.prefix(9)))
            let row = try #require(rows.first)
            #expect(rows.count == 1 && row.pack == 0)
            #expect(try corpus.bytes(of: row) == bytes)
            let shown = tiny.documents.flatMap(OccurrenceRow.rows).filter { $0.image == row.signals.sha256 }
            #expect(try corpus.index.occurrences(ofImage: row.signals.sha256).count == shown.count)
        }
    }

    @Test func countsWhatIsThere() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let index = try CorpusIndex(path: scratch.file("index.sqlite"))
        let statistics = try index.statistics()
        #expect(statistics.counts == tiny.manifest.counts)
        #expect(statistics.counts.documents == 24 && statistics.counts.images == 24)
        #expect(statistics.counts.distinctImages == 3)
        #expect(statistics.counts.words == (0..<24).reduce(0) { $0 + 9 + $1 })
        #expect(statistics.shards == 3 && statistics.packs == 2)
        #expect(statistics.languages == [.init(name: "en", count: 18), .init(name: "", count: 6)])
        #expect(statistics.domains == [.init(name: "example.org", count: 24)])
        let words = try #require(statistics.distributions.first { $0.name == "words" })
        #expect([0, 50, 100].map(words.quantile) == [9, 20, 32] && words.mean == 20.5)
        #expect(words.bins.map(\.count) == [7, 16, 1] && words.bins.map(\.lower) == [8, 16, 32])
        #expect(try index.ledger() == tiny.manifest.ledger)
        #expect(try index.problems().isEmpty)
    }

    @Test func answersPredicates() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let index = try CorpusIndex(path: scratch.file("index.sqlite"))
        var found: [Int] = []
        try index.forEachDocument(where: "words > 15 AND language = 'en' -- and no more") { found.append($0.number) }
        #expect(found == tiny.documents.indices.filter { $0 > 6 && $0 % 4 != 0 })
        #expect(try index.count(where: "title LIKE 'Page 1%' OR images = 2") == 11 + 5)
        #expect(
            try index.count(where: "number IN (SELECT rowid FROM documents_text WHERE documents_text MATCH '17')") == 1)
    }

    @Test(arguments: [
        ("word > 10", "did you mean 'words'"), ("words >", "the columns are id"), ("1; DROP TABLE documents", "syntax"),
        ("1), (2", "one SQL expression"), ("nonsense_column = 1", "no column 'nonsense_column'; the columns"),
        ("words > \"lots\"", "no column"),
    ])
    func explainsWhatAPredicateCannotBe(predicate: String, says: String) throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let index = try CorpusIndex(path: scratch.file("index.sqlite"))
        do {
            _ = try index.count(where: predicate)
            Issue.record("'\(predicate)' was answered")
        } catch {
            #expect("\(error)".contains(says), "\(error)")
        }
        #expect(try index.statistics().counts.documents == 24)
    }

    @Test func searchesTexts() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.file("with"))
        _ = try TinyCorpus(in: scratch.file("without"), fullText: false)
        let index = try CorpusIndex(path: scratch.file("with/index.sqlite"))
        #expect(try index.ranked("idefix AND 13", limit: 5).map(\.number) == [13])
        #expect(try index.ranked("alt:picture", limit: 100).count == 16)
        #expect(throws: StorageError.self) { try index.ranked("AND AND", limit: 1) }
        let without = try CorpusIndex(path: scratch.file("without/index.sqlite"))
        #expect(throws: StorageError.self) { try without.ranked("dog", limit: 1) }
    }

    /// What was measured besides the public record is in the index, and NULL where nothing is known.
    @Test(.needsProgram("sqlite3")) func detailsOfImagesAreColumns() throws {
        let scratch = try Scratch()
        var details = ImageDetails(mode: "P", color: "#c81e0a", entropy: 4.56789, sharpness: 77)
        (details.frames, details.orientation, details.hasICC) = (12, 6, true)
        var signals = (0..<3).map { number in
            ImageSignals(
                sha256: SHA256.hash([UInt8(number)]).hex, phash: "c3d4b16a09f7e580", width: 640, height: 480,
                format: "gif")
        }
        signals[0].details = details
        signals[0].nsfw = 0.25
        signals[1].details = ImageDetails(mode: "RGB", color: "#000000", entropy: 0, sharpness: 0)
        let place = LineLocation(frame: 0, offset: 0, length: 1)
        let frames = [FrameEntry(offset: 0, compressed: 1, decompressed: 2)]
        var rows = IndexRowWriter(path: scratch.file("rows"))
        for (line, document) in TinyCorpus.documents(9, images: signals).enumerated() {
            try rows.append(DocumentRow(document, shard: 0, line: line, at: place, in: frames), of: document)
        }
        _ = try rows.commit()
        let part = CorpusIndexBuilder.Part(rows: scratch.file("rows"), shards: [("s", 9)], packs: [])
        let path = scratch.file("index.sqlite")
        _ = try CorpusIndexBuilder(path: path, fullText: false).build([part], .init(ledger: Ledger()))
        let index = try CorpusIndex(path: path)
        for image in signals {
            #expect(try index.images(sha256Prefix: image.sha256).first?.signals == image)
        }
        #expect(try index.impossibleImages() == 0)
        for change in [
            "frames = NULL", "orientation = 9", "mode = ''", "entropy = -1", "nsfw = 1.5", "color = 'red'",
        ] {
            let copy = scratch.file("copy.sqlite")
            try Files.write(Files.read(path), to: copy)
            let sql = "UPDATE images SET \(change) WHERE mode = 'RGB'"
            let changing = try Command.tool("sqlite3", [copy, sql])
            #expect(changing.code == 0, "\(changing.errors)")
            #expect(try CorpusIndex(path: copy).impossibleImages() == 1, "\(change)")
        }
    }

    @Test func theSameRowsGiveTheSameBytes() throws {
        let scratch = try Scratch()
        let first = try TinyCorpus(in: scratch.file("a")).manifest
        let second = try TinyCorpus(in: scratch.file("b")).manifest
        #expect(first == second)
        #expect(try Files.read(scratch.file("a/corpus.json")) == Files.read(scratch.file("b/corpus.json")))
    }

    @Test func theShardsAloneGiveTheSameIndex() throws {
        let scratch = try Scratch()
        let first = try TinyCorpus(in: scratch.file("a")).manifest
        let second = try TinyCorpus(in: scratch.file("b"), withRows: false).manifest
        #expect(first == second)
        #expect(try Files.list(scratch.file("b")) == Files.list(scratch.file("a")))
    }

    @Test func refusesWhatIsNoIndex() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let path = scratch.file("index.sqlite")
        let whole = try Files.read(path)
        var other = whole
        other[63] = 9  // user_version
        for (bytes, says) in [
            ([], "it is empty"), (Array(String(repeating: "no database. ", count: 99).utf8), "not an index"),
            (Array(whole[..<100]), "malformed"), (other, "format version 9"),
        ] {
            try Files.write(bytes, to: path)
            do {
                _ = try CorpusIndex(path: path).statistics()
                Issue.record("\(bytes.count) bytes were taken for an index")
            } catch {
                #expect("\(error)".contains(path) && "\(error)".contains(says), "\(error)")
            }
        }
        try Files.remove(path)
        #expect(throws: StorageError.self) { try CorpusIndex(path: path) }
    }

    @Test(.needsProgram("sqlite3")) func aLockedIndexSaysSo() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path, count: 3)
        let path = scratch.file("index.sqlite")
        let holder = Process()
        holder.executableURL = URL(filePath: "/usr/bin/env")
        holder.arguments = ["sqlite3", path, "BEGIN EXCLUSIVE", ".shell echo held && exec sleep 8 >/dev/null"]
        let pipe = Pipe()
        holder.standardOutput = pipe
        holder.standardError = FileHandle.nullDevice
        try holder.run()
        defer { holder.terminate() }
        #expect(pipe.fileHandleForReading.availableData == Data("held\n".utf8))
        let error = try #require(throws: StorageError.self) { try CorpusIndex(path: path).statistics() }
        #expect(error.description.contains("locked"))
    }

    @Test func aSealThatWasKilledIsDoneAgain() throws {
        let scratch = try Scratch()
        let first = try TinyCorpus(in: scratch.path).manifest
        try Files.remove(scratch.file("corpus.json"))
        for name in ["index.sqlite.tmp.1", "README.md.tmp.77", ".index.rows.tmp.9"] {
            try Files.write("half", to: scratch.file(name))
        }
        #expect(try TinyCorpus(in: scratch.path).manifest == first)
        #expect(
            try Files.list(scratch.path) == [
                "README.md", "corpus.json", "drops", "images", "index.sqlite", "report.html", "shards", "work",
            ])
    }

    @Test func twoDocumentsOfOneIdAreRefused() throws {
        let scratch = try Scratch()
        let document = TinyCorpus.documents(1, images: [])[0]
        let place = LineLocation(frame: 0, offset: 0, length: 1)
        let frames = [FrameEntry(offset: 0, compressed: 1, decompressed: 2)]
        var rows = IndexRowWriter(path: scratch.file("rows"))
        for line in 0..<2 {
            try rows.append(DocumentRow(document, shard: 0, line: line, at: place, in: frames), of: document)
        }
        _ = try rows.commit()
        let part = CorpusIndexBuilder.Part(rows: scratch.file("rows"), shards: [("s", 2)], packs: [])
        let builder = CorpusIndexBuilder(path: scratch.file("index.sqlite"), fullText: false)
        #expect(throws: StorageError.self) { try builder.build([part], .init(ledger: Ledger())) }
        #expect(try Files.list(scratch.path) == ["rows"])
    }

    @Test(arguments: [
        ("https://www.Example.org:8080/a", "example.org"), ("http://user:pw@a.b/c@d", "a.b"),
        ("ftp://[::1]:21/", "[::1]:21"),
        ("no scheme", ""), ("http://", ""), ("HTTP://X.Y?q", "x.y"),
    ])
    func aDomainIsTheHost(url: String, host: String) throws {
        var document = Document(id: String(repeating: "0", count: 20), url: url, nodes: [])
        document.title = ""
        let row = try DocumentRow(
            document, shard: 0, line: 0, at: LineLocation(frame: 0, offset: 0, length: 1),
            in: [FrameEntry(offset: 0, compressed: 1, decompressed: 2)])
        #expect(row.domain == host)
    }
}
