import CorpusKit
import Documents
import Facts
import JSON
import Platform
import TestKit
import Testing

@testable import CorpusFiles

/// A corpus as a whole: behind an address, with files that are gone, and what its manifest takes.
@Suite struct CorpusPartsTests {
    /// Reads a file of this machine as if it lay on another.
    private struct Elsewhere: RangeReader {
        let path: String
        let size: Int
        func read(offset: Int, count: Int) throws(StorageError) -> [UInt8] {
            try RangedFile(path: path).read(offset: offset, count: count)
        }
    }

    private func remote(_ scratch: Scratch, _ manifest: CorpusManifest) throws -> Corpus {
        let folder = scratch.path
        return try Corpus(
            address: "https://h/c", manifest, index: CorpusIndex(path: scratch.file("index.sqlite"))
        ) { Elsewhere(path: folder + "/" + $0.path, size: $0.bytes) }
    }

    @Test("a corpus behind an address gives documents, pictures and drops by ranges") func address() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path, count: 6)
        let corpus = try remote(scratch, tiny.manifest)
        for row in try corpus.index.documents(numbers: [0, 3, 5]) {
            #expect(try corpus.document(of: row) == tiny.documents[row.number])
        }
        var images: [ImageRow] = []
        try corpus.index.forEachImage { images.append($0) }
        #expect(images.count == 3)
        for row in images {
            #expect(try tiny.images.contains(corpus.bytes(of: row)))
            #expect(try corpus.pack(of: row) == "https://h/c/images/images-0000\(row.pack).tar")
        }
        #expect(corpus.dropLogs == ["https://h/c/drops/extract-00000.jsonl.zst"])
        #expect(try corpus.drops(mentioning: ["http://i/x.png"]).map(\.drop.reason) == [.imageTooSmall])
        #expect(try corpus.file("README.md").path == "https://h/c/README.md")
        #expect(
            words { _ = try corpus.file("shards/x") }
                == scratch.file("index.sqlite") + ": it names shards/x, which corpus.json has not")
    }

    @Test("a log without lines is not asked for on another machine") func emptyLogs() throws {
        let scratch = try Scratch()
        var manifest = try TinyCorpus(in: scratch.path, count: 3).manifest
        var empty = try #require(manifest.files(.drops).first)
        (empty.path, empty.lines) = ("drops/judge-00000.jsonl.zst", 0)
        manifest.files.append(empty)
        let corpus = try remote(scratch, manifest)
        #expect(corpus.dropLogs.count == 2 && corpus.dropFiles.count == 1)
        try manifest.write(to: scratch.path)
        #expect(try Corpus(folder: scratch.path).dropFiles.count == 2)
        #expect(corpus.hasQuickLogs)
        manifest.files[manifest.files.count - 1].bytes = 48 << 20
        #expect(try !remote(scratch, manifest).hasQuickLogs)
        manifest.files[manifest.files.count - 1].bytes = (48 << 20) - (try #require(manifest.files(.drops).first).bytes)
        #expect(try remote(scratch, manifest).hasQuickLogs)
    }

    @Test("an address is one with a scheme, unless a folder has that name; what needs a folder refuses it")
    func addresses() throws {
        #expect(Corpus.isAddress("https://h/c") && Corpus.isAddress("s3://b/c") && !Corpus.isAddress("/a/b"))
        #expect(
            words { _ = try Corpus(folder: "https://h/c") }.hasPrefix("https://h/c: this needs the corpus in a folder"))
        #expect(words { try Corpus.refuseAddress("corpus") } == "")
    }

    @Test("documents of the index and of the manifest must be as many") func counts() throws {
        let scratch = try Scratch()
        var manifest = try TinyCorpus(in: scratch.path, count: 3).manifest
        manifest.counts.documents = 4
        try manifest.write(to: scratch.path)
        #expect(
            words { _ = try Corpus(folder: scratch.path) }
                == scratch.file("index.sqlite") + ": its documents are not the 4 of corpus.json")
    }

    @Test("files that are gone or have another size are absent, by their paths") func absent() throws {
        let scratch = try Scratch()
        let manifest = try TinyCorpus(in: scratch.path, count: 3).manifest
        #expect(manifest.absent(from: scratch.path) == [])
        try Files.remove(scratch.file("README.md"))
        try Files.append([0], to: scratch.file("report.html"))
        #expect(manifest.absent(from: scratch.path) == ["README.md", "report.html"])
    }

    @Test("a file is measured where it lies: lines of a shard, members of a pack, bytes of all") func measured() throws
    {
        let scratch = try Scratch()
        let manifest = try TinyCorpus(in: scratch.path, count: 6).manifest
        for file in manifest.files {
            #expect(try CorpusManifest.File(measuring: file.path, file.kind, in: scratch.path) == file)
            let sealed = try CorpusManifest.File(
                sealed: file.path, file.kind, in: scratch.path, bytes: file.bytes, lines: file.lines,
                sha256: file.sha256)
            #expect(sealed == file)
        }
        #expect(Set(manifest.files.map(\.kind)) == Set(CorpusManifest.File.Kind.allCases))
        #expect(throws: StorageError.self) {
            try CorpusManifest.File(measuring: "images/images-00000.tar", .shard, in: scratch.path)
        }
    }

    @Test(
        "names of files",
        arguments: [
            ("a", true), ("a b.zst", true), ("\u{E9}", true), ("", false), (".", false), (".a", false), ("a/b", false),
            ("a\u{1F}", false), ("a\u{7F}", false), ("a\n", false), ("a.", true),
        ])
    func names(name: String, isName: Bool) { #expect(CorpusManifest.isName(name) == isName) }

    @Test("a name has 255 bytes at most") func longName() {
        #expect(CorpusManifest.isName(String(repeating: "n", count: 255)))
        #expect(!CorpusManifest.isName(String(repeating: "n", count: 256)))
        #expect(!CorpusManifest.isName(String(repeating: "\u{E9}", count: 128)))
    }

    @Test(
        "each kind of file lies in its folder and nowhere else",
        arguments: [
            ("shards/a", .shard, true), ("images/a", .shard, false), ("a", .shard, false), ("images/a", .pack, true),
            ("shards/a", .pack, false), ("drops/a", .drops, true), ("shards/a", .drops, false),
            ("index.sqlite", .index, true), ("index/a", .index, true), ("a", .index, false), ("README.md", .card, true),
            ("x/README.md", .card, false), ("report.html", .report, true), ("shards/a/b", .shard, false),
            ("shards//a", .shard, false), ("shards/", .shard, false), ("/a", .card, false),
        ] as [(String, CorpusManifest.File.Kind, Bool)])
    func places(path: String, kind: CorpusManifest.File.Kind, isPlace: Bool) throws {
        var manifest = CorpusManifest(tool: "1", pipeline: "")
        manifest.files = [.init(path, kind, FileSummary(name: "", bytes: 1, lines: 2, sha256: "s"))]
        let text = words { _ = try CorpusManifest(manifest.bytes, path: "m") }
        #expect(text == (isPlace ? "" : "m: a file outside of the corpus"))
    }

    @Test("what was read and which bounds were missing come back; without them the keys are not there") func optional()
        throws
    {
        var manifest = CorpusManifest(tool: "1", pipeline: "p")
        #expect(try CorpusManifest(manifest.bytes, path: "m") == manifest)
        let plain = String(decoding: manifest.bytes, as: UTF8.self)
        for key in ["read", "missing_bounds", "parents"] { #expect(!plain.contains("\"\(key)\"")) }
        manifest.read = .init(bytes: 1 << 50, xxh3: "00ff")
        manifest.missingBounds = ["no memory", "no time"]
        #expect(try CorpusManifest(manifest.bytes, path: "m") == manifest)
        #expect(
            plain.hasPrefix(
                #"{"format":"1.2","tool":{"name":"quarry","version":"1"},"counts":{"documents":0,"images":0,"#
                    + #""distinct_images":0,"words":0},"ledger":{"#))
    }

    @Test("numbers of a manifest are counts that a corpus can have") func numbers() throws {
        let json = try JSONValue(
            parsing: #"{"a": 4398046511104, "b": 4398046511105, "c": -1, "d": 1.5, "e": {"f": "x"}, "g": 0}"#)
        #expect(try json.number("a") == 1 << 42 && json.number("g") == 0)
        for key in ["b", "c", "d", "e", "none"] {
            #expect(words { _ = try json.number(key) } == "the key '\(key)' is missing or not as expected")
        }
        #expect(try json.text("e", "f") == "x")
        #expect(words { _ = try json.text("e", "g") } == "the key 'e.g' is missing or not as expected")
        #expect(words { _ = try json.text("a") } == "the key 'a' is missing or not as expected")
        #expect(ManifestError("k", "why").description == "why")
    }

    @Test("a parent keeps what was asked of it in its order, and differs in every part") func parents() throws {
        var manifest = CorpusManifest(tool: "9", pipeline: "p")
        manifest.counts.documents = 4
        let parent = CorpusParent(sha256: "aa", manifest: manifest, selection: [("where", "a"), ("model", "b")])
        #expect(parent.tool == "9" && parent.documents == 4 && parent.pipelineSHA256 == SHA256.hash("p").hex)
        var json = JSONWriter()
        parent.write(to: &json)
        #expect(try CorpusParent(JSONValue(parsing: json.bytes)) == parent)
        let changes: [(inout CorpusParent) -> Void] = [
            { $0.sha256 = "ab" }, { $0.tool = "8" }, { $0.pipelineSHA256 = "" }, { $0.documents = 5 },
            { $0.selection.swapAt(0, 1) }, { $0.selection[0].value = "c" }, { $0.selection.removeLast() },
        ]
        for change in changes {
            var other = parent
            change(&other)
            #expect(other != parent)
        }
    }

    @Test("a version with another first number is another format, and no version none") func versions() {
        func fault(_ text: String) -> String { words { _ = try CorpusManifest(Array(text.utf8), path: "m") } }
        #expect(fault(#"{"format":""}"#) == "m: it has no format version")
        #expect(fault(#"{"format":1}"#) == "m: it has no format version")
        #expect(fault(#"{"format":"2.0"}"#).contains("2.0") && fault(#"{"format":"2.0"}"#).contains("1.2"))
        #expect(fault("[]") == "m: it has no format version")
        #expect(fault(#"{"format":"1.2","sha256":"x"}"#) == "m: it was changed: its SHA-256 of itself differs")
    }
}
