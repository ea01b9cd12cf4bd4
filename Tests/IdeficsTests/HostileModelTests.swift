import Platform
import Tensors
import TestKit
import Testing

@testable import Idefics

/// Every malformed checkpoint is a named error before anything is computed.
@Suite struct HostileModelTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// A copy of `tiny` that a test may damage.
    private func copy(of golden: Golden) throws -> String {
        let folder = scratch.path
        for file in ["config.json", "preprocessor_config.json", "tokenizer.json", "model.safetensors"] {
            try Files.write(Files.read("\(golden.folder)/\(file)"), to: "\(folder)/\(file)")
        }
        return folder
    }

    private func fault(_ folder: String) -> IdeficsError? {
        do throws(IdeficsError) {
            _ = try IdeficsModel(checkpoint: folder)
            return nil
        } catch { return error }
    }

    @Test(
        .needsShared("fixtures/idefics", "hostile/model"),
        arguments: ["config_empty", "config_heads", "config_negative", "config_not_json"])
    func malformedConfigurations(file: String) throws {
        let golden = try Golden("tiny")
        let bad = try Shared.require("hostile/model/\(file).json")
        let folder = try copy(of: golden)
        try Files.write(Files.read(bad), to: folder + "/config.json")
        guard case .configuration(let named, _) = fault(folder) else {
            Issue.record("\(String(describing: fault(folder)))")
            return
        }
        #expect(named == folder + "/config.json")
    }

    @Test(.needsShared("fixtures/idefics", "hostile/model/config_other_model.json")) func otherModels() throws {
        let golden = try Golden("tiny")
        let bad = try Shared.require("hostile/model/config_other_model.json")
        let folder = try copy(of: golden)
        try Files.write(Files.read(bad), to: folder + "/config.json")
        #expect(fault(folder) == .unsupportedModel(found: "bert"))
    }

    @Test(.needsShared("fixtures/idefics", "hostile/model/ok.safetensors")) func missingTensors() throws {
        let golden = try Golden("tiny")
        let ok = try Shared.require("hostile/model/ok.safetensors")
        let folder = try copy(of: golden)
        try Files.write(Files.read(ok), to: folder + "/model.safetensors")
        guard case .weights(.missing(let name)) = fault(folder) else {
            Issue.record("\(String(describing: fault(folder)))")
            return
        }
        #expect(name.hasPrefix("model."))
    }

    @Test(.needsShared("fixtures/idefics")) func wrongShapesAreNamed() throws {
        let golden = try Golden("tiny")
        let folder = try copy(of: golden)
        var config = try Files.readText(folder + "/config.json")
        config.replace("\"intermediate_size\": 176,\n \"max", with: "\"intermediate_size\": 180,\n \"max")
        try Files.write(config, to: folder + "/config.json")
        #expect(
            fault(folder)
                == .weights(
                    .shape(
                        tensor: "model.gated_cross_attn_layers.0.mlp.gate_proj.weight", expected: [180, 64],
                        found: [176, 64])))
    }

    @Test(.needsShared("fixtures/idefics")) func vocabularySmallerThanAnID() throws {
        let golden = try Golden("tiny")
        let folder = try copy(of: golden)
        var tokenizer = try Files.readText(folder + "/tokenizer.json")
        tokenizer.replace("\"id\": 1501", with: "\"id\": 1502")
        try Files.write(tokenizer, to: folder + "/tokenizer.json")
        #expect(fault(folder) == .vocabulary(token: "<image>", id: 1502, rows: 1502))
    }

    @Test(.needsShared("fixtures/idefics")) func nanWeightsAreReportedBeforeInference() throws {
        let golden = try Golden("tiny")
        let folder = try copy(of: golden)
        var bytes = try Files.read(folder + "/model.safetensors")
        let file = try SafetensorsFile(path: folder + "/model.safetensors")
        let name = "model.layers.2.mlp.up_proj.weight"
        let tensor = try file.tensors[name].map { $0 } ?? #require(nil)
        let base = try #require(tensor.bytes.baseAddress) - #require(tensor.file.bytes.baseAddress)
        bytes.replaceSubrange(base + 400..<base + 404, with: [0, 0, 0xC0, 0x7F])
        try Files.write(bytes, to: folder + "/model.safetensors")
        let model = try IdeficsModel(checkpoint: folder)
        let prompt = try model.prompts.build([.text("Hello")])
        #expect(throws: IdeficsError.weights(.notFinite(tensor: name, count: 1))) { try model.generate([prompt]) }
    }

    @Test(.needsShared("fixtures/idefics")) func everyTruncationOfAConfigurationIsRefused() throws {
        let golden = try Golden("tiny")
        let folder = scratch.path
        let bytes = try Files.read(golden.folder + "/config.json")
        for length in stride(from: 0, to: bytes.count - 2, by: 97) {
            try Files.write(Array(bytes.prefix(length)), to: folder + "/config.json")
            #expect(throws: IdeficsError.self) { try ModelConfiguration(path: folder + "/config.json") }
        }
    }
}
