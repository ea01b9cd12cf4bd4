/// One answer while it is written: its ids, its text so far, and whether it is complete.
struct Answer {
    private(set) var ids: [Int] = []
    private(set) var reason: Generation.Reason?

    private let promptIDs: [Int]
    private let stopIDs: Set<Int>
    private let stopStrings: [[UInt8]]
    private let maximumTokens: Int
    private let tokenizer: Tokenizer
    private var stream: TextStream
    private var text: [UInt8] = []

    init(_ prompt: Prompt, options: GenerationOptions, stopIDs: Set<Int>, tokenizer: Tokenizer) {
        promptIDs = prompt.ids
        self.stopIDs = stopIDs
        stopStrings = options.stopStrings.filter { !$0.isEmpty }.map { Array($0.utf8) }
        maximumTokens = options.maximumTokens
        self.tokenizer = tokenizer
        stream = TextStream(tokenizer: tokenizer)
    }

    /// Prompt and answer.
    var allIDs: [Int] { promptIDs + ids }

    /// Adds an id; returns the text that is certain now.
    mutating func append(_ id: Int) -> String {
        ids.append(id)
        var piece = stream.append(id)
        text += Array(piece.utf8)
        if stopIDs.contains(id) {
            reason = .stopToken
        } else if stopStrings.contains(where: endsAnswer) {
            reason = .stopString
        } else if ids.count >= maximumTokens {
            reason = .length
        }
        if reason != nil {
            let rest = stream.finish()
            text += Array(rest.utf8)
            piece += rest
        }
        return piece
    }

    mutating func cancel() { reason = .cancelled }

    /// Whether the text contains `stop`. Looked for with special tokens and held-back bytes included, since a stop
    /// string may be one of them.
    private func endsAnswer(_ stop: [UInt8]) -> Bool {
        let recent = Array(tokenizer.decode(Array(ids.suffix(stop.count + 8))).utf8)
        return recent.indices.contains { recent[$0] == stop[0] && recent[$0...].starts(with: stop) }
    }

    func finished() -> Generation {
        Generation(
            ids: ids, text: tokenizer.decode(ids, skipSpecialTokens: true), reason: reason ?? .length, score: nil)
    }
}
