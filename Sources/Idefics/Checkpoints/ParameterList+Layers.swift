extension ParameterList {
    /// Adds a layer of a vision transformer.
    mutating func addEncoderLayer(_ sizes: EncoderLayerSizes, _ prefix: String) {
        let (e, f) = (sizes.width, sizes.innerWidth)
        for name in ["q_proj", "k_proj", "v_proj", "out_proj"] {
            add(prefix + "self_attn.\(name).weight", [e, e], .matrix)
            add(prefix + "self_attn.\(name).bias", [e], .vector)
        }
        addNorm(prefix + "layer_norm1", e)
        addNorm(prefix + "layer_norm2", e)
        add(prefix + "mlp.fc1.weight", [f, e], .matrix)
        add(prefix + "mlp.fc1.bias", [f], .vector)
        add(prefix + "mlp.fc2.weight", [e, f], .matrix)
        add(prefix + "mlp.fc2.bias", [e], .vector)
    }

    /// Adds a LLaMA decoder layer.
    mutating func addDecoderLayer(_ sizes: DecoderLayerSizes, _ prefix: String) {
        let (h, own, keys) = (sizes.width, sizes.heads * sizes.headDimension, sizes.keyHeads * sizes.headDimension)
        add(prefix + ".self_attn.q_proj.weight", [own, h], .matrix)
        add(prefix + ".self_attn.k_proj.weight", [keys, h], .matrix)
        add(prefix + ".self_attn.v_proj.weight", [keys, h], .matrix)
        add(prefix + ".self_attn.o_proj.weight", [h, own], .matrix)
        addFeedForward(sizes, prefix)
    }

    /// Adds a gated feed-forward block and the norms around it.
    mutating func addFeedForward(_ sizes: DecoderLayerSizes, _ prefix: String) {
        let (h, f) = (sizes.width, sizes.innerWidth)
        add(prefix + ".mlp.gate_proj.weight", [f, h], .matrix)
        add(prefix + ".mlp.up_proj.weight", [f, h], .matrix)
        add(prefix + ".mlp.down_proj.weight", [h, f], .matrix)
        add(prefix + ".input_layernorm.weight", [h], .vector)
        add(prefix + ".post_attention_layernorm.weight", [h], .vector)
    }
}
