extension Idefics3Configuration {
    /// Every tensor of such a checkpoint.
    public var parameterList: ParameterList {
        var list = ParameterList()
        let (e, patch, prefix) = (vision.width, vision.patchSize, "model.vision_model.")
        list.add(prefix + "embeddings.patch_embedding.weight", [e, 3, patch, patch], .table)
        list.add(prefix + "embeddings.patch_embedding.bias", [e], .vector)
        list.add(prefix + "embeddings.position_embedding.weight", [vision.patches, e], .vector)
        for index in 0..<vision.layers { list.addEncoderLayer(vision.layerSizes, prefix + "encoder.layers.\(index).") }
        list.addNorm(prefix + "post_layernorm", e)
        list.part = .connector
        list.add(
            "model.connector.modality_projection.proj.weight", [hiddenSize, e * scaleFactor * scaleFactor], .matrix)
        list.part = .embeddings
        list.add("model.text_model.embed_tokens.weight", [vocabularySize, hiddenSize], .table)
        list.part = .decoder
        for index in 0..<layers { list.addDecoderLayer(layerSizes, "model.text_model.layers.\(index)") }
        list.add("model.text_model.norm.weight", [hiddenSize], .vector)
        list.part = .head
        if !tiesWordEmbeddings { list.add("lm_head.weight", [vocabularySize, hiddenSize], .matrix) }
        return list
    }

    /// What the work of such a model costs.
    public var costs: ModelCosts {
        let parameters = parameterList
        let perPatch = parameters.parameters.reduce(0) {
            $0 + ($1.part == .vision && $1.role != .vector ? $1.count : 0)
        }
        let operations = perPatch * vision.patches + parameters.count(.connector) * statesPerTile
        return ModelCosts(
            parameters: parameters, isReadByTokens: { $0.part == .decoder }, perImage: 2 * Double(operations),
            tokensPerImage: statesPerTile + 3)
    }
}
