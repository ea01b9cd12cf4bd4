import Tensors

/// Tiles to states in Idefics3: vision tower, then connector.
struct Idefics3Encoder: PictureEncoder {
    let vision: SiglipTower
    let connector: Connector
    let tileSize, width: Int

    init(_ configuration: Idefics3Configuration, _ model: WeightScope, table: [Float]) throws(TensorError) {
        vision = try SiglipTower(configuration.vision, model.scope("vision_model"), table: table)
        connector = try Connector(configuration, model.scope("connector"))
        (tileSize, width) = (configuration.vision.imageSize, configuration.hiddenSize)
    }

    func callAsFunction(_ tiles: [[UInt8]], _ pass: Pass) -> Activations { connector(vision(tiles, pass), pass) }
}
