/// Decodes ids as they come; the pieces together are exactly what decoding all ids at once gives.
///
/// A run of byte tokens is held back until it ends, because one bad byte changes all of it; of a byte-level tokenizer only
/// the bytes of a character that is not complete.
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
        case .bytes(let bytes):
            run += bytes
            let complete = run.count - Self.openEnd(run)
            defer { run.removeFirst(complete) }
            return emit(LossyUTF8.repaired(Array(run.prefix(complete))))
        case .text(let text): return emit(takeRun() + text)
        }
    }

    /// The rest, when no more ids come.
    public mutating func finish() -> String { emit(takeRun()) }

    /// Bytes at the end that may be the beginning of a character.
    private static func openEnd(_ bytes: [UInt8]) -> Int {
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1
            return length > back ? back : 0
        }
        return 0
    }

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
