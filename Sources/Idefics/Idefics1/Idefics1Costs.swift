extension ModelConfiguration {
    /// What the work of an IDEFICS-1 model costs.
    public var costs: ModelCosts {
        let parameters = parameterList
        return ModelCosts(
            parameters: parameters,
            isReadByTokens: { [.decoder, .cross].contains($0.part) && !Self.isOfStates($0.name) },
            perImage: imageOperations(parameters), tokensPerImage: 3)
    }

    /// Projections of picture states, done once for a picture.
    private static func isOfStates(_ name: String) -> Bool {
        name.hasSuffix("cross_attn.k_proj.weight") || name.hasSuffix("cross_attn.v_proj.weight")
    }

    /// Operations of a picture: vision tower, resampler, keys and values of the cross blocks.
    private func imageOperations(_ list: ParameterList) -> Double {
        let tokens = vision.tokens
        let latents = usesResampler ? resampler.latents : tokens
        let weights = list.parameters.reduce(0) { sum, parameter in
            guard parameter.role == .matrix else { return sum }
            switch parameter.part {
            case .vision: return sum + parameter.count * tokens
            case .resampler:
                let readsContext =
                    parameter.name.hasSuffix("k_proj.weight") || parameter.name.hasSuffix("v_proj.weight")
                return sum + parameter.count * (readsContext ? tokens + latents : latents)
            case .cross: return sum + (Self.isOfStates(parameter.name) ? parameter.count * latents : 0)
            case .embeddings, .decoder, .head, .connector: return sum
            }
        }
        return 2 * Double(weights)
    }
}
