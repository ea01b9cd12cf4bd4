import CorpusFiles
import Documents
import Platform
import TestKit
import Testing

@testable import Configuration
@testable import Phases
@testable import Runs

/// The index of a large corpus is made by units, and closing their phase publishes the corpus.
@Suite struct IndexPhaseTests {
    /// Two archives of pages that stay, each its own unit; shards and packs of their own for each.
    private func made(_ index: String, buckets: Int = 1) throws -> PhaseRun {
        let pipeline = """
            name: Index
            fetch: {network: false}
            output: {shard-bytes: 65536, pack-bytes: 65536\(index)}
            """
        return try PhaseRun(
            pipeline, [Crawl.site(pages: 40), Crawl.site(pages: 40, seed: 8, origin: "http://b.example")],
            buckets: buckets)
    }

    private func files(_ run: PhaseRun) throws -> [String] {
        try Corpus(folder: run.run.path).manifest.files(.index).map(\.path)
    }

    @Test func onlyLargeInputsHaveThePhase() throws {
        let config = try Pipeline.parse("name: t", file: "t", folder: "/p").config
        let phases = PhaseList.standard
        #expect(phases.asked(by: config, inputBytes: 10_000_000_000).names.last == .assemble)
        #expect(phases.asked(by: config, inputBytes: 10_000_010_000).names.last == .index)
    }

    @Test func unitsMakeTheFilesOfRanges() throws {
        let run = try made(", index-documents: 30")
        #expect(run.plan.phases.names.last == .index)
        try run.work(through: .assemble)
        #expect(!Files.exists(run.run.path + "/corpus.json"), "it is not sealed without its index")
        let units = try Units.all(of: .index, run.run, run.plan)
        #expect(units.count > 1)
        try run.work(.index)
        let corpus = try Corpus(folder: run.run.path)
        #expect(corpus.index.isCatalogue && corpus.index.ranges.count == units.count)
        #expect(try files(run).count == units.count + 1)
        #expect(try corpus.index.strangeRows(corpus.manifest.counts, packs: corpus.index.packs().count) == [])
        var numbers: [Int] = []
        var urls: [[String]] = []
        try corpus.index.forEachDocument { row in
            numbers.append(row.number)
            urls.append([try corpus.document(of: row).url, row.url])
        }
        #expect(urls.allSatisfy { $0[0] == $0[1] })
        #expect(numbers == Array(0..<corpus.manifest.counts.documents))
        for file in corpus.manifest.files {
            #expect(try SHA256.hash(file: run.run.path + "/" + file.path).hex == file.sha256, "\(file.path)")
        }
    }

    /// With one file a unit's is the index, byte for byte what closing `assemble` makes of small inputs.
    @Test func oneFileIsTheSameWhoeverMakesIt() throws {
        let byUnit = try made(", index-documents: 80")
        try byUnit.work(through: .index)
        #expect(try Units.all(of: .index, byUnit.run, byUnit.plan).count == 1)
        #expect(try files(byUnit) == ["index.sqlite"])
        #expect(try Corpus(folder: byUnit.run.path).manifest.counts.documents == 80)
        let parts = try AssembledParts(byUnit.run, byUnit.plan).parts
        let facts = try CorpusManifest(folder: byUnit.run.path).indexFacts
        let path = byUnit.scratch.file("whole.sqlite")
        try CorpusIndexBuilder(path: path).build(parts, facts)
        let published = try SHA256.hash(file: byUnit.run.path + "/index.sqlite")
        #expect(try SHA256.hash(file: path) == published)
    }

    /// A commit that died is done again.
    @Test func publishingTwiceGivesTheSameFiles() throws {
        let run = try made(", index-documents: 30").work(through: .index)
        let first = try CorpusManifest(folder: run.run.path).files
        try Files.remove(run.run.path + "/corpus.json")
        try Files.remove(run.run.committed(.index))
        try Commit.commit(.index, run: run.run, phases: run.plan.phases)
        #expect(try CorpusManifest(folder: run.run.path).files == first)
    }
}
