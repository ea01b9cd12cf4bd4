import Foundation
import Glibc
import Platform
import TestKit
import Testing

/// A corpus is complete or it is not, whenever and however a command ends.
@Suite(.serialized) struct DurabilityTests {
    private func withCorpus(_ body: (_ folder: String, _ input: String) throws -> Void) throws {
        try withScratchFolder { folder in
            let input = folder + "/site.warc.gz"
            try Files.write(Crawl.site(pages: 6).gzip, to: input)
            let done = try run(input, folder + "/corpus")
            #expect(done.code == 0, "\(done.errors)")
            try body(folder, input)
        }
    }

    private func run(_ input: String, _ output: String) throws -> Command {
        try Command.quarry(
            "run", "\(Repository.root)/pipelines/quickstart.yaml", "--input", input, "--output", output, "--jobs", "2",
            "--progress", "never", "--set", "fetch.network=false")
    }

    @Test(.needsProgram("cc")) func aSelectionKilledBeforeAnyRenameIsMadeByTheSameCommand() throws {
        try withCorpus { folder, _ in
            let world = try BrokenWorld(in: folder, below: folder + "/chosen/")
            let arguments = [
                "select", folder + "/corpus", "--where", "words > 1", "--output", folder + "/chosen/corpus",
            ]
            try Files.makeFolder(folder + "/chosen")
            #expect(try Command.run(Command.quarry, arguments).code == 0)
            let whole = try corpusDigests(folder + "/chosen/corpus")
            var kills = 0
            for number in 1... {
                try Files.remove(folder + "/chosen/corpus")
                let killed = try world.quarry(arguments, .rename, number, .kill)
                if killed.code == 0 { break }
                kills += 1
                #expect(killed.code == 128 + SIGKILL, "\(killed.errors)")
                let again = try Command.run(Command.quarry, arguments)
                #expect(again.code == 0, "killed before rename \(number): \(again.errors)")
                #expect(try corpusDigests(folder + "/chosen/corpus") == whole, "killed before rename \(number)")
                #expect(!Files.exists(folder + "/chosen/corpus/work"))
            }
            #expect(kills > 4)
        }
    }

    @Test func aSelectionIntoAFolderThatAnotherWorksInIsRefused() throws {
        try withCorpus { folder, _ in
            try Files.makeFolder(folder + "/chosen/work")
            let lock = open(folder + "/chosen/work/lock", O_RDWR | O_CREAT, 0o644)
            defer { close(lock) }
            #expect(flock(lock, LOCK_EX) == 0)
            let refused = try Command.quarry(
                "select", folder + "/corpus", "--where", "words > 1", "--output", folder + "/chosen")
            #expect(refused.code == 2 && refused.errors.contains("another process"), "\(refused.errors)")
            #expect(!Files.exists(folder + "/chosen/corpus.json"))
        }
    }

    /// The same command once more: nothing to do; another question into the same folder is refused.
    @Test func aFinishedSelectionKnowsItself() throws {
        try withCorpus { folder, _ in
            func select(_ predicate: String) throws -> Command {
                try Command.quarry(
                    "select", folder + "/corpus", "--where", predicate, "--output", folder + "/chosen")
            }
            let first = try select("words > 1")
            let again = try select("words > 1")
            #expect(first.code == 0 && again.code == 0 && again.output == first.output, "\(again.errors)")
            #expect(try select("words > 2").code == 2)
            let shard = folder + "/chosen/shards/shard-00000.jsonl.zst"
            try Files.remove(shard)
            let broken = try select("words > 1")
            #expect(broken.code == 3 && broken.errors.contains("shard-00000"), "\(broken.errors)")
        }
    }

    @Test func aFinishedRunThatLostAFileIsPutTogetherAgain() throws {
        try withCorpus { folder, input in
            let corpus = folder + "/corpus"
            let whole = try corpusDigests(corpus)
            for name in ["shards/shard-00000.jsonl.zst", "index.sqlite", "README.md"] {
                try Files.remove(corpus + "/" + name)
                let again = try run(input, corpus)
                #expect(again.code == 0, "\(name): \(again.errors)")
                #expect(try corpusDigests(corpus) == whole, "\(name)")
            }
            try Files.remove(corpus + "/work")
            #expect(try run(input, corpus).code == 0)
            try Files.remove(corpus + "/index.sqlite")
            let lost = try run(input, corpus)
            #expect(lost.code == 3 && lost.errors.contains("index.sqlite"), "\(lost.errors)")
        }
    }

    /// Swift's runtime would print a trace and go on.
    @Test func aProgramThatIsToldToQuitDoesNotSucceed() throws {
        let process = try Command.start(Command.quarry, ["duplicates", "-"])
        usleep(400_000)
        kill(process.pid, SIGQUIT)
        #expect(process.finish().code == 128 + SIGQUIT)
    }

    @Test func aNameThatBeginsLikeAFlagIsAFolder() throws {
        try withCorpus { folder, input in
            let done = try Command.run(
                "/bin/sh",
                [
                    "-c",
                    "cd \"$1\" && exec \"$0\" run \"$3\" --input \"$2\" --output=-corpus --progress never --set fetch.network=false",
                    Command.quarry, folder, input, "\(Repository.root)/pipelines/quickstart.yaml",
                ])
            #expect(done.code == 0, "\(done.errors)")
            #expect(Files.exists(folder + "/-corpus/corpus.json"))
        }
    }

    /// A limit on the size of files is a full disk with another name, not a signal.
    @Test func aFileThatMayNotGrowEndsWithTheCodeOfStorage() throws {
        try withCorpus { folder, input in
            let done = try Command.run(
                "/bin/sh",
                [
                    "-c",
                    "ulimit -f 8; exec \"$0\" run \"$2\" --input \"$1\" --output \"$3\" --progress never --set fetch.network=false",
                    Command.quarry, input, "\(Repository.root)/pipelines/quickstart.yaml", folder + "/small",
                ])
            #expect(done.code == 74, "\(done.code) \(done.errors)")
            #expect(done.errors.components(separatedBy: "make room").count == 2, "\(done.errors)")
        }
    }

    @Test func aLimitOnMemoryThatCannotWorkIsRefused() throws {
        try withCorpus { folder, input in
            let refused = try Command.quarry(
                "run", "\(Repository.root)/pipelines/quickstart.yaml", "--input", input, "--output", folder + "/small",
                "--set", "workers.memory-bytes=135000000", "--set", "fetch.network=false")
            #expect(refused.code == 2 && refused.errors.contains("at least"), "\(refused.errors)")
            #expect(!Files.exists(folder + "/small"))
        }
    }

    @Test func theIndexOfACorpusIsNoPlaceForAReport() throws {
        try withCorpus { folder, _ in
            let index = try Files.read(folder + "/corpus/index.sqlite")
            let refused = try Command.quarry("report", folder + "/corpus", "--output", folder + "/corpus/index.sqlite")
            #expect(refused.code == 2, "\(refused.errors)")
            #expect(try Files.read(folder + "/corpus/index.sqlite") == index)
            let piped = try Command.run(
                "/bin/sh",
                ["-c", "\"$0\" report \"$1\" --output /dev/stdout | head -c 15", Command.quarry, folder + "/corpus"])
            #expect(piped.output.lowercased().hasPrefix("<!doctype html>"), "\(piped.output)")
        }
    }
}
