import JSON
import Platform
import Tensors
import TestKit
import Testing

@testable import Idefics

/// Checkpoints of the Idefics3 family that are not what they say: a named error before anything is computed.
@Suite struct Idefics3HostileTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        for name in try Files.list(Repository.smolModel) where name.hasSuffix(".json") || name == "model.safetensors" {
            try Files.write(Files.read("\(Repository.smolModel)/\(name)"), to: "\(scratch.path)/\(name)")
        }
    }

    /// Sets members of a file of the checkpoint; a path such as `text_config.head_dim` goes into sections.
    private func set(_ file: String, _ path: String, _ value: JSONValue) throws {
        func changed(_ json: JSONValue, _ keys: ArraySlice<String>) -> JSONValue {
            guard let key = keys.first else { return value }
            var members = json.members ?? []
            let place = members.firstIndex { $0.key == key }
            let inner = changed(place.map { members[$0].value } ?? .object([]), keys.dropFirst())
            if let place {
                members[place] = .init(key: key, value: inner)
            } else {
                members.append(.init(key: key, value: inner))
            }
            return .object(members)
        }
        let whole = "\(scratch.path)/\(file)"
        let json = Files.exists(whole) ? try JSONValue(parsing: Files.read(whole)) : .object([])
        try Files.write(changed(json, path.split(separator: ".").map(String.init)[...]).text, to: whole)
    }

    private func fault() -> String {
        do throws(IdeficsError) {
            _ = try IdeficsModel(checkpoint: scratch.path)
            return "no fault"
        } catch { return error.description }
    }

    @Test func theCheckpointItselfLoads() { #expect(fault() == "no fault") }

    @Test func tensorsOfTheOtherFamilyAreNamed() throws {
        for (weights, config) in [
            (Repository.emojiModel, Repository.smolModel), (Repository.smolModel, Repository.emojiModel),
        ] {
            for name in ["config.json", "preprocessor_config.json", "tokenizer.json"] {
                try Files.write(Files.read("\(config)/\(name)"), to: "\(scratch.path)/\(name)")
            }
            try Files.write(Files.read(weights + "/model.safetensors"), to: scratch.path + "/model.safetensors")
            let said = fault()
            #expect(said.contains("config.json says") && said.contains("'model."), "\(said)")
        }
    }

    @Test(arguments: [
        ("config.json", "scale_factor", JSONValue.integer(3), "scale_factor"),
        ("config.json", "scale_factor", .integer(0), "scale_factor"),
        // It divides the side, but a tile then has 16 states.
        ("config.json", "scale_factor", .integer(1), "image_seq_len"),
        ("processor_config.json", "image_seq_len", .integer(5), "image_seq_len"),
        ("preprocessor_config.json", "max_image_size.longest_edge", .integer(64), "max_image_size.longest_edge"),
        ("config.json", "vision_config.image_size", .integer(96), "max_image_size.longest_edge"),
        ("config.json", "vision_config.patch_size", .integer(8), "image_seq_len"),
        ("config.json", "vision_config.num_attention_heads", .integer(3), "hidden_size"),
        ("config.json", "vision_config.hidden_size", .integer(64), "model.vision_model.embeddings"),
        ("config.json", "vision_config.num_hidden_layers", .integer(3), "model.vision_model.encoder.layers.3"),
        ("config.json", "vision_config.num_hidden_layers", .integer(5), "model.vision_model.encoder.layers.4"),
        ("config.json", "text_config.num_key_value_heads", .integer(3), "num_key_value_heads"),
        ("config.json", "text_config.num_key_value_heads", .integer(4), "k_proj"),
        ("config.json", "text_config.head_dim", .integer(31), "head_dim"),
        ("config.json", "text_config.rope_scaling.rope_type", .string("yarn"), "rope_type"),
        ("config.json", "text_config.tie_word_embeddings", .bool(false), "lm_head.weight"),
        ("config.json", "image_token_id", .integer(5), "<image>"),
        ("config.json", "image_token_id", .integer(1 << 20), "image_token_id"),
        ("config.json", "text_config.vocab_size", .integer(720), "embed_tokens"),
        ("config.json", "model_type", .string("llava"), "llava"),
    ])
    func whatDoesNotFitIsNamed(file: String, path: String, value: JSONValue, words: String) throws {
        try set(file, path, value)
        let said = fault()
        #expect(said.contains(words), "\(path): \(said)")
    }

    @Test func theChatTemplateOfAnotherModelIsRefusedWhereItWouldBeUsed() throws {
        let template = "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{% endfor %}"
        try set("chat_template.json", "chat_template", .string(template))
        let model = try IdeficsModel(checkpoint: scratch.path)
        let picture = model.images.prepare(rgb: [1, 2, 3], width: 1, height: 1)
        let asked: [() throws -> Void] = [
            { _ = try model.prompts.conversation([], asksForAnswer: true) },
            { _ = try Captioner(model).prompt(picture) },
        ]
        for ask in asked {
            let error = #expect(throws: IdeficsError.self) { try ask() }
            #expect(error?.description.contains("chat_template.json: chat_template is that of another model") == true)
        }
        // Whoever brings words of their own, or scores, needs no template.
        _ = try Captioner(model, prefix: "This is").prompt(picture)
        _ = try DocumentScorer(model).score([.image(picture), .text("A duck.")])
    }
}
