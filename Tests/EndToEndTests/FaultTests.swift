import Foundation
import JSON
import Platform
import TestKit
import Testing

private let pipeline = "\(Repository.root)/pipelines/quarry.yaml"

private func arguments(_ input: String, _ output: String, _ more: [String] = []) -> [String] {
    ["run", pipeline, "--input", input, "--output", output, "--jobs", "2", "--progress", "never"]
        + ["--set", "input.range-bytes=60000", "--set", "fetch.network=false"] + more
}

private func run(_ input: String, _ output: String, _ more: [String] = []) throws -> Command {
    try Command.run(Command.quarry, arguments(input, output, more))
}

/// Those that have units in this pipeline.
private let phases = [
    "extract", "deduplicate-links", "deduplicate-text", "match-text", "compare-text", "cluster-text", "fetch",
    "measure", "deduplicate-images", "judge", "deduplicate-sets", "assemble",
]

private func has(_ folder: String, prefix: String) -> Bool {
    ((try? Files.list(folder)) ?? []).contains { $0.hasPrefix(prefix) }
}

/// Sends `signal` to the run of `input` into `output` while it is in `phase`. A run that was past the phase before it was
/// seen there (a busy machine) is set back to where it stood and begun again.
/// - Returns: how it ended; nil when it was missed fifty times.
private func strike(_ input: String, _ output: String, in phase: String, _ signal: Int32) throws -> Command? {
    let before = output + ".before"
    defer { try? Files.remove(before) }
    if Files.exists(output) { #expect(try Command.run("/bin/cp", ["-a", output, before]).code == 0) }
    for _ in 0..<50 {
        let process = try Command.start(Command.quarry, arguments(input, output))
        _ = waitUntil { has(output + "/work/tmp", prefix: phase + "-") || !process.isRunning }
        kill(process.pid, signal)
        let ended = process.finish()
        if !Files.exists("\(output)/work/\(phase).committed") { return ended }
        try Files.remove(output)
        if Files.exists(before) { #expect(try Command.run("/bin/cp", ["-a", before, output]).code == 0) }
    }
    return nil
}

private func reasons(_ corpus: String, unit: String) throws -> [String: Int] {
    let funnel = try Command.run(Command.quarry, ["funnel", corpus, "--json"])
    let dropped = try JSONValue(parsing: funnel.output)["units"]?[unit]?["dropped"]?.members ?? []
    return Dictionary(uniqueKeysWithValues: dropped.map { ($0.key, $0.value.integer ?? 0) })
}

@Suite(.serialized) struct FaultTests {
    /// `kill -9` of the whole run in each phase, and while the corpus is put together at the end; the same command
    /// resumes, and the bytes are those of a run that nobody disturbed.
    @Test func aRunKilledInEveryPhaseResumesToTheSameBytes() throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 15).gzip, to: folder + "/site.warc.gz")
            let input = folder + "/site.warc.gz"
            #expect(try run(input, folder + "/whole").code == 0)
            let work = folder + "/killed/work"
            for phase in phases {
                let ended = try strike(input, folder + "/killed", in: phase, SIGKILL)
                #expect(ended?.code == 128 + SIGKILL, "\(phase) was missed")
            }
            let process = try Command.start(Command.quarry, arguments(input, folder + "/killed"))
            _ = waitUntil { has(folder + "/killed", prefix: "index.sqlite") || !process.isRunning }
            kill(process.pid, SIGKILL)
            _ = process.finish()
            #expect(try run(input, folder + "/killed").code == 0)
            #expect(try corpusDigests(folder + "/killed") == corpusDigests(folder + "/whole"))
            #expect(try Command.quarry("verify", folder + "/killed").code == 0)
            #expect(try Files.list(work + "/tmp") == [])
        }
    }

    /// The same at moments that nobody chose.
    @Test func aRunKilledAtRandomResumesToTheSameBytes() throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 15).gzip, to: folder + "/site.warc.gz")
            let input = folder + "/site.warc.gz"
            #expect(try run(input, folder + "/whole").code == 0)
            var random = SeededRandom(seed: 20)
            var killed = 0
            for _ in 0..<40 {
                let process = try Command.start(Command.quarry, arguments(input, folder + "/killed"))
                usleep(UInt32(20_000 + random.next() % 400_000))
                if process.isRunning {
                    kill(process.pid, SIGKILL)
                    killed += 1
                }
                if process.finish().code == 0 { break }
            }
            #expect(killed > 0)
            #expect(try run(input, folder + "/killed").code == 0)
            #expect(try corpusDigests(folder + "/killed") == corpusDigests(folder + "/whole"))
        }
    }

    /// Workers that are killed from outside: their units are done again, nothing is counted as a crash.
    @Test func aWorkerThatIsKilledFromOutsideIsDoneAgain() throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 15).gzip, to: folder + "/site.warc.gz")
            let input = folder + "/site.warc.gz"
            #expect(try run(input, folder + "/whole").code == 0)
            let process = try Command.start(Command.quarry, arguments(input, folder + "/hit"))
            var hits = 0
            while process.isRunning && hits < 3 {
                usleep(60_000)
                let children = try Command.run("/usr/bin/pgrep", ["-P", "\(process.pid)"]).output.split(separator: "\n")
                let signal = hits == 1 ? SIGTERM : SIGKILL  // a worker that is stopped alone is done again too
                if let child = children.first.flatMap({ Int32($0) }), kill(child, signal) == 0 { hits += 1 }
            }
            let done = process.finish()
            #expect(done.code == 0, "\(done.errors)")
            #expect(hits > 0)
            #expect(try corpusDigests(folder + "/hit") == corpusDigests(folder + "/whole"))
        }
    }

    /// SIGINT and SIGTERM stop a run in order at any moment, with the exit code of their name, and it resumes.
    @Test(arguments: [SIGINT, SIGTERM]) func aStoppedRunSaysSoAndResumes(signal: Int32) throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 15).gzip, to: folder + "/site.warc.gz")
            let input = folder + "/site.warc.gz"
            #expect(try run(input, folder + "/whole").code == 0)
            for phase in phases {
                let stopped = try #require(try strike(input, folder + "/out", in: phase, signal), "\(phase) was missed")
                #expect(stopped.code == 128 + signal, "\(phase): \(stopped.code) \(stopped.errors)")
                #expect(stopped.errors.contains("the same command resumes"))
            }
            #expect(try run(input, folder + "/out").code == 0)
            #expect(try corpusDigests(folder + "/out") == corpusDigests(folder + "/whole"))
        }
    }

    /// Two runs in one folder: the second is refused at once.
    @Test func twoRunsInOneFolderAreRefused() throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 15).gzip, to: folder + "/site.warc.gz")
            let input = folder + "/site.warc.gz"
            let process = try Command.start(Command.quarry, arguments(input, folder + "/out"))
            _ = waitUntil { has(folder + "/out/work/tmp", prefix: "extract-") }
            let second = try run(input, folder + "/out")
            #expect(second.code == 2 && second.errors.contains("process \(process.pid)"), "\(second.errors)")
            #expect(process.finish().code == 0)
        }
    }

    private static let canMount: Bool = {
        let mounted = try? withScratchFolder { folder in
            let mounted = try Command.run("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder])
            if mounted.code == 0 { _ = try Command.run("/usr/bin/umount", [folder]) }
            return mounted.code == 0
        }
        return mounted ?? false
    }()

    /// A disk that is full at several moments: exit 74, the file is named, and with room the same command goes on.
    @Test(.enabled(if: canMount, "needs the right to mount a tmpfs")) func aFullDiskStopsTheRunWhichResumes() throws {
        try withScratchFolder { folder in
            let disk = folder + "/disk"
            try Files.makeFolder(disk)
            let mounted = try Command.run("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk])
            #expect(mounted.code == 0, "\(mounted.errors)")
            defer { _ = try? Command.run("/usr/bin/umount", [disk]) }
            try Files.write(Crawl.site(pages: 15).gzip, to: folder + "/site.warc.gz")
            let input = folder + "/site.warc.gz"
            #expect(try run(input, folder + "/whole").code == 0)
            var full = 0
            for size in [64, 128, 256, 400, 600, 64_000] {
                #expect(try Command.run("/usr/bin/mount", ["-o", "remount,size=\(size)k", disk]).code == 0)
                let done = try run(input, disk + "/out")
                if done.code == 0 { break }
                full += 1
                #expect(done.code == 74, "\(size)k: \(done.errors)")
                #expect(done.errors.contains("make room"))
            }
            #expect(full > 1)
            #expect(try corpusDigests(disk + "/out") == corpusDigests(folder + "/whole"))
        }
    }

    /// One rotten file among good ones is said and counted; alone it is an error before any work.
    @Test func aFileThatIsNoArchiveCostsOneRecord() throws {
        try withScratchFolder { folder in
            try Files.makeFolder(folder + "/in")
            try Files.write("<PNG> no archive at all", to: folder + "/in/rotten.warc.gz")
            let alone = try run(folder + "/in", folder + "/out1")
            #expect(alone.code == 2 && alone.errors.contains("rotten.warc.gz") && !Files.exists(folder + "/out1"))
            try Files.write(Crawl.site(pages: 3).gzip, to: folder + "/in/site.warc.gz")
            let both = try run(folder + "/in", folder + "/out2")
            #expect(both.code == 0 && both.errors.contains("rotten.warc.gz"), "\(both.errors)")
            #expect(try reasons(folder + "/out2", unit: "record")["record.garbage"] == 1)
            #expect(try Command.quarry("verify", folder + "/out2").code == 0)
        }
    }

    /// Damage of every kind in one archive: each is a counted drop, every page between them is there.
    @Test func damagedArchivesGiveCountedDropsAndTheirWholePages() throws {
        try withScratchFolder { folder in
            let site = Crawl.site(pages: 6)
            var members = site.records.map { Gzip.member($0) }
            members[4][members[4].count / 2] ^= 0xFF  // the second page
            members.insert(Array("garbage between members".utf8), at: 8)
            members[members.count - 1].removeLast(40)  // the last picture is cut off
            try Files.write(Array(members.joined()), to: folder + "/bad.warc.gz")
            #expect(try run(folder + "/bad.warc.gz", folder + "/out").code == 0)
            let records = try reasons(folder + "/out", unit: "record")
            #expect(records["record.corrupt"] == 1)
            #expect(records["record.garbage"] == 1)
            #expect(records["record.truncated"] == 1)
            let stats = try JSONValue(parsing: try Command.quarry("stats", folder + "/out", "--json").output)
            #expect(stats["documents"]?.integer == 5)
            #expect(try Command.quarry("verify", folder + "/out").code == 0)
        }
    }

    @Test func emptyArchivesAndPagesThatAreNoHTMLEndWell() throws {
        try withScratchFolder { folder in
            try Files.write([], to: folder + "/empty.warc.gz")
            let empty = try run(folder + "/empty.warc.gz", folder + "/out1")
            #expect(empty.code == 0 && empty.errors.contains("empty.warc.gz: the file is empty"), "\(empty.errors)")
            #expect(try Command.quarry("verify", folder + "/out1").code == 0)
            var crawl = Crawl()
            crawl.addResponse("http://a.example/1", "text/html", Array("%PDF-1.4 not a page".utf8))
            crawl.addResponse("http://a.example/2", "text/html", [])
            crawl.addResponse("http://a.example/3", "text/html", Array("nothing but words".utf8))
            crawl.addResponse("http://a.example/4", "text/html", Array("<p>gone</p>".utf8), status: "404 Not Found")
            crawl.add(type: "response", url: "http://a.example/5", block: Array("no HTTP at all".utf8))
            crawl.add(
                type: "response", url: "http://a.example/6", block: Array("HTTP/1.1 200 OK\r\n\r\n<p>x</p>".utf8),
                length: 4000)
            try Files.write(crawl.gzip, to: folder + "/odd.warc.gz")
            let odd = try run(folder + "/odd.warc.gz", folder + "/out2")
            #expect(odd.code == 0, "\(odd.errors)")
            let records = try reasons(folder + "/out2", unit: "record")
            #expect(records["record.not-html"] == 1)
            #expect(records["record.empty-payload"] == 1)
            #expect(records["record.http-status"] == 1)
            #expect(records["record.not-http"] == 1)
            #expect(records["record.truncated"] == 1)
            #expect(try reasons(folder + "/out2", unit: "document").values.reduce(0, +) == 1)
        }
    }

    /// A worker that runs out of its memory on a page dies twice on it; the page is counted, the others go on.
    @Test func aPageThatKillsItsWorkerCostsOnePage() throws {
        try withScratchFolder { folder in
            var crawl = Crawl.site(pages: 3)
            let monster =
                Array("<html><body>".utf8) + Array(repeating: Array("<b>x<i>".utf8), count: 2_000_000).joined()
            crawl.addResponse("http://site.example/monster.html", "text/html", monster)
            try Files.write(crawl.gzip, to: folder + "/site.warc.gz")
            let done = try run(
                folder + "/site.warc.gz", folder + "/out",
                ["--set", "workers.memory-bytes=260000000", "--set", "input.range-bytes=100000000"])
            #expect(done.code == 0, "\(done.errors)")
            let documents = try reasons(folder + "/out", unit: "document")
            let lost = documents["page.crashed", default: 0] + documents["page.deadline", default: 0]
            #expect(lost == 1, "\(documents)")
            let stats = try JSONValue(parsing: try Command.quarry("stats", folder + "/out", "--json").output)
            #expect(stats["documents"]?.integer == 3)
        }
    }
}
