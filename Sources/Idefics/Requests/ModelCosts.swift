import Tensors

/// What a model's work costs; attention and everything but the products of weights is left out, so that shares of a limit
/// are rather too low than too high.
public struct ModelCosts: Sendable {
    let parameters: ParameterList
    /// Weights that a new token reads besides those of the head.
    let isReadByTokens: @Sendable (ParameterList.Parameter) -> Bool
    /// Operations of a picture of one tile: everything between its pixels and the decoder.
    let perImage: Double
    /// Tokens of a prompt that a picture of one tile takes beside its text.
    let tokensPerImage: Int

    private func sum(_ value: (ParameterList.Parameter) -> Int) -> Int {
        parameters.parameters.reduce(0) { $0 + value($1) }
    }

    /// Matrices of the head; a tied one is the embedding.
    private func isHead(_ parameter: ParameterList.Parameter) -> Bool {
        let isTied = parameters.count(.head) == 0
        return parameter.part == .head || isTied && parameter.part == .embeddings && parameter.role == .table
    }

    /// Weights that a new token reads when what is kept of pictures is kept: no vision, no embedding. `packed` has the
    /// bytes of matrices that are stored packed, which they stay unless they are quantised.
    func decodeBytes(_ precision: Precision, group: Int, packed: [String: Int]) -> Int {
        sum { parameter in
            guard isHead(parameter) || parameter.role == .matrix && isReadByTokens(parameter) else { return 0 }
            let format = precision.format(of: parameter.name, group: group) ?? .bf16
            if !format.isQuantized, let bytes = packed[parameter.name] { return bytes }
            return format.bytes(rows: parameter.shape[0], columns: parameter.shape[1])
        }
    }

    /// Operations of a prompt token without the head: two for each weight of the layers.
    var perToken: Double { 2 * Double(sum { $0.role == .matrix && isReadByTokens($0) ? $0.count : 0 }) }

    /// Operations of the head for one position.
    private var perLogit: Double { 2 * Double(sum { isHead($0) ? $0.count : 0 }) }

    /// Operations of a document of `tokens` tokens, those of its pictures among them, whose log-probabilities are all made.
    func document(tokens: Int, images: Int) -> Double {
        Double(tokens) * (perToken + perLogit) + Double(images) * perImage
    }
}

extension ModelCosts {
    /// What the work of a model of `configuration` costs.
    init(_ configuration: any FamilyConfiguration) { self = configuration.costs }
}
