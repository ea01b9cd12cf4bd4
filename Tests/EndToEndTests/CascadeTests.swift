import JSON
import Platform
import TestKit
import Testing

/// `quarry score --cascade`: the same selection as after scoring everything, for less.
@Suite(.serialized, .needsShared("models/emoji-eval")) struct CascadeTests {
    private func json(_ arguments: [String]) throws -> JSONValue {
        let command = try Command.run(Command.quarry, arguments + ["--json"])
        #expect(command.code == 0, "\(arguments): \(command.errors)")
        return try JSONValue(parsing: command.output)
    }

    private func score(_ corpus: String, _ more: String...) throws -> JSONValue {
        try json(
            ["score", corpus, "--model", Repository.emojiModel, "--dtype", "f32", "--progress", "never"] + more)
    }

    private let shard = "/shards/shard-00000.jsonl.zst"

    @Test func theSelectionIsTheSameAndTheModelReadsLess() throws {
        try EmojiCrawl.withCorpus(pages: 60) { folder, corpus, _ in
            let terms = ["images > 2", "image_gain > 0.1 OR words > 22"]
            let cascade = try score(
                corpus, "--signals", "image-gain,caption", "--cascade", terms[0], "--cascade", terms[1])
            let (first, second) = (try #require(cascade["cascade"]?[0]), try #require(cascade["cascade"]?[1]))
            #expect(first["signals"]?[0]?.string == "image-gain" && second["signals"]?[0]?.string == "caption")
            let few = try json(["select", corpus, "--where", "images <= 2", "--dry-run"])["kept"]?.integer
            #expect(first["lost"]?[0]?["documents"]?.integer == few && (few ?? 0) > 10)
            let long = try json(["select", corpus, "--where", "images > 2 AND words > 22", "--dry-run"])
            #expect(first["kept"]?.integer == long["kept"]?.integer && (first["kept"]?.integer ?? 0) > 0)
            // Every document that stays has captions, no other one.
            let predicate = terms.map { "(\($0))" }.joined(separator: " AND ")
            func select(_ name: String) throws -> JSONValue {
                try json(["select", corpus, "--where", predicate, "--with", "captions", "--output", folder + name])
            }
            let chosen = try select("/cascade")
            let kept = try #require(chosen["kept"]?.integer)
            #expect(chosen["undecided"]?.integer == 0 && kept > 5)
            #expect(second["documents"]?.integer == 60 && second["spared"]?.integer == 60 - kept)
            let gains = 60 - (first["spared"]?.integer ?? 0)
            #expect(try json(["stats", corpus, "--signal", "image_gain"])["count"]?.integer == gains)
            // Again: nothing is left to do. Without the cascade: the rest, and the same selection.
            let again = try score(
                corpus, "--signals", "image-gain,caption", "--cascade", terms[0], "--cascade", terms[1])
            #expect(again["scored"]?.integer == 0)
            let rest = try score(corpus, "--signals", "image-gain,caption")
            #expect((rest["scored"]?.integer ?? 0) >= 60 - gains)
            _ = try select("/all")
            #expect(try Files.read(folder + "/all" + shard) == Files.read(folder + "/cascade" + shard))
            let wrong = try Command.quarry(
                "score", corpus, "--model", Repository.emojiModel, "--dtype", "f32", "--cascade", "wordz > 1")
            #expect(wrong.code == 2 && wrong.errors.contains("did you mean 'words'"), "\(wrong.errors)")
        }
    }

    @Test func aPipelineSelectsTheSameWithAndWithoutIt() throws {
        try EmojiCrawl.withCorpus(pages: 40) { folder, _, _ in
            let text = try Files.readText("\(Repository.root)/pipelines/unfiltered.yaml")
                .replacing("per-document: {min: 1}", with: "per-document: {min: 1}\n  image-gain: {min: -1}")
            func run(_ name: String, _ more: String) throws -> [UInt8] {
                try Files.write(
                    text + "\ndocuments: {image-gain: {min: 0.3}, question: {min: 0.2}}\nscore: {model: "
                        + "\(Repository.emojiModel), dtype: f32, question: Is this an animal?, captions: true\(more)}\n",
                    to: "\(folder)/\(name).yaml")
                let run = try Command.run(
                    Command.quarry,
                    [
                        "run", "\(folder)/\(name).yaml", "--input", folder + "/pages.warc.gz", "--output",
                        "\(folder)/\(name)", "--progress", "never", "--set", "fetch.network=false",
                    ])
                #expect(run.code == 0, "\(run.errors)")
                return try Files.read("\(folder)/\(name)" + shard)
            }
            #expect(try run("all", "") == run("cascade", ", cascade: true"))
            // A question is two passes; whoever fell by the gain is not asked.
            func asked(_ name: String) throws -> Int {
                let work = "\(folder)/\(name)/work/assembled"
                return try json(["stats", work, "--signal", "question"])["count"]?.integer ?? 0
            }
            let (all, less) = (try asked("all"), try asked("cascade"))
            #expect(all == 40 && less < 30 && less > 5, "\(all), \(less)")
        }
    }
}
