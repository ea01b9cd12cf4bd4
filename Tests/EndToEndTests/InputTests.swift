import Foundation
import JSON
import Platform
import TestKit
import Testing

/// What `--input` may be, and what a folder may hold.
@Suite struct InputTests {
    private let pipeline = "\(Repository.root)/pipelines/quarry.yaml"

    private func run(_ verb: String, _ folder: String, _ arguments: String...) throws -> Command {
        let fixed = ["--set", "fetch.network=false", "--set", "images.per-document.min=0"]
        let progress = verb == "run" ? ["--progress", "never"] : []
        return try Command.run(Command.quarry, [verb, pipeline, "--input", folder] + arguments + fixed + progress)
    }

    /// Pages of prose, each its own.
    private func write(_ paths: [String], in folder: String) throws {
        for (index, path) in paths.enumerated() {
            let whole = folder + "/" + path
            try Files.makeFolder(String(whole[..<(whole.lastIndex(of: "/") ?? whole.endIndex)]))
            var random = SeededRandom(seed: UInt64(index))
            let text = (0..<4).map { _ in "<p>\(Crawl.paragraph(&random))</p>" }
            try Files.write("<html><body>\(text.joined())</body></html>", to: whole)
        }
    }

    private func urls(_ corpus: String) throws -> [String] {
        let shards = try Files.list(corpus + "/shards").map { "\(corpus)/shards/\($0)" }
        let text = try Command.run("/usr/bin/zstd", ["-dc"] + shards).output
        return try text.split(separator: "\n").map { try JSONValue(parsing: String($0))["url"]?.string ?? "" }
    }

    /// Pages of equal names in several folders are several pages; links that lead back are followed once; odd names stay.
    @Test func aFolderOfPagesIsRead() throws {
        try withScratchFolder { folder in
            let pages = folder + "/my pages"
            try write(
                ["index.html", "a/index.html", "b/index.html", "a/with space\nand line.html", "ü.htm"], in: pages)
            for link in ["a/back", "a/again", "b/back"] { symlink("..", pages + "/" + link) }
            let done = try run("run", pages, "--output", folder + "/out put", "--set", "input.base-url=https://e.org/x")
            #expect(done.code == 0, "\(done.errors)")
            let found = try urls(folder + "/out put")
            #expect(found.count == 5 && Set(found).count == 5, "\(found)")
            #expect(
                Set(found).isSuperset(
                    of: ["index.html", "a/index.html", "b/index.html"].map { "https://e.org/x/" + $0 }))
            #expect(try Command.quarry("verify", folder + "/out put").code == 0)
            let manifest = try JSONValue(parsing: Files.read(folder + "/out put/corpus.json"))
            #expect(manifest["inputs"]?.array?.compactMap { $0["name"]?.string } == ["my pages/"])
        }
    }

    /// What a run makes inside its own input folder is no input: the same command still finds its run.
    @Test func theOutputInsideTheInputIsNotRead() throws {
        try withScratchFolder { folder in
            try write(["one.html", "two.html"], in: folder)
            #expect(try run("run", folder, "--output", folder + "/corpus").code == 0)
            #expect(Files.exists(folder + "/corpus/report.html"))
            let again = try run("run", folder, "--output", folder + "/corpus")
            #expect(again.code == 0, "\(again.errors)")
            #expect(try urls(folder + "/corpus").count == 2)
        }
    }

    /// A plan says how much each unit reads, not what; that is beside it, and a changed file is another plan.
    @Test func thePlanOfManyPagesIsShort() throws {
        try withScratchFolder { folder in
            try write((0..<2100).map { "\($0 / 100)/page-\($0).html" }, in: folder + "/in")
            let run = folder + "/run"
            #expect(try self.run("plan", folder + "/in", "--run", run).code == 0)
            let bytes = try Files.size(run + "/work/plan.json")
            #expect(bytes < 10_000)
            let plan = try JSONValue(parsing: Files.read(run + "/work/plan.json"))
            #expect(plan["parts"]?.array?.count == 3)
            #expect(plan["inputs"]?[0]?["files"]?.integer == 2100)
            #expect(try self.run("plan", folder + "/in", "--run", run).code == 0)
            try write(["0/page-0.html", "0/page-1.html"], in: folder + "/in")
            try Files.write("<p>another page</p>", to: folder + "/in/0/page-1.html")
            let other = try self.run("plan", folder + "/in", "--run", run)
            #expect(other.code == 2 && other.errors.contains("another run"))
            #expect(try Files.size(run + "/work/plan.json") == bytes)
        }
    }

    @Test func badInputsAreNamedBeforeAnyWork() throws {
        try withScratchFolder { folder in
            try write(["in/page.html"], in: folder)
            try Files.makeFolder(folder + "/none")
            let out = folder + "/out"
            let empty = try run("run", folder + "/none", "--output", out)
            #expect(empty.code == 2 && empty.errors.contains("no archive and no HTML file in the folder"))
            let glob = try run("run", folder + "/*.warc", "--output", out)
            #expect(glob.code == 2 && glob.errors.contains("nothing matches"))
            let list = try run("run", "-", "--output", out)
            #expect(list.code == 2 && list.errors.contains("the list on standard input is empty"))
            mkfifo(folder + "/pipe", 0o644)
            for strange in [folder + "/pipe", "/dev/null"] {
                let refused = try run("run", strange, "--output", out)
                #expect(refused.code == 2 && refused.errors.contains("is neither a file nor a folder"))
            }
            let nameless = try run("run", folder + "/in", "--output", "")
            #expect(nameless.code == 2 && nameless.errors.contains("the output folder has no name"))
            // A name in Latin-1.
            var name = Array((folder + "/in/caf").utf8) + [0xE9] + Array(".html".utf8) + [0]
            name.withUnsafeMutableBytes { bytes in
                let descriptor = open(bytes.bindMemory(to: CChar.self).baseAddress!, O_CREAT | O_WRONLY, 0o644)
                close(descriptor)
            }
            let latin = try run("run", folder + "/in", "--output", out)
            #expect(latin.code == 2 && latin.errors.contains("a name that is not UTF-8"), "\(latin.errors)")
            #expect(!Files.exists(out))
        }
    }
}
