import Foundation
import Platform
import TestKit
import Testing

/// Corpora that end in a bucket: whole, or without `corpus.json`.
@Suite(.needsProgram("python3")) struct RemoteOutputTests {
    private static let keys = [
        "AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "se/cr+et=", "AWS_CONFIG_FILE": "/none",
    ]

    /// A folder with an archive, and a store with an empty bucket.
    private func withStore(_ body: (_ folder: String, _ start: (String...) throws -> ObjectStore) throws -> Void) throws
    {
        try withScratchFolder { folder in
            try Files.makeFolder(folder + "/store/bucket")
            try Files.write(Crawl.site(pages: 12).gzip, to: folder + "/crawl.warc.gz")
            try body(folder) { (arguments: String...) in
                try ObjectStore(folder + "/store", ["--key", "KEY", "--secret", "se/cr+et="] + arguments)
            }
        }
    }

    private func command(_ folder: String, output: String = "s3://bucket/corpus", work: String = "work") -> [String] {
        ["run", "\(Repository.root)/pipelines/quarry.yaml", "--progress", "never", "--output", output]
            + [
                "--work", "\(folder)/\(work)", "--set", "fetch.network=false", "--set",
                "fetch.allow-addresses=[\"127.0.0.1\"]",
            ]
            + ["--set", "fetch.retry-after-maximum=0", "--input", folder + "/crawl.warc.gz"]
    }

    private func environment(_ server: ObjectStore) -> [String: String] {
        Self.keys.merging(["AWS_ENDPOINT_URL": server.base]) { $1 }
    }

    private func run(_ arguments: [String], _ server: ObjectStore) throws -> Command {
        try Command.run(Command.quarry, arguments, environment: environment(server))
    }

    private func isWhole(_ folder: String, _ name: String = "corpus") throws -> Bool {
        let sent = "\(folder)/store/bucket/\(name)"
        let verified = try Command.quarry("verify", sent)
        let isEqual = try corpusDigests(sent) == corpusDigests(folder + "/work")
        let uploads = try Files.list(folder + "/store/.store/uploads")
        return verified.code == 0 && isEqual && uploads.isEmpty && !Files.exists(sent + "/work")
    }

    private func hasSeal(_ folder: String) -> Bool { Files.exists(folder + "/store/bucket/corpus/corpus.json") }

    @Test func theCorpusIsInTheBucketThoughRequestsFailAndTheSameCommandHasNothingToDo() throws {
        try withStore { folder, start in
            let server = try start("--fail", "0.15")
            let made = try run(command(folder), server)
            #expect(made.code == 0 && made.errors.contains("done: s3://bucket/corpus"), "\(made.errors)")
            #expect(try isWhole(folder))
            let quiet = try start()
            for (work, word) in [("work", "done: s3://bucket/corpus"), ("none", "nothing to do")] {
                let again = try run(command(folder, work: work) + ["--json"], quiet)
                #expect(again.code == 0, "\(again.errors)")
                #expect(again.output.contains(#""output":"s3://bucket/corpus""#), "\(again.output)")
                let told = try run(command(folder, work: work), quiet)
                #expect(told.code == 0 && told.errors.contains(word), "\(told.errors)")
            }
            // What is there is not sent again; a folder of work that is lost is not made anew.
            #expect(quiet.writes == 0 && !Files.exists(folder + "/none"))
        }
    }

    @Test func aKilledUploadIsResumedToTheSameBytes() throws {
        try withStore { folder, start in
            let slow = try start("--slow", "0.5")
            let running = try Command.start(Command.quarry, command(folder), environment: environment(slow))
            let sent = folder + "/store/bucket/corpus"
            for _ in 0..<12_000 where running.isRunning && !Files.exists(sent) { usleep(10_000) }
            kill(running.pid, SIGKILL)
            _ = running.finish()
            #expect(Files.exists(sent) && !hasSeal(folder))
            let server = try start()
            let resumed = try run(command(folder), server)
            #expect(resumed.code == 0, "\(resumed.errors)")
            #expect(try isWhole(folder))
        }
    }

    @Test func aLostKeyEndsWithAgainAndTheRestIsSentLater() throws {
        try withStore { folder, start in
            let lost = try run(command(folder), start("--expire", "3"))
            #expect(lost.code == 75 && lost.errors.contains("403 ExpiredToken"), "\(lost.errors)")
            #expect(lost.errors.contains("the same command goes on from there") && !hasSeal(folder))
            let server = try start()
            let resumed = try run(command(folder), server)
            #expect(resumed.code == 0, "\(resumed.errors)")
            // All but the three.
            let files = try Files.list(folder + "/work").filter { !Files.isFolder("\(folder)/work/\($0)") }.count
            let inFolders = try ["shards", "images", "drops"].map { try Files.list("\(folder)/work/\($0)").count }
            #expect(server.writes == files + inFolders.reduce(0, +) - 3)
            #expect(try isWhole(folder))
        }
    }

    @Test func whatIsWrongIsToldBeforeTheWorkBegins() throws {
        try withStore { folder, start in
            let server = try start()
            let none = try run(command(folder, output: "s3://none/corpus"), server)
            #expect(none.code == 2 && none.errors.contains("there is no bucket 'none'"), "\(none.errors)")
            let web = try run(command(folder, output: "https://host/corpus"), server)
            #expect(
                web.code == 2 && web.errors.contains("is sent to s3://bucket/folder, nowhere else"), "\(web.errors)")
            let refused = try run(command(folder), start("--read-only"))
            #expect(refused.code == 2 && refused.errors.contains("403 AccessDenied"), "\(refused.errors)")
            #expect(refused.errors.contains("needs s3:ListBucket, s3:GetObject, s3:PutObject and"))
            #expect(!Files.exists(folder + "/work"))
        }
    }

    @Test func anotherCorpusInTheFolderStays() throws {
        try withStore { folder, start in
            let server = try start()
            #expect(try run(command(folder), server).code == 0)
            let before = try corpusDigests(folder + "/store/bucket/corpus")
            let other = try run(command(folder, work: "other") + ["--set", "output.shard-bytes=1000000"], server)
            #expect(other.code == 2 && other.errors.contains("holds another corpus"), "\(other.errors)")
            #expect(!Files.exists(folder + "/other"))
            let files = try start()
            try Files.makeFolder(folder + "/store/bucket/mine")
            try Files.write(Array("a person's own".utf8), to: folder + "/store/bucket/mine/notes.txt")
            let foreign = try run(command(folder, output: "s3://bucket/mine", work: "other"), files)
            #expect(foreign.code == 2 && foreign.errors.contains("holds 'notes.txt'"), "\(foreign.errors)")
            // Neither when only its end is missing.
            try Files.remove(folder + "/store/bucket/corpus/corpus.json")
            let half = try run(command(folder, work: "other") + ["--set", "paragraphs.words.min=9"], server)
            #expect(half.code == 2 && half.errors.contains("nothing is written over"), "\(half.errors)")
            #expect(try corpusDigests(folder + "/store/bucket/corpus").count == before.count - 1)
        }
    }

    @Test(arguments: [
        ["select", "corpus", "--where", "images > 0"], ["deduplicate", "new", "--against", "old"],
        ["export", "corpus", "--format", "obelics"], ["import", "--format", "obelics", "data.parquet"],
        ["mix", "mixture.yaml"], ["fetch", "--urls", "urls.txt"],
        ["eval", "--model", "model", "--task", "okvqa", "--data", "data"],
    ])
    func aVerbThatWritesAFolderTakesNoAddress(verb: [String]) throws {
        let refused = try Command.run(Command.quarry, verb + ["--output", "s3://bucket/corpus"])
        #expect(refused.code == 2 && refused.errors.contains("--output is a folder here"), "\(refused.errors)")
        #expect(!Files.exists("s3:"))
    }

    @Test func aCommitOfTheLastPhaseSendsTheCorpus() throws {
        try withStore { folder, start in
            let server = try start()
            let sets = ["--set", "fetch.network=false", "--set", "fetch.allow-addresses=[\"127.0.0.1\"]"]
            let local = try Command.run(
                Command.quarry,
                [
                    "run", "\(Repository.root)/pipelines/quarry.yaml", "--progress", "never", "--output",
                    folder + "/work",
                ]
                    + sets + ["--input", folder + "/crawl.warc.gz"])
            #expect(local.code == 0, "\(local.errors)")
            for (phase, isSent) in [("extract", false), ("assemble", true)] {
                let commit = ["commit", "--run", folder + "/work", "--phase", phase, "--output", "s3://bucket/corpus/"]
                let closed = try run(commit, server)
                #expect(closed.code == 0, "\(closed.errors)")
                #expect(hasSeal(folder) == isSent)
            }
            #expect(try isWhole(folder))
        }
    }
}
