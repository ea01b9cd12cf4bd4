import JSON
import Tensors

/// One line of a prompt file: interleaved items and how they are to be continued.
///
/// `{"items": [{"text": …} | {"image": path}, …], "max_new_tokens": n, "bad_words": ["<image>", …], "stop": [text, …],
/// "stop_ids": [id, …], "processor": {"add_eos_token": bool, "add_end_of_utterance_token": bool}}`; sampling and beam
/// search may be asked for with `temperature`, `top_k`, `top_p`, `seed`, `repetition_penalty`, `num_beams`,
/// `length_penalty`, `early_stopping`. Everything but `items` may be left out; `id` and `variant` are passed over; other
/// keys are refused.
struct PromptLine {
    enum Item {
        case text(String)
        case image(String)
    }

    let items: [Item]
    let processor: PromptOptions
    private let line: JSONValue

    private static let known: Set<String> = [
        "items", "max_new_tokens", "bad_words", "stop", "stop_ids", "processor", "temperature", "top_k", "top_p",
        "seed", "repetition_penalty", "num_beams", "length_penalty", "early_stopping", "id", "variant",
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
        processor = try Self.processor(object["processor"])
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

    private static func processor(_ value: JSONValue?) throws(IdeficsError) -> PromptOptions {
        guard let value, value != .null else { return PromptOptions() }
        guard let members = value.members else { throw .prompt("processor is \(value.kind), not an object") }
        var options = PromptOptions()
        for member in members {
            let flag = member.value.bool
            guard flag != nil || member.value == .null else {
                throw .prompt("processor.\(member.key) is not true or false")
            }
            switch member.key {
            case "add_eos_token": options.addsEndOfText = flag ?? false
            case "add_end_of_utterance_token": options.addsEndOfUtterance = flag
            default:
                throw .prompt(
                    "unknown key 'processor.\(member.key)'; known are add_end_of_utterance_token, add_eos_token")
            }
        }
        return options
    }

    /// Whether the line says where its random numbers begin.
    var hasSeed: Bool { line["seed"].map { $0 != .null } ?? false }

    /// How the line wants to be continued; what it does not say is taken from `defaults`.
    func options(_ defaults: GenerationOptions, tokenizer: Tokenizer) throws(IdeficsError) -> GenerationOptions {
        var options = defaults
        if let tokens = try integer("max_new_tokens", in: 0...1_000_000) { options.maximumTokens = tokens }
        if let words = try texts("bad_words") { options.badWords = words.map { tokenizer.encode($0) } }
        if let stops = try texts("stop") { options.stopStrings = stops }
        if let ids = try identifiers("stop_ids", below: tokenizer.count) { options.stopIDs = ids }
        if let penalty = try number("repetition_penalty") { options.repetitionPenalty = penalty }
        let samples = ["temperature", "top_k", "top_p", "seed"].contains { line[$0].map { $0 != .null } ?? false }
        if let beams = try integer("num_beams", in: 1...1024), beams > 1 {
            guard !samples else {
                throw .option("num_beams and sampling (temperature, top_k, top_p, seed) exclude each other")
            }
            options.strategy = .beam(
                BeamOptions(
                    beams: beams, lengthPenalty: try number("length_penalty") ?? 1,
                    stopsEarly: try flag("early_stopping") ?? false))
        } else if samples {
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

    private func flag(_ key: String) throws(IdeficsError) -> Bool? {
        guard let value = line[key], value != .null else { return nil }
        guard let flag = value.bool else { throw .prompt("\(key) is not true or false") }
        return flag
    }

    private func identifiers(_ key: String, below limit: Int) throws(IdeficsError) -> [Int]? {
        guard let value = line[key], value != .null else { return nil }
        let ids = value.array?.compactMap(\.integer) ?? []
        guard let list = value.array, ids.count == list.count, ids.allSatisfy({ (0..<limit).contains($0) }) else {
            throw .prompt("\(key) is not a list of ids below \(limit)")
        }
        return ids
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
