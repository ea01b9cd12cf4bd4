import Tensors

extension Prompt {
    /// What each token sees, given the states of the prompt's pictures; without states no token sees anything.
    func attended(_ states: [ImageStates]) -> [ImageStates?] { states.seen(by: imageIndices) }
}

extension [ImageStates] {
    /// For each token the state that its index points at: nil below zero, and for all when there are no states.
    func seen(by indices: [Int]) -> [ImageStates?] { indices.map { $0 < 0 || isEmpty ? nil : self[$0] } }
}

extension IdeficsModel {
    /// Checks ids against the number of rows of the embedding.
    func check(_ ids: [Int]) throws(IdeficsError) {
        if let id = ids.first(where: { !(0..<vocabulary).contains($0) }) {
            throw .prompt("id \(id) is not in the vocabulary of \(vocabulary)")
        }
    }
}
