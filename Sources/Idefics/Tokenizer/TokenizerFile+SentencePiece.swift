import JSON
import Platform

extension TokenizerFile {
    /// The tokenizer of a folder that has `tokenizer.model` only, with the tokens of `added_tokens.json`, as the published
    /// converter makes `tokenizer.json` of them.
    /// - Throws: `IdeficsError.tokenizer` for a model that is not byte pairs with "▁" for spaces.
    init(sentencePiece folder: String) throws(IdeficsError) {
        let file = folder + "/tokenizer.model"
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try Files.read(file) } catch { throw .system(error) }
        let model = try SentencePieceModel(bytes: bytes, file: file)
        guard model.modelType == 2 else { throw .tokenizer(file: file, problem: "is no model of byte pairs") }
        guard model.escapesSpaces, !model.removesSpaces, model.normalizer.isEmpty || model.normalizer == "identity"
        else {
            throw .tokenizer(file: file, problem: "its normalizer '\(model.normalizer)' is not supported; identity is")
        }
        guard model.pieces.count <= Self.maximumID else { throw .tokenizer(file: file, problem: "has too many pieces") }
        var special = model.pieces.enumerated().filter { [.unknown, .control].contains($0.element.kind) }
            .map { AddedToken(special: $0.element.text, id: $0.offset) }
        special += try Self.addedTokens(folder)
        let space = Array("\u{2581}".utf8)
        var decoder = TokenDecoder()
        decoder.replacements = [(space, [0x20])]
        (decoder.joinsBytes, decoder.leadingSpaces) = (true, model.addsPrefix ? 1 : 0)
        let spaces = Normalizer.Step.replace([0x20], with: space)
        self.init(
            vocabulary: model.pieces.enumerated().map { ($0.element.text, $0.offset) },
            merges: Self.merges(model.pieces), addedTokens: special,
            normalizer: Normalizer(steps: (model.addsPrefix ? [.prepend(space)] : []) + [spaces]), decoder: decoder,
            unknownToken: model.pieces.first { $0.kind == .unknown }?.text,
            hasBytes: model.pieces.contains { $0.kind == .byte })
    }

    private init(
        vocabulary: [(token: [UInt8], id: Int)], merges: [(left: [UInt8], right: [UInt8])], addedTokens: [AddedToken],
        normalizer: Normalizer, decoder: TokenDecoder, unknownToken: [UInt8]?, hasBytes: Bool
    ) {
        (self.vocabulary, self.merges, self.addedTokens) = (vocabulary, merges, addedTokens)
        (self.normalizer, self.decoder, self.unknownToken) = (normalizer, decoder, unknownToken)
        (fusesUnknown, byteFallback, preTokenizer, ignoresMerges) = (true, hasBytes, nil, false)
        template = ([], [])
    }

    /// Every way to make a piece of two others, the best piece first: merging by rank is then merging by score.
    private static func merges(_ pieces: [SentencePieceModel.Piece]) -> [(left: [UInt8], right: [UInt8])] {
        let known = Dictionary(
            pieces.enumerated().map { ($0.element.text, $0.offset) }, uniquingKeysWith: { a, _ in a })
        var found: [(score: Float, left: Int, right: Int)] = []
        for piece in pieces where piece.kind == .normal || piece.kind == .userDefined {
            for cut in piece.text.indices.dropFirst() where piece.text[cut] & 0xC0 != 0x80 {
                guard let left = known[Array(piece.text[..<cut])], let right = known[Array(piece.text[cut...])] else {
                    continue
                }
                found.append((piece.score, left, right))
            }
        }
        found.sort { ($1.score, $0.left, $0.right) < ($0.score, $1.left, $1.right) }
        return found.map { (pieces[$0.left].text, pieces[$0.right].text) }
    }

    /// `added_tokens.json`: tokens with their ids.
    private static func addedTokens(_ folder: String) throws(IdeficsError) -> [AddedToken] {
        let file = folder + "/added_tokens.json"
        guard Files.exists(file) else { return [] }
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try Files.read(file) } catch { throw .system(error) }
        let root: JSONValue
        do throws(JSONError) { root = try JSONValue(parsing: bytes) } catch {
            throw .tokenizer(file: file, problem: "not JSON: \(error)")
        }
        guard let members = root.members else {
            throw .tokenizer(file: file, problem: "is \(root.kind), not an object")
        }
        var tokens: [AddedToken] = []
        for member in members {
            guard let id = member.value.integer, (0..<maximumID).contains(id), !member.key.isEmpty else {
                throw .tokenizer(file: file, problem: "'\(member.key)' has no id from 0 to 2^24 - 1")
            }
            tokens.append(AddedToken(special: Array(member.key.utf8), id: id))
        }
        return tokens
    }
}

extension TokenizerFile.AddedToken {
    /// A special token that is found in the text as it stands.
    fileprivate init(special content: [UInt8], id: Int) {
        self.init(
            id: id, content: content, singleWord: false, stripsLeft: false, stripsRight: false, normalized: false,
            special: true)
    }
}
