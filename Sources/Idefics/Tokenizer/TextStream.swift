/// Decodes ids as they come; the pieces together are exactly what decoding all ids at once gives.
///
/// A run of byte tokens is held back until it ends, because one bad byte changes all of it.
public struct TextStream: Sendable {
    private let tokenizer: Tokenizer
    private let skipsSpecialTokens: Bool
    private var run: [UInt8] = []
    private var spacesToStrip: Int

    /// A stream at the beginning of a text.
    public init(tokenizer: Tokenizer, skipsSpecialTokens: Bool = true) {
        (self.tokenizer, self.skipsSpecialTokens) = (tokenizer, skipsSpecialTokens)
        spacesToStrip = tokenizer.leadingSpaces
    }

    /// The text that is certain once `id` has come; often empty.
    public mutating func append(_ id: Int) -> String {
        switch tokenizer.contribution(of: id, skipsSpecialTokens: skipsSpecialTokens) {
        case .nothing: return ""
        case .byte(let byte):
            run.append(byte)
            return ""
        case .text(let text): return emit(takeRun() + text)
        }
    }

    /// The rest, when no more ids come.
    public mutating func finish() -> String { emit(takeRun()) }

    private mutating func takeRun() -> [UInt8] {
        defer { run = [] }
        return run.isEmpty ? [] : tokenizer.text(ofRun: run)
    }

    private mutating func emit(_ text: [UInt8]) -> String {
        var text = text[...]
        while spacesToStrip > 0, let first = text.first {
            guard first == 0x20 else {
                spacesToStrip = 0
                break
            }
            text = text.dropFirst()
            spacesToStrip -= 1
        }
        return String(decoding: text, as: UTF8.self)
    }
}
