import Foundation
import JSON
import Platform
import TestKit
import Testing

/// Scorers outside the process, through the command line: the engine behind the protocol says what the engine says.
@Suite(.serialized, .needsShared("models/emoji-eval")) struct ScorerTests {
    private func withCorpus(_ body: (_ corpus: String) throws -> Void) throws {
        let data = try Shared.require("models/emoji-eval")
        try withScratchFolder { folder in
            let emoji = try EmojiCrawl(folder: data, pages: 12, parity: 1)
            try Files.write(emoji.crawl.gzip, to: folder + "/emoji.warc.gz")
            let run = try Command.quarry(
                "run", "\(Repository.root)/pipelines/unfiltered.yaml", "--input", folder + "/emoji.warc.gz", "--output",
                folder + "/corpus", "--progress", "never", "--set", "fetch.network=false")
            #expect(run.code == 0, "\(run.errors)")
            try body(folder + "/corpus")
        }
    }

    private func annotations(_ corpus: String, _ name: String) throws -> [JSONValue] {
        try Command.run("/usr/bin/zstd", ["-dc", "\(corpus)/scores/\(name)/shard-00000.jsonl.zst"]).output
            .split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }

    private func score(_ corpus: String, _ more: String...) throws -> Command {
        let signals = "image-gain,perplexity,swap-margin,question,caption"
        return try Command.run(
            Command.quarry,
            ["score", corpus, "--signals", signals, "--question", "Is it food?", "--progress", "never"] + more)
    }

    @Test("the engine, and two of it behind the protocol, say the same of every document")
    func sameNumbers() throws {
        try withCorpus { corpus in
            let inside = try score(corpus, "--model", Repository.emojiModel, "--name", "inside", "--dtype", "f32")
            #expect(inside.code == 0, "\(inside.errors)")
            let command = "exec '\(Command.quarry)' scorer --model '\(Repository.emojiModel)' --dtype f32 --threads 1"
            let outside = try score(corpus, "--scorer", command, "--scorers", "2", "--name", "outside")
            #expect(outside.code == 0, "\(outside.errors)")
            let (first, second) = (try annotations(corpus, "inside"), try annotations(corpus, "outside"))
            #expect(first.count == 12 && first.count == second.count)
            for (first, second) in zip(first, second) {
                #expect(first["document"] == second["document"] && first["tokens"] == second["tokens"])
                for key in ["perplexity", "image_gain", "swap_margin", "question"] {
                    let pair = (first[key]?.number ?? 99, second[key]?.number ?? -99)
                    #expect(abs(pair.0 - pair.1) < 1e-4, "\(key): \(pair)")
                }
                #expect(first["images"]?.array?.map { $0["caption"] } == second["images"]?.array?.map { $0["caption"] })
            }
        }
    }

    @Test("scorers that are killed while they work lose nothing, and the same command goes on after a stop")
    func killed() throws {
        try withCorpus { corpus in
            let command =
                "sleep 0.2; exec timeout -s KILL 3 '\(Command.quarry)' scorer --model '\(Repository.emojiModel)' --threads 1"
            let first = try score(corpus, "--scorer", command, "--name", "killed", "--limit", "6")
            #expect(first.code == 0, "\(first.errors)")
            let rest = try score(corpus, "--scorer", command, "--name", "killed", "--json")
            #expect(rest.code == 0, "\(rest.errors)")
            #expect(try JSONValue(parsing: rest.output)["scored"]?.integer == 6)
            let made = try annotations(corpus, "killed")
            #expect(made.count == 12)
            #expect(made.allSatisfy { $0["problem"]?.string == "" && $0["perplexity"]?.number != nil })
        }
    }
}
