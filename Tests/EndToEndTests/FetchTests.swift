import Documents
import Facts
import Foundation
import JSON
import Platform
import Testing
import TestKit

/// `quarry fetch` on lists.
@Suite(.serialized) struct FetchTests {
    private func lines(_ command: Command) throws -> [JSONValue] {
        try command.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }

    private func fetch(_ list: String, _ output: String, _ server: FaultyServer, _ more: [String] = []) throws
        -> Command
    {
        try Command.run(
            Command.quarry,
            ["fetch", "--urls", list, "--output", output, "--allow-address", "127.0.0.1:\(server.port)", "--json"]
                + ["--progress", "never", "--set", "fetch.retry-after-maximum=5", "--jobs", "2"] + more)
    }

    /// The list and the bounds that the shared reference measured another tool with: all lines end typed, in time and in
    /// less than 300 MB, nothing private is asked, no picture is lost that the other kept.
    @Test(.needsShared("hostile/fault_urls_62.txt"), .needsFaultyServer) func theFaultyList() throws {
        let path = try Shared.require("hostile/fault_urls_62.txt")
        try withScratchFolder { folder in
            let server = try FaultyServer()
            let list = try Files.readText(path).replacing(":18000/", with: ":\(server.port)/")
            try Files.write(list, to: folder + "/urls.txt")
            let meter = """
                import resource, subprocess, sys
                code = subprocess.call(sys.argv[2:])
                open(sys.argv[1], 'w').write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
                sys.exit(code)
                """
            let start = ContinuousClock.now
            let done = try Command.run(
                "/usr/bin/env",
                ["python3", "-c", meter, folder + "/peak", Command.quarry, "fetch", "--urls", folder + "/urls.txt"]
                    + ["--output", folder + "/out", "--allow-address", "127.0.0.1:\(server.port)", "--json"]
                    + ["--set", "fetch.total-timeout=10", "--set", "fetch.connections=16", "--progress", "never"]
                    + ["--set", "fetch.connections-per-host=16", "--set", "fetch.retry-after-maximum=5"])
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            #expect(done.code == 0, "\(done.errors)")
            let outcomes = try lines(done)
            #expect(outcomes.count == 62)
            let statuses = outcomes.compactMap { $0["status"]?.string }
            #expect(statuses.allSatisfy { $0 == "ok" || Reason(rawValue: $0) != nil })
            let kept = statuses.filter { $0 == "ok" }.count
            let peak = Int(try Files.readText(folder + "/peak")) ?? .max
            print("fault list: kept \(kept) of 62 in \(seconds) s, peak RSS \(peak >> 10) MB")
            #expect(kept >= 19)
            #expect(seconds < 120)  // 12 to 14 s on a machine that does nothing else, and hundreds of tests may run
            #expect(peak < 300 << 10)
            #expect(statuses.filter { $0 == "image.private-address" }.count == 3)
            #expect(statuses.filter { $0 == "image.noai" }.count == 1)
            #expect(statuses.filter { $0 == "image.tdm-reserved" }.count == 1)
            #expect(try server.stats()["private_hits"]?.integer == 0)
        }
    }

    /// Three kinds of list; a URL is asked for once however often it stands there and however often it is called for.
    @Test(.needsFaultyServer) func everyLineOfEveryKindOfListEndsOnce() throws {
        try withScratchFolder { folder in
            let server = try FaultyServer()
            let base = server.base
            let out = folder + "/out"
            try Files.write(
                "\(base)/gen/1.png\r\n\n\(base)/status/404\n  \(base)/gen/1.png#x \nnot a url\nftp://a.example/x.png\n"
                    + "data:image/png;base64,\(Data(PNG.gradient(width: 5, height: 4, shade: 9)).base64EncodedString())",
                to: folder + "/a.txt")
            let first = try fetch(folder + "/a.txt", out, server)
            #expect(first.code == 0, "\(first.errors)")
            let statuses = try lines(first).compactMap { $0["status"]?.string }
            #expect(
                statuses == [
                    "ok", "image.invalid-url", "image.not-found", "ok", "image.invalid-url", "image.url-scheme", "ok",
                ])
            #expect(try lines(first).last?["width"]?.integer == 5)
            #expect(Set(try lines(first).map { $0.members?.map(\.key) }).count == 1)

            try Files.write(
                "caption,URL\n\"one, \"\"two\"\"\nthree\",\(base)/gen/2.png\nx,\(base)/gen/1.png\nshort\n",
                to: folder + "/b.csv")
            #expect(first.errors.contains("warning: fetch.allow-addresses opens 127.0.0.1:\(server.port)"))
            let second = try fetch(folder + "/b.csv", out, server, ["--column", "URL"])
            #expect(try lines(second).compactMap { $0["status"]?.string } == ["ok", "ok", "image.invalid-url"])
            #expect(try fetch(folder + "/b.csv", out, server, ["--column", "Url"]).code == 2)

            try Files.write("{\"url\":\"\(base)/gen/2.png\"}\n{\"u\":1}\n{\n", to: folder + "/c.jsonl")
            let third = try fetch(folder + "/c.jsonl", out, server)
            #expect(
                try lines(third).compactMap { $0["status"]?.string } == [
                    "ok", "image.invalid-url", "image.invalid-url",
                ])
            for line in (first.output + second.output + third.output).split(separator: "\n") {
                #expect(try Schema.problems(String(line), answer: "fetch") == [])
            }

            #expect(try server.stats()["by_path"]?["/gen"]?.integer == 2)
            try packsHoldWhatTheRecordsSay(out, pictures: 3)
        }
    }

    /// `tar` lists the packs, and each record's place has the bytes of its digest.
    private func packsHoldWhatTheRecordsSay(_ out: String, pictures: Int) throws {
        var names: [String] = []
        for pack in try Files.list(out + "/images") {
            let listed = try Command.run("/usr/bin/env", ["tar", "-tf", "\(out)/images/\(pack)"])
            #expect(listed.code == 0)
            names += listed.output.split(separator: "\n").map(String.init)
        }
        #expect(Set(names).count == pictures && names.count == pictures, "\(names)")
        for line in try Files.readText(out + "/records.jsonl").split(separator: "\n") {
            let record = try JSONValue(parsing: String(line))
            guard record["status"]?.string == "ok", let pack = record["pack"]?.integer, pack >= 0 else { continue }
            let bytes = try Files.read(
                out + "/images/images-0000\(pack).tar", offset: record["offset"]?.integer ?? 0,
                count: record["length"]?.integer ?? 0)
            #expect(SHA256.hash(bytes).hex == record["sha256"]?.string)
        }
    }

    /// What failed for the moment is tried again when asked, what failed for good is not; a kill in between loses nothing.
    @Test(.needsFaultyServer) func failuresAreRetriedByTheirReason() throws {
        try withScratchFolder { folder in
            try Files.makeFolder(folder + "/files")
            for index in 0..<40 {
                try Files.write(
                    PNG.gradient(width: 60 + index, height: 50, shade: UInt8(index)),
                    to: folder + "/files/p\(index).png")
            }
            let bad = ["--dir", folder + "/files", "--fail-rate", "0.5", "--seed", "3"]
            let faulty = try FaultyServer(arguments: bad)
            let port = faulty.port
            let list =
                (0..<40).map { "http://127.0.0.1:\(port)/img/p\($0).png" } + ["http://127.0.0.1:\(port)/status/404"]
            try Files.write(list.joined(separator: "\n") + "\n", to: folder + "/urls.txt")
            let quick = [
                "--set", "fetch.retries=0", "--set", "fetch.total-timeout=3", "--set", "fetch.stall-timeout=2",
            ]
            let out = folder + "/out"
            let before = try lines(try fetch(folder + "/urls.txt", out, faulty, quick))
            let retryable = before.filter { $0["status"]?.string.flatMap(Reason.init(rawValue:))?.isRetryable == true }
            let final = before.filter { $0["status"]?.string != "ok" }.count - retryable.count
            #expect(before.count == 41 && retryable.count > 3 && final > 0)
            faulty.stop()

            let good = try FaultyServer(port: port, arguments: ["--dir", folder + "/files"])
            #expect(try lines(try fetch(folder + "/urls.txt", out, good)) == before)
            let killed = try Command.start(
                Command.quarry,
                ["fetch", "--retry-failed", "--output", out, "--allow-address", "127.0.0.1:\(port)"]
                    + ["--progress", "never"])
            usleep(150_000)
            kill(killed.pid, SIGKILL)
            _ = killed.finish()
            let again = try Command.run(
                Command.quarry,
                ["fetch", "--retry-failed", "--output", out, "--allow-address", "127.0.0.1:\(port)"]
                    + ["--progress", "never"])
            #expect(again.code == 0, "\(again.errors)")
            let after = try lines(try fetch(folder + "/urls.txt", out, good))
            for (old, new) in zip(before, after) {
                let isRetryable = old["status"]?.string.flatMap(Reason.init(rawValue:))?.isRetryable == true
                #expect(isRetryable ? new["status"]?.string == "ok" : new == old)
            }
            try packsHoldWhatTheRecordsSay(out, pictures: 40 - final + 1)
        }
    }

    /// A worker that is stopped among URLs that need no network does not take that for the end of the list: its unit is
    /// done again, and every URL has its outcome.
    @Test func aWorkerStoppedAmongHeldURLsLosesNone() throws {
        try withScratchFolder { folder in
            let count = 4000
            let filler = String(repeating: "x", count: 1000)
            try Files.write((0..<count).map { "data:,\($0)\(filler)\n" }.joined(), to: folder + "/urls.txt")
            let process = try Command.start(
                Command.quarry,
                ["fetch", "--urls", folder + "/urls.txt", "--output", folder + "/out", "--progress", "never"]
                    + ["--set", "fetch.network=false", "--jobs", "1"])
            #expect(waitUntil { packedBytes(folder + "/out/work") > 0 || !process.isRunning })
            let children = try Command.run("/usr/bin/pgrep", ["-P", "\(process.pid)"]).output.split(separator: "\n")
            let worker = try #require(children.first.flatMap { Int32($0) }, "the unit was missed")
            kill(worker, SIGTERM)
            let done = process.finish()
            #expect(done.code == 0 && done.output == "\(count)\timage.not-an-image\n", "\(done.output)\(done.errors)")
        }
    }

    /// What attempts at units of `fetch` have written to packs so far.
    private func packedBytes(_ work: String) -> Int {
        let attempts = ((try? Files.list(work + "/tmp")) ?? []).filter { $0.hasPrefix("fetch-") }
        return attempts.flatMap { attempt in
            ((try? Files.list("\(work)/tmp/\(attempt)")) ?? []).filter { $0.hasPrefix("raw.tar") }
                .map { (try? Files.size("\(work)/tmp/\(attempt)/\($0)")) ?? 0 }
        }.reduce(0, +)
    }

    @Test func wrongCallsTouchNothing() throws {
        try withScratchFolder { folder in
            try Files.write("http://127.0.0.1:8099/x.png\n", to: folder + "/urls.txt")
            #expect(try Command.quarry("fetch", "--output", folder + "/out").code == 2)
            let range = try Command.quarry(
                "fetch", "--urls", folder + "/urls.txt", "--output", folder + "/out", "--allow-address", "10.0.0.0/99")
            #expect(range.code == 2 && range.errors.contains("10.0.0.0/99"), "\(range.errors)")
            #expect(try Command.quarry("fetch", "--urls", folder + "/none", "--output", folder + "/out").code == 2)
            #expect(!Files.exists(folder + "/out"))
            try Files.write("mine", to: folder + "/full/notes.txt".replacing("/full", with: ""))
            let full = try Command.quarry("fetch", "--urls", folder + "/urls.txt", "--output", folder)
            #expect(full.code == 2 && full.errors.contains("not empty"), "\(full.errors)")
            let closed = try Command.quarry(
                "fetch", "--urls", folder + "/urls.txt", "--output", folder + "/out", "--json")
            #expect(try JSONValue(parsing: closed.output)["status"]?.string == "image.private-address")
        }
    }
}
