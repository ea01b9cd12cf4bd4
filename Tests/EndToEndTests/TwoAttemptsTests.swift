import JSON
import Platform
import TestKit
import Testing

/// What a cluster engine does when it is impatient: two attempts at one unit, at the same time.
@Suite struct TwoAttemptsTests {
    private static let sets = ["--set", "input.range-bytes=40000", "--set", "fetch.network=false"]

    /// Both attempts at every unit end well, one seal stands for the bytes that are there, nothing else is left, and
    /// the corpus is that of a run with one attempt a unit.
    @Test func bothLeaveTheSameBytesAndOneSeal() throws {
        try withScratchFolder { folder in
            let (pipeline, site) = ("\(Repository.root)/pipelines/quarry.yaml", folder + "/site.warc.gz")
            try Files.write(Crawl.site(pages: 12).gzip, to: site)
            let whole = ["run", pipeline, "--input", site, "--output", folder + "/once", "--progress", "never"]
            #expect(try Command.run(Command.quarry, whole + Self.sets).code == 0)
            let run = folder + "/twice"
            #expect(
                try Command.run(Command.quarry, ["plan", pipeline, "--input", site, "--run", run] + Self.sets).code == 0
            )
            for phase in [
                "extract", "deduplicate-links", "deduplicate-text", "match-text", "compare-text", "cluster-text",
                "fetch",
                "measure", "match-images", "deduplicate-images", "judge",
                "deduplicate-sets", "assemble",
            ] {
                let lines = try Command.quarry("plan", "--run", run, "--phase", phase).output.split(separator: "\n")
                let units = try lines.compactMap { try JSONValue(parsing: String($0))["unit"]?.string }
                // Where nothing is compared, the phases that compare have no units.
                #expect(!units.isEmpty || phase.hasSuffix("-text") || phase == "match-images")
                for unit in units {
                    let attempts = try (0..<2).map { _ in
                        try Command.start(Command.quarry, ["work", "--run", run, "--unit", unit])
                    }
                    for attempt in attempts.map({ $0.finish() }) {
                        #expect(attempt.code == 0, "\(unit): \(attempt.errors)")
                        #expect(try JSONValue(parsing: attempt.output)["status"]?.string == "sealed")
                    }
                    try expectSealed("\(run)/work/\(unit)")
                }
                #expect(try Files.list(run + "/work/tmp").isEmpty)
                #expect(try Command.quarry("commit", "--run", run, "--phase", phase).code == 0)
            }
            #expect(try corpusDigests(run) == corpusDigests(folder + "/once"))
            #expect(try Command.quarry("verify", run).code == 0)
        }
    }

    /// The seal names the files that are there, with their digests, and no others.
    private func expectSealed(_ part: String) throws {
        let seal = try JSONValue(parsing: Files.read(part + ".sealed"))
        let named = seal["files"]?.array?.map { ($0["name"]?.string ?? "", $0["sha256"]?.string ?? "") } ?? []
        #expect(!named.isEmpty)
        #expect(try Files.list(part) == named.map(\.0))
        for (name, digest) in named { #expect(try SHA256.hash(file: "\(part)/\(name)").hex == digest) }
    }
}
