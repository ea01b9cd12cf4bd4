import Foundation
import JSON
import Platform
import TestKit
import Testing

/// Inputs in an object store and behind `https://`: the same corpus as of files.
@Suite(.needsProgram("python3")) struct RemoteInputTests {
    private static let pipeline = "\(Repository.root)/pipelines/quarry.yaml"
    private static let keys = ["AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "se/cr+et="]
    private static let signed = ["--key", "KEY", "--secret", "se/cr+et="]

    /// A folder with `store/bucket/crawl/{0,1}.warc.gz`, which hold pages and their pictures.
    private func withStore(_ arguments: [String], _ body: (String, ObjectStore) throws -> Void) throws {
        try withScratchFolder { folder in
            try Files.makeFolder(folder + "/store/bucket/crawl")
            for number in 0..<2 {
                let origin = "http://site\(number).example"
                let site = Crawl.site(pages: 12, seed: UInt64(number + 1), origin: origin).gzip
                try Files.write(site, to: "\(folder)/store/bucket/crawl/\(number).warc.gz")
            }
            try body(folder, try ObjectStore(folder + "/store", arguments))
        }
    }

    private func run(
        _ verb: [String], _ server: ObjectStore, sets: [String] = [], environment: [String: String] = keys
    ) throws -> Command {
        let all = ["fetch.network=false", "fetch.allow-addresses=[\"127.0.0.1\"]"] + sets
        let endpoint = ["AWS_ENDPOINT_URL": server.base, "AWS_CONFIG_FILE": "/none"]
        return try Command.run(
            Command.quarry, verb + all.flatMap { ["--set", $0] }, environment: environment.merging(endpoint) { $1 })
    }

    private func make(
        _ input: [String], _ output: String, _ server: ObjectStore, sets: [String] = []
    ) throws -> Command {
        try run(
            ["run", Self.pipeline, "--output", output, "--progress", "never", "--input"] + input, server, sets: sets)
    }

    /// Shards and packs of a corpus with their digests.
    private func contents(_ corpus: String) throws -> [String: String] {
        var digests: [String: String] = [:]
        for folder in ["shards", "images"] {
            for name in try Files.list("\(corpus)/\(folder)") {
                digests["\(folder)/\(name)"] = try SHA256.hash(file: "\(corpus)/\(folder)/\(name)").hex
            }
        }
        return digests
    }

    @Test func aFolderOfABucketGivesTheCorpusOfItsFilesThoughRequestsFail() throws {
        try withStore(Self.signed + ["--fail", "0.15"]) { folder, server in
            let files = try make([folder + "/store/bucket/crawl"], folder + "/files", server)
            #expect(files.code == 0, "\(files.errors)")
            let remote = try make(["s3://bucket/crawl/"], folder + "/remote", server)
            #expect(remote.code == 0, "\(remote.errors)")
            #expect(try corpusDigests(folder + "/remote") == corpusDigests(folder + "/files"))
            #expect(try Files.list(folder + "/remote/work/tmp").isEmpty)
            #expect(try Command.quarry("verify", folder + "/remote").code == 0)
            let funnel = try Command.quarry("stats", folder + "/remote", "--json").output
            #expect(try #require(JSONValue(parsing: funnel)["images"]?.integer) > 0)
        }
    }

    /// A record that is larger than what is brought behind a window asks for more; windows behind it are found in the middle
    /// of a file whose beginning is not here.
    @Test func aLargeRecordBetweenWindowsIsBroughtWhole() throws {
        try withStore(Self.signed) { folder, server in
            var random = SeededRandom(seed: 5)
            var crawl = Crawl.site(pages: 10, seed: 3, origin: "http://before.example")
            crawl.addResponse("http://before.example/film", "application/octet-stream", random.bytes(2_500_000))
            let more = Crawl.site(pages: 30, seed: 4, origin: "http://after.example")
            try Files.write(crawl.gzip + more.gzip, to: folder + "/store/bucket/large.warc.gz")
            let sets = ["input.range-bytes=100000"]
            let files = try make([folder + "/store/bucket/large.warc.gz"], folder + "/files", server, sets: sets)
            #expect(files.code == 0, "\(files.errors)")
            let remote = try make(["s3://bucket/large.warc.gz"], folder + "/remote", server, sets: sets)
            #expect(remote.code == 0, "\(remote.errors)")
            #expect(try corpusDigests(folder + "/remote") == corpusDigests(folder + "/files"))
            let whole = try make([folder + "/store/bucket/large.warc.gz"], folder + "/whole", server)
            #expect(whole.code == 0, "\(whole.errors)")
            #expect(try contents(folder + "/whole") == contents(folder + "/files"))
        }
    }

    /// Windows are cut by sizes alone: each record is in just one of them.
    @Test func smallWindowsGiveTheSameShards() throws {
        try withStore(Self.signed) { folder, server in
            let sets = ["input.range-bytes=60000"]
            #expect(try make([folder + "/store/bucket/crawl"], folder + "/files", server, sets: sets).code == 0)
            let remote = try make(["s3://bucket/crawl/"], folder + "/remote", server, sets: sets)
            #expect(remote.code == 0, "\(remote.errors)")
            #expect(try contents(folder + "/remote") == contents(folder + "/files"))
            #expect(try Files.list(folder + "/remote/work/extract").count > 20)
        }
    }

    @Test func listsAreReadAsCommonCrawlWritesThem() throws {
        try withStore([]) { folder, server in
            let names = "crawl/0.warc.gz\ncrawl/1.warc.gz\n"
            try Files.write(Gzip.member(Array(names.utf8)), to: folder + "/warc.paths.gz")
            try Files.write(Gzip.member(Array(names.utf8)), to: folder + "/store/bucket/warc.paths.gz")
            #expect(try make([folder + "/store/bucket/crawl"], folder + "/files", server).code == 0)
            let base = ["input.common-crawl=\(server.base)/bucket"]
            let list = try make(["cc:\(folder)/warc.paths.gz"], folder + "/list", server, sets: base)
            #expect(list.code == 0, "\(list.errors)")
            let remote = try make(["s3://bucket/warc.paths.gz"], folder + "/remote", server)
            #expect(remote.code == 0, "\(remote.errors)")
            #expect(try contents(folder + "/list") == contents(folder + "/files"))
            #expect(try contents(folder + "/remote") == contents(folder + "/files"))
        }
    }

    @Test func pointersBringSingleRecordsByFewRequests() throws {
        try withStore([]) { folder, server in
            let crawl = Crawl.site(pages: 12, seed: 1, origin: "http://site0.example")
            var (rows, offset, chosen) = ("url,warc_filename,warc_record_offset,warc_record_length\n", 0, [[UInt8]]())
            for (number, record) in crawl.records.enumerated() {
                let member = Gzip.member(record)
                // Pages 2, 3 and 9 with their pictures: a page and two pictures each, behind the first record.
                if [2, 3, 9].contains((number - 1) / 3), number > 0 {
                    rows += "x,crawl/0.warc.gz,\(offset),\(member.count)\n"
                    chosen.append(member)
                }
                offset += member.count
            }
            rows += "x,crawl/0.warc.gz,\(offset),5\n"  // behind the end
            try Files.write(rows, to: folder + "/rows.csv")
            let sets = ["input.common-crawl=\(server.base)/bucket"]
            let before = server.requests
            let made = try make(["cc:\(folder)/rows.csv"], folder + "/rows", server, sets: sets)
            #expect(made.code == 0, "\(made.errors)")
            // Six records of two pages side by side, three of another page, and one that finds the end of the file.
            #expect(server.requests - before == 3)
            try Files.write(Array(chosen.joined()), to: folder + "/0.warc.gz")
            #expect(try make([folder + "/0.warc.gz"], folder + "/chosen", server).code == 0)
            func texts(_ corpus: String) throws -> [String] {
                let sample = try JSONValue(parsing: Command.quarry("sample", corpus, "-n", "100", "--json").output)
                return (sample.array ?? []).compactMap { $0["url"]?.string }.sorted()
            }
            #expect(try texts(folder + "/rows").count == 3)
            #expect(try texts(folder + "/rows") == texts(folder + "/chosen"))
            #expect(
                try Files.read(folder + "/rows/images/images-00000.tar")
                    == Files.read(folder + "/chosen/images/images-00000.tar"))
            let drops = try Command.quarry("drops", folder + "/rows", "--reason", "record.garbage").output
            #expect(drops.contains("no record at the place that was named"))
        }
    }

    @Test func whatCannotBeReachedIsTriedLaterAndWhatChangedIsQuarantined() throws {
        try withStore([]) { folder, server in
            let run = folder + "/run"
            let planned = try self.run(
                ["plan", Self.pipeline, "--run", run, "--input", "\(server.base)/bucket/crawl/0.warc.gz"], server,
                sets: ["fetch.retry-after-maximum=0"])
            #expect(planned.code == 0, "\(planned.errors)")
            let path = folder + "/store/bucket/crawl/0.warc.gz"
            let bytes = try Files.read(path)
            func work() throws -> Command { try Command.quarry("work", "--run", run, "--unit", "extract/00000") }
            try Files.write(bytes + [0], to: path)
            let changed = try work()
            #expect(changed.code == 65 && changed.output.contains("changed since the plan"), "\(changed.output)")
            server.stop()
            #expect(try Command.quarry("plan", "--run", run, "--release", "extract/00000").code == 0)
            let gone = try work()
            #expect(gone.code == 75 && gone.output.contains("after 6 attempts"), "\(gone.output)")
            #expect(!Files.exists(run + "/work/extract/00000.quarantine"))
            #expect(try Files.list(run + "/work/tmp").isEmpty)
        }
    }

    @Test func whatIsWrongIsToldBeforeAnythingIsWritten() throws {
        try withStore(Self.signed) { folder, server in
            for (input, words) in [
                ("s3://bucket/none.warc.gz", "there is no such file"), ("s3://bucket/empty/", "no archive in"),
                ("ftp://host/x.warc.gz", "begin with https:// or s3://"),
                ("s3://bucket/x.zip", "a remote input is an archive"),
            ] {
                let made = try make([input], folder + "/corpus", server)
                #expect(made.code == 2 && made.errors.contains(words), "\(made.errors)")
            }
            let closed = try Command.run(
                Command.quarry,
                ["run", Self.pipeline, "--output", folder + "/corpus", "--input", "\(server.base)/a.warc.gz"])
            #expect(closed.code == 2 && closed.errors.contains("no public address"), "\(closed.errors)")
            let output = try make([folder + "/store"], "s3://bucket/corpus", server)
            #expect(output.code == 2 && output.errors.contains("give --work FOLDER"))
            #expect(!Files.exists(folder + "/corpus") && !Files.exists("s3:"))
        }
    }
}
