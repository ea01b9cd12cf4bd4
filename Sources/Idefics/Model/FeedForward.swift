import Tensors

/// The gated feed-forward block of decoder layers and cross-attention blocks: down(f(gate y) · up y).
struct FeedForward {
    private let weights: FeedForwardWeights

    init(_ sizes: DecoderLayerSizes, _ scope: WeightScope) throws(TensorError) {
        let (h, f) = (sizes.width, sizes.innerWidth)
        weights = FeedForwardWeights(
            gate: try scope.scope("gate_proj").matrix("weight", rows: f, columns: h),
            up: try scope.scope("up_proj").matrix("weight", rows: f, columns: h),
            activation: sizes.activation,
            down: try scope.scope("down_proj").matrix("weight", rows: h, columns: f))
    }

    /// out = down(f(gate y) · up y), or added to `out`.
    func callAsFunction(_ y: Activations, into out: Activations, accumulate: Bool, on compute: Compute) {
        compute.feedForward(y, weights, into: out, accumulate: accumulate)
    }
}
