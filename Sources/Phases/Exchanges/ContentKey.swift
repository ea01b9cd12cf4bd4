import Exchange
import Platform

/// A SHA-256 in 32 bytes: a text of it takes four times as much.
struct ContentKey: Hashable {
    private let words: SIMD4<UInt64>

    init(words: SIMD4<UInt64>) { self.words = words }

    /// Of 64 hexadecimal digits.
    init(_ sha256: String) {
        var words = SIMD4<UInt64>()
        for (place, byte) in (Hex.decode(sha256) ?? []).prefix(32).enumerated() {
            words[place / 8] = words[place / 8] << 8 | UInt64(byte)
        }
        self.words = words
    }

    var hex: String { (0..<4).map { Hex.encode(words[$0]) }.joined() }
}

extension ContentKey {
    init(from payload: inout PayloadReader) {
        words = SIMD4(payload.key(), payload.key(), payload.key(), payload.key())
    }

    func write(to payload: inout PayloadWriter) { for place in 0..<4 { payload.append(words[place]) } }
}
