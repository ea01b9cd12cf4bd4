/// How token strings become text again: replacements in each token, byte tokens joined to UTF-8, leading spaces removed.
struct TokenDecoder {
    var replacements: [(pattern: [UInt8], content: [UInt8])] = []
    var joinsBytes = false
    var leadingSpaces = 0
    /// Whether the characters of tokens stand for bytes.
    var isByteLevel = false

    /// The text of one token that is no byte token.
    func text(of token: [UInt8]) -> [UInt8] {
        replacements.reduce(token) { Normalizer.replace($1.pattern, with: $1.content, in: $0) }
    }

    /// The value of a byte token `<0xXX>`, nil for any other.
    func byte(of token: [UInt8]) -> UInt8? {
        guard joinsBytes, token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else {
            return nil
        }
        return UInt8(String(decoding: token[3...4], as: UTF8.self), radix: 16)
    }

    /// A complete run of byte tokens: its characters, or a replacement character for each byte when it is not UTF-8.
    func text(ofRun run: [UInt8]) -> [UInt8] {
        String(validating: run, as: UTF8.self) == nil ? run.flatMap { _ in Array("\u{FFFD}".utf8) } : run
    }
}
