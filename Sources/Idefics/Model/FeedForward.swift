import Tensors

/// The gated feed-forward block of decoder layers and cross-attention blocks: down(f(gate y) · up y).
struct FeedForward {
    private let weights: FeedForwardWeights

    init(_ configuration: ModelConfiguration, _ scope: WeightScope) throws(TensorError) {
        let (h, f) = (configuration.hiddenSize, configuration.intermediateSize)
        weights = FeedForwardWeights(
            gate: try scope.scope("gate_proj").matrix("weight", rows: f, columns: h),
            up: try scope.scope("up_proj").matrix("weight", rows: f, columns: h),
            activation: configuration.activation,
            down: try scope.scope("down_proj").matrix("weight", rows: h, columns: f))
    }

    /// out = down(f(gate y) · up y), or added to `out`.
    func callAsFunction(_ y: Activations, into out: Activations, accumulate: Bool, on compute: Compute) {
        compute.feedForward(y, weights, into: out, accumulate: accumulate)
    }
}
