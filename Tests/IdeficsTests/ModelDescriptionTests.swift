import JSON
import Platform
import Tensors
import TestKit
import Testing

@testable import Idefics

@Suite struct ModelDescriptionTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(.needsShared("fixtures/idefics"), arguments: Golden.names) func listsExactlyTheCheckpointsTensors(
        name: String
    ) throws {
        let golden = try Golden(name)
        let list = ParameterList(try ModelConfiguration(path: golden.folder + "/config.json"))
        let wanted = try golden.json("tensors.json").members ?? []
        #expect(list.parameters.count == wanted.count)
        let shapes = Dictionary(uniqueKeysWithValues: wanted.map { ($0.key, $0.value.list[0].integers) })
        for parameter in list.parameters { #expect(shapes[parameter.name] == parameter.shape, "\(parameter.name)") }
    }

    /// What ends a text: the file of generation first, then `config.json`.
    @Test func endsOfTextAreThoseOfGeneration() throws {
        let path = scratch.file("config.json")
        try Files.write(Files.read(Repository.emojiModel + "/config.json"), to: path)
        #expect(try ModelConfiguration(path: path).specialTokens.end == [2])
        let generation = scratch.file("generation_config.json")
        try Files.write(#"{"eos_token_id": [2, 1201]}"#, to: generation)
        #expect(try ModelConfiguration(path: path).specialTokens.end == [2, 1201])
        try Files.write(#"{"eos_token_id": 70000}"#, to: generation)
        let fault = IdeficsError.configuration(
            file: generation, problem: "eos_token_id holds something that is not an id below 1202")
        #expect(throws: fault) { try ModelConfiguration(path: path) }
        try Files.write("{}", to: generation)
        #expect(try ModelConfiguration(path: path).specialTokens.end == [2])
    }

    /// The published sizes; the sums are those of the published 9B and 80B checkpoints.
    @Test(arguments: [
        (4096, 11008, 32, 32, 8_929_679_632, 1015), (8192, 22016, 80, 64, 79_967_843_624, 1603),
    ]) func countsThePublishedModels(h: Int, f: Int, layers: Int, heads: Int, parameters: Int, tensors: Int) throws {
        let folder = scratch.path
        try Files.write(
            """
            {"model_type": "idefics", "vocab_size": 32000, "additional_vocab_size": 2, "hidden_size": \(h),
             "intermediate_size": \(f), "num_hidden_layers": \(layers), "num_attention_heads": \(heads),
             "cross_layer_interval": 4, "qk_layer_norms": true, "use_resampler": true, "alpha_type": "float",
             "vision_config": {"embed_dim": 1280, "image_size": 224, "patch_size": 14, "num_hidden_layers": 32,
              "num_attention_heads": 16, "intermediate_size": 5120},
             "perceiver_config": {"resampler_n_latents": 64, "resampler_depth": 6, "resampler_n_heads": 16,
              "resampler_head_dim": 96, "qk_layer_norms_perceiver": true}}
            """, to: folder + "/config.json")
        let description = try ModelDescription(folder: folder)
        #expect(description.parameters.count == parameters)
        #expect(description.parameters.parameters.count == tensors)
        #expect(description.weights == .absent)
        #expect(description.memory(.bf16) >= 2 * parameters)
        #expect(
            description.memory(.int4) < description.memory(.int8)
                && description.memory(.int8) < description.memory(.bf16))
        #expect(description.text.contains("LLaMA"))
        // An index whose files are not here is read too, and says what it lacks.
        let names = description.parameters.parameters.dropFirst().map {
            "\"\($0.name)\": \"model-00001-of-00019.safetensors\""
        }
        try Files.write(
            "{\"metadata\": {\"total_size\": \(parameters * 2)}, \"weight_map\": {\(names.joined(separator: ","))}}",
            to: folder + "/model.safetensors.index.json")
        #expect(
            try ModelDescription(folder: folder).weights
                == .indexed(
                    tensors: tensors - 1, bytes: parameters * 2,
                    missing: ["model.vision_model.embeddings.class_embedding"]))
    }

    @Test(.needsShared("fixtures/idefics")) func describesACompleteCheckpoint() throws {
        let golden = try Golden("tiny-instruct")
        let description = try ModelDescription(folder: golden.folder)
        guard case .present(let tensors, _, let format) = description.weights else {
            Issue.record("not present")
            return
        }
        #expect(tensors == description.parameters.parameters.count && format == "bf16")
        #expect(
            try JSONValue(parsing: Array(description.json.utf8))["parameters"]?.integer == description.parameters.count)
    }
}
