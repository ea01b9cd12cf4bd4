import CorpusFiles
import CorpusKit
import Documents
import Facts
import Inspection
import JSON
import Platform
import Testing
import TestKit

@Suite struct VerificationTests {
    @Test func aSoundCorpusIsSound() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let result = Verification.verify(folder: scratch.path)
        #expect(result.problems.isEmpty, "\(result.text)")
        #expect(result.checked.files == 9 && result.checked.documents == 24)
        #expect(result.checked.images == 4 && result.checked.drops == TinyCorpus.drops.count)
        #expect(try JSONValue(parsing: result.json)["ok"]?.bool == true)
        #expect(result.text.hasPrefix("sound: 9 files"))
    }

    @Test func theOutputFolderOfARunWillDo() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.file("corpus"))
        #expect(Verification.verify(folder: scratch.path).isSound)
    }

    /// Every file of a corpus, changed in every way: each time that file, and only that file, is named.
    @Test(arguments: [
        "shards/shard-00001.jsonl.zst", "images/images-00000.tar", "drops/extract-00000.jsonl.zst", "index.sqlite",
        "README.md", "report.html",
    ])
    func everyDamageIsFoundWhereItIs(file: String) throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let path = scratch.file(file)
        let whole = try Files.read(path)
        var random = SeededRandom(seed: UInt64(whole.count))
        var damages: [(String, [UInt8])] = [("grown", whole + [0]), ("emptied", [])]
        for _ in 0..<6 {
            let at = Int.random(in: 0..<whole.count, using: &random)
            damages.append(("cut at \(at)", Array(whole[..<at])))
            var flipped = whole
            flipped[at] ^= 1 << UInt8.random(in: 0...7, using: &random)
            damages.append(("flipped at \(at)", flipped))
        }
        for (name, bytes) in damages {
            try Files.write(bytes, to: path)
            let result = Verification.verify(folder: scratch.path)
            #expect(!result.isSound && Set(result.problems.map(\.file)) == [file], "\(name): \(result.text)")
        }
        try Files.remove(path)
        let missing = Verification.verify(folder: scratch.path).problems
        #expect(missing.map(\.file) == [file] && missing.first?.detail == "missing")
        try Files.write(whole, to: path)
        #expect(Verification.verify(folder: scratch.path).isSound)
    }

    /// A shard cut and changed all along (`FramedTests` does it for every byte).
    @Test func noByteOfAShardIsUnwatched() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path, count: 3, fullText: false)
        let path = scratch.file("shards/shard-00002.jsonl.zst")
        let whole = try Files.read(path)
        for at in stride(from: 0, to: whole.count, by: 5) {
            try Files.write(Array(whole[..<at]), to: path)
            #expect(!Verification.verify(folder: scratch.path).isSound, "cut at \(at)")
            var flipped = whole
            flipped[at] ^= 1 << UInt8(at % 8)
            try Files.write(flipped, to: path)
            #expect(!Verification.verify(folder: scratch.path).isSound, "flipped at \(at)")
        }
    }

    @Test func foreignFilesAreNamed() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let names = ["shards/shard-00003.jsonl.zst", "notes.txt", "images/x", "index.sqlite-wal"]
        for name in names { try Files.write("x", to: scratch.file(name)) }
        try Files.makeFolder(scratch.file("scores"))
        let result = Verification.verify(folder: scratch.path)
        #expect(Set(result.problems.map(\.file)) == Set(names), "\(result.text)")
    }

    /// A manifest that agrees with the files but whose sums do not agree with what is in them.
    @Test func sumsAreCountedAgain() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        for change in [
            { (manifest: inout CorpusManifest) in manifest.counts.words += 1 },
            { $0.counts.images -= 1 },
            { $0.ledger.born(.paragraph) },
            {
                $0.ledger.born(.image)
                $0.ledger.dropped(.imageTooSmall)
            },
            {
                $0.ledger.born(.document)
                $0.ledger.written(.document)
            },
        ] {
            var manifest = tiny.manifest
            change(&manifest)
            try manifest.write(to: scratch.path)
            let result = Verification.verify(folder: scratch.path)
            #expect(!result.isSound && result.problems.contains { $0.file == "corpus.json" }, "\(result.text)")
        }
    }

    /// Files that are sound one by one but do not belong together.
    @Test func anIndexOfOtherShardsIsNamed() throws {
        let scratch = try Scratch()
        var manifest = try TinyCorpus(in: scratch.file("a")).manifest
        _ = try TinyCorpus(in: scratch.file("b"), count: 21)
        try Files.write(Files.read(scratch.file("b/index.sqlite")), to: scratch.file("a/index.sqlite"))
        manifest.files.removeAll { $0.kind == .index }
        manifest.files.append(try .init(measuring: "index.sqlite", .index, in: scratch.file("a")))
        try manifest.write(to: scratch.file("a"))
        let result = Verification.verify(folder: scratch.file("a"))
        #expect(!result.isSound && Set(result.problems.map(\.file)) == ["index.sqlite"], "\(result.text)")
    }

    /// An index that says of an image what its documents do not say.
    @Test(.needsProgram("sqlite3"), arguments: ["width = width + 1", "phash = x'0011223344556677'", "frames = 0"])
    func anIndexOfOtherImagesIsNamed(change: String) throws {
        let scratch = try Scratch()
        var manifest = try TinyCorpus(in: scratch.path).manifest
        let sql = "UPDATE images SET \(change) WHERE format = 'png'"
        let changing = try Command.tool("sqlite3", [scratch.file("index.sqlite"), sql])
        #expect(changing.code == 0, "\(changing.errors)")
        manifest.files.removeAll { $0.kind == .index }
        manifest.files.append(try .init(measuring: "index.sqlite", .index, in: scratch.path))
        try manifest.write(to: scratch.path)
        let result = Verification.verify(folder: scratch.path)
        #expect(!result.isSound && Set(result.problems.map(\.file)) == ["index.sqlite"], "\(result.text)")
        // A width is in the distributions too.
        let details = result.problems.map(\.detail)
        #expect(details.contains { $0.contains("image") }, "\(result.text)")
        #expect(details.allSatisfy { $0.contains("image") || $0.contains("distributions") }, "\(result.text)")
    }

    /// Names, limits, versions: what no other file could contradict.
    @Test func noByteOfTheManifestIsUnwatched() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path, count: 3, fullText: false)
        let path = scratch.file("corpus.json")
        let whole = try Files.read(path)
        for at in whole.indices {
            var flipped = whole
            flipped[at] ^= 1 << UInt8(at % 7)
            try Files.write(flipped, to: path)
            let isBlank =
                [0x20, 0x0A, 0x0D, 0x09].contains(whole[at]) && [0x20, 0x0A, 0x0D, 0x09].contains(flipped[at])
            let problems = Verification.verify(folder: scratch.path).problems
            #expect(isBlank || problems.contains { $0.file == "corpus.json" }, "flipped at \(at)")
        }
    }

    @Test(arguments: ["", "{}", "{\"format\":\"2.0\"}", "nonsense", "{\"format\":\"1.0\"}"])
    func aManifestThatIsNoneIsNamed(text: String) throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        try Files.write(text, to: scratch.file("corpus.json"))
        #expect(Verification.verify(folder: scratch.path).problems.map(\.file) == ["corpus.json"])
        try Files.remove(scratch.file("corpus.json"))
        #expect(Verification.verify(folder: scratch.path).problems.map(\.file) == ["corpus.json"])
    }
}
