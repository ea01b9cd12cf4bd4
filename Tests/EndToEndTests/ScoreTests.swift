import Foundation
import JSON
import Platform
import TestKit
import Testing

/// Pages of emoji documents, some with the wrong pictures: scored by the small model, selected by what it says.
@Suite(.serialized, .needsShared("models/emoji-eval")) struct ScoreTests {
    /// Makes the corpus of an emoji crawl with `unfiltered.yaml` and gives it to `body`.
    private func withCorpus(
        pages: Int = .max, parity: Int = 1, sets: [String] = [],
        _ body: (_ folder: String, _ corpus: String, _ model: String, EmojiCrawl) throws -> Void
    ) throws {
        try EmojiCrawl.withCorpus(pages: pages, parity: parity, sets: sets) { folder, corpus, emoji in
            try body(folder, corpus, Repository.emojiModel, emoji)
        }
    }

    private func score(_ corpus: String, _ model: String, _ more: String...) throws -> Command {
        try Command.run(
            Command.quarry,
            ["score", corpus, "--model", model, "--progress", "never"] + more
                + (more.contains("--dtype") ? [] : ["--dtype", "f32"]))
    }

    private func json(_ arguments: String...) throws -> JSONValue {
        let command = try Command.run(Command.quarry, arguments + ["--json"])
        #expect(command.code == 0, "\(arguments): \(command.errors)")
        return try JSONValue(parsing: command.output)
    }

    /// The records of a corpus.
    private func records(_ corpus: String) throws -> [JSONValue] {
        try Files.list(corpus + "/shards").flatMap { name in
            try Command.run("/usr/bin/zstd", ["-dc", corpus + "/shards/" + name]).output.split(separator: "\n")
                .map { try JSONValue(parsing: String($0)) }
        }
    }

    private func lines(_ path: String) throws -> [JSONValue] {
        try Command.run("/usr/bin/zstd", ["-dc", path]).output.split(separator: "\n")
            .map { try JSONValue(parsing: String($0)) }
    }

    @Test(arguments: [0, 1]) func theModelTellsRightPicturesFromWrongOnes(parity: Int) throws {
        try withCorpus(parity: parity) { folder, corpus, model, emoji in
            #expect(try json("stats", corpus)["documents"]?.integer == emoji.matched.count + emoji.swapped.count)
            let scored = try score(corpus, model, "--signals", "image-gain,caption,perplexity")
            #expect(scored.code == 0, "\(scored.errors)")
            let stats = try json("stats", corpus, "--signal", "image_gain")
            #expect(stats["count"]?.integer == 120 && stats["none"]?.integer == 0)
            let median = try #require(stats["quantiles"]?["0.5"]?.number)
            let selected = try Command.quarry(
                "select", corpus, "--where", "image_gain > \(median)", "--with", "captions", "--output",
                folder + "/better")
            #expect(selected.code == 0, "\(selected.errors)")
            for sound in [corpus, folder + "/better"] {
                let verified = try Command.quarry("verify", sound)
                #expect(verified.code == 0, "\(verified.output)")
            }
            let kept = try records(folder + "/better")
            let urls = Set(kept.compactMap { $0["url"]?.string })
            #expect(Double(urls.intersection(emoji.matched).count) >= 0.95 * Double(emoji.matched.count))
            #expect(Double(urls.intersection(emoji.swapped).count) <= 0.10 * Double(emoji.swapped.count))
            let funnel = try json("funnel", folder + "/better")
            let account = funnel["units"]?["document"]
            #expect(account?["born"]?.integer == 120)
            #expect(account?["dropped"]?["document.not-selected"]?.integer == 120 - kept.count)
            for record in kept {
                for segment in record["segments"]?.array ?? [] {
                    let caption = segment["model_caption"]?.string
                    #expect(caption != nil && caption?.isEmpty == (segment["kind"]?.string != "image"))
                }
            }
            // What was measured came along, so nothing is measured again.
            let again = try score(folder + "/better", model, "--signals", "image-gain,caption,perplexity", "--json")
            #expect(try JSONValue(parsing: again.output)["scored"]?.integer == 0)
            let parents = try JSONValue(parsing: Files.read(folder + "/better/corpus.json"))["parents"]
            #expect(parents?[0]?["sha256"]?.string == (try SHA256.hash(file: corpus + "/corpus.json").hex))
        }
    }

    @Test func scoresAreThoseOfTheReference() throws {
        let data = try Shared.require("models/emoji-eval")
        var captions: [String: String] = [:]
        let goldens = try JSONValue(parsing: Files.read(data + "/goldens.json"))
        for entry in goldens["captions"]?.array ?? [] {
            let bytes = try Files.read(data + "/" + (entry["file"]?.string ?? ""))
            if (entry["min_top2_margin"]?.number ?? 0) > 0.02 {
                captions[SHA256.hash(bytes).hex] = entry["greedy_text"]?.string
            }
        }
        try withCorpus(pages: 20) { folder, corpus, model, emoji in
            #expect(try score(corpus, model, "--signals", "image-gain,caption,perplexity").code == 0)
            for record in try records(corpus) {
                let name = try #require(record["title"]?.string)
                let golden = goldens["documents"]?.array?.first { $0["id"]?.string == name }
                let variant = emoji.matched.contains(record["url"]?.string ?? "") ? "matched" : "swapped"
                let sum = try #require(golden?[variant]?["sum_logprob"]?.number)
                let count = Double(try #require(golden?["text_positions"]?.array?.count))
                let shown = try json("show", corpus, record["id"]?.string ?? "")
                let scores = try #require(shown["scores"]?["idefics-emoji"])
                #expect(abs((scores["perplexity"]?.number ?? 0) - exp(-sum / count)) < 1e-3)
                #expect(scores["model"]?["dtype"]?.string == "f32")
                #expect(scores["signals"]?["image-gain"]?.integer == 1)
                for image in scores["images"]?.array ?? [] {
                    guard let expected = captions[image["sha256"]?.string ?? ""] else { continue }
                    #expect(image["caption"]?.string == expected)
                }
            }
        }
    }

    @Test(arguments: ["f32", "bf16", "int8"]) func numbersDoNotDependOnTheBatchOrOnWhatCameBefore(dtype: String) throws
    {
        try withCorpus(pages: 24) { folder, corpus, model, _ in
            let signals = "image-gain,perplexity,swap-margin,question,caption"
            func scores(_ name: String, _ batch: String, _ runs: [[String]]) throws -> [JSONValue] {
                for more in runs {
                    let scored = try Command.run(
                        Command.quarry,
                        [
                            "score", corpus, "--model", model, "--progress", "never", "--name", name, "--dtype", dtype,
                            "--batch-tokens",
                            batch,
                        ]
                            + more)
                    #expect(scored.code == 0, "\(scored.errors)")
                }
                return try lines("\(corpus)/scores/\(name)/shard-00000.jsonl.zst")
            }
            let asked = ["--question", "Is this an animal?"]
            let one = try scores("one", "16", [["--signals", signals] + asked])
            let all = try scores("all", "100000", [["--signals", signals] + asked])
            let parts = try scores(
                "parts", "300",
                [
                    ["--signals", "perplexity", "--limit", "5"],
                    ["--signals", "image-gain,swap-margin", "--where", "words > 12"],
                    ["--signals", signals] + asked,
                ])
            #expect(one.count == 24)
            for other in [all, parts] {
                #expect(other.map { $0["document"] } == one.map { $0["document"] })
                for (left, right) in zip(one, other) {
                    expectClose(left, right)
                    for (a, b) in zip(left["images"]?.array ?? [], right["images"]?.array ?? []) {
                        expectClose(a, b)
                        if dtype == "f32" { #expect(a["caption"] == b["caption"]) }
                    }
                }
            }
            #expect(one.allSatisfy { $0["question"]?.number.map { $0 > 0 && $0 < 1 } ?? false })
            let verified = try Command.quarry("verify", corpus)
            #expect(verified.code == 0, "\(verified.output)")
        }
    }

    private func expectClose(_ left: JSONValue, _ right: JSONValue) {
        for key in ["image_gain", "perplexity", "swap_margin", "question"] {
            guard left[key] != nil || right[key] != nil else { continue }
            let (a, b) = (left[key]?.number, right[key]?.number)
            #expect((a == nil) == (b == nil) && abs((a ?? 0) - (b ?? 0)) < 1e-3, "\(key): \(a ?? 0), \(b ?? 0)")
        }
    }

    @Test func imagesLeaveByThePredicateAndDocumentsAreJudgedAgain() throws {
        try withCorpus(pages: 30) { folder, corpus, model, _ in
            #expect(try score(corpus, model).code == 0)
            let dry = try json("select", corpus, "--images-where", "image_gain > 0", "--dry-run")
            let selected = try json("select", corpus, "--images-where", "image_gain > 0", "--output", folder + "/less")
            #expect(dry == selected)
            let kept = try #require(selected["kept"]?.integer)
            #expect(kept < 30 && kept + (selected["judged_out"]?.integer ?? 0) == 30)
            let verified = try Command.quarry("verify", folder + "/less")
            #expect(verified.code == 0, "\(verified.output)")
            var images = 0
            for record in try records(folder + "/less") {
                let kinds = record["segments"]?.array?.compactMap { $0["kind"]?.string } ?? []
                images += kinds.count { $0 == "image" }
                #expect(!zip(kinds, kinds.dropFirst()).contains { $0 == "text" && $1 == "text" })
                #expect(kinds.contains("image") && kinds.contains("text"))
            }
            #expect(images == selected["kept_images"]?.integer)
            let left = try json("funnel", folder + "/less")["units"]?["image"]?["dropped"]?["image.not-selected"]
            #expect((left?.integer ?? 0) > 0)
            // A selection of everything has the bytes of what it was selected from.
            #expect(try Command.quarry("select", corpus, "--where", "true", "--output", folder + "/same").code == 0)
            for name in ["shards/shard-00000.jsonl.zst", "images/images-00000.tar"] {
                #expect(try Files.read(folder + "/same/" + name) == Files.read(corpus + "/" + name))
            }
        }
    }

    @Test func whatCannotBeDoneTouchesNothing() throws {
        try withCorpus(pages: 6) { folder, corpus, model, _ in
            #expect(try score(corpus, model, "--signals", "perplexity").code == 0)
            let before = try SHA256.hash(file: corpus + "/index.sqlite").hex
            func refused(_ predicate: String, _ words: String...) throws {
                let command = try Command.quarry("select", corpus, "--where", predicate, "--output", folder + "/out")
                #expect(command.code == 2, "\(predicate): \(command.code)")
                for word in words { #expect(command.errors.contains(word), "\(predicate): \(command.errors)") }
                #expect(!Files.exists(folder + "/out"))
                #expect(try SHA256.hash(file: corpus + "/index.sqlite").hex == before)
            }
            try refused("wordz > 3", "no column 'wordz'", "did you mean 'words'", "perplexity", "url")
            try refused("image_gain > 3", "quarry score --signals image-gain", "language")
            try refused("1); DELETE FROM documents; --", "DELETE", "only reads")
            try refused("DROP TABLE documents", "DROP", "only reads")
            try refused("words >", "not understood")
            try refused("quality > 0.5", "--filter")
            let early = try Command.run(
                Command.quarry,
                [
                    "run", "\(Repository.root)/pipelines/unfiltered.yaml", "--input", folder + "/pages.warc.gz",
                    "--output", folder + "/out", "--set", "score.model=\(folder)/nothing",
                ])
            #expect(early.code == 2 && early.errors.contains("score.model") && !Files.exists(folder + "/out"))
            let absent = try score(corpus, folder + "/nothing")
            #expect(absent.code == 2 && absent.errors.contains("nothing"))
            #expect(!Files.exists(corpus + "/scores/nothing"))
            let typo = try score(corpus, model, "--signals", "image-gian")
            #expect(typo.code == 2 && typo.errors.contains("did you mean 'image-gain'"))
            // The same name for other numbers is refused, another name is not.
            let other = try score(corpus, model, "--signals", "perplexity", "--dtype", "bf16")
            #expect(other.code == 2 && other.errors.contains("dtype f32"))
            #expect(try score(corpus, model, "--signals", "perplexity", "--dtype", "bf16", "--name", "fast").code == 0)
            let two = try Command.quarry("stats", corpus, "--signal", "perplexity")
            #expect(two.code == 2 && two.errors.contains("--model") && two.errors.contains("fast_perplexity"))
            #expect(try Command.quarry("stats", corpus, "--signal", "perplexity", "--model", "fast").code == 0)
            #expect(try Command.quarry("stats", corpus, "--signal", "idefics_emoji_perplexity").code == 0)
            try Files.write("x", to: corpus + "/scores/fast/shard-00000.jsonl.zst")
            let broken = try Command.quarry("verify", corpus)
            #expect(broken.code == 1 && broken.output.contains("scores/fast/shard-00000.jsonl.zst"))
        }
    }

    @Test func aKilledScoreGoesOn() throws {
        try withCorpus(sets: ["output.shard-bytes=65536"]) { folder, corpus, model, _ in
            let shards = try Files.list(corpus + "/shards").count
            #expect(shards >= 2)
            let arguments = [
                "score", corpus, "--model", model, "--dtype", "f32", "--progress", "never", "--threads", "1",
            ]
            let running = try Command.start(Command.quarry, arguments + ["--signals", "image-gain,perplexity,caption"])
            let seal = corpus + "/scores/idefics-emoji/shard-00000.sealed"
            while running.isRunning && !Files.exists(seal) { usleep(1000) }
            kill(running.pid, SIGKILL)
            _ = running.finish()
            let first = try Files.read(seal)
            let done = try score(corpus, model, "--signals", "image-gain,perplexity,caption", "--json")
            #expect(done.code == 0, "\(done.errors)")
            let scored = try #require(try JSONValue(parsing: done.output)["scored"]?.integer)
            #expect(scored < 120, "the sealed shard was scored again")
            #expect(try Files.read(seal) == first)
            #expect(try json("stats", corpus, "--signal", "image_gain")["count"]?.integer == 120)
            let verified = try Command.quarry("verify", corpus)
            #expect(verified.code == 0, "\(verified.output)")
        }
    }

    @Test func unitsAreDoneApartAndJoined() throws {
        try withCorpus(pages: 20) { folder, corpus, model, _ in
            let asked = ["--signals", "swap-margin,perplexity"]
            #expect(try score(corpus, model, asked[0], asked[1], "--name", "whole").code == 0)
            let name = ["--name", "parts"]
            func parts(_ more: String...) throws -> Command {
                try Command.run(
                    Command.quarry,
                    ["score", corpus, "--model", model, "--progress", "never", "--dtype", "f32"] + asked + name + more)
            }
            let listed = try parts("--units").output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
            #expect(listed.map { $0["unit"]?.string } == ["score/00000"])
            #expect(listed[0]["documents"]?.array?.compactMap(\.integer) == [0, 20])
            let done = try parts("--unit", "score/00000")
            #expect(done.code == 0, "\(done.errors)")
            #expect(try JSONValue(parsing: done.output)["documents"]?.integer == 20)
            #expect(try parts("--units").output.isEmpty)
            #expect(try parts("--unit", "score/00001").code == 2)
            #expect(try parts("--json").code == 0)
            let file = "/shard-00000.jsonl.zst"
            #expect(
                try Files.read(corpus + "/scores/parts" + file) == Files.read(corpus + "/scores/whole" + file))
            #expect(try Files.list(corpus + "/scores/parts").contains("units") == false)
            #expect(try parts("--units").code == 2)
        }
    }

    @Test func aPipelineWithScoresIsTheSameAsTheVerbs() throws {
        try withCorpus(pages: 40) { folder, corpus, model, _ in
            #expect(try score(corpus, model).code == 0)
            let chosen = try json(
                "select", corpus, "--where", "image_gain >= 0.3", "--images-where", "image_gain >= -1", "--output",
                folder + "/chosen")
            let text = try Files.readText("\(Repository.root)/pipelines/unfiltered.yaml")
                .replacing("per-document: {min: 1}", with: "per-document: {min: 1}\n  image-gain: {min: -1}")
            try Files.write(
                text
                    + "\ndocuments: {image-gain: {min: 0.3}}\nscore: {model: \(model), signals: [perplexity], dtype: f32}\n",
                to: folder + "/scored.yaml")
            let arguments = [
                "run", folder + "/scored.yaml", "--input", folder + "/pages.warc.gz", "--output", folder + "/run",
                "--progress", "never", "--set", "fetch.network=false",
            ]
            let run = try Command.run(Command.quarry, arguments)
            #expect(run.code == 0, "\(run.errors)")
            let shard = "/shards/shard-00000.jsonl.zst"
            #expect(try Files.read(folder + "/run" + shard) == Files.read(folder + "/chosen" + shard))
            let verified = try Command.quarry("verify", folder + "/run")
            #expect(verified.code == 0, "\(verified.output)")
            let account = try json("funnel", folder + "/run")["units"]?["document"]
            #expect(account?["born"]?.integer == 40)
            let kept = try #require(chosen["kept"]?.integer)
            #expect(account?["written"]?.integer == kept)
            let judged = try #require(chosen["judged_out"]?.integer)
            #expect(account?["dropped"]?["document.score"]?.integer == 40 - kept - judged)
            let before = try SHA256.hash(file: folder + "/run/corpus.json").hex
            #expect(try Command.run(Command.quarry, arguments).code == 0)
            #expect(try SHA256.hash(file: folder + "/run/corpus.json").hex == before)
        }
    }

    @Test func aFilterLearnsFromLabels() throws {
        try withCorpus { folder, corpus, model, emoji in
            #expect(try score(corpus, model).code == 0)
            let all = try records(corpus)
            for (name, urls) in [("good", emoji.matched), ("bad", emoji.swapped)] {
                let ids = all.filter { urls.contains($0["url"]?.string ?? "") }.compactMap { $0["id"]?.string }
                try Files.write(ids.joined(separator: "\n") + "\n", to: "\(folder)/\(name).txt")
            }
            let report = try json(
                "train-filter", corpus, "--positives", folder + "/good.txt", "--negatives", folder + "/bad.txt",
                "--output", folder + "/filter.json")
            #expect((report["auc"]?.number ?? 0) > 0.95)
            #expect((report["documents"]?.integer ?? 0) >= 10)
            let selected = try Command.quarry(
                "select", corpus, "--filter", folder + "/filter.json", "--where", "quality > 0.5", "--output",
                folder + "/better")
            #expect(selected.code == 0, "\(selected.errors)")
            let urls = Set(try records(folder + "/better").compactMap { $0["url"]?.string })
            #expect(Double(urls.intersection(emoji.matched).count) >= 0.95 * Double(emoji.matched.count))
            #expect(Double(urls.intersection(emoji.swapped).count) <= 0.10 * Double(emoji.swapped.count))
            #expect(try Command.quarry("verify", folder + "/better").code == 0)
        }
    }
}
