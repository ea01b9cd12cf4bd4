import CKernels

/// The weights of a feed-forward block: down(f(gate x)), or down(f(gate x) · up x). Letters: F the inner width.
public struct FeedForwardWeights {
    let gate: WeightMatrix
    let gateBias: FloatBuffer?
    let up: WeightMatrix?
    let activation: ActivationFunction
    let down: WeightMatrix
    let downBias: FloatBuffer?

    /// `gate` and `up` `[F, K]`, `down` `[N, F]`, a bias for each of their rows; `activation` is f.
    public init(
        gate: WeightMatrix, gateBias: FloatBuffer? = nil, up: WeightMatrix? = nil, activation: ActivationFunction,
        down: WeightMatrix, downBias: FloatBuffer? = nil
    ) {
        precondition(up.map { $0.rows == gate.rows && $0.columns == gate.columns } ?? true, "sizes differ")
        (self.gate, self.gateBias, self.up) = (gate, gateBias, up)
        (self.activation, self.down, self.downBias) = (activation, down, downBias)
    }
}

extension Compute {
    /// y = feed-forward of x (+ y): x `[T, K]`, y `[T, N]`.
    ///
    /// Where there is a kernel for it, the inner activations `[T, F]` are packed for `down` while they are in cache and
    /// never written out; the result is the same to the last bit.
    public func feedForward(
        _ x: Activations, _ weights: FeedForwardWeights, into y: Activations, accumulate: Bool = false
    ) {
        guard x.rows > 0 else { return }
        let down = [(weights.down, weights.downBias, y)]
        if hasKernel(for: weights, tokens: x.rows) {
            multiply(packedInner(x, weights), down, accumulate: accumulate)
        } else {
            workspace.scope {
                multiply(pack(innerActivations(x, weights), for: weights.down), down, accumulate: accumulate)
            }
        }
    }

    private func hasKernel(for weights: FeedForwardWeights, tokens: Int) -> Bool {
        var gate = weights.gate.matrix
        return ck_can_feed(&gate, arithmetic.code, Int64(tokens)) != 0
            && [weights.up ?? weights.gate, weights.down].allSatisfy { $0.format == weights.gate.format }
    }

    /// The inner activations, one step after the other.
    private func innerActivations(_ x: Activations, _ weights: FeedForwardWeights) -> Activations {
        let inner = workspace.take(rows: x.rows, columns: weights.gate.rows)
        if let up = weights.up {
            let raised = workspace.take(rows: x.rows, columns: up.rows)
            project(x, [(weights.gate, weights.gateBias, inner), (up, nil, raised)])
            gate(weights.activation, inner, by: raised)
        } else {
            linear(x, weights.gate, bias: weights.gateBias, into: inner)
            activate(weights.activation, inner)
        }
        return inner
    }

    /// The same as they are packed for `down`.
    private func packedInner(_ x: Activations, _ weights: FeedForwardWeights) -> PackedActivations {
        let packed = pack(x, for: weights.gate)
        inner.reserve(x.rows, for: weights.down, arithmetic)
        var matrices = [weights.gate.matrix]
        if let up = weights.up { matrices.append(up.matrix) }
        let serial = matrices.count * x.count * weights.gate.rows < Self.serialProducts
        let parts = Self.shares([weights.gate.rows], step: Int(CK_FEED_STEP), pieces: pool.threads * 4)
        matrices.withUnsafeBufferPointer { matrices in
            var block = ck_feed(
                gate: matrices.baseAddress, up: weights.up == nil ? nil : matrices.baseAddress.map { $0 + 1 },
                bias: weights.gateBias?.pointer, function: weights.activation.code, packed: packed.pointer,
                tokens: Int64(x.rows), inner: inner.pointer)
            ck_feed_begin(&block)
            let frozen = block
            forParts(parts.count, serial: serial) { index, _ in
                var block = frozen
                ck_feed_forward(&block, Int64(parts[index].rows.lowerBound), Int64(parts[index].rows.upperBound))
            }
        }
        return inner
    }
}
