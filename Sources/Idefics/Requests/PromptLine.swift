import JSON
import Tensors

/// One line of a prompt file: interleaved items or messages of a conversation, and how they are to be continued.
///
/// `{"items": [{"text": …} | {"image": path}, …], "max_new_tokens": n, "bad_words": ["<image>", …], "stop": [text, …],
/// "stop_ids": [id, …], "processor": {"add_eos_token": bool, "add_end_of_utterance_token": bool}}`; sampling and beam
/// search may be asked for with `temperature`, `top_k`, `top_p`, `seed`, `repetition_penalty`, `num_beams`,
/// `length_penalty`, `early_stopping`. Everything but `items` may be left out; `id` and `variant` are passed over; other
/// keys are refused.
///
/// Instead of `items` a line may have `"messages": [{"role": …, "content": [{"type": "text", "text": …} | {"type": "image",
/// "image": path}, …]}, …]`, which the checkpoint's chat template makes a prompt of, and `"add_generation_prompt": bool`.
/// Checkpoints that split pictures know `"processor": {"do_image_splitting": bool, "add_special_tokens": bool}`.
struct PromptLine {
    enum Item {
        case text(String)
        case image(String)
    }

    /// A message of a conversation.
    struct Message {
        let role: String
        let content: [Item]
    }

    /// The items of the line, those of all messages one after the other.
    let items: [Item]
    /// The messages; nil when the line has none but items.
    let messages: [Message]?
    let processor: PromptOptions
    /// Whether pictures may be split; nil: as the checkpoint has it.
    let splitsImages: Bool?
    private let line: JSONValue

    private static let known: Set<String> = [
        "items", "messages", "add_generation_prompt", "max_new_tokens", "bad_words", "stop", "stop_ids", "processor",
        "temperature", "top_k", "top_p",
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
        if let list = object["messages"]?.array {
            guard object["items"] == nil else { throw .prompt("has both items and messages") }
            let found = try list.map { message throws(IdeficsError) in try Self.message(message) }
            guard !found.isEmpty else { throw .prompt("has no messages") }
            (items, messages) = (found.flatMap(\.content), found)
        } else {
            guard let list = object["items"]?.array else { throw .prompt("has no list of items") }
            items = try list.map { item throws(IdeficsError) in try Self.item(item) }
            messages = nil
        }
        (processor, splitsImages) = try Self.processor(object["processor"])
        line = object
    }

    private static func message(_ value: JSONValue) throws(IdeficsError) -> Message {
        guard let role = value["role"]?.string, !role.isEmpty, let parts = value["content"]?.array, !parts.isEmpty
        else {
            // A content that is a string would vanish in the published template.
            throw .prompt("a message needs a role and a list of contents")
        }
        let content = try parts.map { part throws(IdeficsError) -> Item in
            switch (part["type"]?.string, part["text"]?.string, part["image"]?.string) {
            case ("text", let text?, _): return .text(text)
            case ("image", _, let path?): return .image(path)
            default:
                throw .prompt(
                    "a content is neither {\"type\": \"text\", \"text\": …} nor {\"type\": \"image\", \"image\": path}")
            }
        }
        return Message(role: role, content: content)
    }

    /// Whether the line's messages end where an answer begins; `fallback` when it does not say.
    func asksForAnswer(default fallback: Bool) throws(IdeficsError) -> Bool {
        try flag("add_generation_prompt") ?? fallback
    }

    private static func item(_ value: JSONValue) throws(IdeficsError) -> Item {
        let members = value.members ?? []
        switch (members.count, members.first?.key, members.first?.value) {
        case (1, "text", .string(let text)): return .text(text)
        case (1, "image", .string(let path)): return .image(path)
        default: throw .prompt("an item is neither {\"text\": …} nor {\"image\": path}")
        }
    }

    private static func processor(_ value: JSONValue?) throws(IdeficsError) -> (PromptOptions, splits: Bool?) {
        guard let value, value != .null else { return (PromptOptions(), nil) }
        guard let members = value.members else { throw .prompt("processor is \(value.kind), not an object") }
        var options = PromptOptions()
        var splits: Bool?
        for member in members {
            let flag = member.value.bool
            guard flag != nil || member.value == .null else {
                throw .prompt("processor.\(member.key) is not true or false")
            }
            switch member.key {
            case "add_eos_token": options.addsEndOfText = flag ?? false
            case "add_end_of_utterance_token": options.addsEndOfUtterance = flag
            case "add_special_tokens": options.addsSpecialTokens = flag ?? false
            case "do_image_splitting": splits = flag
            default:
                throw .prompt(
                    "unknown key 'processor.\(member.key)'; known are add_end_of_utterance_token, add_eos_token, "
                        + "add_special_tokens, do_image_splitting")
            }
        }
        return (options, splits)
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
