import Foundation
import JSON
import Platform
import TestKit
import Testing

/// Real crawls, as a user runs them, and Python's readers on what comes out.
@Suite(.serialized) struct CrawlTests {
    private func run(_ inputs: [String], _ output: String, jobs: Int, _ more: [String] = []) throws -> Command {
        try Command.run(
            Command.quarry,
            ["run", "\(Repository.root)/pipelines/quickstart.yaml", "--input"] + inputs
                + ["--output", output, "--jobs", "\(jobs)", "--progress", "never", "--set", "fetch.network=false"]
                + more)
    }

    /// Both crawls of `../shared`: equal bytes with one worker and with two and when the run is given again, a funnel
    /// that balances, text and images in the documents, a sound corpus.
    @Test(.needsShared("crawl/debian-handbook.warc.gz", "crawl/scikit-image-docs.warc.gz"))
    func realCrawlsGiveTheSameBytesAtAnyNumberOfWorkers() throws {
        let names = ["crawl/debian-handbook.warc.gz", "crawl/scikit-image-docs.warc.gz"]
        let inputs = try names.map { try Shared.require($0) }
        try withScratchFolder { folder in
            let (one, two) = (folder + "/one", folder + "/two")
            let first = try run(inputs, one, jobs: 1)
            #expect(first.code == 0, "\(first.errors)")
            #expect(try run(inputs, two, jobs: 2).code == 0)
            let digests = try corpusDigests(one)
            #expect(digests.count > 8)
            #expect(try corpusDigests(two) == digests)
            #expect(try run(inputs, two, jobs: 2).code == 0)
            #expect(try corpusDigests(two) == digests)

            let units = try JSONValue(parsing: try Command.quarry("funnel", one, "--json").output)["units"]
            #expect(units?.members?.map(\.key) == ["record", "document", "paragraph", "image"])
            for account in units?.members?.map(\.value) ?? [] {
                let dropped = account["dropped"]?.members?.reduce(0) { $0 + ($1.value.integer ?? 0) } ?? -1
                #expect(account["born"]?.integer == (account["written"]?.integer ?? -1) + dropped)
                #expect((account["written"]?.integer ?? 0) > 0)
            }
            let stats = try JSONValue(parsing: try Command.quarry("stats", one, "--json").output)
            let counts = ["documents", "images", "distinct_images", "words"].map { stats[$0]?.integer ?? 0 }
            #expect(counts.allSatisfy { $0 >= 100 }, "\(counts)")
            #expect(try Command.quarry("verify", one).code == 0)
            try read(one)
        }
    }

    /// The same readers on a corpus that needs nothing from outside.
    @Test func readersAgreeOnAMadeCrawl() throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 60).gzip, to: folder + "/site.warc.gz")
            let small = ["--set", "output.shard-bytes=65536", "--set", "output.pack-bytes=65536"]
            let done = try run([folder + "/site.warc.gz"], folder + "/corpus", jobs: 2, small)
            #expect(done.code == 0, "\(done.errors)")
            #expect(try Files.list(folder + "/corpus/shards").count > 1)
            #expect(try Files.list(folder + "/corpus/images").count > 1)
            try read(folder + "/corpus")
        }
    }

    /// `Readers/run`: every value of every document by every reader; its environments stay in `.build-readers`.
    private func read(_ corpus: String) throws {
        let readers = try Command.run(
            "\(Repository.root)/Tests/EndToEndTests/Readers/run", [corpus, "\(Repository.root)/.build-readers"],
            environment: ["QUARRY": Command.quarry])
        FileHandle.standardError.write(Data(readers.output.utf8))
        #expect(readers.code == 0, "\(readers.output) \(readers.errors)")
    }
}

/// The digests of everything a corpus consists of, `work` apart.
func corpusDigests(_ corpus: String) throws -> [String: String] {
    var found: [String: String] = [:]
    for folder in ["", "shards/", "images/", "drops/", "index/"] where Files.isFolder(corpus + "/" + folder) {
        for name in try Files.list(corpus + "/" + folder) where !Files.isFolder(corpus + "/" + folder + name) {
            found[folder + name] = try SHA256.hash(file: corpus + "/" + folder + name).hex
        }
    }
    return found
}
