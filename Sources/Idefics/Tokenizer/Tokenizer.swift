import Platform

/// The tokenizer of a checkpoint: BPE with byte fallback or over bytes, as `tokenizer.json` describes it.
///
/// Text is first cut at added tokens (`<s>`, `<image>` …); each stretch between them is normalised (LLaMA: "▁" in front,
/// also after a special token; spaces become "▁"), cut into pieces where the tokenizer works on bytes, and merged pair by
/// pair. Strings are handled as UTF-8 bytes
/// throughout, since `String` equality would fold different tokens into one.
public struct Tokenizer: Sendable {
    /// One more than the highest id.
    public let count: Int

    /// Bytes of the longest token.
    let longestToken: Int

    private let ids: [[UInt8]: Int32]
    private let tokens: [[UInt8]]
    private let special: Set<Int32>
    private let encoder: BytePairEncoder
    private let decoder: TokenDecoder
    private let normalizer: Normalizer
    private let preTokenizer: PreTokenizer?
    private let before, behind: [Int]
    private let rawTokens: AddedTokens
    private let normalizedTokens: AddedTokens

    /// Reads `tokenizer.json` at `path`.
    /// - Throws: `IdeficsError.tokenizer` that says what is malformed or not supported.
    public init(path: String) throws(IdeficsError) { try self.init(TokenizerFile(path: path), path: path) }

    /// The tokenizer of the checkpoint in `folder`: `tokenizer.json`, or `tokenizer.model` where there is no other.
    /// - Throws: as `init(path:)`.
    public init(folder: String) throws(IdeficsError) {
        let path = folder + "/tokenizer.json"
        if !Files.exists(path), Files.exists(folder + "/tokenizer.model") {
            try self.init(TokenizerFile(sentencePiece: folder), path: folder + "/tokenizer.model")
        } else {
            try self.init(path: path)
        }
    }

    init(_ file: TokenizerFile, path: String) throws(IdeficsError) {
        var ids: [[UInt8]: Int32] = [:]
        for (token, id) in file.vocabulary { ids[token] = Int32(id) }
        for token in file.addedTokens {
            let name = String(decoding: token.content, as: UTF8.self)
            if let known = ids.updateValue(Int32(token.id), forKey: token.content), known != token.id {
                throw .tokenizer(file: path, problem: "'\(name)' has the ids \(known) and \(token.id)")
            }
        }
        let count = 1 + Int(ids.values.max() ?? -1)
        // Sparse ids would make this table large for nothing.
        guard count <= 2 * ids.count + 1024 else {
            throw .tokenizer(
                file: path, problem: "the highest id is \(count - 1), but there are only \(ids.count) tokens")
        }
        var tokens: [[UInt8]] = Array(repeating: [], count: count)
        for (token, id) in ids {
            guard tokens[Int(id)].isEmpty else {
                throw .tokenizer(file: path, problem: "two tokens share the id \(id)")
            }
            tokens[Int(id)] = token
        }
        encoder = try BytePairEncoder(file, ids: ids, path: path)
        preTokenizer = file.preTokenizer
        before = try Self.ids(file.template.before, ids, path)
        behind = try Self.ids(file.template.behind, ids, path)
        (self.ids, self.tokens, self.count) = (ids, tokens, count)
        longestToken = tokens.reduce(0) { max($0, $1.count) }
        special = Set(file.addedTokens.filter(\.special).map { Int32($0.id) })
        (decoder, normalizer) = (file.decoder, file.normalizer)
        rawTokens = AddedTokens(file.addedTokens.filter { !$0.normalized })
        // Tokens marked so are looked for in normalised text, by their normalised form.
        normalizedTokens = AddedTokens(
            file.addedTokens.filter(\.normalized).map { token in
                .init(
                    id: token.id, content: file.normalizer.apply(token.content[...]), singleWord: token.singleWord,
                    stripsLeft: token.stripsLeft, stripsRight: token.stripsRight, normalized: true,
                    special: token.special)
            })
    }

    private static func ids(
        _ tokens: [[UInt8]], _ ids: [[UInt8]: Int32], _ path: String
    ) throws(IdeficsError) -> [Int] {
        try tokens.map { token throws(IdeficsError) in
            guard let id = ids[token] else {
                let name = String(decoding: token, as: UTF8.self)
                throw .tokenizer(file: path, problem: "post_processor: '\(name)' is not in the vocabulary")
            }
            return Int(id)
        }
    }

    /// The ids of `text`; with `addsSpecialTokens` between those that the file puts around a text.
    public func encode(_ text: String, addsSpecialTokens: Bool) -> [Int] {
        addsSpecialTokens ? before + encode(text) + behind : encode(text)
    }

    /// The ids of `text`; nothing is added in front or behind.
    public func encode(_ text: String) -> [Int] {
        let bytes = Array(text.utf8)
        var result: [Int] = []
        for piece in rawTokens.split(bytes) {
            switch piece {
            case .token(let id): result.append(id)
            case .text(let range): encode(segment: normalizer.apply(bytes[range]), into: &result)
            }
        }
        return result
    }

    private func encode(segment: [UInt8], into result: inout [Int]) {
        for piece in normalizedTokens.split(segment) {
            switch piece {
            case .token(let id): result.append(id)
            case .text(let range): encode(text: Array(segment[range]), into: &result)
            }
        }
    }

    private func encode(text: [UInt8], into result: inout [Int]) {
        guard let preTokenizer else {
            result.append(contentsOf: encoder.encode(text).map(Int.init))
            return
        }
        let text = preTokenizer.addsPrefixSpace && text.first != 0x20 ? [0x20] + text : text
        for piece in preTokenizer.split(text) {
            result.append(contentsOf: encoder.encode(ByteAlphabet.encode(text[piece])).map(Int.init))
        }
    }

    /// The text of `ids`; ids without a token are left out. Byte tokens that do not form UTF-8 become U+FFFD.
    public func decode(_ ids: [Int], skipSpecialTokens: Bool = false) -> String {
        var stream = TextStream(tokenizer: self, skipsSpecialTokens: skipSpecialTokens)
        var text = ""
        for id in ids { text += stream.append(id) }
        return text + stream.finish()
    }

    /// The token of `id` as it stands in the vocabulary, nil when there is none.
    public func token(_ id: Int) -> String? {
        guard tokens.indices.contains(id), !tokens[id].isEmpty else { return nil }
        return String(decoding: tokens[id], as: UTF8.self)
    }

    /// The id of a token as it stands in the vocabulary.
    public func id(of token: String) -> Int? { ids[Array(token.utf8)].map(Int.init) }

    /// Whether `id` is a special token.
    public func isSpecial(_ id: Int) -> Bool { special.contains(Int32(truncatingIfNeeded: id)) }

    /// What one token adds to a text.
    enum Contribution {
        case nothing
        case byte(UInt8)
        /// Bytes of a byte-level tokenizer; characters may go on in the next token.
        case bytes([UInt8])
        case text([UInt8])
    }

    func contribution(of id: Int, skipsSpecialTokens: Bool) -> Contribution {
        guard tokens.indices.contains(id), !tokens[id].isEmpty else { return .nothing }
        if skipsSpecialTokens, isSpecial(id) { return .nothing }
        if decoder.isByteLevel { return .bytes(ByteAlphabet.decode(tokens[id])) }
        if let byte = decoder.byte(of: tokens[id]) { return .byte(byte) }
        return .text(decoder.text(of: tokens[id]))
    }

    func text(ofRun run: [UInt8]) -> [UInt8] {
        decoder.isByteLevel ? LossyUTF8.repaired(run) : decoder.text(ofRun: run)
    }

    var leadingSpaces: Int { decoder.leadingSpaces }
}
