import JSON
import Tensors

/// One line of a prompt file: interleaved items and how they are to be continued.
///
/// `{"items": [{"text": …} | {"image": path}, …], "max_new_tokens": n, "bad_words": ["<image>", …], "stop": [text, …],
/// "processor": {"add_eos_token": bool, "add_end_of_utterance_token": bool}}`; sampling and beam search may be asked
/// for with `temperature`, `top_k`, `top_p`, `seed`, `repetition_penalty`, `num_beams`, `length_penalty`,
/// `early_stopping`. Everything but `items` may be left out; other keys are refused.
struct PromptLine {
    enum Item {
        case text(String)
        case image(String)
    }

    let items: [Item]
    let processor: PromptOptions
    private let line: JSONValue

    private static let known: Set<String> = [
        "items", "max_new_tokens", "bad_words", "stop", "processor", "temperature", "top_k", "top_p", "seed",
        "repetition_penalty", "num_beams", "length_penalty", "early_stopping", "id", "variant",
    ]

    init(parsing text: some Collection<UInt8>) throws(IdeficsError) {
        let root: JSONValue
        do throws(JSONError) { root = try JSONValue(parsing: Array(text)) } catch {
            throw .prompt("not JSON: \(error)")
        }
        guard let object = root.object else { throw .prompt("is \(root.kind), not an object") }
        if let key = object.members?.map(\.key).first(where: { !Self.known.contains($0) }) {
            throw .prompt("unknown key '\(key)'; known are \(Self.known.sorted().joined(separator: ", "))")
        }
        guard let list = object["items"]?.array else { throw .prompt("has no list of items") }
        items = try list.map { item throws(IdeficsError) in try Self.item(item) }
        processor = PromptOptions(
            addsEndOfText: try Self.flag(object["processor"], "add_eos_token") ?? false,
            addsEndOfUtterance: try Self.flag(object["processor"], "add_end_of_utterance_token"))
        line = object
    }

    private static func item(_ value: JSONValue) throws(IdeficsError) -> Item {
        let members = value.members ?? []
        switch (members.count, members.first?.key, members.first?.value) {
        case (1, "text", .string(let text)): return .text(text)
        case (1, "image", .string(let path)): return .image(path)
        default: throw .prompt("an item is neither {\"text\": …} nor {\"image\": path}")
        }
    }

    private static func flag(_ processor: JSONValue?, _ name: String) throws(IdeficsError) -> Bool? {
        guard let processor, processor != .null else { return nil }
        guard let object = processor.object else { throw .prompt("processor is \(processor.kind), not an object") }
        switch object[name] {
        case nil, .null: return nil
        case .bool(let value): return value
        default: throw .prompt("processor.\(name) is not true or false")
        }
    }

    /// How the line wants to be continued; what it does not say is taken from `defaults`.
    func options(_ defaults: GenerationOptions, tokenizer: Tokenizer) throws(IdeficsError) -> GenerationOptions {
        var options = defaults
        if let tokens = try integer("max_new_tokens", in: 0...1_000_000) { options.maximumTokens = tokens }
        if let words = try texts("bad_words") { options.badWords = words.map { tokenizer.encode($0) } }
        if let stops = try texts("stop") { options.stopStrings = stops }
        if let penalty = try number("repetition_penalty") { options.repetitionPenalty = penalty }
        if let beams = try integer("num_beams", in: 1...1024), beams > 1 {
            options.strategy = .beam(
                BeamOptions(
                    beams: beams, lengthPenalty: try number("length_penalty") ?? 1,
                    stopsEarly: line["early_stopping"]?.bool ?? false))
        } else if ["temperature", "top_k", "top_p", "seed"].contains(where: { line[$0] != nil }) {
            options.strategy = .sample(try sampling(options.strategy))
        }
        return options
    }

    private func sampling(_ strategy: GenerationOptions.Strategy) throws(IdeficsError) -> SamplingOptions {
        var options = SamplingOptions()
        if case .sample(let defaults) = strategy { options = defaults }
        if let value = try number("temperature") { options.temperature = value }
        if let value = try integer("top_k", in: 0...Limits.vocabulary) { options.topK = value }
        if let value = try number("top_p") { options.topP = value }
        if let value = try integer("seed", in: 0...Int.max) { options.seed = UInt64(value) }
        return options
    }

    private func integer(_ key: String, in range: ClosedRange<Int>) throws(IdeficsError) -> Int? {
        guard let value = line[key], value != .null else { return nil }
        guard let number = value.integer, range.contains(number) else {
            throw .prompt("\(key) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private func number(_ key: String) throws(IdeficsError) -> Float? {
        guard let value = line[key], value != .null else { return nil }
        guard let number = value.number else { throw .prompt("\(key) is \(value.kind), not a number") }
        return Float(number)
    }

    private func texts(_ key: String) throws(IdeficsError) -> [String]? {
        guard let value = line[key], value != .null else { return nil }
        let texts = value.array?.compactMap(\.string) ?? []
        guard let list = value.array, texts.count == list.count, !texts.contains("") else {
            throw .prompt("\(key) is not a list of texts")
        }
        return texts
    }
}
