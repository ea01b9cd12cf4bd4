import Tensors

/// Pictures to states in IDEFICS-1: vision tower, then the perceiver resampler where there is one.
struct Idefics1Encoder: PictureEncoder {
    private let vision: VisionTower
    private let resampler: PerceiverResampler?
    let tileSize, width: Int

    init(_ configuration: ModelConfiguration, _ model: WeightScope, table: [Float]) throws(TensorError) {
        vision = try VisionTower(configuration.vision, model.scope("vision_model"), table: table)
        resampler =
            configuration.usesResampler
            ? try PerceiverResampler(
                configuration.resampler, width: configuration.vision.width, model.scope("perceiver_resampler")) : nil
        (tileSize, width) = (configuration.vision.imageSize, configuration.vision.width)
    }

    func callAsFunction(_ tiles: [[UInt8]], _ pass: Pass) -> Activations {
        let rows = vision(tiles, pass)
        return resampler.map { $0(rows, images: tiles.count, pass) } ?? rows
    }

    func summaries(_ tiles: [[UInt8]], _ pass: Pass) -> Activations { vision.pooled(vision(tiles, pass), pass) }
}
