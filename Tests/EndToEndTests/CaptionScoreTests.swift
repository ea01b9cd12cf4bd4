import JSON
import Platform
import TestKit
import Testing

/// Captions of a corpus: how they are asked for, and whether they say what the pages say.
@Suite(.serialized) struct CaptionScoreTests {
    private static let names = ["duck", "octopus", "pizza", "rocket"]

    /// A corpus of pages with one picture each, half of them with another picture's name as alternative text.
    private func withCorpus(_ body: (_ folder: String, _ corpus: String) throws -> Void) throws {
        try withScratchFolder { folder in
            var crawl = Crawl()
            for (place, name) in Self.names.enumerated() {
                let other = Self.names[(place + 1) % Self.names.count]
                for (kind, alt) in [("right", name), ("wrong", other)] {
                    let html = """
                        <!DOCTYPE html><html lang=en><head><title>\(kind)</title></head><body><p>Page \(place) of the \
                        \(kind) kind shows one picture.</p><p><img src="/\(name).png" alt="\(alt)"></p></body></html>
                        """
                    crawl.addResponse("http://a.example/\(kind)/\(name)", "text/html; charset=utf-8", Array(html.utf8))
                }
                let bytes = try Files.read("\(Repository.emojiModel)/pictures/\(name).png")
                crawl.addResponse("http://a.example/\(name).png", "image/png", bytes)
            }
            try body(folder, crawl.corpus(in: folder))
        }
    }

    private func score(_ corpus: String, _ more: String...) throws -> Command {
        try Command.run(
            Command.quarry,
            ["score", corpus, "--model", Repository.emojiModel, "--dtype", "f32", "--progress", "never"] + more)
    }

    private func kept(_ corpus: String, _ predicate: String) throws -> Int? {
        let selected = try Command.run(
            Command.quarry, ["select", corpus, "--where", predicate, "--dry-run", "--json"])
        #expect(selected.code == 0, "\(selected.errors)")
        return try JSONValue(parsing: selected.output)["kept"]?.integer
    }

    private func captions(_ corpus: String, _ name: String) throws -> [JSONValue] {
        let path = "\(corpus)/scores/\(name)/shard-00000.jsonl.zst"
        return try Command.run("/usr/bin/zstd", ["-dc", path]).output.split(separator: "\n")
            .compactMap { try JSONValue(parsing: String($0))["images"]?[0]?["caption"] }
    }

    @Test func aCaptionAgreesWithThePageThatNamesItsPicture() throws {
        try withCorpus { (_, corpus) throws in
            #expect(try score(corpus, "--signals", "caption-agreement").code == 0)
            #expect(try kept(corpus, "caption_agreement > 1 AND url LIKE '%/right/%'") == 4)
            #expect(try kept(corpus, "caption_agreement = 0 AND url LIKE '%/wrong/%'") == 4)
            #expect(try captions(corpus, "idefics-emoji").filter { $0.string == "duck" }.count == 2)
        }
    }

    @Test func captionsThatAreThereAreNotWrittenAgain() throws {
        try withCorpus { (_, corpus) throws in
            #expect(try score(corpus, "--signals", "caption").code == 0)
            let before = try captions(corpus, "idefics-emoji")
            #expect(try score(corpus, "--signals", "caption-agreement").code == 0)
            #expect(try captions(corpus, "idefics-emoji") == before)
            #expect(try kept(corpus, "caption_agreement > 1") == 4)
        }
    }

    @Test func howCaptionsAreAskedForIsPartOfTheirMeaning() throws {
        try withCorpus { (_, corpus) throws in
            #expect(try score(corpus, "--signals", "caption").code == 0)
            let other = try score(corpus, "--signals", "caption", "--caption-context", "100")
            #expect(other.code == 2 && other.errors.contains("captions of at most 40 tokens"), "\(other.errors)")
            let named = try score(
                corpus, "--signals", "caption", "--caption-context", "100", "--caption-template", "brief",
                "--caption-beams", "3", "--caption-repetition-penalty", "1.2", "--name", "asked")
            #expect(named.code == 0, "\(named.errors)")
            #expect(try captions(corpus, "asked").allSatisfy { $0.string?.isEmpty == false })
            #expect(try captions(corpus, "asked") != captions(corpus, "idefics-emoji"))
            let seal = try JSONValue(parsing: Files.read(corpus + "/scores/asked/shard-00000.sealed"))["model"]
            #expect(seal?["caption_context"]?.integer == 100 && seal?["caption_template"]?.string == "brief")
            for wrong in [["--caption-template", "long"], ["--caption-prefix", "A", "--caption-template", "brief"]] {
                let refused = try Command.run(
                    Command.quarry,
                    ["score", corpus, "--model", Repository.emojiModel, "--signals", "caption"] + wrong)
                #expect(refused.code == 2 && refused.errors.contains("template"))
            }
            let outside = try Command.quarry(
                "score", corpus, "--scorer", "true", "--signals", "caption", "--caption-context", "9")
            #expect(outside.code == 2 && outside.errors.contains("a scorer outside"))
        }
    }
}
