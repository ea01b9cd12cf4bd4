import Foundation
import JSON
import Platform
import TestKit
import Testing

/// Copies among the documents of a crawl: a document for each case of text and pictures.
@Suite(.serialized) struct NearDuplicateTests {
    /// A page of a site: the paragraphs of a text, one word of which may be another, and pictures by name.
    private struct Page {
        let url: String
        let text: UInt64
        var edit = ""
        let pictures: [String]

        var html: String {
            var random = SeededRandom(seed: text)
            var paragraphs = (0..<6).map { _ in Crawl.paragraph(&random) }
            paragraphs[3] += edit
            let images = pictures.map { "<p><img src='\($0)' alt='a picture'></p>" }
            let body = zip(paragraphs, images + Array(repeating: "", count: 6)).map { "<p>\($0)</p>\($1)" }
            return "<!DOCTYPE html><html lang=en><head><title>A page</title></head><body><article>\(body.joined())"
                + "</article></body></html>"
        }
    }

    /// Names of pictures: the letter is what they show, so `http://a/x1.png` and `http://b/x2.png` are the same bytes.
    private static func picture(_ url: String) -> [UInt8] {
        let shown = url.split(separator: "/").last?.utf8.first ?? 0
        return PNG.squares(side: 200, seed: UInt64(shown))
    }

    private static let pages = [
        // The same text and pictures, in another order; the second has one more picture.
        Page(
            url: "http://one.example/a.html", text: 1, pictures: ["http://p.example/a.png", "http://p.example/b.png"]),
        Page(
            url: "http://two.example/a.html", text: 1, edit: " And more.",
            pictures: ["http://p.example/b.png", "http://p.example/a.png", "http://p.example/c.png"]),
        // Nearly the same text with other pictures.
        Page(url: "http://one.example/shop1.html", text: 2, pictures: ["http://p.example/d.png"]),
        Page(url: "http://one.example/shop2.html", text: 2, edit: " In red.", pictures: ["http://p.example/e.png"]),
        // Nearly the same text with pictures of other addresses that show the same.
        Page(url: "http://one.example/wire.html", text: 3, pictures: ["http://p.example/f1.png"]),
        Page(url: "http://two.example/wire.html", text: 3, edit: " Yesterday.", pictures: ["http://q.example/f2.png"]),
        // Other texts with the same pictures.
        Page(url: "http://one.example/x.html", text: 4, pictures: ["http://p.example/g.png"]),
        Page(url: "http://two.example/y.html", text: 5, pictures: ["http://p.example/g.png"]),
    ]

    private func corpus(
        in folder: String, _ pages: [Page] = Self.pages, jobs: Int = 1, name: String = "corpus", _ sets: [String] = []
    ) throws -> (documents: [JSONValue], drops: [String: String]) {
        var crawl = Crawl()
        for page in pages { crawl.addResponse(page.url, "text/html; charset=utf-8", Array(page.html.utf8)) }
        for url in Set(pages.flatMap(\.pictures)).sorted() where !url.contains("dead") {
            crawl.addResponse(url, "image/png", Self.picture(url))
        }
        let (input, output) = ("\(folder)/\(name).warc.gz", "\(folder)/\(name)")
        try Files.write(crawl.gzip, to: input)
        let done = try Command.run(
            Command.quarry,
            [
                "run", "\(Repository.root)/pipelines/quarry.yaml", "--input", input, "--output", output, "--jobs",
                "\(jobs)", "--progress", "never", "--set", "fetch.network=false",
            ] + sets.flatMap { ["--set", $0] })
        #expect(done.code == 0, "\(done.errors)")
        #expect(try Command.quarry("verify", output).code == 0)
        let lines = try Command.run("/usr/bin/zstd", ["-dc", output + "/shards/shard-00000.jsonl.zst"]).output
        let documents = try lines.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        var drops: [String: String] = [:]
        let log = try Command.quarry("drops", output, "--unit", "document", "--json").output
        for line in log.split(separator: "\n") {
            let drop = try JSONValue(parsing: String(line))
            drops[drop["url"]?.string ?? ""] = "\(drop["reason"]?.string ?? "") \(drop["detail"]?.string ?? "")"
        }
        return (documents, drops)
    }

    private func urls(_ documents: [JSONValue]) -> Set<String> { Set(documents.compactMap { $0["url"]?.string }) }

    @Test("Each case of text and pictures ends as the table says, and a drop names who stays")
    func fourCases() throws {
        try withScratchFolder { folder in
            let (documents, drops) = try corpus(in: folder)
            #expect(
                urls(documents) == [
                    "http://two.example/a.html", "http://one.example/shop1.html", "http://one.example/shop2.html",
                    "http://two.example/wire.html", "http://two.example/y.html",
                ])
            let survivor = documents.first { $0["url"]?.string == "http://two.example/a.html" }
            let id = survivor?["id"]?.string ?? "none"
            #expect(
                drops["http://one.example/a.html"]?.hasPrefix("document.near-duplicate of \(id), similarity 0.9")
                    == true)
            let wire = documents.first { $0["url"]?.string == "http://two.example/wire.html" }?["id"]?.string ?? "none"
            #expect(drops["http://one.example/wire.html"]?.hasPrefix("document.near-duplicate of \(wire), ") == true)
            #expect(drops["http://one.example/x.html"]?.hasPrefix("document.duplicate-images") == true)
            let extra = try JSONValue(parsing: survivor?["extra"]?.string ?? "")["near_duplicates"]
            #expect(extra?["size"]?.integer == 2)
            #expect(extra?["first"]?.string == "20240506070809")
            #expect(extra?["domains"]?.array?.compactMap(\.string) == ["one.example", "two.example"])
            let report = try Files.readText(folder + "/corpus/report.html")
            #expect(report.contains("one.example, two.example"))
            #expect(try Files.readText(folder + "/corpus/README.md").contains("2 documents stay for 4 near-duplicates"))
        }
    }

    @Test("A document takes the picture of its copy where its own link is dead, unless the pipeline says otherwise")
    func unionOfImages() throws {
        let pages = [
            Page(
                url: "http://one.example/a.html", text: 1,
                pictures: ["http://p.example/a.png", "http://q.example/mirror.png", "http://p.example/c.png"]),
            Page(
                url: "http://two.example/a.html", text: 1, edit: " And more.",
                pictures: ["http://p.example/a.png", "http://p.example/dead.png", "http://p.example/c.png"]),
        ]
        try withScratchFolder { folder in
            func pictures(_ document: JSONValue?) -> [String] {
                (document?["segments"]?.array ?? []).compactMap { $0["url"]?.string }.filter { !$0.isEmpty }
            }
            let (documents, drops) = try corpus(in: folder, pages)
            #expect(urls(documents) == ["http://two.example/a.html"])
            #expect(drops["http://one.example/a.html"]?.hasPrefix("document.near-duplicate") == true)
            #expect(
                pictures(documents.first) == [
                    "http://p.example/a.png", "http://q.example/mirror.png", "http://p.example/c.png",
                ])
            let extra = try JSONValue(parsing: documents.first?["extra"]?.string ?? "")["images_of_copies"]?[0]
            #expect(extra?["url"]?.string == "http://q.example/mirror.png")
            #expect(extra?["instead_of"]?.string == "http://p.example/dead.png")
            #expect(extra?["of"]?.string?.isEmpty == false)
            let without = try corpus(
                in: folder, pages, name: "without", ["corpus.near-duplicates.union-images=false"])
            #expect(pictures(without.documents.first) == ["http://p.example/a.png", "http://p.example/c.png"])
        }
    }

    @Test("Copies with other images leave, copies are only marked, or nothing is compared, as the pipeline says")
    func choices() throws {
        try withScratchFolder { folder in
            let key = "corpus.near-duplicates"
            let drop = try corpus(in: folder, name: "drop", ["\(key).other-images=drop"])
            #expect(drop.drops.values.filter { $0.hasPrefix("document.near-duplicate") }.count == 3)
            let mark = try corpus(in: folder, name: "mark", ["\(key).action=mark"])
            #expect(!mark.drops.values.contains { $0.hasPrefix("document.near-duplicate") })
            let copy = mark.documents.first { $0["url"]?.string == "http://one.example/a.html" }
            let survivor = mark.documents.first { $0["url"]?.string == "http://two.example/a.html" }
            let note = try JSONValue(parsing: copy?["extra"]?.string ?? "")["near_duplicate"]
            #expect(note?["of"]?.string == survivor?["id"]?.string)
            let off = try corpus(in: folder, name: "off", ["\(key).action=off"])
            #expect(!off.drops.values.contains { $0.hasPrefix("document.near-duplicate") })
            #expect(
                try off.documents.allSatisfy {
                    try JSONValue(parsing: $0["extra"]?.string ?? "")["near_duplicates"] == nil
                })
        }
    }

    @Test("Buckets, jobs and the order of the pages change no byte of the documents")
    func sameEverywhere() throws {
        try withScratchFolder { folder in
            var random = SeededRandom(seed: 9)
            let many = (0..<100).map { number in
                Page(
                    url: "http://site\(number % 7).example/\(number).html", text: UInt64(number % 3),
                    edit: number < 90 ? " Number \(number)." : "", pictures: ["http://p.example/\(number % 5).png"])
            }
            func lines(_ documents: [JSONValue]) -> Set<String> {
                Set(documents.map { "\($0["url"]?.string ?? "") \($0["extra"]?.string ?? "")" })
            }
            let first = try corpus(in: folder, many, name: "first")
            #expect(first.documents.count < 20)
            for (number, buckets) in [1, 2, 7, 64].enumerated() {
                let other = try corpus(
                    in: folder, many.shuffled(using: &random), jobs: 1 + number % 2, name: "other\(buckets)",
                    ["workers.buckets=\(buckets)", "input.range-bytes=8192"])
                #expect(lines(other.documents) == lines(first.documents))
                #expect(other.drops.keys.sorted() == first.drops.keys.sorted())
            }
        }
    }

    @Test("Documents with a text or a picture of a benchmark leave, and the drop names the item")
    func contamination() throws {
        try withScratchFolder { folder in
            var random = SeededRandom(seed: 4)
            let item = Crawl.paragraph(&random)
            try Files.write(
                "{\"id\": \"q7\", \"question\": \"What comes next? \(item)\"}\n", to: folder + "/exam.jsonl")
            try Files.makeFolder(folder + "/pictures")
            try Files.write(Self.picture("http://p.example/f1.png"), to: folder + "/pictures/chart.png")
            let list = try Command.quarry("hashes", folder + "/exam.jsonl", folder + "/pictures")
            #expect(list.code == 0)
            try Files.write(list.output, to: folder + "/exam.hashes")
            for (name, sets) in [
                ("plain", ["decontaminate.texts=[\(folder)/exam.jsonl]", "decontaminate.images=[\(folder)/pictures]"]),
                ("hashed", ["decontaminate.texts=[\(folder)/exam.hashes]"]),
            ] {
                let (documents, drops) = try corpus(in: folder, name: name, sets)
                #expect(drops["http://one.example/x.html"] == "document.contaminated exam.jsonl:q7")
                #expect(drops["http://two.example/wire.html"] == "document.contaminated chart.png, 0 bits")
                #expect(!urls(documents).contains("http://one.example/x.html"))
                #expect(urls(documents).contains("http://two.example/y.html"))
            }
        }
    }

    @Test("What older corpora have leaves a new one, by signatures that stay beside them")
    func against() throws {
        try withScratchFolder { folder in
            let january = try corpus(in: folder, Array(Self.pages[..<4]), name: "january")
            let may = try corpus(in: folder, [Self.pages[1]] + Self.pages[4...], name: "may")
            #expect(urls(january.documents).contains("http://two.example/a.html"))
            for _ in 0..<2 {
                let dry = try Command.quarry(
                    "deduplicate", folder + "/may", "--against", folder + "/january", "--dry-run")
                let lines = try dry.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
                #expect(lines.count == 1)
                #expect(lines.first?["corpus"]?.string == folder + "/january")
                #expect(lines.first?["similarity"]?.number == 1)
                #expect(try Files.list(folder + "/january/signatures").count == 1)
            }
            let made = try Command.quarry(
                "deduplicate", folder + "/may", "--against", folder + "/january", "--output", folder + "/new")
            #expect(made.code == 0, "\(made.errors)")
            #expect(try Command.quarry("verify", folder + "/new").code == 0)
            #expect(try Command.quarry("verify", folder + "/january").code == 0)
            let drops = try Command.quarry("drops", folder + "/new", "--reason", "document.near-duplicate", "--json")
            let drop = try JSONValue(parsing: drops.output)
            #expect(drop["url"]?.string == "http://two.example/a.html")
            #expect(drop["detail"]?.string?.hasSuffix("in \(folder)/january, similarity 1.0") == true)
            let stats = try JSONValue(parsing: Command.quarry("stats", folder + "/new", "--json").output)
            #expect(stats["documents"]?.integer == may.documents.count - 1)
        }
    }
}
