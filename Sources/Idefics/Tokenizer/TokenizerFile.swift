import JSON
import Platform
import Tensors

/// `tokenizer.json` of the "tokenizers" library, read and checked, before it is brought into lookup tables.
struct TokenizerFile {
    /// A token outside the learned vocabulary.
    struct AddedToken {
        let id: Int
        let content: [UInt8]
        let singleWord: Bool
        let stripsLeft: Bool
        let stripsRight: Bool
        let normalized: Bool
        let special: Bool
    }

    let vocabulary: [(token: [UInt8], id: Int)]
    /// Pairs of tokens in order of their rank.
    let merges: [(left: [UInt8], right: [UInt8])]
    let addedTokens: [AddedToken]
    let normalizer: Normalizer
    let decoder: TokenDecoder
    let unknownToken: [UInt8]?
    let fusesUnknown: Bool
    let byteFallback: Bool
    /// How pieces are cut and written as bytes; nil: the tokenizer is not byte-level.
    let preTokenizer: PreTokenizer?
    /// Whether a piece that is a token is taken whole, however it would be merged.
    let ignoresMerges: Bool
    /// Tokens that stand before and behind a text when special tokens are asked for.
    let template: (before: [[UInt8]], behind: [[UInt8]])

    /// No vocabulary comes near this; ids are kept in 32 bits.
    static let maximumID = 1 << 24

    init(path: String) throws(IdeficsError) {
        let bytes: [UInt8]
        do { bytes = try Files.read(path) } catch { throw .system(error) }
        try self.init(bytes: bytes, file: path)
    }

    init(bytes: [UInt8], file: String) throws(IdeficsError) {
        let reader = Reader(file: file)
        let root: JSONValue
        do throws(JSONError) { root = try JSONValue(parsing: bytes) } catch { throw reader.fault("not JSON: \(error)") }
        guard let root = root.object else { throw reader.fault("is \(root.kind), not an object") }
        guard let model = root["model"]?.object else { throw reader.fault("has no model") }
        let type = model["type"]?.string ?? "BPE"
        guard type == "BPE" else { throw reader.fault("model type '\(type)' is not supported; BPE is") }
        try reader.requireAbsent(model, ["dropout", "continuing_subword_prefix", "end_of_word_suffix"])
        preTokenizer = try PreTokenizerReader(file: file).read(root["pre_tokenizer"])
        template = try TokenTemplateReader(file: file).read(root["post_processor"])
        ignoresMerges = model["ignore_merges"]?.bool ?? false
        vocabulary = try reader.vocabulary(model["vocab"])
        merges = try reader.merges(model["merges"])
        addedTokens = try reader.addedTokens(root["added_tokens"])
        normalizer = Normalizer(steps: try reader.normalizerSteps(root["normalizer"]))
        decoder = try reader.decoder(root["decoder"])
        guard decoder.isByteLevel == (preTokenizer != nil) else {
            throw reader.fault("only one of pre_tokenizer and decoder is ByteLevel")
        }
        unknownToken = model["unk_token"]?.string.map { Array($0.utf8) }
        fusesUnknown = model["fuse_unk"]?.bool ?? false
        byteFallback = model["byte_fallback"]?.bool ?? false
    }
}

/// Reads the parts of the file; every fault names the file.
private struct Reader {
    let file: String

    func fault(_ problem: String) -> IdeficsError { .tokenizer(file: file, problem: problem) }

    /// Options of other tokenizers: absent, null or empty.
    func requireAbsent(_ model: JSONValue, _ names: [String]) throws(IdeficsError) {
        for name in names {
            switch model[name] {
            case nil, .null, .string(""), .integer(0), .number(0): continue
            default: throw fault("model.\(name) is not supported")
            }
        }
    }

    func vocabulary(_ value: JSONValue?) throws(IdeficsError) -> [(token: [UInt8], id: Int)] {
        guard let members = value?.members else { throw fault("model.vocab is not an object") }
        var owner: [Int: String] = [:]
        var result: [(token: [UInt8], id: Int)] = []
        for member in members {
            guard let id = member.value.integer, (0..<TokenizerFile.maximumID).contains(id) else {
                throw fault("model.vocab: the id of '\(member.key)' is not a number from 0 to 2^24 - 1")
            }
            if let other = owner.updateValue(member.key, forKey: id) {
                throw fault("model.vocab: '\(other)' and '\(member.key)' share the id \(id)")
            }
            result.append((Array(member.key.utf8), id))
        }
        return result
    }

    /// Merges come as "left right" or as ["left", "right"].
    func merges(_ value: JSONValue?) throws(IdeficsError) -> [(left: [UInt8], right: [UInt8])] {
        guard let elements = value?.array else { throw fault("model.merges is not a list") }
        var result: [(left: [UInt8], right: [UInt8])] = []
        for (rank, element) in elements.enumerated() {
            let parts: [[UInt8]]
            if let text = element.string {
                parts = text.utf8.split(separator: 0x20, omittingEmptySubsequences: false).map { Array($0) }
            } else {
                parts = element.array?.compactMap(\.string).map { Array($0.utf8) } ?? []
            }
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw fault("model.merges: entry \(rank) is not a pair of tokens")
            }
            result.append((parts[0], parts[1]))
        }
        return result
    }

    func addedTokens(_ value: JSONValue?) throws(IdeficsError) -> [TokenizerFile.AddedToken] {
        guard let value, value != .null else { return [] }
        guard let elements = value.array else { throw fault("added_tokens is not a list") }
        var result: [TokenizerFile.AddedToken] = []
        for element in elements {
            guard let entry = element.object, let id = entry["id"]?.integer,
                (0..<TokenizerFile.maximumID).contains(id), let content = entry["content"]?.string
            else { throw fault("added_tokens holds an entry without a valid id and content") }
            guard !content.isEmpty else { throw fault("added_tokens: the token of id \(id) is empty") }
            func flag(_ name: String) -> Bool { entry[name]?.bool ?? false }
            result.append(
                .init(
                    id: id, content: Array(content.utf8), singleWord: flag("single_word"), stripsLeft: flag("lstrip"),
                    stripsRight: flag("rstrip"), normalized: flag("normalized"), special: flag("special")))
        }
        return result
    }

    func normalizerSteps(_ value: JSONValue?) throws(IdeficsError) -> [Normalizer.Step] {
        guard let value, value != .null else { return [] }
        guard let entry = value.object else { throw fault("normalizer is not an object") }
        let type = entry["type"]?.string ?? "?"
        switch type {
        case "Sequence":
            var steps: [Normalizer.Step] = []
            for part in entry["normalizers"]?.array ?? [] { steps += try normalizerSteps(part) }
            return steps
        case "Prepend":
            guard let text = entry["prepend"]?.string else { throw fault("normalizer Prepend has no text") }
            return [.prepend(Array(text.utf8))]
        case "Replace":
            let (pattern, content) = try replacement(entry, part: "normalizer")
            return [.replace(pattern, with: content)]
        default: throw fault("normalizer '\(type)' is not supported")
        }
    }

    func replacement(_ entry: JSONValue, part: String) throws(IdeficsError) -> (pattern: [UInt8], content: [UInt8]) {
        guard let pattern = entry["pattern"]?["String"]?.string, let content = entry["content"]?.string else {
            throw fault("\(part) Replace needs a String pattern and a content")
        }
        guard !pattern.isEmpty else { throw fault("\(part) Replace has an empty pattern") }
        return (Array(pattern.utf8), Array(content.utf8))
    }

    func decoder(_ value: JSONValue?) throws(IdeficsError) -> TokenDecoder {
        var decoder = TokenDecoder()
        try read(value, into: &decoder)
        return decoder
    }

    private func read(_ value: JSONValue?, into decoder: inout TokenDecoder) throws(IdeficsError) {
        guard let value, value != .null else { return }
        guard let entry = value.object else { throw fault("decoder is not an object") }
        let type = entry["type"]?.string ?? "?"
        switch type {
        case "Sequence":
            for part in entry["decoders"]?.array ?? [] { try read(part, into: &decoder) }
        case "Replace":
            decoder.replacements.append(try replacement(entry, part: "decoder"))
        case "ByteFallback": decoder.joinsBytes = true
        case "ByteLevel": decoder.isByteLevel = true
        case "Fuse": break
        case "Strip":
            guard entry["content"]?.string == " ", let start = entry["start"]?.integer, start >= 0,
                entry["stop"]?.integer ?? 0 == 0
            else { throw fault("decoder Strip is supported for leading spaces only") }
            decoder.leadingSpaces = start
        default: throw fault("decoder '\(type)' is not supported")
        }
    }
}
