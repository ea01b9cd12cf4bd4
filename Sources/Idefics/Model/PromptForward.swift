import Tensors

extension Prompt {
    /// What each token sees, given the states of the prompt's pictures.
    func attended(_ states: [ImageStates]) -> [ImageStates?] { imageIndices.map { $0 < 0 ? nil : states[$0] } }

    /// Checks the ids against the number of rows of the embedding.
    func checkIDs(below vocabulary: Int) throws(IdeficsError) {
        if let id = ids.first(where: { !(0..<vocabulary).contains($0) }) {
            throw .prompt("id \(id) is not in the vocabulary of \(vocabulary)")
        }
    }
}
