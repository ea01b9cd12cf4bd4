import JSON

/// What a scorer answered, checked.
struct ScorerAnswer: Equatable, Sendable {
    /// The tokens of a part of a document.
    struct Part: Equatable, Sendable {
        /// One for each token after the first.
        let logProbabilities: [Double]
        /// Maximal runs of tokens that are text, and the picture of the part that each sees, nil for none.
        let runs: [(tokens: Range<Int>, image: Int?)]

        static func == (a: Part, b: Part) -> Bool {
            a.logProbabilities == b.logProbabilities
                && a.runs.elementsEqual(b.runs) { $0.tokens == $1.tokens && $0.image == $1.image }
        }
    }

    enum Content: Equatable, Sendable {
        case tokens([Part])
        case decision(yes: Double, no: Double)
        case caption(String)
        /// It could not be answered; why.
        case failed(String)
    }

    let content: Content
    /// Pictures that were left out because they cannot be read, by their place among all of the request.
    var leftOut: [Int: String] = [:]

    /// Reads the answer to a request.
    /// - Throws: `ScorerFault` when it cannot be one: wrong counts, numbers that are no log-probabilities, places outside.
    init(_ json: JSONValue, to request: ScorerRequest) throws(ScorerFault) {
        if let error = json["error"] {
            guard let text = error.string else { throw ScorerFault("an error is no text") }
            content = .failed(text)
            return
        }
        let images = request.parts.map { $0.count { if case .image = $0 { true } else { false } } }
        for member in json["left_out"]?.members ?? [] {
            guard let place = Int(member.key), (0..<images.reduce(0, +)).contains(place), let why = member.value.string
            else { throw ScorerFault("left_out names a picture that was not in the request") }
            leftOut[place] = why
        }
        switch request.work {
        case .logProbabilities: content = .tokens(try Self.parts(json, images, request.maximumTokens))
        case .question:
            content = .decision(yes: try Self.logProbability(json["yes"]), no: try Self.logProbability(json["no"]))
        case .caption:
            guard let text = json["text"]?.string else { throw ScorerFault("a caption has no text") }
            content = .caption(text)
        }
    }

    init(_ content: Content) { self.content = content }

    private static func parts(_ json: JSONValue, _ images: [Int], _ maximum: Int) throws(ScorerFault) -> [Part] {
        guard let list = json["parts"]?.array, list.count == images.count else {
            throw ScorerFault("\(json["parts"]?.array?.count ?? 0) parts answer a request of \(images.count)")
        }
        var (parts, tokens): ([Part], Int) = ([], 0)
        for (value, images) in zip(list, images) {
            let (part, count) = try self.part(value, images)
            parts.append(part)
            tokens += count
        }
        guard tokens <= maximum else { throw ScorerFault("\(tokens) tokens where \(maximum) are taken at most") }
        return parts
    }

    /// A part and its number of tokens. A part that no token was left for is empty.
    private static func part(_ json: JSONValue, _ images: Int) throws(ScorerFault) -> (Part, Int) {
        guard let ids = json["ids"]?.array, let values = json["logprobs"]?.array, let sees = json["sees"]?.array,
            let text = json["text"]?.array
        else { throw ScorerFault("a part lacks ids, logprobs, sees or text") }
        guard values.count == max(0, ids.count - 1), sees.count == ids.count else {
            throw ScorerFault(
                "\(ids.count) tokens come with \(values.count) log-probabilities (one fewer is right) and \(sees.count) "
                    + "pictures seen (as many is right)")
        }
        var logProbabilities: [Double] = []
        for value in values { logProbabilities.append(try logProbability(value)) }
        var runs: [(tokens: Range<Int>, image: Int?)] = []
        for pair in text {
            guard let from = pair[0]?.integer, let to = pair[1]?.integer, from >= (runs.last?.tokens.upperBound ?? 1),
                from < to, to <= ids.count
            else { throw ScorerFault("runs of text do not follow each other among \(ids.count) tokens") }
            guard let image = sees[from].integer, (-1..<images).contains(image) else {
                throw ScorerFault("a token sees a picture that its part does not have")
            }
            runs.append((from..<to, image < 0 ? nil : image))
        }
        return (Part(logProbabilities: logProbabilities, runs: runs), ids.count)
    }

    private static func logProbability(_ value: JSONValue?) throws(ScorerFault) -> Double {
        // Sums of floats may come out a hair above zero.
        guard let number = value?.number, number.isFinite, number < 1e-3 else {
            throw ScorerFault("\(value?.text ?? "nothing") is no log-probability")
        }
        return number
    }
}
