import CorpusFiles
import CorpusKit
import Documents
import Fetching
import Inspection
import Platform
import RemoteFiles
import TestKit
import Testing

/// A corpus behind `http://` of the loopback and behind `s3://`.
@Suite(.needsProgram("python3")) struct RemoteCorpusTests {
    private let scratch: Scratch
    private let tiny: TinyCorpus
    private let keys = ["AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "se/cr+et="]
    private let signed = ["--key", "KEY", "--secret", "se/cr+et="]

    init() throws {
        scratch = try Scratch()
        try Files.makeFolder(scratch.path + "/store")
        tiny = try TinyCorpus(in: scratch.path + "/store/tiny")
    }

    private func open(
        _ address: String, of server: ObjectStore, _ environment: [String: String] = [:], isOpen: Bool = true
    ) throws -> Corpus {
        var policy = RemotePolicy()
        policy.allowedAddresses = isOpen ? [CIDR("127.0.0.1:\(server.port)")].compactMap { $0 } : []
        policy.pause = 0.001
        let usual = [
            "XDG_CACHE_HOME": scratch.path + "/cache", "HOME": scratch.path, "AWS_ENDPOINT_URL": server.base,
        ]
        return try RemoteCorpus.open(address, policy, environment: usual.merging(environment) { $1 })
    }

    /// The words of the error that opening a corpus, or `body` with it, ends by.
    private func words(
        _ address: String, of server: ObjectStore, _ code: Int32, isOpen: Bool = true,
        _ body: (Corpus) throws -> Void = { _ in }
    ) throws -> String {
        let error = try #require(throws: InspectionError.self) {
            try body(open(address, of: server, isOpen: isOpen))
        }
        #expect(error.exitCode == code, "\(error)")
        return error.description
    }

    private func show(_ corpus: Corpus, _ number: Int = 5) throws -> String {
        try DocumentInspection.find(tiny.documents[number].id, in: corpus).json
    }

    private func damage(_ name: String, _ change: (inout [UInt8]) -> Void) throws {
        let path = tiny.folder + "/" + name
        var bytes = try Files.read(path)
        change(&bytes)
        try Files.write(bytes, to: path)
    }

    @Test func aDocumentIsOneRequestAfterTheManifestAndAPictureToo() throws {
        let server = try ObjectStore(scratch.path + "/store")
        let address = server.base + "/tiny"
        _ = try show(open(address, of: server))
        #expect(server.requests == 3)  // corpus.json, index.sqlite, the frame
        let corpus = try open(address, of: server)
        #expect(server.requests == 4)
        _ = try show(corpus, 7)
        #expect(server.requests == 5)
        let image = try ImageInspection(SHA256.hash(tiny.images[2]).hex, in: corpus)
        #expect(try image.bytes(in: corpus) == tiny.images[2])
        #expect(server.requests == 6)
        _ = try StatsInspection(corpus)
        _ = try SampleInspection(3, seed: 1, from: corpus)
        #expect(server.requests == 6)
        let index = try #require(tiny.manifest.files(.index).first)
        #expect(try Files.list(scratch.path + "/cache/quarry/index") == [index.sha256 + ".sqlite"])
    }

    /// Of an index in several files those are brought whose documents are asked for.
    @Test func filesOfAnIndexComeWhenTheyAreAsked() throws {
        let split = try TinyCorpus(in: scratch.path + "/store/split", indexDocuments: 16)
        let server = try ObjectStore(scratch.path + "/store")
        let corpus = try open(server.base + "/split", of: server)
        #expect(server.requests == 2)  // corpus.json, the catalogue
        let row = try #require(try corpus.index.document(number: 3))
        #expect(try corpus.document(of: row) == split.documents[3])
        #expect(server.requests == 4)  // the first file, the frame
        #expect(try DocumentInspection.find(split.documents[20].id, in: corpus).json == show(corpus, 20))
        #expect(server.requests == 7)  // the second file, the frame twice
        #expect(try Files.list(scratch.path + "/cache/quarry/index").count == 3)
    }

    @Test func answersAreThoseOfTheFolder() throws {
        let server = try ObjectStore(scratch.path + "/store", signed + ["--fail", "0.2"])
        let here = try Corpus(folder: tiny.folder)
        let there = try open("s3://tiny", of: server, keys)
        for number in tiny.documents.indices { #expect(try show(there, number) == show(here, number)) }
        #expect(try StatsInspection(there).json == StatsInspection(here).json)
        for query in ["00000000000000000bee", "https://example.org/few"] {
            #expect(try DocumentInspection.find(query, in: there).json == DocumentInspection.find(query, in: here).json)
        }
        func drops(_ corpus: Corpus) throws -> [String] {
            var lines: [String] = []
            try DropsInspection(reason: nil, unit: nil, limit: nil).forEach(in: corpus) {
                lines.append(DropsInspection.json($0))
            }
            return lines
        }
        #expect(try drops(there) == drops(here))
        #expect(try drops(there).count == TinyCorpus.drops.count)
        let question = SearchInspection.Question("white dog")
        #expect(try SearchInspection(question, in: there).json == SearchInspection(question, in: here).json)
        #expect(try SignalInspection(there, signal: "words").json == SignalInspection(here, signal: "words").json)
        #expect(there.folder == "s3://tiny" && !Files.exists("s3:"))
    }

    @Test func theFolderOfARunWillDoAndWhatIsNoCorpusIsTold() throws {
        try Files.makeFolder(scratch.path + "/store/run")
        _ = try TinyCorpus(in: scratch.path + "/store/run/corpus")
        let server = try ObjectStore(scratch.path + "/store")
        #expect(try open(server.base + "/run/", of: server).folder == server.base + "/run/corpus")
        #expect(try open(server.base + "/_moved/tiny", of: server).manifest == tiny.manifest)
        #expect(try words(server.base + "/none", of: server, 3).hasSuffix("holds no corpus: there is no corpus.json"))
        #expect(try words("ftp://host/tiny", of: server, 2).contains("begin with https:// or s3://"))
        #expect(try words(server.base + "/tiny?key=1", of: server, 2).contains("no '?'"))
    }

    @Test func whoMayNotIsToldHowOneMay() throws {
        let server = try ObjectStore(scratch.path + "/store", signed)
        let closed = try words("s3://tiny", of: server, 2, isOpen: false)
        #expect(closed.hasSuffix("127.0.0.1 is no public address (--allow-address 127.0.0.1 opens it)"))
        let refused = try words("s3://tiny", of: server, 3)
        #expect(refused.contains("refused: 403 SignatureDoesNotMatch: no signature; credentials come from"))
        #expect(try words(server.base + "/tiny", of: server, 3).contains("credentials are only sent to s3://"))
    }

    @Test func aServerThatGivesWholeFilesOnlyIsTold() throws {
        let server = try ObjectStore(scratch.path + "/store", ["--web"])
        #expect(try words(server.base + "/tiny", of: server, 3).contains("copy the corpus to a folder"))
    }

    @Test func aServerThatIsGoneMayComeBack() throws {
        let server = try ObjectStore(scratch.path + "/store")
        let corpus = try open(server.base + "/tiny", of: server)
        server.stop()
        let error = try #require(throws: InspectionError.self) { try show(corpus) }
        #expect(error.exitCode == 75 && error.description.contains("after 6 attempts"))
    }

    @Test func aCorpusThatWasReplacedIsNotMixedWithTheOldOne() throws {
        let server = try ObjectStore(scratch.path + "/store")
        let shard = "shards/shard-00000.jsonl.zst"
        let corpus = try open(server.base + "/tiny", of: server)
        _ = try show(corpus, 0)
        // The same bytes, written again: another mark.
        try damage(shard) { _ in }
        let again = try #require(throws: InspectionError.self) { try show(corpus, 0) }
        #expect(again.exitCode == 3 && again.description.contains("the corpus was replaced"), "\(again)")
        try damage(shard) { $0.append(0) }
        #expect(
            try words(server.base + "/tiny", of: server, 3) { _ = try show($0, 0) }.contains("has \(try size(shard))"))
        try damage(shard) { $0.removeLast(2) }
        #expect(try words(server.base + "/tiny", of: server, 3) { _ = try show($0, 0) }.contains("was replaced"))
    }

    private func size(_ name: String) throws -> Int { try Files.size(tiny.folder + "/" + name) }

    @Test func anIndexThatIsNotTheManifestsIsNotKept() throws {
        let server = try ObjectStore(scratch.path + "/store")
        try damage("index.sqlite") { $0[$0.count - 1] ^= 1 }
        #expect(try words(server.base + "/tiny", of: server, 3).contains("index.sqlite: it is another file"))
        try damage("index.sqlite") { $0.append(0) }
        #expect(try words(server.base + "/tiny", of: server, 3).contains("index.sqlite: it is another file"))
        #expect(try Files.list(scratch.path + "/cache/quarry/index").isEmpty)
        try damage("corpus.json") { $0[$0.count / 2] ^= 1 }
        #expect(try words(server.base + "/tiny", of: server, 3).contains("corpus.json"))
    }

    @Test func whatNeedsAFolderSaysSo() throws {
        let error = try #require(throws: StorageError.self) { try Corpus(folder: "https://host.example/tiny") }
        #expect(error.description.hasPrefix("https://host.example/tiny: this needs the corpus in a folder"))
    }
}
