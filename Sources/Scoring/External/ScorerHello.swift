import JSON

/// What a scorer says of itself before anything is asked.
struct ScorerHello: Equatable, Sendable {
    /// The version of the protocol.
    static let version = 1
    /// What may be asked of a scorer.
    static let works: Set = ["logprobs", "question", "caption"]

    /// What annotations are named after it.
    let name: String
    /// What tells it from another model: a digest of the checkpoint.
    let checkpoint: String
    /// What it computes with.
    let dtype: String
    /// Tokens of a document at most.
    let maximumTokens: Int
    /// Requests that it wants to have at a time.
    var batch = 64
    /// Whether pictures come as paths of files here; else in the request itself.
    var takesPaths = false
    /// What it does, of `works`.
    var does = works

    init(name: String, checkpoint: String, dtype: String, maximumTokens: Int) {
        (self.name, self.checkpoint, self.dtype) = (name, checkpoint, dtype)
        self.maximumTokens = maximumTokens
    }

    /// Reads the first line of a scorer.
    /// - Throws: `ScorerFault` saying what is missing.
    init(_ json: JSONValue) throws(ScorerFault) {
        guard json["hello"]?.integer == Self.version else {
            throw ScorerFault("its first line is no hello of version \(Self.version) of the protocol")
        }
        guard let name = json["name"]?.string, let checkpoint = json["checkpoint"]?.string, !checkpoint.isEmpty,
            let dtype = json["dtype"]?.string, let tokens = json["max_tokens"]?.integer, tokens > 1
        else { throw ScorerFault("its hello lacks name, checkpoint, dtype or max_tokens") }
        self.init(name: name, checkpoint: checkpoint, dtype: dtype, maximumTokens: tokens)
        batch = min(max(1, json["batch"]?.integer ?? batch), 4096)
        takesPaths = json["images"]?.string == "path"
        if let list = json["does"]?.array { does = Set(list.compactMap(\.string)) }
    }

    var json: JSONValue {
        .members([
            "hello": .integer(Self.version), "name": .string(name), "checkpoint": .string(checkpoint),
            "dtype": .string(dtype), "max_tokens": .integer(maximumTokens), "batch": .integer(batch),
            "images": .string(takesPaths ? "path" : "data"), "does": .array(does.sorted().map(JSONValue.string)),
        ])
    }
}

/// What a scorer did wrong, in words that follow "the scorer … : ".
struct ScorerFault: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
