import Platform
import Tensors
import TestKit
import Testing

@testable import Idefics

/// The parts of the family by hand-checked numbers.
@Suite struct Idefics3PartsTests {
    /// 4 by 4 patches of one value, their own number, in squares of 2 by 2.
    @Test func pixelShuffleTakesSquares() {
        let patches = FloatBuffer((0..<16).map { Float($0) })
        let rows = FloatBuffer(count: 16)
        Connector.shuffle(
            Activations(patches, rows: 16), side: 4, scale: 2, into: Activations(rows, rows: 4))
        #expect(rows.array == [0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15])
    }

    /// Two tiles of 2 by 2 patches of two values: each tile becomes one row.
    @Test func pixelShuffleKeepsTilesApart() {
        let patches = FloatBuffer((0..<16).map { Float($0) })
        let rows = FloatBuffer(count: 16)
        Connector.shuffle(Activations(patches, rows: 8), side: 2, scale: 2, into: Activations(rows, rows: 2))
        #expect(rows.array == (0..<16).map { Float($0) })
    }

    @Test func placesSpreadOverTheTable() {
        #expect(PatchPlaces(side: 2).positions == [0, 1, 2, 3] && PatchPlaces(side: 2).valid == nil)
        // 1 of 2 rows, 2 of 2 columns.
        let half = PatchPlaces(side: 2, rows: 1, columns: 2)
        #expect(half.positions == [0, 1, 0, 0] && half.valid == [0, 1])
        // 2 of 4 rows take places 0 and 2, 3 of 4 columns 0, 1 and 2.
        let part = PatchPlaces(side: 4, rows: 2, columns: 3)
        #expect(part.positions == [0, 1, 2, 0, 8, 9, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(part.valid == [0, 1, 2, 4, 5, 6])
    }

    /// Which picture each token belongs to, and which of its rows.
    @Test func eachTokenOfAPictureTakesItsOwnRow() {
        let a = ImageStates([FloatBuffer([1, 2, 3, 4])], width: 2)
        let b = ImageStates([FloatBuffer([5, 6]), FloatBuffer([7, 8])], width: 2)
        let seen = [a, b].seen(by: [-1, 0, 0, -1, 1, -1, 1])
        #expect(seen.map { $0?.row } == [nil, 0, 1, nil, 0, nil, 1])
        #expect(seen[6]?.states === b && b.count == 2 && b.row(1)[0] == 7)
        let masked = [ImageStates]().seen(by: [-1, 0])
        #expect(masked[0] == nil && masked[1] != nil && masked[1]?.states == nil)
    }

    private func configuration(_ text: String, vision: String = "", more: String = "") throws -> Idefics3Configuration {
        let scratch = try Scratch()
        try Files.write(
            """
            {"model_type": "smolvlm", "scale_factor": 2, "image_token_id": 5,
             "text_config": {"vocab_size": 10, "hidden_size": 8, "num_attention_heads": 4\(text)},
             "vision_config": {"image_size": 64, "patch_size": 16, "hidden_size": 12, "num_attention_heads": 3\(vision)}\(more)}
            """, to: scratch.file("config.json"))
        return try Idefics3Configuration(path: scratch.file("config.json"))
    }

    @Test func missingFieldsHaveTheClassesValues() throws {
        let found = try configuration("")
        #expect(found.keyHeads == 4 && found.headDimension == 2 && found.layers == 32 && found.rmsNormEpsilon == 1e-6)
        #expect(found.vision.layers == 12 && found.vision.intermediateSize == 3072 && !found.tiesWordEmbeddings)
        #expect(found.rotary.theta == 10000 && found.rotary.scaling == nil && found.statesPerTile == 4)
    }

    /// Only the text section's flag says that the head is the embedding.
    @Test func onlyTheTextSectionTiesTheHead() throws {
        #expect(try !configuration("", more: #", "tie_word_embeddings": true"#).tiesWordEmbeddings)
        let tied = try configuration(#", "tie_word_embeddings": true"#)
        #expect(tied.tiesWordEmbeddings)
        #expect(!tied.parameterList.parameters.contains { $0.name == "lm_head.weight" })
    }

    @Test(arguments: [
        (#", "num_key_value_heads": 3"#, "", "text_config.num_key_value_heads is 3, which does not divide 4 heads"),
        (#", "attention_bias": true"#, "", "text_config.attention_bias is true"),
        (#", "rope_scaling": {"rope_type": "yarn"}"#, "", "text_config.rope_scaling.rope_type is 'yarn'"),
        (#", "head_dim": 3"#, "", "text_config.head_dim is 3, an odd number"),
        ("", #", "hidden_act": "mish""#, "vision_config.hidden_act is 'mish'"),
        ("", #", "num_attention_heads": 5"#, ""),
    ]) func whatCannotBeIsNamed(text: String, vision: String, problem: String) {
        #expect {
            try configuration(text, vision: vision)
        } throws: { error in
            guard case .configuration(_, let found) = error as? IdeficsError else { return false }
            return found.hasPrefix(problem)
        }
    }

    @Test func scaleFactorsAndImageTokensMustFit() {
        #expect(throws: IdeficsError.self) { try configuration("", more: #", "scale_factor": 3"#) }
        #expect(throws: IdeficsError.self) { try configuration(#", "vocab_size": 4"#) }
    }

    /// Llama 3's rule on three frequencies: short waves stay, long ones turn 4 times slower, one lies half way.
    @Test func slowFrequenciesAreScaled() throws {
        let found = try configuration(
            """
            , "rope_theta": 1.0, "rope_scaling": {"rope_type": "llama3", "factor": 4.0, "low_freq_factor": 1.0,
              "high_freq_factor": 2.0, "original_max_position_embeddings": 8}
            """)
        // With a base of 1 each frequency is 1: the wave is 2π = 6.28, between 8 / 2 = 4 and 8 / 1 = 8.
        // Share of the unscaled: (8 / 6.2832 - 1) / (2 - 1) = 0.27324; 0.72676 / 4 + 0.27324 = 0.45493.
        let frequencies = found.rotary.frequencies(headDimension: 4)
        #expect(frequencies.count == 2 && abs(frequencies[0] - 0.45493) < 1e-4 && abs(frequencies[1] - 0.45493) < 1e-4)
    }

    /// The published sizes; the sums are those of the published files.
    @Test(arguments: [
        (576, 1536, 30, 9, 3, 256_484_928, 471), (960, 2560, 32, 15, 5, 507_482_304, 489),
    ]) func countsThePublishedModels(h: Int, f: Int, layers: Int, heads: Int, keys: Int, parameters: Int, tensors: Int)
        throws
    {
        let scratch = try Scratch()
        try Files.write(
            """
            {"model_type": "idefics3", "scale_factor": 4, "image_token_id": 49190,
             "text_config": {"vocab_size": 49280, "hidden_size": \(h), "intermediate_size": \(f), "num_hidden_layers": \(layers),
              "num_attention_heads": \(heads), "num_key_value_heads": \(keys), "head_dim": 64},
             "vision_config": {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
              "num_attention_heads": 12, "image_size": 512, "patch_size": 16}}
            """, to: scratch.file("config.json"))
        let description = try ModelDescription(folder: scratch.path)
        #expect(description.parameters.count == parameters)
        #expect(description.parameters.parameters.count == tensors)
        #expect(description.text.hasPrefix("Idefics3, ") && description.text.contains("connector"))
    }
}
