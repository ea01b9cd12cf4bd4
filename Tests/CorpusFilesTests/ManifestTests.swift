import CorpusKit
import Documents
import Facts
import JSON
import Platform
import TestKit
import Testing

@testable import CorpusFiles

/// `corpus.json`, the folder it stands in, and the seal.
@Suite struct ManifestTests {
    static var sample: CorpusManifest {
        var manifest = CorpusManifest(tool: "1.2.3", pipeline: "extract:\n")
        manifest.inputs = [.init(name: "a.warc.gz", bytes: 7), .init(name: "b/", bytes: 8, sha256: "ff")]
        manifest.limits = [.init("line_bytes", 10), .init("a_later_one", 3)]
        manifest.counts = .init(documents: 1, images: 2, distinctImages: 3, words: 4)
        manifest.ledger.born(.image, 2)
        manifest.ledger.written(.image, 2)
        var parent = CorpusParent(sha256: "aa", manifest: manifest, selection: [("where", "words > 3"), ("a", "b")])
        parent.documents = 9
        manifest.parents = [parent]
        var file = CorpusManifest.File(
            "shards/shard-00000.jsonl.zst", .shard, FileSummary(name: "", bytes: 5, lines: 6, sha256: "bb"))
        file.frames = 2
        manifest.files = [file]
        return manifest
    }

    private func read(_ text: String) throws -> CorpusManifest {
        let scratch = try Scratch()
        try Files.write(text, to: scratch.file("corpus.json"))
        return try CorpusManifest(folder: scratch.path)
    }

    @Test func everythingComesBack() throws {
        let scratch = try Scratch()
        try Self.sample.write(to: scratch.path)
        #expect(try CorpusManifest(folder: scratch.path) == Self.sample)
    }

    /// Any value that somebody changed is noticed, by the manifest's digest of itself.
    @Test(arguments: [
        ("\"words\": 4", "\"words\": 5"), ("1.2.3", "1.2.4"), ("\"b/\"", "\"c/\""), ("words > 3", "words > 4"),
        ("\"lines\": 6", "\"lines\": 7"),
    ])
    func aChangedValueIsNoticed(what: String, instead: String) throws {
        let text = String(decoding: PrettyJSON.format(Self.sample.bytes), as: UTF8.self)
        let changed = text.replacing(what, with: instead)
        #expect(changed != text)
        let error = #expect(throws: StorageError.self) { try read(changed) }
        #expect(error?.description.contains("SHA-256 of itself differs") == true)
    }

    /// A later minor version has keys that this program does not know; they count in the digest.
    @Test func aLaterMinorVersionIsReadWithItsKeys() throws {
        var later = Self.sample
        later.format = "1.9"
        let plain = String(decoding: later.bytes, as: UTF8.self)
        let cut = try #require(plain.ranges(of: ",\"sha256\":\"").last)
        let body = plain[..<cut.lowerBound] + ",\"new\":[1]"
        let digest = SHA256.hash(String(body) + "}").hex
        #expect(try read(body + ",\"sha256\":\"\(digest)\"}").format == "1.9")
    }

    @Test(arguments: ["2.0", "0.9", "10.0"]) func anotherMajorVersionIsRefused(version: String) throws {
        var other = Self.sample
        other.format = version
        let error = #expect(throws: StorageError.self) { try read(String(decoding: other.bytes, as: UTF8.self)) }
        guard case .version(_, version, "1.2")? = error else {
            Issue.record("\(error.map { "\($0)" } ?? "")")
            return
        }
    }

    @Test(arguments: [
        ("", "it is empty"), ("{", "not JSON"), ("{}", "no format version"), (#"{"format":"1.0"}"#, "sha256"),
    ])
    func whatIsNoManifestIsRefused(text: String, says: String) throws {
        let error = #expect(throws: StorageError.self) { try read(text) }
        #expect(error?.description.contains(says) == true)
    }

    @Test func filesAreAskedByKind() throws {
        let scratch = try Scratch()
        let manifest = try TinyCorpus(in: scratch.path).manifest
        #expect(manifest.files(.shard).map(\.path) == (0..<3).map { "shards/shard-0000\($0).jsonl.zst" })
        #expect(manifest.files(.shard).map(\.lines) == [8, 8, 8] && manifest.files(.pack).map(\.lines) == [3, 1])
        #expect(manifest.files(.drops).map(\.lines) == [5])
        #expect(
            manifest.files.map(\.path) == [
                "README.md", "drops/extract-00000.jsonl.zst", "images/images-00000.tar", "images/images-00001.tar",
                "index.sqlite", "report.html", "shards/shard-00000.jsonl.zst", "shards/shard-00001.jsonl.zst",
                "shards/shard-00002.jsonl.zst",
            ])
    }

    // MARK: The folder

    @Test func aRunsFolderLeadsToItsCorpus() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.file("run/corpus"), count: 3)
        #expect(try Corpus(folder: scratch.file("run")).folder == scratch.file("run/corpus"))
        #expect(try Corpus(folder: scratch.file("run/corpus")).folder == scratch.file("run/corpus"))
        try Files.write("{}", to: scratch.file("run/corpus.json"))
        #expect(Corpus.resolve(scratch.file("run")) == scratch.file("run"), "its own comes first")
        #expect(Corpus.resolve(scratch.file("nowhere")) == scratch.file("nowhere"))
    }

    /// The bytes of an image are held to its name, those of a document to its place.
    @Test func bytesThatAreNotTheImageAreRefused() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path, count: 3)
        let corpus = try Corpus(folder: scratch.path)
        var rows: [ImageRow] = []
        try corpus.index.forEachImage { rows.append($0) }
        var row = try #require(rows.first)
        _ = try corpus.bytes(of: row)
        row.offset += 1
        #expect(throws: StorageError.self) { try corpus.bytes(of: row) }
        row.pack = -1
        #expect(throws: StorageError.self) { try corpus.pack(of: row) }
        var document = try #require(try corpus.index.document(number: 0))
        document.shard = 3
        #expect(throws: StorageError.self) { try corpus.record(of: document) }
    }

    @Test func membersAreNamedByDigestAndSuffix() {
        let signals = ImageSignals(
            sha256: String(repeating: "ab", count: 32), phash: "", width: 1, height: 1, format: "jpeg")
        #expect(Corpus.memberName(signals) == String(repeating: "ab", count: 32) + ".jpg")
    }

    // MARK: The seal

    /// A ledger that wrote another number than lies in the shards does not seal.
    @Test(arguments: [Unit.document, .image]) func aLedgerThatIsWrongDoesNotSeal(unit: Unit) throws {
        let scratch = try Scratch()
        let manifest = try TinyCorpus(in: scratch.path, count: 6).manifest
        try Files.remove(scratch.file("corpus.json"))
        var wrong = manifest
        wrong.ledger[unit].written += 1
        let paths = [CorpusManifest.File.Kind.shard, .pack, .drops].map { manifest.files($0).map(\.path) }
        func seal(_ manifest: CorpusManifest) -> CorpusSeal {
            CorpusSeal(folder: scratch.path, manifest: manifest, shards: paths[0], packs: paths[1], drops: paths[2])
        }
        let error = #expect(throws: StorageError.self) { try seal(wrong).seal() }
        #expect(error?.description.contains("\(unit.rawValue)s, but the ledger wrote") == true)
        #expect(!Files.exists(scratch.file("corpus.json")))
        #expect(try seal(manifest).seal().counts == manifest.counts)
    }
}
