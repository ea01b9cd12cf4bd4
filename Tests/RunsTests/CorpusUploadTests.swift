import CorpusKit
import Platform
import Synchronization
import TestKit
import Testing

@testable import Configuration
@testable import CorpusFiles
@testable import Runs

/// A corpus in a bucket: whole, or none yet.
@Suite(.needsProgram("python3")) struct CorpusUploadTests {
    private let scratch: Scratch
    private let run: RunFolder
    private let corpus: TinyCorpus

    init() throws {
        scratch = try Scratch()
        try Files.makeFolder(scratch.file("store/bucket"))
        run = RunFolder(scratch.file("corpus"))
        corpus = try TinyCorpus(in: run.path)
    }

    private var sent: String { scratch.file("store/bucket/out") }

    private func plan(_ server: ObjectStore) throws -> Plan {
        let text = "name: t\nfetch: {allow-addresses: [\"127.0.0.1:\(server.port)\"], retries: 0}\n"
        return Plan(
            pipeline: try Pipeline.parse(text, file: "t.yaml", folder: scratch.path), folder: scratch.path, inputs: [],
            parts: PlannedParts(), exchange: (1, nil), phases: PhaseList([ToyPhase("a"), ToyPhase("z")]))
    }

    private func upload(_ server: ObjectStore, to output: String = "s3://bucket/out") throws -> CorpusUpload {
        let environment = ["AWS_ENDPOINT_URL": server.base, "HOME": scratch.path]
        return try CorpusUpload(output, of: plan(server), environment: environment)
    }

    private func isSent(_ files: [String]) throws -> Bool {
        try files.allSatisfy { try Files.read("\(sent)/\($0)") == Files.read("\(run.path)/\($0)") }
    }

    private var names: [String] { ["corpus.json"] + corpus.manifest.files.map(\.path) }

    // MARK: where

    @Test("An address needs a folder for the work, a folder needs none") func folders() throws {
        #expect(try CorpusUpload.folder(output: "out", work: nil) == "out")
        #expect(try CorpusUpload.folder(output: "s3://bucket/out", work: "w") == "w")
        #expect(
            words { _ = try CorpusUpload.folder(output: "s3://b/out", work: nil) }.contains("give --work FOLDER too"))
        #expect(
            words { _ = try CorpusUpload.folder(output: "out", work: "w") }.contains("--work is for --output s3://"))
    }

    @Test("A corpus is sent to a bucket, nowhere else", arguments: ["https://a.example/x", "out", "ftp://a/x"])
    func elsewhere(_ output: String) throws {
        let server = try ObjectStore(scratch.file("store"))
        let said = words { _ = try upload(server, to: output) }
        #expect(said == "'\(output)': a corpus is sent to s3://bucket/folder, nowhere else")
    }

    // MARK: sending

    @Test("Every file that the manifest promises is sent, the manifest last, and nothing else") func all() throws {
        let server = try ObjectStore(scratch.file("store"))
        let said = Mutex<[String]>([])
        try upload(server).send(run) { line in said.withLock { $0.append(line) } }
        #expect(try isSent(names))
        #expect(!Files.exists(sent + "/work"))
        let (files, bytes) = (corpus.manifest.files.count, corpus.manifest.files.reduce(0) { $0 + $1.bytes })
        #expect(said.withLock { $0 } == ["sending \(files) of \(files) files, \(bytes) bytes, to s3://bucket/out/"])
        #expect(server.writes == files + 1)
    }

    @Test("What is there is not sent again; a second time nothing is") func again() throws {
        let server = try ObjectStore(scratch.file("store"))
        let upload = try upload(server)
        try upload.send(run) { _ in }
        let writes = server.writes
        let said = Mutex<[String]>([])
        try upload.send(run) { line in said.withLock { $0.append(line) } }
        #expect(server.writes == writes && said.withLock { $0 }.isEmpty)
        // As a command that was killed before the last two.
        let lost = try #require(corpus.manifest.files.last?.path)
        for name in ["corpus.json", lost] { try Files.remove("\(sent)/\(name)") }
        try upload.send(run) { line in said.withLock { $0.append(line) } }
        #expect(try server.writes == writes + 2 && isSent(names))
        #expect(said.withLock { $0 }.first?.hasPrefix("sending 1 of ") == true)
    }

    @Test("Only the last phase sends") func phases() throws {
        let server = try ObjectStore(scratch.file("store"))
        let upload = try upload(server)
        try upload.sendIfDone(run, after: PhaseName(rawValue: "a")) { _ in }
        #expect(server.writes == 0)
        try upload.sendIfDone(run, after: PhaseName(rawValue: "z")) { _ in }
        #expect(try isSent(names))
    }

    @Test("A file that is not as it was promised is not sent, and no manifest either") func damaged() throws {
        let server = try ObjectStore(scratch.file("store"))
        let path = try #require(corpus.manifest.files(.pack).first?.path)
        var bytes = try Files.read("\(run.path)/\(path)")
        bytes[700] ^= 1
        try Files.write(bytes, to: "\(run.path)/\(path)")
        let said = words { try upload(server).send(run) { _ in } }
        #expect(said.contains("'\(run.path)/\(path)' changed since the corpus was made: quarry verify \(run.path)"))
        #expect(!Files.exists(sent + "/corpus.json") && !Files.exists("\(sent)/\(path)"))
    }

    @Test("What the store does not list whole afterwards is not called a corpus") func cutShort() throws {
        let server = try ObjectStore(scratch.file("store"), ["--short"])
        let said = words { try upload(server).send(run) { _ in } }
        #expect(said.contains("it was sent, but the store does not list it") && said.contains("goes on from there"))
        #expect(try isSent(corpus.manifest.files.map(\.path)) && !Files.exists(sent + "/corpus.json"))
    }

    // MARK: what is there

    @Test("A folder with other things in it is refused before the work and before a byte is sent") func others() throws
    {
        try Files.makeFolder(sent)
        _ = try scratch.write([1], "store/bucket/out/notes.txt")
        let server = try ObjectStore(scratch.file("store"))
        let refusal = "'s3://bucket/out/' holds 'notes.txt', which is none of the corpus' files: give another --output"
        #expect(words { try upload(server).check() } == refusal)
        #expect(words { try upload(server).send(run) { _ in } } == refusal)
        #expect(try Files.list(sent) == ["notes.txt"])
    }

    @Test("What another command left of a corpus is no hindrance before the work, but is none of this corpus' files")
    func remains() throws {
        try Files.makeFolder(sent + "/shards")
        _ = try scratch.write([1], "store/bucket/out/shards/other.jsonl.zst")
        let server = try ObjectStore(scratch.file("store"))
        try upload(server).check()
        #expect(words { try upload(server).send(run) { _ in } }.contains("holds 'shards/other.jsonl.zst'"))
    }

    @Test("A file of the same name and other content is not written over") func occupied() throws {
        let path = try #require(corpus.manifest.files.first?.path)
        try Files.makeFolder(sent + "/shards")
        _ = try scratch.write([1, 2, 3], "store/bucket/out/" + path)
        let server = try ObjectStore(scratch.file("store"))
        let said = words { try upload(server).send(run) { _ in } }
        #expect(
            said
                == "s3://bucket/out/\(path) is there with other content; nothing is written over: give another --output"
        )
        #expect(try Files.read("\(sent)/\(path)") == [1, 2, 3] && !Files.exists(sent + "/corpus.json"))
    }

    @Test("A corpus that the bucket has and this machine has not is told from another one") func finished() throws {
        let server = try ObjectStore(scratch.file("store"))
        let upload = try upload(server)
        let runner = Runner(run: RunFolder(scratch.file("empty")), plan: try plan(server))
        #expect(try upload.finished(runner) == nil)
        var manifest = CorpusManifest(tool: "0", pipeline: runner.plan.pipeline.resolved)
        try Files.makeFolder(sent)
        try manifest.write(to: sent)
        #expect(try upload.finished(runner)?.pipeline == runner.plan.pipeline.resolved)
        // Where this machine has it too, files are compared when they are sent.
        #expect(try upload.finished(Runner(run: run, plan: runner.plan)) == nil)
        manifest.inputs = [.init(name: "x", bytes: 1, sha256: "")]
        try manifest.write(to: sent)
        #expect(
            words { _ = try upload.finished(runner) }
                == "'s3://bucket/out/' holds another corpus: give another --output")
    }

    // MARK: rights

    @Test("Without the right to write, days of work are not begun") func readOnly() throws {
        let server = try ObjectStore(scratch.file("store"), ["--read-only"])
        let before = words { try upload(server).check() }
        #expect(before.contains("refused: 403 AccessDenied") && before.contains("needs s3:ListBucket, s3:GetObject"))
        let after = words { try upload(server).send(run) { _ in } }
        #expect(after.contains("403 AccessDenied") && after.contains("the same command goes on from there"))
    }
}
