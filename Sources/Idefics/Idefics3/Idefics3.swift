import JSON
import Platform
import Tensors

/// Idefics3 (arXiv 2408.12637) and SmolVLM (arXiv 2504.05299): SigLIP, pixel shuffle, LLaMA that reads pictures as tokens.
struct Idefics3: ModelFamily {
    static let modelTypes = ["idefics3", "smolvlm"]
    static let ownTensors = "model.text_model."

    static func configuration(_ path: String) throws(IdeficsError) -> Idefics3Configuration {
        try Idefics3Configuration(path: path)
    }

    let configuration: Idefics3Configuration
    private let processor: TileProcessor
    private let template: ChatTemplate
    /// The token that begins a text, as the tokenizer's files name it.
    private let beginning: String?

    init(folder: String, options: LoadOptions) throws(IdeficsError) {
        configuration = try Idefics3Configuration(path: folder + "/config.json")
        if let tiles = options.tiles, tiles < 1 { throw .option("a picture is at least one tile, not \(tiles)") }
        processor = TileProcessor(
            try TileConfiguration(path: folder + "/preprocessor_config.json", vision: configuration.vision),
            maximumTiles: options.tiles)
        try Self.checkTokens(folder, configuration)
        template = try ChatTemplate(folder: folder)
        beginning = try Self.beginning(folder)
    }

    /// Refuses a processor that would put another number of tokens into a prompt than a tile has states.
    private static func checkTokens(_ folder: String, _ configuration: Idefics3Configuration) throws(IdeficsError) {
        let path = folder + "/processor_config.json"
        guard Files.exists(path) else { return }
        let file = try ConfigurationFile(path: path)
        let tokens = try file.integer(
            "image_seq_len", in: 0...Limits.width, default: configuration.statesPerTile)
        guard tokens == configuration.statesPerTile else {
            throw file.fault("image_seq_len", "is \(tokens), but a tile has \(configuration.statesPerTile) states")
        }
    }

    private static func beginning(_ folder: String) throws(IdeficsError) -> String? {
        for name in ["tokenizer_config.json", "special_tokens_map.json"] where Files.exists("\(folder)/\(name)") {
            let value = try ConfigurationFile(path: "\(folder)/\(name)").value("bos_token")
            if let text = value?.string ?? value?["content"]?.string { return text }
        }
        return nil
    }

    var images: any PictureProcessor { processor }

    func prompts(_ tokenizer: Tokenizer) throws(IdeficsError) -> any PromptMaker {
        try Idefics3Prompts(configuration, tokenizer: tokenizer, template: template, beginning: beginning)
    }

    func encoder(_ weights: WeightScope) throws(TensorError) -> any PictureEncoder {
        try Idefics3Encoder(configuration, weights.scope("model"), table: processor.table)
    }

    func decoder(_ weights: WeightScope, _ arithmetic: Arithmetic) throws(TensorError) -> any LanguageModel {
        try Idefics3Decoder(configuration, weights, arithmetic)
    }

    var layerCounts: [(prefix: String, count: Int)] {
        [
            ("model.text_model.layers.", configuration.layers),
            ("model.vision_model.encoder.layers.", configuration.vision.layers),
        ]
    }
}
