extension ModelConfiguration {
    /// Every tensor of such a checkpoint.
    public var parameterList: ParameterList {
        var list = ParameterList()
        list.addVision(vision)
        if usesResampler { list.addResampler(resampler, width: vision.width) }
        list.addEmbeddings(self)
        list.part = .decoder
        for index in 0..<layers { list.addDecoderLayer(layerSizes, "model.layers.\(index)") }
        list.add("model.norm.weight", [hiddenSize], .vector)
        list.part = .cross
        for index in 0..<crossBlocks { list.addCrossBlock(self, "model.gated_cross_attn_layers.\(index)") }
        return list
    }
}

extension ParameterList {
    fileprivate mutating func addVision(_ vision: VisionConfiguration) {
        part = .vision
        let (e, patch, prefix) = (vision.width, vision.patchSize, "model.vision_model.")
        add(prefix + "embeddings.class_embedding", [e], .vector)
        add(prefix + "embeddings.patch_embedding.weight", [e, vision.channels, patch, patch], .table)
        add(prefix + "embeddings.position_embedding.weight", [vision.tokens, e], .vector)
        addNorm(prefix + "pre_layrnorm", e)
        addNorm(prefix + "post_layernorm", e)
        for index in 0..<vision.layers { addEncoderLayer(vision.layerSizes, prefix + "encoder.layers.\(index).") }
    }

    fileprivate mutating func addResampler(_ resampler: ResamplerConfiguration, width e: Int) {
        part = .resampler
        let (prefix, inner) = ("model.perceiver_resampler.", resampler.innerWidth)
        add(prefix + "latents", [resampler.latents, e], .vector)
        for index in 0..<resampler.depth {
            let attention = prefix + "blocks.\(index).0."
            addNorm(attention + "context_layer_norm", e)
            addNorm(attention + "latents_layer_norm", e)
            if resampler.normalizesQueriesAndKeys {
                addNorm(attention + "q_layer_norm", resampler.headDimension)
                addNorm(attention + "k_layer_norm", resampler.headDimension)
            }
            for name in ["q_proj", "k_proj", "v_proj"] { add(attention + name + ".weight", [inner, e], .matrix) }
            add(attention + "output_proj.weight", [e, inner], .matrix)
            addNorm(prefix + "blocks.\(index).1.ln", e)
            add(prefix + "blocks.\(index).1.fc.weight", [4 * e, e], .matrix)
            add(prefix + "blocks.\(index).1.c_proj.weight", [e, 4 * e], .matrix)
        }
        addNorm(prefix + "layer_norm", e)
    }

    fileprivate mutating func addEmbeddings(_ configuration: ModelConfiguration) {
        let (v, a) = (configuration.vocabularySize, configuration.additionalVocabularySize)
        let h = configuration.hiddenSize
        part = .embeddings
        add("model.embed_tokens.weight", [v, h], .table)
        if a > 0 { add("model.embed_tokens.additional_embedding.weight", [a, h], .table) }
        guard !configuration.tiesWordEmbeddings else { return }
        part = .head
        add("lm_head.weight", [v, h], .matrix)
        if a > 0 { add("lm_head.additional_fc.weight", [a, h], .matrix) }
    }

    fileprivate mutating func addCrossBlock(_ configuration: ModelConfiguration, _ prefix: String) {
        let (h, e) = (configuration.hiddenSize, configuration.vision.width)
        let gate = configuration.hasVectorGates ? [1, 1, h] : [1]
        add(prefix + ".alpha_cross_attn", gate, .vector)
        add(prefix + ".alpha_dense", gate, .vector)
        add(prefix + ".cross_attn.q_proj.weight", [h, h], .matrix)
        add(prefix + ".cross_attn.k_proj.weight", [h, e], .matrix)
        add(prefix + ".cross_attn.v_proj.weight", [h, e], .matrix)
        add(prefix + ".cross_attn.o_proj.weight", [h, h], .matrix)
        if configuration.normalizesCrossQueriesAndKeys {
            add(prefix + ".cross_attn.q_layer_norm.weight", [configuration.headDimension], .vector)
            add(prefix + ".cross_attn.k_layer_norm.weight", [configuration.headDimension], .vector)
        }
        addFeedForward(configuration.layerSizes, prefix)
    }
}
