import Tensors

/// From patches to rows of the decoder's width: s by s neighbouring patches become one row (pixel shuffle, arXiv
/// 1609.05158 the other way round), then one product.
struct Connector {
    private let side, scale: Int
    private let projection: Linear  // (h, e * s * s)

    init(_ configuration: Idefics3Configuration, _ weights: WeightScope) throws(TensorError) {
        (side, scale) = (configuration.vision.side, configuration.scaleFactor)
        projection = try Linear(
            weights.scope("modality_projection").scope("proj"), out: configuration.hiddenSize,
            in: configuration.vision.width * scale * scale)
    }

    /// Patches `[tiles * side², e]` to states `[tiles * (side / s)², h]` in the workspace.
    func callAsFunction(_ patches: Activations, _ pass: Pass) -> Activations {
        let workspace = pass.compute.workspace
        let rows = patches.rows / (scale * scale)
        let result = workspace.take(rows: rows, columns: projection.weight.rows)
        workspace.scope {
            let shuffled = workspace.take(rows: rows, columns: patches.columns * scale * scale)
            Self.shuffle(patches, side: side, scale: scale, into: shuffled)
            pass.trace?("connector.pixel_shuffle", shuffled)
            projection(shuffled, into: result, on: pass.compute)
        }
        pass.trace?("connector", result)
        return result
    }

    /// Row (r, c) of a tile becomes the patches (r * s + i, c * s + j), i the outer index.
    static func shuffle(_ patches: Activations, side: Int, scale: Int, into rows: Activations) {
        let (width, places) = (patches.columns, side / scale)
        for row in 0..<rows.rows {
            let (tile, place) = (row / (places * places), row % (places * places))
            let first = tile * side * side + place / places * scale * side + place % places * scale
            for part in 0..<scale * scale {
                let patch = first + part / scale * side + part % scale
                (rows.row(row) + part * width).update(from: patches.row(patch), count: width)
            }
        }
    }
}
