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
            try body(emoji.crawl.corpus(in: folder))
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

    /// A Python with torch and transformers: `QUARRY_TORCH`.
    private static let torch = ProcessInfo.processInfo.environment["QUARRY_TORCH"] ?? ""

    @Test(
        "transformers behind the protocol says what the engine says in f32",
        .enabled(if: !torch.isEmpty, "needs a Python with torch and transformers (QUARRY_TORCH)"))
    func transformers() throws {
        try withCorpus { corpus in
            let inside = try score(corpus, "--model", Repository.emojiModel, "--name", "inside", "--dtype", "f32")
            #expect(inside.code == 0, "\(inside.errors)")
            let script = "'\(Repository.root)/pipelines/scorers/transformers.py' --device cpu --dtype f32 --images path"
            let command = "exec '\(Self.torch)' \(script) --model '\(Repository.emojiModel)'"
            let outside = try score(corpus, "--scorer", command, "--name", "torch")
            #expect(outside.code == 0, "\(outside.errors)")
            for (first, second) in zip(try annotations(corpus, "inside"), try annotations(corpus, "torch")) {
                #expect(first["tokens"] == second["tokens"])
                for key in ["image_gain", "swap_margin", "question"] {
                    #expect(abs((first[key]?.number ?? 99) - (second[key]?.number ?? -99)) < 1e-3, "\(key)")
                }
                let logs = [first, second].map { log($0["perplexity"]?.number ?? 0) }
                #expect(abs(logs[0] - logs[1]) < 1e-3)
                #expect(first["images"]?.array?.map { $0["caption"] } == second["images"]?.array?.map { $0["caption"] })
            }
        }
    }

    /// Answers chat completions: how many pictures it was shown, or yes with 0.6 and no with 0.2.
    private static let server = """
        import http.server, json, math
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                shown = sum(part["type"] == "image_url" for part in body["messages"][0]["content"])
                choice = {"message": {"content": f"a picture of {shown}"}}
                if body.get("logprobs"):
                    top = [{"token": "Yes", "logprob": math.log(0.6)}, {"token": " no", "logprob": math.log(0.2)}]
                    choice = {"message": {"content": "Yes"}, "logprobs": {"content": [{"top_logprobs": top}]}}
                data = json.dumps({"choices": [choice]}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            def log_message(self, *arguments): pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        open("PORT.tmp", "w").write(str(server.server_port))
        import os; os.rename("PORT.tmp", "PORT")
        server.serve_forever()
        """

    @Test("a server with the OpenAI protocol captions pictures and answers about them", .needsProgram("python3"))
    func openAI() throws {
        try withCorpus { corpus in
            let folder = corpus + "/../server"
            try Files.makeFolder(folder)
            let code = Self.server.replacing("PORT", with: folder + "/port")
            let server = try Command.start("/usr/bin/env", ["python3", "-c", code])
            defer { kill(server.pid, SIGKILL) }
            let end = ContinuousClock.now + .seconds(240)
            while !Files.exists(folder + "/port"), .now < end { usleep(20_000) }
            let port = try Files.readText(folder + "/port")
            let script =
                "'\(Repository.root)/pipelines/scorers/openai.py' --url http://127.0.0.1:\(port)/v1 --model a/b"
            let scored = try Command.quarry(
                "score", corpus, "--scorer", "exec python3 " + script, "--signals", "caption,question", "--question",
                "Is it food?", "--question-about", "image", "--progress", "never")
            #expect(scored.code == 0, "\(scored.errors)")
            for annotation in try annotations(corpus, "a-b") {
                for image in annotation["images"]?.array ?? [] {
                    #expect(image["caption"]?.string == "a picture of 1")
                    #expect(image["question"]?.number == 0.75)
                }
            }
            let other = try Command.quarry(
                "score", corpus, "--scorer", "exec python3 " + script, "--signals", "perplexity", "--progress", "never")
            #expect(other.code == 2 && other.errors.contains("does not do logprobs"), "\(other.errors)")
        }
    }

    @Test("a scorer that ends while it has work loses nothing, and the same command goes on") func killed() throws {
        try withCorpus { corpus in
            let scorer = "'\(Command.quarry)' scorer --model '\(Repository.emojiModel)' --threads 1"
            // The first one says what it is, gives three answers and is gone; the second stays.
            let command = "if mkdir '\(corpus)-first'; then \(scorer) | sed -u 4q; else exec \(scorer); fi"
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
