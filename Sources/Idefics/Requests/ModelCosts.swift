import Tensors

/// What a model's work costs, from its configuration alone; attention and everything but the products of weights is left
/// out, so that shares of a limit are rather too low than too high.
struct ModelCosts {
    private let parameters: ParameterList
    private let configuration: ModelConfiguration

    init(_ configuration: ModelConfiguration) {
        (parameters, self.configuration) = (ParameterList(configuration), configuration)
    }

    private func sum(_ value: (ParameterList.Parameter) -> Int) -> Int {
        parameters.parameters.reduce(0) { $0 + ($1.role == .matrix ? value($1) : 0) }
    }

    /// Projections of picture states, done once for a picture.
    private static func isOfStates(_ name: String) -> Bool {
        name.hasSuffix("cross_attn.k_proj.weight") || name.hasSuffix("cross_attn.v_proj.weight")
    }

    /// Weights that a new token reads when cross-attention keys and values are kept: no vision, no resampler, no
    /// projections of picture states, no embedding. `packed` has the bytes of matrices that are stored
    /// packed, which they stay unless they are quantised.
    func decodeBytes(_ precision: Precision, group: Int, packed: [String: Int]) -> Int {
        sum { parameter in
            guard [.decoder, .cross, .head].contains(parameter.part), !Self.isOfStates(parameter.name) else { return 0 }
            let format = precision.format(of: parameter.name, group: group) ?? .bf16
            if !format.isQuantized, let bytes = packed[parameter.name] { return bytes }
            return format.bytes(rows: parameter.shape[0], columns: parameter.shape[1])
        }
    }

    /// Operations of a prompt token without the head: two for each weight of the decoder and the cross blocks.
    var perToken: Double {
        2 * Double(sum { [.decoder, .cross].contains($0.part) && !Self.isOfStates($0.name) ? $0.count : 0 })
    }

    /// Operations of the head for one position.
    private var perLogit: Double { 2 * Double(sum { $0.part == .head ? $0.count : 0 }) }

    /// Operations of a picture: vision tower, resampler, keys and values of the cross blocks.
    var perImage: Double {
        let tokens = configuration.vision.tokens
        let latents = configuration.usesResampler ? configuration.resampler.latents : tokens
        let weights = sum { parameter in
            switch parameter.part {
            case .vision: return parameter.count * tokens
            case .resampler:
                let readsContext =
                    parameter.name.hasSuffix("k_proj.weight") || parameter.name.hasSuffix("v_proj.weight")
                return parameter.count * (readsContext ? tokens + latents : latents)
            case .cross: return Self.isOfStates(parameter.name) ? parameter.count * latents : 0
            case .embeddings, .decoder, .head: return 0
            }
        }
        return 2 * Double(weights)
    }

    /// Operations of a document that is scored.
    func document(tokens: Int, images: Int) -> Double {
        Double(tokens) * (perToken + perLogit) + Double(images) * perImage
    }
}
