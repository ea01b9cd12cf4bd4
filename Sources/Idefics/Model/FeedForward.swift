import Tensors

/// The gated feed-forward block of decoder layers and cross-attention blocks: down(f(gate y) · up y).
struct FeedForward {
    let gate, up: Linear  // (f, h)
    let down: Linear  // (h, f)
    let activation: ActivationFunction

    init(_ configuration: ModelConfiguration, _ weights: WeightScope) throws(TensorError) {
        let (h, f) = (configuration.hiddenSize, configuration.intermediateSize)
        gate = try Linear(weights.scope("gate_proj"), out: f, in: h)
        up = try Linear(weights.scope("up_proj"), out: f, in: h)
        down = try Linear(weights.scope("down_proj"), out: h, in: f)
        activation = configuration.activation
    }

    /// out = down(f(gate y) · up y), or added to `out`.
    func callAsFunction(_ y: Activations, into out: Activations, accumulate: Bool, on compute: Compute) {
        compute.workspace.scope {
            let gated = compute.workspace.take(rows: y.rows, columns: gate.weight.rows)
            let raised = compute.workspace.take(rows: y.rows, columns: gate.weight.rows)
            compute.project(y, [(gate.weight, nil, gated), (up.weight, nil, raised)])
            compute.gate(activation, gated, by: raised)
            down(gated, into: out, accumulate: accumulate, on: compute)
        }
    }
}
