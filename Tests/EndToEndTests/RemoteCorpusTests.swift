import Foundation
import JSON
import Platform
import TestKit
import Testing

/// Verbs on a corpus in an object store and behind `http://`.
@Suite(.needsProgram("python3")) struct RemoteCorpusTests {
    private static let keys = ["AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "se/cr+et="]

    /// A folder with the output of a run in `store/bucket/out`.
    private func withCorpus(_ arguments: [String], _ body: (String, ObjectStore) throws -> Void) throws {
        try withScratchFolder { folder in
            try Files.makeFolder(folder + "/store/bucket")
            let crawl = folder + "/crawl.warc.gz"
            try Files.write(Crawl.site(pages: 12, seed: 1, origin: "http://site.example").gzip, to: crawl)
            let made = try Command.quarry(
                "run", "\(Repository.root)/pipelines/quarry.yaml", "--input", crawl, "--output",
                folder + "/store/bucket/out", "--progress", "never", "--set", "fetch.network=false")
            #expect(made.code == 0, "\(made.errors)")
            try body(folder, try ObjectStore(folder + "/store", arguments))
        }
    }

    private func ask(_ verb: [String], _ folder: String, _ server: ObjectStore, isOpen: Bool = true) throws -> Command {
        let environment = [
            "AWS_ENDPOINT_URL": server.base, "AWS_CONFIG_FILE": "/none", "XDG_CACHE_HOME": folder + "/cache",
        ]
        let open = isOpen ? ["--allow-address", "127.0.0.1:\(server.port)"] : []
        return try Command.run(
            Command.quarry, verb + open, environment: environment.merging(RemoteCorpusTests.keys) { $1 })
    }

    @Test func everyVerbThatLooksAnswersAsOfTheFolder() throws {
        try withCorpus(["--key", "KEY", "--secret", "se/cr+et="]) { folder, server in
            let here = folder + "/store/bucket/out", there = "s3://bucket/out"
            let sample = try JSONValue(parsing: Command.quarry("sample", here, "-n", "1", "--json").output)
            let id = try #require(sample.array?.first?["id"]?.string)
            let shown = try JSONValue(parsing: Command.quarry("show", here, id, "--json").output)
            let pictures = (shown["segments"]?.array ?? []).compactMap { $0["sha256"]?.string }.filter { !$0.isEmpty }
            #expect(!pictures.isEmpty)
            let verbs: [[String]] = [
                ["show", "", id, "--json", "--drops"], ["sample", "", "-n", "5", "--json"], ["stats", "", "--json"],
                ["stats", "", "--signal", "words", "--json"], ["funnel", "", "--json"], ["drops", "", "--json"],
                ["why", "", id, "--json"], ["search", "", "the", "--json"],
            ]
            for verb in verbs + pictures.prefix(1).map({ ["image", "", $0, "--json"] }) {
                func on(_ corpus: String) -> [String] { verb.map { $0.isEmpty ? corpus : $0 } }
                let local = try Command.run(Command.quarry, on(here))
                let remote = try ask(on(there), folder, server)
                #expect(remote.code == 0 && local.code == 0, "\(verb): \(remote.errors)")
                #expect(remote.output == local.output, "\(verb)")
            }
            let compared = try ask(["compare", here, there, "--json"], folder, server)
            #expect(compared.code == 0, "\(compared.errors)")
            let before = server.requests
            #expect(try ask(["show", there, id], folder, server).code == 0)
            #expect(server.requests - before == 2)  // corpus.json, and the frame of the document
        }
    }

    @Test func verbsThatNeedAFolderRefuseAnAddressAndWriteNothing() throws {
        try withCorpus([]) { folder, server in
            let corpus = server.base + "/bucket/out"
            let output = folder + "/new"
            let verbs: [[String]] = [
                ["verify", corpus], ["select", corpus, "--where", "words > 1", "--output", output], ["map", corpus],
                ["export", corpus, "--output", output, "--format", "obelics"], ["report", corpus, "--output", output],
                ["serve", corpus, "--port", "0"], ["order", corpus, "--output", output],
                ["refetch", corpus], ["deduplicate", corpus, "--against", corpus, "--output", output],
                ["score", corpus, "--model", folder], ["map", folder + "/store/bucket/out", "--from", corpus],
            ]
            for verb in verbs {
                let refused = try ask(verb, folder, server, isOpen: false)
                #expect(refused.code == 2, "\(verb) \(refused.code): \(refused.errors)")
                #expect(refused.errors.contains("this needs the corpus in a folder"), "\(verb): \(refused.errors)")
            }
            #expect(!Files.exists(output) && !Files.exists("http:"))
            let closed = try ask(["stats", corpus], folder, server, isOpen: false)
            #expect(closed.code == 2 && closed.errors.contains("--allow-address 127.0.0.1 opens it"))
            #expect(server.requests == 0)
        }
    }
}
