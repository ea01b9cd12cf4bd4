import Foundation
import JSON
import Platform
import TestKit
import Testing

/// The model verbs against the reference's numbers, through the command line alone.
@Suite(.serialized) struct ModelCommandTests {
    /// Ctrl-C at the prompt ends a conversation.
    @Test(.needsShared("fixtures/idefics/tiny-instruct")) func interruptEndsAChat() throws {
        let model = try Shared.require("fixtures/idefics/tiny-instruct")
        let chat = try Command.start(Command.quarry, ["chat", "--model", model])
        let end = ContinuousClock.now + .seconds(240)
        // Before it listens the signal would end it by itself.
        while !isCaught(SIGINT, by: chat.pid), chat.isRunning, .now < end { usleep(20_000) }
        #expect(isCaught(SIGINT, by: chat.pid), "it never came to its prompt")
        // One that comes just before it waits for a line passes unseen.
        while chat.isRunning, .now < end {
            kill(chat.pid, SIGINT)
            usleep(50_000)
        }
        #expect(!chat.isRunning, "it does not end")
        if chat.isRunning { kill(chat.pid, SIGKILL) }
        #expect(chat.finish().code == 0)
    }

    /// Whether a process has a handler for a signal.
    private func isCaught(_ signal: Int32, by pid: Int32) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        let mask = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last
        let caught = mask.flatMap { UInt64($0, radix: 16) } ?? 0
        return caught & (1 << UInt64(signal - 1)) != 0
    }

    // MARK: The trained checkpoint

    /// Captions of pictures whose stored margin is above 1e-3 equal the reference's in f32; what other arithmetic changes
    /// is printed and bounded.
    @Test(.needsShared("models/emoji-eval"), arguments: [("f32", 0), ("bf16", 8), ("int8", 12), ("int4", 60)])
    func captions(dtype: String, allowed: Int) throws {
        let emoji = try Emoji()
        let entries = emoji.goldens["captions"].list
        let files = entries.map { "\(emoji.folder)/\($0["file"]?.string ?? "")" }
        let answers = try lines(
            ["caption", "--model", emoji.model, "--dtype", dtype, "--max-new-tokens", "24", "--json"] + files)
        #expect(answers.count == 200)
        var different = 0
        for (entry, answer) in zip(entries, answers) where entry["min_top2_margin"]?.number ?? 0 > 1e-3 {
            let same = answer["ids"].integers == entry["greedy_ids"].integers
            if same { #expect(answer["caption"]?.string == entry["greedy_text"]?.string) }
            different += same ? 0 : 1
        }
        print("emoji captions, \(dtype): \(different) of \(entries.count) differ from the reference")
        #expect(different <= allowed)
    }

    /// Log-likelihoods of documents within 1e-3 a token in f32, and the AUC of matched against swapped pictures equal to
    /// the stored one within 0.003.
    @Test(.needsShared("models/emoji-eval"), arguments: [("f32", 1e-3), ("bf16", 1.0), ("int8", 1.0), ("int4", 4.0)])
    func documents(dtype: String, tolerance: Double) throws {
        let emoji = try Emoji()
        let input = emoji.folder + "/documents.jsonl"
        let documents = try String(contentsOfFile: input, encoding: .utf8).split(separator: "\n").map {
            try JSONValue(parsing: String($0))
        }
        let common = ["logprobs", "--model", emoji.model, "--dtype", dtype, "--input", input, "--json"]
        let kept = try lines(common)
        let masked = try lines(common + ["--images", "mask"])
        #expect(kept.count == documents.count && masked.count == documents.count)
        var goldens: [String: JSONValue] = [:]
        for golden in emoji.goldens["documents"].list { goldens[golden["id"]?.string ?? ""] = golden }
        var (scores, gains): ([String: [Double]], [String: [Double]]) = ([:], [:])
        var (worst, change, tokens) = (0.0, 0.0, 0)
        for (index, document) in documents.enumerated() {
            let golden = try #require(goldens[document["id"]?.string ?? ""])
            let variant = document["variant"]?.string ?? ""
            #expect(kept[index]["ids"].integers == golden["ids"].integers)
            let positions = golden["text_positions"].integers
            func own(_ answer: JSONValue) -> [Double] {
                let all = answer["logprobs"].numbers
                return positions.map { all[$0 - 1] }
            }
            var pairs = [(own(kept[index]), variant)]
            if variant == "matched" { pairs.append((own(masked[index]), "masked")) }
            for (values, key) in pairs {
                for (a, b) in zip(values, golden[key]?["token_logprobs"].numbers ?? []) {
                    worst = max(worst, abs(a - b))
                    change += a - b
                }
                tokens += values.count
            }
            let count = Double(positions.count)
            scores[variant, default: []].append(own(kept[index]).reduce(0, +) / count)
            gains[variant, default: []].append(
                (own(kept[index]).reduce(0, +) - own(masked[index]).reduce(0, +)) / count)
        }
        let metrics = emoji.goldens["metrics"]?["documents"]
        let (auc, gain) = (areaUnderCurve(scores), areaUnderCurve(gains))
        print(
            "emoji documents, \(dtype): AUC \(auc), of gain \(gain); \(tokens) log-probabilities, mean change "
                + "\(change / Double(tokens)), largest \(worst)")
        #expect(worst < tolerance || dtype != "f32")
        #expect(abs(change / Double(tokens)) < tolerance)
        #expect(abs(auc - (metrics?["auc_mean_logprob_matched_vs_swapped"]?.number ?? 0)) <= 0.003)
        #expect(abs(gain - (metrics?["auc_gain_over_masked_matched_vs_swapped"]?.number ?? 0)) <= 0.003)
    }

    /// Own against other picture, known and unseen emoji apart.
    @Test(.needsShared("models/emoji-eval")) func captionScores() throws {
        let emoji = try Emoji()
        try withScratchFolder { folder in
            let entries = emoji.goldens["captions"].list
            var prompts = ""
            for entry in entries {
                for key in ["file", "other"] {
                    let items = [
                        ["image": "\(emoji.folder)/\(entry[key]?.string ?? "")"],
                        ["text": entry["caption"]?.string ?? ""],
                    ]
                    prompts += try line(items, ["processor": ["add_end_of_utterance_token": false]])
                }
            }
            try Files.write(prompts, to: folder + "/captions.jsonl")
            let answers = try lines(
                ["logprobs", "--model", emoji.model, "--dtype", "f32", "--input", folder + "/captions.jsonl", "--json"])
            var scores: [String: [String: [Double]]] = [:]
            for (index, entry) in entries.enumerated() {
                let count = entry["caption_ids"].integers.count
                let set = entry["known"]?.bool == true ? "captions_known" : "captions_unseen"
                for (offset, key) in ["own", "other"].enumerated() {
                    let sum = answers[2 * index + offset]["logprobs"].numbers.suffix(count).reduce(0, +)
                    #expect(abs(sum - (entry["logprob_\(key)"]?.number ?? 0)) < 1e-3 * Double(count))
                    let name = key == "own" ? "matched" : "swapped"
                    scores[set, default: [:]][name, default: []].append(sum / Double(count))
                }
            }
            for (set, values) in scores {
                let wanted = emoji.goldens["metrics"]?[set]?["auc_mean_logprob_own_vs_other"]?.number ?? 0
                #expect(abs(areaUnderCurve(values) - wanted) <= 0.003, "\(set)")
            }
        }
    }

    /// On a terminal a caption is written piece by piece behind the name of its picture; several come one after the other.
    @Test(.needsShared("models/emoji-eval"), .needsProgram("script")) func aTerminalSeesTheWordsAsTheyAreWritten()
        throws
    {
        let emoji = try Emoji()
        let files = ["k000.png", "k001.png"].map { "\(emoji.folder)/\($0)" }
        let command = ([Command.quarry, "caption", "--model", emoji.model, "--dtype", "f32"] + files).map { "'\($0)'" }
        let answer = try Command.run("/usr/bin/script", ["-qec", command.joined(separator: " "), "/dev/null"])
        #expect(answer.code == 0)
        #expect(
            answer.output.split(whereSeparator: \.isNewline)
                == ["\(files[0]): beetle", "\(files[1]): tractor"], "\(answer.output)")
    }

    // MARK: The small random checkpoints

    /// Every greedy run of the reference, dialogue included, whose ids are certain.
    @Test(.needsShared("fixtures/idefics", "fixtures/idefics/images"), arguments: ["tiny", "tiny-instruct"])
    func generate(name: String) throws {
        let model = try Shared.require("fixtures/idefics/\(name)")
        let images = try Shared.require("fixtures/idefics/images")
        try withScratchFolder { folder in
            let prompts = try golden(model, "prompts.json")["prompts"].list
            let runs = try golden(model, "generate.json")["greedy"].list.filter {
                $0["mode"]?.string != "greedy_stop"
            }
            var (input, wanted): (String, [(ids: [Int], margins: [Double], prompt: [Int])]) = ("", [])
            for run in runs {
                let entry = try #require(prompts.first { $0["name"] == run["prompt"] })
                var more: [String: Any] = ["max_new_tokens": 32, "processor": processor(entry["processor_kwargs"])]
                let mode = run["mode"]?.string ?? ""
                if mode != "greedy" { more["bad_words"] = ["<image>", "<fake_token_around_image>"] }
                if mode.hasSuffix("_eou") { more["stop"] = ["<end_of_utterance>"] }
                for (row, sample) in entry["samples"].list.enumerated() {
                    input += try line(items(sample, images), more)
                    let padded = zip(
                        entry["input_ids"]?[row].integers ?? [], entry["attention_mask"]?[row].integers ?? [])
                    wanted.append(
                        (
                            run["new_ids"]?[row].integers ?? [], run["top2_margins"]?[row].numbers ?? [],
                            padded.filter { $0.1 == 1 }.map(\.0)
                        ))
                }
            }
            try Files.write(input, to: folder + "/prompts.jsonl")
            let answers = try lines([
                "generate", "--model", model, "--dtype", "f32", "--input", folder + "/prompts.jsonl", "--json",
            ])
            #expect(answers.count == wanted.count)
            var certain = 0
            for (answer, golden) in zip(answers, wanted) {
                #expect(answer.members?.map(\.key) == ["prompt_ids", "ids", "text"])
                #expect(answer["prompt_ids"].integers == golden.prompt)
                let ids = answer["ids"].integers
                // A finished row of a batch is padded with 0; after a step that was not certain texts may part.
                let sure = golden.margins.prefix { $0 > 1e-3 }.count
                let count = min(sure, ids.count)
                #expect(ids.prefix(count) == golden.ids.prefix(count))
                certain += count
            }
            print("\(name): \(wanted.count) prompts, \(certain) certain greedy ids agree")
            #expect(certain > 20 * wanted.count)
        }
    }

    /// Documents with their pictures, masked and rotated.
    @Test(.needsShared("fixtures/idefics", "fixtures/idefics/images"), arguments: ["tiny", "tiny-instruct"])
    func logprobs(name: String) throws {
        let model = try Shared.require("fixtures/idefics/\(name)")
        let images = try Shared.require("fixtures/idefics/images")
        try withScratchFolder { folder in
            let documents = try golden(model, "score.json")["documents"].list
            var input = ""
            for document in documents {
                let more = ["processor": processor(document["processor_kwargs"])]
                input += try line(items(document["items"] ?? .null, images), more)
            }
            try Files.write(input, to: folder + "/documents.jsonl")
            for (use, key) in [("keep", ""), ("mask", "_masked_images"), ("rotate", "_rotated_images")] {
                let answers = try lines(
                    [
                        "logprobs", "--model", model, "--dtype", "f32", "--input", folder + "/documents.jsonl",
                        "--images", use, "--json",
                    ])
                for (document, answer) in zip(documents, answers) {
                    #expect(answer.members?.map(\.key) == ["ids", "logprobs"])
                    #expect(answer["ids"].integers == document["input_ids"].integers)
                    let wanted = document["token_logprobs\(key)"].numbers
                    guard !wanted.isEmpty else { continue }
                    let worst = zip(answer["logprobs"].numbers, wanted).reduce(0) { max($0, abs($1.0 - $1.1)) }
                    #expect(worst < 1e-3, "\(use)")
                    #expect(answer["logprobs"].numbers.count == answer["ids"].integers.count - 1)
                }
            }
        }
    }

    @Test(.needsShared("models/emoji-eval"), arguments: ["f32", "bf16", "int8", "int4"])
    func everyTypeIsTakenByEveryVerb(dtype: String) throws {
        let emoji = try Emoji()
        try withScratchFolder { folder in
            // Paths are relative to the file.
            try Files.write(Files.read(emoji.folder + "/k000.png"), to: folder + "/picture.png")
            try Files.write("{\"items\": [{\"image\": \"picture.png\"}]}\n", to: folder + "/a.jsonl")
            let model = ["--model", emoji.model, "--dtype", dtype, "--json"]
            #expect(try lines(["generate", "--input", folder + "/a.jsonl"] + model).count == 1)
            #expect(try lines(["logprobs", "--input", folder + "/a.jsonl"] + model).count == 1)
            #expect(try lines(["caption", folder + "/picture.png"] + model).first?["caption"]?.string == "beetle")
        }
    }

    // MARK: What is wrong

    /// Every malformed file of the hostile collection in the place of the good one: exit code 2 and one line that names
    /// the file, nothing is answered.
    @Test(.needsShared("models/emoji-eval", "hostile/model")) func hostileFilesAreNamedErrors() throws {
        let emoji = try Emoji()
        let hostile = try Shared.require("hostile/model")
        let names = try Files.list(hostile)
        for name in names where !name.contains("_ok") && !name.hasPrefix("ok") {
            try withScratchFolder { folder in
                for file in ["config.json", "preprocessor_config.json", "tokenizer.json", "model.safetensors"] {
                    try Files.write(Files.read("\(emoji.model)/\(file)"), to: "\(folder)/\(file)")
                }
                let place =
                    name.hasPrefix("config")
                    ? "config.json"
                    : name.hasPrefix("tok_")
                        ? "tokenizer.json"
                        : name.hasPrefix("index") ? "model.safetensors.index.json" : "model.safetensors"
                if name.hasPrefix("index") { try FileManager.default.removeItem(atPath: folder + "/model.safetensors") }
                try Files.write(Files.read("\(hostile)/\(name)"), to: "\(folder)/\(place)")
                let answer = try Command.quarry("caption", "--model", folder, "\(emoji.folder)/k000.png")
                #expect(answer.code == 2 && answer.output.isEmpty, "\(name): \(answer.code) \(answer.output)")
                #expect(answer.errors.hasPrefix("quarry: ") && answer.errors.count < 600, "\(name): \(answer.errors)")
            }
        }
    }

    /// Faults behind the one that is found first: the pre-tokenizer, which this engine refuses, taken out.
    @Test(.needsShared("models/emoji-eval", "hostile/model")) func hostileTokenizersAreNamedErrors() throws {
        let emoji = try Emoji()
        let hostile = try Shared.require("hostile/model")
        let faults = [
            "added_empty": "added_tokens", "merge_one_part": "model.merges", "merge_unknown_token": "model.merges",
            "vocab_dup_id": "model.vocab", "vocab_huge_id": "model.vocab", "vocab_negative": "model.vocab",
            "replace_empty": "normalizer",
        ]
        for (name, place) in faults {
            try withScratchFolder { folder in
                for file in ["config.json", "preprocessor_config.json", "model.safetensors"] {
                    try Files.write(Files.read("\(emoji.model)/\(file)"), to: "\(folder)/\(file)")
                }
                let data = try Data(contentsOf: URL(filePath: "\(hostile)/tok_\(name).json"))
                var tokenizer = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
                for key in ["pre_tokenizer", "decoder"] { tokenizer[key] = NSNull() }
                try JSONSerialization.data(withJSONObject: tokenizer).write(
                    to: URL(filePath: folder + "/tokenizer.json"))
                let answer = try Command.quarry("caption", "--model", folder, "\(emoji.folder)/k000.png")
                #expect(answer.code == 2 && answer.errors.contains("tokenizer.json: \(place)"), "\(answer.errors)")
            }
        }
    }

    /// One weight that is no number: its tensor is named before anything is computed.
    @Test(.needsShared("models/emoji-eval")) func aWeightThatIsNaNIsANamedError() throws {
        let emoji = try Emoji()
        try withScratchFolder { folder in
            for file in ["config.json", "preprocessor_config.json", "tokenizer.json"] {
                try Files.write(Files.read("\(emoji.model)/\(file)"), to: "\(folder)/\(file)")
            }
            var bytes = try Files.read(emoji.model + "/model.safetensors")
            let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
            let header = try JSONValue(parsing: Array(bytes[8..<8 + length]))
            let name = "model.layers.1.mlp.up_proj.weight"
            let start = 8 + length + (try #require(header[name]?["data_offsets"]?[0]?.integer))
            bytes.replaceSubrange(start + 10..<start + 12, with: [0xC0, 0x7F])
            try Files.write(bytes, to: folder + "/model.safetensors")
            for dtype in ["f32", "bf16", "int8", "int4"] {
                let answer = try Command.quarry(
                    "caption", "--model", folder, "--dtype", dtype, "\(emoji.folder)/k000.png")
                #expect(answer.code == 2 && answer.output.isEmpty, "\(dtype): \(answer.code)")
                #expect(answer.errors.contains(name), "\(dtype): \(answer.errors)")
            }
        }
    }

    @Test(.needsShared("models/emoji-eval")) func addressesNeedTheFlagAndTheRules() throws {
        let emoji = try Emoji()
        let plain = try Command.quarry("caption", "--model", emoji.model, "http://127.0.0.1:8099/a.png")
        #expect(plain.code == 1 && plain.errors.contains("not fetched unless allowed"))
        // The fetcher's own rules: no address of this machine.
        let allowed = try Command.quarry(
            "caption", "--model", emoji.model, "--allow-urls", "http://127.0.0.1:8099/a.png")
        #expect(allowed.code == 1 && !allowed.errors.contains("unless allowed"), "\(allowed.errors)")
    }

    /// An 80B checkpoint of which only the configuration and the index of its shards are here.
    @Test func infoOfACheckpointThatIsNotHere() throws {
        try withScratchFolder { folder in
            try Files.write(
                """
                {"model_type": "idefics", "vocab_size": 32000, "additional_vocab_size": 2, "hidden_size": 8192,
                 "intermediate_size": 22016, "num_hidden_layers": 80, "num_attention_heads": 64,
                 "cross_layer_interval": 4, "qk_layer_norms": true, "use_resampler": true, "alpha_type": "float",
                 "vision_config": {"embed_dim": 1280, "image_size": 224, "patch_size": 14, "num_hidden_layers": 32,
                  "num_attention_heads": 16, "intermediate_size": 5120},
                 "perceiver_config": {"resampler_n_latents": 64, "resampler_depth": 6, "resampler_n_heads": 16,
                  "resampler_head_dim": 96, "qk_layer_norms_perceiver": true}}
                """, to: folder + "/config.json")
            try Files.write(
                """
                {"metadata": {"total_size": 159935687248},
                 "weight_map": {"model.norm.weight": "model-00018-of-00019.safetensors"}}
                """, to: folder + "/model.safetensors.index.json")
            let answer = try lines(["model", "info", folder, "--json"]).first
            #expect(answer?["parameters"]?.integer == 79_967_843_624)
            let text = try Command.quarry("model", "info", folder)
            #expect(text.code == 0 && text.output.contains("LLaMA") && text.output.contains("int4"), "\(text.output)")
        }
    }
}

// MARK: - Helpers

/// The trained checkpoint and its test.
private struct Emoji {
    let model: String
    let folder: String
    let goldens: JSONValue

    init() throws {
        folder = try Shared.require("models/emoji-eval")
        model = Repository.emojiModel
        goldens = try JSONValue(parsing: Files.read(folder + "/goldens.json"))
    }
}

/// The JSON lines that `quarry` prints.
private func lines(_ arguments: [String]) throws -> [JSONValue] {
    let command = try Command.run(Command.quarry, arguments)
    #expect(command.code == 0, "\(arguments.prefix(6)): \(command.errors)")
    return try command.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
}

private func golden(_ model: String, _ file: String) throws -> JSONValue {
    try JSONValue(parsing: Files.read("\(model)/goldens/\(file)"))
}

/// One line of a prompt file.
private func line(_ items: [[String: String]], _ more: [String: Any]) throws -> String {
    let object = more.merging(["items": items]) { $1 }
    return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self) + "\n"
}

/// Items as the goldens write them, with the paths of their pictures.
private func items(_ sample: JSONValue, _ images: String) -> [[String: String]] {
    (sample.array ?? []).map { item in
        item["text"]?.string.map { ["text": $0] } ?? ["image": "\(images)/\(item["image"]?.string ?? "")"]
    }
}

private func processor(_ value: JSONValue?) -> [String: Bool] {
    Dictionary(
        uniqueKeysWithValues: (value?.members ?? []).compactMap { member in
            member.value.bool.map { (member.key, $0) }
        })
}

/// The share of pairs in which a matched document scores higher than a swapped one, ties counted half.
private func areaUnderCurve(_ scores: [String: [Double]]) -> Double {
    let (matched, swapped) = (scores["matched"] ?? [], scores["swapped"] ?? [])
    let wins = matched.reduce(0.0) { sum, a in
        swapped.reduce(sum) { $0 + (a > $1 ? 1 : a == $1 ? 0.5 : 0) }
    }
    return wins / Double(max(matched.count * swapped.count, 1))
}

extension JSONValue? {
    fileprivate var list: [JSONValue] { self?.array ?? [] }
    fileprivate var integers: [Int] { list.compactMap(\.integer) }
    fileprivate var numbers: [Double] { list.compactMap(\.number) }
}
