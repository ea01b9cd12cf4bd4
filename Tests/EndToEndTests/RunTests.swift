import Foundation
import JSON
import Platform
import TestKit
import Testing

private let pipeline = "\(Repository.root)/pipelines/quarry.yaml"

private func run(_ input: String, _ output: String, jobs: Int = 2, _ more: [String] = []) throws -> Command {
    try Command.run(
        Command.quarry,
        ["run", pipeline, "--input", input, "--output", output, "--jobs", "\(jobs)", "--progress", "never"]
            + ["--set", "input.range-bytes=40000", "--set", "fetch.network=false"] + more)
}

private func json(_ arguments: String...) throws -> JSONValue {
    let command = try Command.run(Command.quarry, arguments + ["--json"])
    #expect(command.code == 0, "\(arguments): \(command.errors)")
    return try JSONValue(parsing: command.output)
}

@Suite(.serialized) struct RunTests {
    @Test func aCrawlBecomesACorpusThatBalances() throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 40).gzip, to: folder + "/site.warc.gz")
            let done = try run(folder + "/site.warc.gz", folder + "/a", jobs: 1)
            #expect(done.code == 0, "\(done.errors)")
            #expect(try run(folder + "/site.warc.gz", folder + "/b", jobs: 3).code == 0)
            #expect(try corpusDigests(folder + "/a") == corpusDigests(folder + "/b"))

            let stats = try json("stats", folder + "/a")
            #expect(stats["documents"]?.integer == 40)
            #expect(stats["images"]?.integer == 80)
            #expect(stats["distinct_images"]?.integer == 80)
            let funnel = try json("funnel", folder + "/a")
            for unit in ["record", "document", "paragraph", "image"] {
                let account = funnel["units"]?[unit]
                let dropped = account?["dropped"]?.members?.reduce(0) { $0 + ($1.value.integer ?? 0) } ?? -1
                #expect(account?["born"]?.integer == (account?["written"]?.integer ?? -1) + dropped)
                #expect((account?["born"]?.integer ?? 0) > 0)
            }
            #expect(try Command.quarry("verify", folder + "/a").code == 0)
            let line = try Command.run("/usr/bin/zstd", ["-dc", folder + "/a/shards/shard-00000.jsonl.zst"]).output
            let first = try JSONValue(parsing: String(line.split(separator: "\n")[0]))
            let shown = try json("show", folder + "/a", first["id"]?.string ?? "")
            #expect(shown["segments"] == first["segments"])
            let kinds = first["segments"]?.array?.compactMap { $0["kind"]?.string } ?? []
            #expect(kinds == ["text", "image", "text", "image", "text"])
            let caption = first["segments"]?[3]?["caption"]?.string
            #expect(caption == "A caption for the second one.")
        }
    }

    /// An index of several files is made by units, is the same however many workers there are, and every verb reads it.
    @Test func aLargeIndexIsMadeByUnits() throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 40).gzip, to: folder + "/site.warc.gz")
            let few = ["--set", "output.index-documents=15"]
            #expect(try run(folder + "/site.warc.gz", folder + "/one").code == 0)
            for (name, jobs) in [("a", 1), ("b", 3)] {
                let done = try run(folder + "/site.warc.gz", folder + "/" + name, jobs: jobs, few)
                #expect(done.code == 0, "\(done.errors)")
            }
            #expect(try corpusDigests(folder + "/a") == corpusDigests(folder + "/b"))
            let files = try Files.list(folder + "/a/index")
            let seals = try Files.list(folder + "/a/work/index").filter { $0.hasSuffix(".sealed") }
            #expect(files.count >= 2 && seals.count == files.count, "\(files), \(seals)")
            #expect(try Command.quarry("verify", folder + "/a").code == 0)
            #expect(try json("funnel", folder + "/a") == json("funnel", folder + "/one"))
            for key in ["documents", "images", "distinct_images", "words", "languages", "quantiles"] {
                #expect(try json("stats", folder + "/a")[key] == json("stats", folder + "/one")[key], "\(key)")
            }
            let kept = try Command.run(
                Command.quarry,
                ["select", folder + "/a", "--where", "number % 2 = 0", "--output", folder + "/half"])
            #expect(kept.code == 0, "\(kept.errors)")
            #expect(try json("stats", folder + "/half")["documents"]?.integer == 20)
            try Files.remove(folder + "/a/index/" + files[1])
            #expect(try Command.quarry("verify", folder + "/a").code == 1)
            #expect(try run(folder + "/site.warc.gz", folder + "/a", few).code == 0, "work still has it")
            #expect(try corpusDigests(folder + "/a") == corpusDigests(folder + "/b"))
        }
    }

    @Test func theVerbsByHandGiveTheSameBytes() throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 12).gzip, to: folder + "/site.warc.gz")
            #expect(try run(folder + "/site.warc.gz", folder + "/run").code == 0)
            let hand = folder + "/hand"
            let sets = ["--set", "input.range-bytes=40000", "--set", "fetch.network=false"]
            let planned = try Command.run(
                Command.quarry, ["plan", pipeline, "--input", folder + "/site.warc.gz", "--run", hand] + sets)
            #expect(planned.code == 0, "\(planned.errors)")
            let phases = try Files.list(folder + "/run/work").filter { $0.hasSuffix(".committed") }
            #expect(phases.count == 13)
            #expect(try Command.quarry("plan", "--run", hand, "--phase", "fetch").code == 3)
            for phase in [
                "extract", "deduplicate-links", "deduplicate-text", "match-text", "compare-text", "cluster-text",
                "fetch",
                "measure", "match-images", "deduplicate-images", "judge",
                "deduplicate-sets", "assemble",
            ] {
                let units = try Command.quarry("plan", "--run", hand, "--phase", phase).output.split(separator: "\n")
                // Where nothing is compared, the phases that compare have no units.
                #expect(!units.isEmpty || phase.hasSuffix("-text") || phase == "match-images")
                if units.count > 1 { #expect(try Command.quarry("commit", "--run", hand, "--phase", phase).code == 1) }
                for unit in units {
                    let name = try JSONValue(parsing: String(unit))["unit"]?.string ?? ""
                    let worked = try Command.quarry("work", "--run", hand, "--unit", name)
                    #expect(worked.code == 0, "\(worked.errors)")
                    #expect(try JSONValue(parsing: worked.output)["status"]?.string == "sealed")
                    #expect(try Command.quarry("work", "--run", hand, "--unit", name).code == 0)
                }
                #expect(try Command.quarry("commit", "--run", hand, "--phase", phase).code == 0)
            }
            #expect(try corpusDigests(hand) == corpusDigests(folder + "/run"))
        }
    }

    @Test func everyContainerGivesTheSameDocuments() throws {
        try withScratchFolder { folder in
            let crawl = Crawl.site(pages: 10)
            try Files.makeFolder(folder + "/archive")
            try Files.write(crawl.gzip, to: folder + "/archive/data.warc.gz")
            try Files.write(crawl.plain, to: folder + "/data.warc")
            #expect(try Command.run("/usr/bin/zstd", ["-q", folder + "/data.warc"]).code == 0)
            let zip = try Command.run(
                "/usr/bin/env",
                [
                    "python3", "-c",
                    "import sys, zipfile; zipfile.ZipFile(sys.argv[1], 'w').write(sys.argv[2], 'archive/data.warc.gz')",
                ]
                    + [folder + "/site.wacz", folder + "/archive/data.warc.gz"])
            var texts: [String: [String]] = [:]
            for name in ["archive/data.warc.gz", "data.warc", "data.warc.zst"] + (zip.code == 0 ? ["site.wacz"] : []) {
                let output = folder + "/" + name.replacingOccurrences(of: "/", with: "-") + ".corpus"
                let done = try run(folder + "/" + name, output)
                #expect(done.code == 0, "\(name): \(done.errors)")
                let lines = try Command.run("/usr/bin/zstd", ["-dc", output + "/shards/shard-00000.jsonl.zst"]).output
                texts[name] = try lines.split(separator: "\n").map { line in
                    let json = try JSONValue(parsing: String(line))
                    var segments = JSONWriter()
                    json["segments"]?.write(to: &segments)
                    return (json["url"]?.string ?? "") + segments.text
                }
            }
            #expect(texts.values.allSatisfy { $0.count == 10 })
            #expect(Set(texts.values).count == 1)
        }
    }

    @Test func aFolderAGlobAndAListAreInputs() throws {
        try withScratchFolder { folder in
            try Files.makeFolder(folder + "/in/deep")
            try Files.write(Crawl.site(pages: 3, seed: 1).gzip, to: folder + "/in/a.warc.gz")
            try Files.write(Crawl.site(pages: 3, seed: 2).gzip, to: folder + "/in/deep/b.warc.gz")
            let list = folder + "/in/a.warc.gz\n" + folder + "/in/deep/b.warc.gz\n"
            #expect(try run(folder + "/in", folder + "/1").code == 0)
            #expect(try run(folder + "/in/*", folder + "/2").code == 0)
            let third = try Command.run(
                Command.quarry,
                ["run", pipeline, "--input", "-", "--output", folder + "/3", "--progress", "never"]
                    + ["--set", "input.range-bytes=40000", "--set", "fetch.network=false"], input: list)
            #expect(third.code == 0, "\(third.errors)")
            let shard = "shards/shard-00000.jsonl.zst"
            let digests = try ["1", "2", "3"].map { try SHA256.hash(file: "\(folder)/\($0)/\(shard)").hex }
            #expect(Set(digests).count == 1)
        }
    }

    @Test func whatCannotStartTouchesNothing() throws {
        try withScratchFolder { folder in
            let absent = try run(folder + "/absent.warc.gz", folder + "/out")
            #expect(absent.code == 2 && absent.errors.contains("absent.warc.gz: No such file or directory"))
            try Files.write("this is no archive", to: folder + "/text.bin")
            let strange = try run(folder + "/text.bin", folder + "/out")
            #expect(strange.code == 2 && strange.errors.contains("text.bin"))
            #expect(!Files.exists(folder + "/out"))
            try Files.makeFolder(folder + "/full")
            try Files.write("mine", to: folder + "/full/file")
            try Files.write(Crawl.site(pages: 1).gzip, to: folder + "/site.warc.gz")
            let full = try run(folder + "/site.warc.gz", folder + "/full")
            #expect(full.code == 2 && full.errors.contains("is not empty"))
            #expect(try Files.list(folder + "/full") == ["file"])
            let dry = try run(folder + "/site.warc.gz", folder + "/dry", ["--dry-run"])
            #expect(dry.code == 0 && dry.output.contains("\n  extract: ") && !Files.exists(folder + "/dry"))
        }
    }

    @Test func aFinishedRunAnswersAtOnceAndAnotherIsRefused() throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 3).gzip, to: folder + "/site.warc.gz")
            #expect(try run(folder + "/site.warc.gz", folder + "/out").code == 0)
            let before = try corpusDigests(folder + "/out")
            #expect(try run(folder + "/site.warc.gz", folder + "/out").code == 0)
            let other = try run(folder + "/site.warc.gz", folder + "/out", ["--set", "output.level=3"])
            #expect(other.code == 2 && other.errors.contains("another run"))
            #expect(try corpusDigests(folder + "/out") == before)
        }
    }
}
