import Foundation
import JSON
import Platform
import TestKit
import Testing

/// What somebody meets who uses the program for the first time.
@Suite struct NewcomerTests {
    private let pipeline = "\(Repository.root)/pipelines/quarry.yaml"
    private let offline = ["--progress", "never", "--set", "fetch.network=false"]

    private func run(_ input: String, _ output: String, _ more: String...) throws -> Command {
        try Command.run(
            Command.quarry, ["run", pipeline, "--input", input, "--output", output] + offline + more)
    }

    private func records(_ corpus: String) throws -> [JSONValue] {
        let shards = try Files.list(corpus + "/shards").map { "\(corpus)/shards/\($0)" }
        let text = try Command.run("/usr/bin/zstd", ["-dc"] + shards).output
        return try text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }

    private func images(_ record: JSONValue) -> [JSONValue] {
        (record["segments"]?.array ?? []).filter { $0["kind"]?.string == "image" }
    }

    private func prose(_ seed: UInt64 = 3) -> String {
        var random = SeededRandom(seed: seed)
        return (0..<4).map { _ in "<p>\(Crawl.paragraph(&random))</p>" }.joined()
    }

    @Test func aRunThatKeepsNothingSaysWhy() throws {
        let scratch = try Scratch()
        try Files.write("<html><body>\(prose())</body></html>", to: scratch.file("page.html"))
        let done = try run(scratch.file("page.html"), scratch.file("out"))
        #expect(done.code == 0)
        let last = done.errors.split(separator: "\n").last ?? ""
        #expect(last.hasPrefix("nothing was kept: document.no-image took 1 of 1 documents. "), "\(done.errors)")
        #expect(last.contains("images.per-document.min=0") && last.contains("quarry drops "))
        // With work/ deleted the same command knows the corpus.
        try Files.remove(scratch.file("out/work"))
        let again = try run(scratch.file("page.html"), scratch.file("out"), "--json")
        #expect(again.code == 0 && again.errors.contains("complete: "), "\(again.errors)")
        #expect(try JSONValue(parsing: again.output)["documents"]?.integer == 0)
        let other = try run(scratch.file("page.html"), scratch.file("out"), "--set", "extraction.images=7")
        #expect(other.code == 2)
    }

    @Test func aRunThatIsNotFinishedHasAFunnel() throws {
        let scratch = try Scratch()
        let path = try scratch.write(Crawl.site(pages: 2).gzip, "site.warc.gz")
        #expect(try run(path, scratch.file("out"), "--until", "extract").code == 0)
        let funnel = try Command.quarry("funnel", scratch.file("out"))
        #expect(funnel.code == 0 && funnel.errors.contains("not finished; this is its account up to extract"))
        #expect(funnel.output.contains("documents") && funnel.output.contains("written"))
        // What only a corpus can answer says what is missing.
        let drops = try Command.quarry("drops", scratch.file("out"))
        #expect(drops.code == 3 && drops.errors.contains("is not finished: the command that began it goes on"))
        let nothing = try Command.quarry("stats", scratch.path)
        #expect(nothing.code == 3 && nothing.errors.contains("holds no corpus: it has no corpus.json"))
    }

    /// A folder of pages with their pictures beside them, as one saves or writes them.
    @Test(arguments: ["", "https://e.org/x"]) func picturesBesidePagesAreUsed(base: String) throws {
        let scratch = try Scratch()
        try Files.makeFolder(scratch.file("site/sub/my pictures"))
        try Files.write(Crawl.picture(page: 1, index: 0), to: scratch.file("site/sub/my pictures/a.png"))
        try Files.write(Crawl.picture(page: 2, index: 1), to: scratch.file("site/b.png"))
        let pictures = ["my pictures/a.png", "../b.png", "none.png"].map { "<p><img src='\($0)'></p>" }
        let html =
            "<html><body>\(prose())\(pictures[0])\(prose(5))\(pictures[1])\(prose(6))\(pictures[2])</body></html>"
        try Files.write(html, to: scratch.file("site/sub/page.html"))
        let done = try run(scratch.file("site"), scratch.file("out"), "--set", "input.base-url=\(base)")
        #expect(done.code == 0, "\(done.errors)")
        let shown = images(try #require(try records(scratch.file("out")).first))
        let root = base.isEmpty ? "file:///" : base + "/"
        #expect(shown.compactMap { $0["url"]?.string } == [root + "sub/my%20pictures/a.png", root + "b.png"])
        #expect(shown.allSatisfy { $0["width"]?.integer ?? 0 > 200 })
        let drops = try Command.quarry("drops", scratch.file("out"), "--unit", "image", "--json").output
        let reason = try JSONValue(parsing: String(drops.split(separator: "\n").first ?? ""))["reason"]?.string
        #expect(reason == (base.isEmpty ? "image.url-scheme" : "image.not-fetched"))
        #expect(try Command.quarry("verify", scratch.file("out")).code == 0)
    }

    /// URLs without bytes, as OBELICS was published.
    @Test func aCorpusOfURLs() throws {
        let scratch = try Scratch()
        let path = try scratch.write(Crawl.site(pages: 3).gzip, "site.warc.gz")
        let done = try run(path, scratch.file("out"), "--no-fetch")
        #expect(
            done.code == 0 && done.errors.contains("warning: fetch.urls-only: no image is fetched"), "\(done.errors)")
        let found = try records(scratch.file("out"))
        #expect(found.count == 3)
        for record in found {
            #expect(images(record).count == 2)
            #expect(images(record).allSatisfy { $0["sha256"]?.string == "" && $0["width"]?.integer == 0 })
        }
        #expect(try Files.list(scratch.file("out/images")).isEmpty)
        let verified = try Command.quarry("verify", scratch.file("out"))
        #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
        #expect(try Command.quarry("stats", scratch.file("out")).code == 0)
    }

    @Test func aPageIsTakenOutOfAnArchive() throws {
        let scratch = try Scratch()
        let path = try scratch.write(Crawl.site(pages: 3).gzip, "site.warc.gz")
        let page = try Command.quarry("page", path, "--url", "site.example/pages/1.html#x", "--pipeline", pipeline)
        #expect(page.code == 0 && page.output.contains("http://site.example/pictures/1-a.png"), "\(page.errors)")
        let none = try Command.quarry("page", path, "--url", "site.example/pages/9.html", "--pipeline", pipeline)
        #expect(none.code == 2 && none.errors.contains("it has 3 pages"))
        #expect(none.errors.contains("http://site.example/pages/0.html"))
        let unnamed = try Command.quarry("page", path, "--pipeline", pipeline)
        #expect(unnamed.code == 2 && unnamed.errors.contains("name one of its pages with --url"))
    }

    @Test func reasonsAreExplained() throws {
        let one = try Command.quarry("help", "reasons", "document.no-image")
        #expect(one.code == 0 && one.output.contains("Nothing was left of the images."))
        let wrong = try Command.quarry("help", "reasons", "document.no-imag")
        #expect(wrong.code == 2 && wrong.errors.contains("'document.no-image'"))
        let all = try JSONValue(parsing: Command.quarry("help", "reasons", "--json").output)
        #expect((all.array?.count ?? 0) > 100)
        #expect(try Command.quarry("help", "run").output.contains("USAGE"))
    }

    @Test func listsSayWhatTheyAre() throws {
        let scratch = try Scratch()
        try Files.write("PAR1....", to: scratch.file("list.parquet"))
        let parquet = try Command.quarry("fetch", "--urls", scratch.file("list.parquet"), "--output", scratch.file("a"))
        #expect(parquet.code == 2 && parquet.errors.contains("Parquet") && parquet.errors.contains("duckdb"))
        try Files.write("link,alt\nhttp://a.example/,x\n", to: scratch.file("list.csv"))
        let csv = try Command.quarry("fetch", "--urls", scratch.file("list.csv"), "--output", scratch.file("b"))
        #expect(csv.code == 2 && csv.errors.contains("(it has 'link', 'alt')"), "\(csv.errors)")
    }

    /// A fetch where everything was refused says once why, and what opens the door.
    @Test func aFetchOfNothingSaysWhy() throws {
        let scratch = try Scratch()
        try Files.write("http://127.0.0.1:8099/a\nhttp://127.0.0.1:8099/b\n", to: scratch.file("urls.txt"))
        let done = try Command.quarry(
            "fetch", "--urls", scratch.file("urls.txt"), "--output", scratch.file("out"), "--progress", "never",
            "--set", "fetch.robots=false")
        #expect(done.code == 0)
        let last = done.errors.split(separator: "\n").last ?? ""
        #expect(last.hasPrefix("nothing came: image.private-address took 2 of 2 URLs. "), "\(done.errors)")
        #expect(last.contains("--allow-address"))
        let outcomes = try Files.readText(scratch.file("out/outcomes.jsonl"))
        #expect(outcomes.contains("a private address: 127.0.0.1; --allow-address opens it"), "\(outcomes)")
    }

    @Test func aFetchOfAnEmptyListSaysSo() throws {
        let scratch = try Scratch()
        try Files.write("", to: scratch.file("urls.txt"))
        let done = try Command.quarry("fetch", "--urls", scratch.file("urls.txt"), "--output", scratch.file("out"))
        #expect(done.code == 0 && done.errors.hasSuffix("nothing came: no URL was given\n"), "\(done.errors)")
    }
}
