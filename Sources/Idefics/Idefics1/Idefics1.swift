import Tensors

/// IDEFICS-1 (arXiv 2306.16527): CLIP, perceiver resampler, LLaMA with gated cross-attention.
struct Idefics1: ModelFamily {
    static let modelTypes = ["idefics"]
    static let ownTensors = "model.gated_cross_attn_layers."

    static func configuration(_ path: String) throws(IdeficsError) -> ModelConfiguration {
        try ModelConfiguration(path: path)
    }

    let configuration: ModelConfiguration
    private let processor: ImageProcessor

    init(folder: String, options: LoadOptions) throws(IdeficsError) {
        configuration = try ModelConfiguration(path: folder + "/config.json")
        processor = ImageProcessor(
            try ImageConfiguration(path: folder + "/preprocessor_config.json", vision: configuration.vision))
    }

    var images: any PictureProcessor { processor }

    func prompts(_ tokenizer: Tokenizer) throws(IdeficsError) -> any PromptMaker {
        try PromptBuilder(tokenizer: tokenizer, specialTokens: configuration.specialTokens)
    }

    func encoder(_ weights: WeightScope) throws(TensorError) -> any PictureEncoder {
        try Idefics1Encoder(configuration, weights.scope("model"), table: processor.table)
    }

    func decoder(_ weights: WeightScope, _ arithmetic: Arithmetic) throws(TensorError) -> any LanguageModel {
        try Decoder(configuration, weights, arithmetic)
    }

    var layerCounts: [(prefix: String, count: Int)] {
        [
            ("model.layers.", configuration.layers), ("model.gated_cross_attn_layers.", configuration.crossBlocks),
            ("model.vision_model.encoder.layers.", configuration.vision.layers),
            (
                "model.perceiver_resampler.blocks.",
                configuration.usesResampler ? configuration.resampler.depth : Int.max
            ),
        ]
    }
}
