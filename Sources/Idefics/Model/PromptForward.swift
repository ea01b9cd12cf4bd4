import Tensors

extension IdeficsModel {
    /// Refuses what has too many tokens however its texts are cut, before they are cut and pictures are decoded.
    func checkLength(bytes: Int, images: Int) throws(IdeficsError) {
        let fewest = bytes / max(1, tokenizer.longestToken) + 2 * images
        guard fewest <= configuration.maximumTokens else { throw tooLong("at least \(fewest)") }
    }

    private func tooLong(_ tokens: String) -> IdeficsError {
        .prompt(
            "it has \(tokens) tokens; \(configuration.maximumTokens) are taken at most, and the model was made for "
                + "\(configuration.maximumPositions)")
    }

    /// Checks ids against the number of rows of the embedding, and their number.
    func check(_ ids: [Int]) throws(IdeficsError) {
        guard ids.count <= configuration.maximumTokens else { throw tooLong("\(ids.count)") }
        if let id = ids.first(where: { !(0..<vocabulary).contains($0) }) {
            throw .prompt("id \(id) is not in the vocabulary of \(vocabulary)")
        }
    }
}
