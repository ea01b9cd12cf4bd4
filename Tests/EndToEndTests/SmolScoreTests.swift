import JSON
import Platform
import TestKit
import Testing

/// Pages scored by the small trained SmolVLM, through the command line.
@Suite(.serialized) struct SmolScoreTests {
    /// A number of each document of a corpus, larger where its pictures fit, by whether they are its own.
    private func values(
        _ corpus: String, _ isRight: (String) -> Bool, _ value: (JSONValue) -> Double?
    ) throws -> (right: [Double], wrong: [Double]) {
        let scored = try Command.run(
            Command.quarry,
            [
                "score", corpus, "--model", Repository.smolModel, "--signals", "image-gain,perplexity", "--progress",
                "never",
            ])
        #expect(scored.code == 0, "\(scored.errors)")
        var urls: [String: String] = [:]
        var found: (right: [Double], wrong: [Double]) = ([], [])
        for name in try Files.list(corpus + "/shards").sorted() {
            for line in try lines("\(corpus)/shards/\(name)") {
                urls[line["id"]?.string ?? ""] = line["url"]?.string
            }
        }
        let scores = corpus + "/scores/smolvlm-emoji"
        for name in try Files.list(scores).sorted() where name.hasSuffix(".zst") {
            for line in try lines("\(scores)/\(name)") {
                let url = try #require(urls[line["document"]?.string ?? ""])
                let number = try #require(value(line))
                if isRight(url) { found.right.append(number) } else { found.wrong.append(number) }
            }
        }
        return found
    }

    private func lines(_ path: String) throws -> [JSONValue] {
        try Command.run("/usr/bin/zstd", ["-dc", path]).output.split(separator: "\n")
            .map { try JSONValue(parsing: String($0)) }
    }

    private func area(_ gains: (right: [Double], wrong: [Double])) -> Double {
        let wins = gains.right.reduce(0.0) { sum, right in
            sum + gains.wrong.reduce(0.0) { $0 + (right > $1 ? 1 : right == $1 ? 0.5 : 0) }
        }
        return wins / Double(gains.right.count * gains.wrong.count)
    }

    @Test func rightPicturesAreToldFromWrongOnes() throws {
        let pictures = Repository.smolModel + "/pictures"
        let names = try Files.list(pictures).filter { $0.hasSuffix(".png") }.sorted().map { String($0.dropLast(4)) }
        try withScratchFolder { folder in
            var crawl = Crawl()
            for (place, name) in names.enumerated() {
                let bytes = try Files.read("\(pictures)/\(name).png")
                crawl.addResponse("http://a.example/\(name).png", "image/png", bytes)
                for (kind, shown) in [("right", name), ("wrong", names[(place + 5) % names.count])] {
                    let html = """
                        <!DOCTYPE html><html lang=en><body><p><img src="/\(shown).png"></p>\
                        <p>Here you can see \(name.replacing("-", with: " ")).</p></body></html>
                        """
                    crawl.addResponse("http://a.example/\(kind)/\(name)", "text/html; charset=utf-8", Array(html.utf8))
                }
            }
            let corpus = try crawl.corpus(in: folder)
            // The texts differ by a name alone, so how likely they are tells.
            let found = try values(
                corpus, { $0.contains("/right/") }, { $0["perplexity"]?.number.map { -$0 } })
            #expect(found.right.count == names.count && found.wrong.count == names.count)
            #expect(area(found) >= 0.99, "\(area(found))")
            let gains = try values(corpus, { $0.contains("/right/") }, { $0["image_gain"]?.number })
            #expect(area(gains) >= 0.99, "\(area(gains))")
        }
    }

    @Test(.needsShared("models/emoji-eval"), arguments: [0, 1])
    func interleavedDocumentsToo(parity: Int) throws {
        try EmojiCrawl.withCorpus(parity: parity) { _, corpus, emoji in
            let gains = try values(corpus, { emoji.matched.contains($0) }, { $0["image_gain"]?.number })
            #expect(gains.right.count + gains.wrong.count == 120)
            #expect(area(gains) >= 0.99, "\(area(gains))")
        }
    }
}
