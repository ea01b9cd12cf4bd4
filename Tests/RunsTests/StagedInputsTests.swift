import Platform
import TestKit
import Testing
import WebArchive

@testable import Configuration
@testable import RemoteFiles
@testable import Runs

/// Parts of remote archives on this machine's disk, for a worker that has no network.
@Suite(.needsProgram("python3")) struct StagedInputsTests {
    private let scratch: Scratch
    private let server: ObjectStore
    private let content: [UInt8]
    private let staged: String

    init() throws {
        scratch = try Scratch()
        try Files.makeFolder(scratch.file("store/bucket"))
        var random = SeededRandom(seed: 5)
        content = random.bytes(6 << 20)
        _ = try scratch.write(content, "store/bucket/x.warc.gz")
        server = try ObjectStore(scratch.file("store"))
        staged = scratch.file("staged")
    }

    private var store: RemoteStore {
        get throws {
            let text = "name: t\nfetch: {allow-addresses: [\"127.0.0.1:\(server.port)\"]}\n"
            let config = try Pipeline.parse(text, file: "t.yaml", folder: scratch.path).config
            let environment = ["AWS_ENDPOINT_URL": server.base, "HOME": scratch.path]
            return RemoteStore(try config.fetch.storePolicy(), environment: environment)
        }
    }

    private func window(_ range: Range<Int>, of name: String = "x.warc.gz") -> ArchiveSource {
        ArchiveSource(
            path: "s3://bucket/" + name, name: name, format: .warcGzip, begin: range.lowerBound, end: range.upperBound,
            containerBegin: 0, containerEnd: content.count)
    }

    /// A plan of one unit of a phase that reads inputs.
    private func plan(_ parts: PlannedParts) throws -> Plan {
        var phase = ToyPhase("a")
        phase.inputs = ["yes"]
        return Plan(
            pipeline: try Pipeline.parse("name: t\n", file: "t.yaml", folder: scratch.path), folder: scratch.path,
            inputs: [], parts: parts, exchange: (1, nil), phases: PhaseList([phase]))
    }

    private func staging(_ parts: PlannedParts, index: Int = 0) throws -> StagedInputs? {
        try StagedInputs(
            WorkUnit(phase: PhaseName(rawValue: "a"), index: index), plan: plan(parts), folder: staged, store: store)
    }

    private func state() throws -> RemoteState {
        try store.state(of: #require(RemoteAddress("s3://bucket/x.warc.gz")))
    }

    private func isThere(_ range: Range<Int>) throws -> Bool {
        let found = try Files.read(staged + "/0", offset: range.lowerBound, count: range.count)
        return found == Array(content[range])
    }

    private func isHole(_ range: Range<Int>) throws -> Bool {
        try Files.read(staged + "/0", offset: range.lowerBound, count: range.count).allSatisfy { $0 == 0 }
    }

    @Test("A window comes with a mebibyte on both sides, and nothing else of its archive") func window() throws {
        var parts = PlannedParts()
        parts.append([window(2 << 20..<3 << 20)], remote: try state())
        var inputs = try #require(try staging(parts))
        try inputs.bring()
        #expect(try isThere(1 << 20..<4 << 20) && isHole(0..<1 << 20) && Files.size(staged + "/0") == 4 << 20)
        let source = try #require(try parts.sources(of: 0, staged: staged).first)
        #expect(source.path == staged + "/0" && source.name == "x.warc.gz" && source.format == .warcGzip)
        #expect(source.begin == 2 << 20 && source.end == 3 << 20)
        #expect(source.containerBegin == 1 << 20 && source.containerEnd == 4 << 20)
        #expect(source.beginsBefore && source.endsAfter)
    }

    @Test("The record that ends behind the window is gone after, eight times as far each time") func tails() throws {
        var parts = PlannedParts()
        parts.append([window(0..<1 << 20)], remote: try state())
        var inputs = try #require(try staging(parts))
        try inputs.bring()
        #expect(try Files.size(staged + "/0") == 2 << 20)
        try inputs.bring()
        // Two mebibytes and eight are more than there is.
        #expect(try Files.read(staged + "/0") == content)
        let source = try #require(try parts.sources(of: 0, staged: staged).first)
        #expect(!source.beginsBefore && !source.endsAfter && source.containerEnd == content.count)
        try inputs.bring()
        #expect(try Files.read(staged + "/0") == content)
    }

    @Test("Single records come alone") func records() throws {
        var parts = PlannedParts()
        let list = RecordList(
            path: "s3://bucket/x.warc.gz", name: "x.warc.gz", records: [100..<200, 3 << 20..<(3 << 20) + 500])
        parts.append([list])
        var inputs = try #require(try staging(parts))
        try inputs.bring()
        #expect(try isThere(100..<200) && isThere(3 << 20..<(3 << 20) + 500) && isHole(200..<3 << 20))
        let sources = try parts.sources(of: 0, staged: staged)
        #expect(sources.map(\.begin) == [100, 3 << 20] && sources.map(\.end) == [200, (3 << 20) + 500])
        #expect(sources.allSatisfy { $0.isRecord && $0.beginsRecord && $0.containerBegin == $0.begin })
        #expect(sources.allSatisfy { !$0.beginsBefore && !$0.endsAfter })
    }

    @Test("A file of an unknown form comes whole; what it is, its bytes decide") func unopened() throws {
        let archive = Crawl.site(pages: 2).plain
        _ = try scratch.write(archive, "store/bucket/y.warc")
        _ = try scratch.write([UInt8](repeating: 9, count: 40), "store/bucket/z.warc")
        func sources(_ name: String) throws -> [ArchiveSource] {
            try Files.remove(staged)
            let address = try #require(RemoteAddress("s3://bucket/" + name))
            let state = try store.state(of: address)
            let file = InputFile(path: "\(address)", name: name, bytes: state.bytes, folder: nil, remote: state)
            var parts = PlannedParts()
            parts.append(file.windows(of: 1000), remote: state)
            var inputs = try #require(try staging(parts))
            try inputs.bring()
            return try parts.sources(of: 0, staged: staged)
        }
        let found = try sources("y.warc")
        #expect(found.map(\.name) == ["y.warc"] && found[0].begin == 0 && found[0].end == archive.count)
        #expect(found[0].format == .warc && found[0].path == staged + "/0")
        // What is no archive is one bad record, which its unit drops and counts.
        let rotten = try sources("z.warc")
        #expect(rotten.map(\.format) == [.warc] && rotten[0].end == 40)
    }

    @Test("Units whose inputs are all here bring nothing") func localUnits() throws {
        var parts = PlannedParts()
        let file = try scratch.write(Crawl.site(pages: 1).gzip, "in.warc.gz")
        parts.append([
            ArchiveSource(
                path: file, name: "in.warc.gz", format: .warcGzip, begin: 0, end: 10, containerBegin: 0,
                containerEnd: 10)
        ])
        #expect(try staging(parts) == nil && staging(parts, index: 1) == nil)
    }

    @Test("A worker to whom nobody brought its bytes says so; a file that changed is not brought") func faults() throws
    {
        var parts = PlannedParts()
        parts.append([window(0..<1000)], remote: try state())
        #expect(
            words { _ = try parts.sources(of: 0) }.contains("the bytes of 's3://bucket/x.warc.gz' were not brought"))
        _ = try scratch.write(content.reversed(), "store/bucket/x.warc.gz")
        var inputs = try #require(try staging(parts))
        #expect(words { try inputs.bring() }.contains("changed since the plan"))
    }
}
