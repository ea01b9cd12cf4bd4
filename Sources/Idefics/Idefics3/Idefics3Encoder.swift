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

    /// SigLIP's head for a whole picture is not in these checkpoints: the mean of the patches stands for it.
    func summaries(_ tiles: [[UInt8]], _ pass: Pass) -> Activations {
        let states = vision(tiles, pass)
        let patches = states.rows / max(1, tiles.count)
        let means = pass.compute.workspace.take(rows: tiles.count, columns: states.columns)
        for tile in tiles.indices {
            let mean = means.row(tile)
            for column in 0..<states.columns {
                var sum: Float = 0
                for patch in 0..<patches { sum += states.row(tile * patches + patch)[column] }
                mean[column] = sum / Float(patches)
            }
        }
        return means
    }
}
