/// What a token has to do with a picture of its prompt.
///
/// In IDEFICS-1 the token attends to all states of the picture. In its successors the token stands for one row of the
/// picture's states, which takes the place of its embedding.
struct Seen: Equatable {
    /// The picture's states; nil when the picture is masked.
    let states: ImageStates?
    /// Which token of its picture this is, from 0.
    let row: Int

    static func == (a: Seen, b: Seen) -> Bool { a.states === b.states && a.row == b.row }
}

extension [ImageStates] {
    /// For each token what it has to do with the picture that its index points at: nil below zero; without states all
    /// pictures are masked.
    func seen(by indices: [Int]) -> [Seen?] {
        var counts: [Int: Int] = [:]
        return indices.map { index in
            guard index >= 0 else { return nil }
            defer { counts[index, default: 0] += 1 }
            return Seen(states: isEmpty ? nil : self[index], row: counts[index, default: 0])
        }
    }
}

extension Prompt {
    /// What each token sees, given the states of the prompt's pictures; without states they are all masked.
    func attended(_ states: [ImageStates]) -> [Seen?] { states.seen(by: imageIndices) }
}
