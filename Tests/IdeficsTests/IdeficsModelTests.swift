import Platform
import TestKit
import Testing

@testable import Idefics

/// Loading, with the committed checkpoint.
@Suite struct IdeficsModelTests {
    private let checkpoint = Repository.emojiModel
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// A folder with the checkpoint's files, its configuration changed.
    private func copy(_ change: (String) -> String) throws -> String {
        let folder = scratch.path
        for name in ["preprocessor_config.json", "tokenizer.json", "model.safetensors"] {
            try Files.write(Files.read("\(checkpoint)/\(name)"), to: "\(folder)/\(name)")
        }
        try Files.write(change(Files.readText(checkpoint + "/config.json")), to: folder + "/config.json")
        return folder
    }

    /// It would run, and write nonsense.
    @Test(arguments: [
        ("\"num_hidden_layers\": 4", "\"num_hidden_layers\": 2", "model.gated_cross_attn_layers.1."),
        ("\"resampler_depth\": 2", "\"resampler_depth\": 1", "model.perceiver_resampler.blocks.1."),
        ("\"cross_layer_interval\": 2", "\"cross_layer_interval\": 4", "model.gated_cross_attn_layers.1."),
    ])
    func layersThatTheConfigurationDoesNotHaveAreRefused(old: String, new: String, tensor: String) throws {
        let folder = try copy { $0.replacing(old, with: new) }
        let error = try #require(throws: IdeficsError.self) { try IdeficsModel(checkpoint: folder) }
        #expect("\(error)".contains(tensor) && "\(error)".contains("config.json"), "\(error)")
    }

    @Test func memoryIsThatOfTheWeightsAsTheyAreUsed() throws {
        let description = try ModelDescription(folder: checkpoint)
        guard case .present(_, let bytes, _) = description.weights else { return #expect(Bool(false)) }
        // Norms and biases are f32 in memory, all else stays bf16.
        #expect((bytes...bytes * 11 / 10).contains(description.memory(.f32)))
        let folder = scratch.path
        _ = try CompactCheckpoint(
            quantizing: checkpoint, to: folder, options: LoadOptions(precision: .int8, threads: 1))
        let quantized = try ModelDescription(folder: folder)
        #expect(quantized.memory(.f32) == quantized.memory(.int8) && quantized.memory(.f32) < description.memory(.f32))
        #expect(quantized.text.contains("the weights stay int8"))
    }
}
