import Platform
import Tensors
import TestKit
import Testing

@testable import Idefics

/// What is read of a JSON file of a checkpoint, and in which words each fault is told.
@Suite struct ConfigurationFileTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func file(_ text: String) throws -> ConfigurationFile {
        try ConfigurationFile(path: try scratch.write(Array(text.utf8), "c.json"))
    }

    /// What is wrong by the words of the error; nil when nothing is.
    private func problem<T>(_ body: () throws -> T) -> String? {
        do {
            _ = try body()
            return nil
        } catch IdeficsError.configuration(let file, let problem) {
            #expect(file == scratch.file("c.json"))
            return problem
        } catch {
            return "another error: \(error)"
        }
    }

    @Test("A file that is not there is an error of the system") func missing() {
        #expect {
            try ConfigurationFile(path: scratch.file("none.json"))
        } throws: { error in
            if case .system? = error as? IdeficsError { true } else { false }
        }
    }

    @Test("A file that is no object is named", arguments: [("[1]", "is an array"), ("7", "is a number")])
    func noObject(text: String, words: String) {
        #expect(problem { try file(text) } == words + ", not an object")
    }

    @Test("What is no JSON is said to be none") func noJSON() {
        #expect(problem { try file("{") }?.hasPrefix("not JSON: ") == true)
    }

    @Test("A field that is null counts as absent") func null() throws {
        let file = try file(#"{"a": null, "b": false}"#)
        #expect(file.value("a") == nil && file.value("none") == nil && file.value("b") != nil)
        #expect(try file.integer("a", in: 1...9, default: 4) == 4)
        #expect(try file.section("a").text("x", default: "y") == "y")
        #expect(try file.identifiers("a", below: 3) == nil)
    }

    @Test("Both ends of a range belong to it, and what is outside is told with the range") func integers() throws {
        let file = try file(#"{"low": 2, "high": 5, "under": 1, "over": 6, "half": 2.5, "word": "3"}"#)
        #expect(try file.integer("low", in: 2...5) == 2)
        #expect(try file.integer("high", in: 2...5) == 5)
        #expect(problem { try file.integer("under", in: 2...5, default: 3) } == "under is 1, not in 2 to 5")
        #expect(problem { try file.integer("over", in: 2...5) } == "over is 6, not in 2 to 5")
        #expect(problem { try file.integer("half", in: 2...5) } == "half is a number, not a whole number")
        #expect(problem { try file.integer("word", in: 2...5) } == "word is a string, not a whole number")
        #expect(problem { try file.integer("none", in: 2...5) } == "none is missing")
        // What stands in for a missing field is not compared with the range.
        #expect(try file.integer("none", in: 2...5, default: 9) == 9)
    }

    @Test("A number may be whole, and is held to its range") func numbers() throws {
        let file = try file(#"{"half": 0.5, "one": 1, "more": 1.5, "flag": true}"#)
        #expect(try file.number("half", in: 0.5...1, default: 0) == 0.5)
        #expect(try file.number("one", in: 0.5...1, default: 0) == 1)
        #expect(try file.number("none", in: 0.5...1, default: 7) == 7)
        #expect(problem { try file.number("more", in: 0.5...1, default: 0) } == "more is 1.5, not in 0.5 to 1.0")
        #expect(problem { try file.number("flag", in: 0...1, default: 0) } == "flag is a boolean, not a number")
    }

    @Test("Flags and texts have no other type") func flagsAndTexts() throws {
        let file = try file(#"{"yes": true, "no": false, "one": 1, "word": "w", "empty": ""}"#)
        #expect(try file.flag("yes", default: false) && !file.flag("no", default: true))
        #expect(try file.flag("none", default: true) && !file.flag("none", default: false))
        #expect(problem { try file.flag("one", default: true) } == "one is a number, not true or false")
        #expect(try file.text("word", default: "d") == "w" && file.text("empty", default: "d") == "")
        #expect(try file.text("none", default: "d") == "d")
        #expect(problem { try file.text("yes", default: "d") } == "yes is a boolean, not a string")
    }

    @Test("A fault in a section is told with the names of all sections around it") func sections() throws {
        let file = try file(#"{"a": {"b": {"c": "x"}}, "list": []}"#)
        let inner = try file.section("a").section("b")
        #expect(try inner.text("c", default: "") == "x")
        #expect(problem { try inner.flag("c", default: true) } == "a.b.c is a string, not true or false")
        #expect(problem { try file.section("list") } == "list is an array, not an object")
        let none = try file.section("none").section("n")
        #expect(problem { try none.integer("x", in: 0...1) } == "none.n.x is missing")
    }

    @Test("An activation is one of those that are known") func activations() throws {
        let file = try file(#"{"a": "gelu_pytorch_tanh", "b": "mish"}"#)
        #expect(try file.activation("a", default: .silu) == .geluTanh)
        #expect(try file.activation("none", default: .quickGELU) == .quickGELU)
        let known = "relu, gelu, quick_gelu, gelu_new, gelu_pytorch_tanh, silu, swish"
        #expect(problem { try file.activation("b", default: .silu) } == "b is 'mish'; known are " + known)
    }

    @Test("A list of numbers has as many as are asked for, and nothing else") func lists() throws {
        let file = try file(
            #"{"a": [1, 2.5, 3], "short": [1, 2], "mixed": [1, "2", 3], "more": [1, 2, 3, "4"], "n": 3}"#)
        #expect(try file.numbers("a", count: 3, default: []) == [1, 2.5, 3])
        #expect(try file.numbers("none", count: 3, default: [9]) == [9])
        for field in ["short", "mixed", "more", "n"] {
            let found = problem { try file.numbers(field, count: 3, default: []) }
            #expect(found == "\(field) is not a list of 3 numbers")
        }
    }

    @Test("An id may stand alone, and must be below the rows there are") func identifiers() throws {
        let file = try file(#"{"one": 2, "list": [0, 2], "none": [], "over": [1, 3], "under": -1, "word": ["1"]}"#)
        #expect(try file.identifiers("one", below: 3) == [2])
        #expect(try file.identifiers("list", below: 3) == [0, 2])
        #expect(try file.identifiers("none", below: 3) == [])
        for field in ["over", "under", "word"] {
            let found = problem { try file.identifiers(field, below: 3) }
            #expect(found == "\(field) holds something that is not an id below 3")
        }
    }

    @Test("What ends a text is read of the file beside, where there is one") func ends() throws {
        let path = scratch.file("config.json")
        #expect(try ConfigurationFile.ends(beside: path, below: 10) == nil)
        _ = try scratch.write(Array(#"{"eos_token_id": [3, 9]}"#.utf8), "generation_config.json")
        #expect(try ConfigurationFile.ends(beside: path, below: 10) == [3, 9])
        #expect(throws: IdeficsError.self) { try ConfigurationFile.ends(beside: path, below: 9) }
        _ = try scratch.write(Array("{}".utf8), "generation_config.json")
        #expect(try ConfigurationFile.ends(beside: path, below: 10) == nil)
    }
}

/// The configurations of IDEFICS-1 and of the processors, from files written out.
@Suite struct ModelConfigurationTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// A configuration of the fields that must be there and of `more`, whose first field may be one of those.
    private func model(_ more: String = "", generation: String? = nil) throws -> ModelConfiguration {
        let fields = [
            ("model_type", "\"idefics\""), ("vocab_size", "100"), ("hidden_size", "24"), ("intermediate_size", "40"),
            ("num_hidden_layers", "6"), ("num_attention_heads", "4"),
        ].filter { !more.hasPrefix(", \"\($0.0)\"") }
        let text = "{" + fields.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + more + "}"
        if let generation { _ = try scratch.write(Array(generation.utf8), "generation_config.json") }
        return try ModelConfiguration(path: try scratch.write(Array(text.utf8), "config.json"))
    }

    private func problem<T>(_ body: () throws -> T) -> String? {
        do {
            _ = try body()
            return nil
        } catch IdeficsError.configuration(_, let problem) {
            return problem
        } catch {
            return "another error: \(error)"
        }
    }

    @Test("Missing fields have the values of the published class") func defaults() throws {
        let found = try model()
        #expect(found.vocabularySize == 100 && found.hiddenSize == 24 && found.intermediateSize == 40)
        #expect(found.layers == 6 && found.heads == 4 && found.headDimension == 6 && found.crossBlocks == 6)
        #expect(found.additionalVocabularySize == 0 && found.crossLayerInterval == 1)
        #expect(!found.normalizesCrossQueriesAndKeys && !found.hasVectorGates && !found.usesResampler)
        #expect(!found.tiesWordEmbeddings && found.activation == .silu && found.rmsNormEpsilon == 1e-6)
        #expect(found.maximumPositions == 2048 && found.maximumTokens == 32_768 && found.storedType == "float32")
        #expect(found.specialTokens == SpecialTokens(padding: 0, beginning: 1, end: [2]))
        let vision = found.vision
        #expect(vision.width == 768 && vision.imageSize == 224 && vision.patchSize == 14 && vision.layers == 32)
        #expect(vision.heads == 16 && vision.intermediateSize == 5120 && vision.activation == .gelu)
        #expect(vision.layerNormEpsilon == 1e-5 && vision.headDimension == 48)
        #expect(vision.grid == 16 && vision.tokens == 257 && found.statesPerImage == 257)
        let resampler = found.resampler
        #expect(resampler.latents == 64 && resampler.depth == 6 && resampler.heads == 16)
        #expect(resampler.headDimension == 96 && resampler.innerWidth == 1536)
        #expect(!resampler.normalizesQueriesAndKeys)
    }

    @Test("Each field is read under its own name") func fields() throws {
        let found = try model(
            """
            , "additional_vocab_size": 2, "cross_layer_interval": 3, "qk_layer_norms": true, "alpha_type": "vector",
             "hidden_act": "relu", "rms_norm_eps": 0.5, "use_resampler": true, "tie_word_embeddings": true,
             "max_position_embeddings": 7, "dtype": "bfloat16", "eos_token_id": [101, 5], "pad_token_id": 9,
             "bos_token_id": 8,
             "vision_config": {"embed_dim": 30, "hidden_size": 99, "image_size": 50, "patch_size": 12,
              "num_hidden_layers": 3, "num_attention_heads": 5, "intermediate_size": 11, "layer_norm_eps": 0.25},
             "perceiver_config": {"resampler_n_latents": 13, "resampler_depth": 2, "resampler_n_heads": 3,
              "resampler_head_dim": 17, "qk_layer_norms_perceiver": true}
            """)
        #expect(found.additionalVocabularySize == 2 && found.crossLayerInterval == 3 && found.crossBlocks == 2)
        #expect(found.normalizesCrossQueriesAndKeys && found.hasVectorGates && found.activation == .relu)
        #expect(found.rmsNormEpsilon == 0.5 && found.usesResampler && found.tiesWordEmbeddings)
        #expect(found.maximumPositions == 7 && found.storedType == "bfloat16" && found.statesPerImage == 13)
        // An id may be one of the added rows.
        #expect(found.specialTokens == SpecialTokens(padding: 9, beginning: 8, end: [101, 5]))
        #expect(found.vision.width == 30 && found.vision.heads == 5 && found.vision.layers == 3)
        // A strip of two pixels does not fill a patch: four patches a side and the class token.
        #expect(found.vision.grid == 4 && found.vision.tokens == 17 && found.vision.intermediateSize == 11)
        #expect(found.vision.layerNormEpsilon == 0.25)
        #expect(found.resampler.depth == 2 && found.resampler.innerWidth == 51)
        #expect(found.resampler.normalizesQueriesAndKeys)
    }

    @Test("Of two names for the stored type the older one counts") func storedType() throws {
        #expect(try model(#", "torch_dtype": "float16", "dtype": "bfloat16""#).storedType == "float16")
    }

    @Test("What the generation's file says of the end of a text holds before the model's") func ends() throws {
        let said = #", "eos_token_id": 4"#
        #expect(try model(said).specialTokens.end == [4])
        #expect(try model(said, generation: "{}").specialTokens.end == [4])
        #expect(try model(said, generation: #"{"eos_token_id": [6, 7]}"#).specialTokens.end == [6, 7])
    }

    @Test(
        "What cannot be is named",
        arguments: [
            (#", "hidden_size": 26"#, "hidden_size is 26, which 4 heads do not divide into even widths"),
            // Four heads of five columns: rotary embeddings turn pairs.
            (#", "hidden_size": 20"#, "hidden_size is 20, which 4 heads do not divide into even widths"),
            (#", "cross_layer_interval": 4"#, "num_hidden_layers is 6, no multiple of cross_layer_interval 4"),
            (#", "eos_token_id": 100"#, "eos_token_id holds something that is not an id below 100"),
            (#", "vision_config": {"num_channels": 1}"#, "vision_config.num_channels is 1, not in 3 to 3"),
            (
                #", "vision_config": {"hidden_size": 10, "num_attention_heads": 3}"#,
                "vision_config.hidden_size is 10, which 3 heads do not divide"
            ),
            (
                #", "vision_config": {"embed_dim": 10, "num_attention_heads": 3}"#,
                "vision_config.embed_dim is 10, which 3 heads do not divide"
            ),
            (
                #", "vision_config": {"image_size": 8, "patch_size": 9}"#,
                "vision_config.patch_size is 9, larger than image_size 8"
            ),
            (
                #", "perceiver_config": {"resampler_depth": 0}"#,
                "perceiver_config.resampler_depth is 0, not in 1 to 4096"
            ),
        ]) func impossible(more: String, words: String)
    {
        #expect(problem { try model(more) } == words)
    }

    @Test("A model of another type is not read") func otherType() {
        #expect(throws: IdeficsError.unsupportedModel(found: "llama")) { try model(#", "model_type": "llama""#) }
        #expect(throws: IdeficsError.unsupportedModel(found: "")) { try model(#", "model_type": """#) }
    }

    // MARK: the pictures of IDEFICS-1

    @Test("Without a file pictures have the tower's size and CLIP's numbers") func noPictureFile() throws {
        let found = try ImageConfiguration(path: scratch.file("none"), vision: try model().vision)
        #expect(found.imageSize == 224)
        #expect(found.mean == [0.48145466, 0.4578275, 0.40821073])
        #expect(found.deviation == [0.26862954, 0.26130258, 0.27577711])
    }

    @Test("Mean and deviation are those of the file, and no deviation is zero") func pictureFile() throws {
        let vision = try model().vision
        func read(_ text: String) throws -> ImageConfiguration {
            try ImageConfiguration(path: try scratch.write(Array(text.utf8), "p.json"), vision: vision)
        }
        let found = try read(#"{"image_size": 224, "image_mean": [1, 2, 3], "image_std": [4, 5, 6]}"#)
        #expect(found.mean == [1, 2, 3] && found.deviation == [4, 5, 6])
        #expect(try read("{}").imageSize == 224)
        #expect(problem { try read(#"{"image_size": 336}"#) } == "image_size is 336, but the vision tower's is 224")
        #expect(problem { try read(#"{"image_std": [1, 0, 1]}"#) } == "image_std is not above zero")
    }

    // MARK: the pictures of Idefics3

    private func tiles(_ text: String?) throws -> TileConfiguration {
        let vision = try scratch.write(Array(#"{"image_size": 96, "patch_size": 12}"#.utf8), "v.json")
        if let text { _ = try scratch.write(Array(text.utf8), "t.json") }
        return try TileConfiguration(
            path: scratch.file("t.json"), vision: try SiglipConfiguration(ConfigurationFile(path: vision)))
    }

    @Test("Without a file a picture is four tiles long and its values lie between -1 and 1") func noTileFile() throws {
        let found = try tiles(nil)
        #expect(found.tileSize == 96 && found.longestEdge == 384 && found.splits)
        #expect(found.scale == 1.0 / 255 && found.mean == [0.5, 0.5, 0.5] && found.deviation == [0.5, 0.5, 0.5])
    }

    @Test("Scaling and normalising are switched off each by its own flag") func tileFlags() throws {
        let unscaled = try tiles(#"{"do_rescale": false, "rescale_factor": 0.5, "image_mean": [1, 2, 3]}"#)
        #expect(unscaled.scale == 1 && unscaled.mean == [1, 2, 3])
        let plain = try tiles(#"{"do_normalize": false, "rescale_factor": 0.5, "image_mean": [1, 2, 3]}"#)
        #expect(plain.scale == 0.5 && plain.mean == [0, 0, 0] && plain.deviation == [1, 1, 1])
        let whole = try tiles(#"{"do_image_splitting": false, "size": {"longest_edge": 200}}"#)
        #expect(!whole.splits && whole.longestEdge == 200)
    }

    @Test(
        "What this processor does not do is named",
        arguments: [
            (#"{"do_resize": false}"#, "do_resize is false; pictures that are not resized are not supported"),
            (#"{"resample": 3}"#, "resample is not 1 (Lanczos), the only filter that is supported"),
            (#"{"image_std": [0.5, 0.5, 0]}"#, "image_std is not above zero"),
            (
                #"{"max_image_size": {"longest_edge": 364}}"#,
                "max_image_size.longest_edge is 364, but the vision tower takes 96 pixels"
            ),
        ]) func noTiles(text: String, words: String)
    {
        #expect(problem { try tiles(text) } == words)
    }
}
