import CorpusFiles
import CorpusKit
import Foundation
import Platform
import TestKit
import Testing

/// Somebody else's corpus is input: whatever its index says, readers say what is wrong, and go on living.
@Suite struct LyingCorpusTests {
    /// Everything a reader asks of a corpus.
    private func readAll(_ folder: String) throws {
        let corpus = try Corpus(folder: folder)
        _ = try corpus.index.ledger()
        _ = try corpus.index.statistics()
        _ = try corpus.index.meta()
        for number in 0..<corpus.manifest.counts.documents {
            guard let row = try corpus.index.document(number: number) else { continue }
            _ = try corpus.document(of: row)
            for shown in try corpus.index.occurrences(inDocument: row.id) where !shown.image.isEmpty {
                for image in try corpus.index.images(sha256Prefix: shown.image, limit: 1) where image.pack >= 0 {
                    _ = try corpus.bytes(of: image)
                }
            }
        }
    }

    private func lie(_ statement: String) throws -> Scratch {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        #expect(try Command.tool("sqlite3", [scratch.file("index.sqlite"), statement]).code == 0, "\(statement)")
        return scratch
    }

    @Test(
        .needsProgram("sqlite3"), arguments: ["offset", "length", "frame_offset", "frame_length", "shard"],
        [Int.max, Int.min, -1, 1 << 40])
    func aPlaceOutsideOfTheFileIsRefused(column: String, value: Int) throws {
        let scratch = try lie("UPDATE documents SET \(column) = \(value)")
        #expect(throws: StorageError.self) { try readAll(scratch.path) }
    }

    @Test(
        .needsProgram("sqlite3"), arguments: ["offset", "length", "pack"], [Int.max, Int.min, -2, 1 << 40])
    func anImageOutsideOfItsPackIsRefused(column: String, value: Int) throws {
        // A pack below zero is an image without bytes.
        let scratch = try lie("UPDATE images SET \(column) = \(value)")
        if column == "pack" && value < 0 { return try readAll(scratch.path) }
        #expect(throws: StorageError.self) { try readAll(scratch.path) }
    }

    @Test(
        .needsProgram("sqlite3"),
        arguments: [
            "documents SET words = 'many'", "documents SET url = x'ff00'",
            "documents SET number = 9223372036854775807 - number",
            "documents SET number = -1 - number", "images SET width = x'00'", "images SET phash = 'wide'",
            "shards SET name = '../../../../etc/passwd'", "packs SET name = '..'", "shards SET documents = 'all'",
            "accounts SET born = 'x'", "accounts SET born = 9223372036854775807",
            "distributions SET value = x'ff' WHERE name = 'words' AND value = 9",
            "distributions SET count = 'many' WHERE name = 'words' AND value = 9",
        ])
    func valuesThatNoIndexHasAreRefused(change: String) throws {
        let scratch = try lie("UPDATE \(change)")
        #expect(throws: StorageError.self) { try readAll(scratch.path) }
    }

    @Test(.needsProgram("sqlite3")) func sumsThatOverflowAreNoReasonToStop() throws {
        let scratch = try lie("UPDATE distributions SET count = 4398046511104")
        _ = try Corpus(folder: scratch.path).index.statistics()
    }

    /// A view would be asked in the name of its table, and need not come to an end.
    @Test(
        .needsProgram("sqlite3"),
        arguments: [
            """
            ALTER TABLE documents RENAME TO d0; CREATE VIEW documents AS WITH RECURSIVE n(x) AS \
            (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT d0.* FROM d0, n WHERE n.x > 0
            """, "CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM meta; END",
        ])
    func aSchemaThatComputesIsRefused(statement: String) throws {
        let scratch = try lie(statement)
        #expect(throws: StorageError.self) { try readAll(scratch.path) }
    }

    /// Bytes changed by chance, the same every time: whatever comes of it is an error with words, or a corpus.
    @Test(arguments: ["index.sqlite", "shards/", "images/", "drops/"]) func changedBytesAreRefusedOrRead(name: String)
        throws
    {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let path =
            name.hasSuffix("/")
            ? scratch.file(name + (try #require(Files.list(scratch.file(name)).first))) : scratch.file(name)
        let sound = try Files.read(path)
        var random = SeededRandom(seed: 24)
        var refused = 0
        for _ in 0..<150 {
            var bytes = sound
            for _ in 0...random.next() % 8 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            if random.next() % 4 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
            try Files.write(bytes, to: path)
            do {
                try readAll(scratch.path)
                try Corpus(folder: scratch.path).forEachDrop { _ in }
            } catch {
                #expect(error is StorageError, "\(error)")
                refused += 1
            }
        }
        #expect(refused > 30)
    }

    @Test func aQuestionEndsWhenItIsToldTo() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let index = try CorpusIndex(path: scratch.file("index.sqlite"))
        let endless = "(WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n) > 0"
        QuestionLimit.set(seconds: 0.2)
        defer { QuestionLimit.set(seconds: 0) }
        #expect(throws: StorageError.self) { try index.count(where: endless) }
    }

    @Test(arguments: [
        "shards/../../x.zst", "/etc/passwd", "shards/a/b.zst", "shards/.", "shards/\u{1B}[2J.zst", "x.zst",
    ])
    func aManifestNamesNoFileOutsideOfItsFolders(path: String) throws {
        let scratch = try Scratch()
        var manifest = try TinyCorpus(in: scratch.path).manifest
        for at in manifest.files.indices where manifest.files[at].kind == .shard { manifest.files[at].path = path }
        try manifest.write(to: scratch.path)
        #expect(throws: StorageError.self) { try CorpusManifest(folder: scratch.path) }
    }

    @Test func aManifestOfAnySizeIsNotReadIntoMemory() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        #expect(truncate(scratch.file("corpus.json"), 8 << 30) == 0)
        #expect(throws: StorageError.self) { try CorpusManifest(folder: scratch.path) }
    }

    @Test func filesThatWereTakenAwayAreNamed() throws {
        let scratch = try Scratch()
        let manifest = try TinyCorpus(in: scratch.path).manifest
        #expect(manifest.absent(from: scratch.path).isEmpty)
        let shard = try #require(manifest.files(.shard).first)
        try Files.remove(scratch.file(shard.path))
        #expect(manifest.absent(from: scratch.path) == [shard.path])
    }
}
