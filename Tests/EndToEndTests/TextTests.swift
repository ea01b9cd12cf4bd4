import Foundation
import JSON
import Platform
import TestKit
import Testing

private let pipeline = "\(Repository.root)/pipelines/quarry.yaml"
private let sentence = "The harbour was quiet, and the people of the town were used to the sound of the boats. "

private let nouns = ["harbour", "boat", "people", "town", "sound", "river", "bridge", "window", "garden", "winter"]
private let verbs = ["saw", "left", "heard", "built", "forgot", "painted", "followed", "described", "crossed", "kept"]

private let ends = [
    "in its own time", "before it was dark", "as they had to", "with her friends", "because of him",
    "while we were out",
    "so that all could see", "after the war", "under an old roof", "and was not sorry",
]

/// A paragraph of English words, another one for every number.
private func prose(_ number: Int) -> String {
    var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % count
    }
    let parts = (0..<4).map { _ in
        "the \(nouns[next(10)])\(next(900)) \(verbs[next(10)]) a \(nouns[next(10)])\(next(900)) \(ends[next(10)])"
    }
    return parts.joined(separator: ", and ") + "."
}

/// What the text side of a run does that no single module shows.
@Suite(.serialized) struct TextTests {
    private func corpus(_ body: String, in folder: String, _ sets: [String] = []) throws -> [JSONValue] {
        var crawl = Crawl()
        let html = "<!DOCTYPE html><html lang=en><title>A page</title><body><article>\(body)</article></body></html>"
        crawl.addResponse("http://site.example/page.html#top", "text/html; charset=utf-8", Array(html.utf8))
        crawl.addResponse("http://site.example/a.png", "image/png", PNG.gradient(width: 300, height: 200, shade: 9))
        try Files.write(crawl.gzip, to: folder + "/site.warc.gz")
        let done = try Command.run(
            Command.quarry,
            [
                "run", pipeline, "--input", folder + "/site.warc.gz", "--output", folder + "/corpus", "--jobs", "1",
                "--progress", "never", "--set", "fetch.network=false",
            ] + sets.flatMap { ["--set", $0] })
        #expect(done.code == 0, "\(done.errors)")
        #expect(try Command.quarry("verify", folder + "/corpus").code == 0)
        let lines = try Command.run("/usr/bin/zstd", ["-dc", folder + "/corpus/shards/shard-00000.jsonl.zst"]).output
        return try lines.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }

    @Test func anImageThatThePageCarriesIsKept() throws {
        try withScratchFolder { folder in
            let picture = PNG.gradient(width: 240, height: 180, shade: 50)
            try #require(picture.count > 512)
            let inline = "data:image/png;base64," + Data(picture).base64EncodedString()
            let text = "<p>\(sentence)</p><p>It was cold, and nobody knew why, for the sun had been out all day.</p>"
            let documents = try corpus(text + "<p><img src='\(inline)' alt=inside></p>", in: folder)
            let images = documents.first?["segments"]?.array?.filter { $0["kind"]?.string == "image" } ?? []
            let digest = SHA256.hash(picture).hex
            #expect(images.compactMap { $0["sha256"]?.string } == [digest])
            #expect(images.compactMap { $0["url"]?.string } == ["data:image/png;sha256=\(digest),"])
            #expect(images.first?["width"]?.integer == 240)
        }
    }

    @Test func aLongPageIsCutIntoRecords() throws {
        try withScratchFolder { folder in
            let paragraphs = (0..<24_000).map { "<p>\(prose($0))</p>" }
            let body = paragraphs.enumerated().map { $1 + ($0 % 8_000 == 0 ? "<img src=/a.png?\($0)>" : "") }
            let documents = try corpus(
                "<img src=/a.png>" + body.joined(), in: folder,
                // A debug build needs about as long as a page may take.
                ["documents.character-repetition=off", "documents.word-repetition=off", "workers.record-seconds=100"])
            // Only the first part has an image whose bytes the archive holds; the others leave by the rules.
            #expect(documents.count == 1)
            let card = try Files.readText(folder + "/corpus/README.md")
            #expect(card.contains("document.no-image"))
            let funnel = try JSONValue(parsing: Command.quarry("funnel", folder + "/corpus", "--json").output)
            let account = funnel["units"]?["document"]
            #expect(account?["born"]?.integer ?? 0 > 2)
            #expect(account?["dropped"]?["document.too-large"] == nil)
        }
    }

    @Test func personalDataIsReplacedAndCounted() throws {
        try withScratchFolder { folder in
            let body =
                "<p>\(sentence)Write to jane.doe@example.com or john@example.org, please.</p><img src=/a.png>"
                + "<p>Call +1 202 555 0143, or ask 8.8.8.8 for it.</p>"
            let documents = try corpus(body, in: folder)
            let text = documents.first?["segments"]?.array?.compactMap { $0["text"]?.string }.joined() ?? ""
            #expect(text.contains("Write to <EMAIL> or <EMAIL>, please."))
            #expect(text.contains("Call <PHONE>, or ask <IP_ADDRESS> for it."))
            let funnel = try JSONValue(parsing: Command.quarry("funnel", folder + "/corpus", "--json").output)
            let replaced = funnel["replaced"]
            #expect(replaced?["email"]?.integer == 2)
            #expect(replaced?["phone"]?.integer == 1)
            #expect(replaced?["address"]?.integer == 1)
            let card = try Files.readText(folder + "/corpus/README.md")
            #expect(card.contains("2 `email`"))
            #expect(card.contains("documents.language") && card.contains("documents.perplexity"))
        }
    }

    @Test func aDryRunSaysWhichRulesAreOff() throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 1).gzip, to: folder + "/site.warc.gz")
            let outline = try Command.quarry(
                "run", pipeline, "--input", folder + "/site.warc.gz", "--output", folder + "/none", "--dry-run")
            #expect(outline.code == 0)
            #expect(outline.output.contains("off: documents.language (set text.language-model"))
            #expect(outline.output.contains("off: documents.perplexity"))
        }
    }
}
