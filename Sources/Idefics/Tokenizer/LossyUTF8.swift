/// Bytes that may be no UTF-8 as UTF-8: each longest beginning of a character that does not go on, and each byte that
/// begins none, becomes one U+FFFD (WHATWG Encoding Standard, "UTF-8 decoder"; `String(decoding:)` counts otherwise).
enum LossyUTF8 {
    /// `bytes` with what is not UTF-8 replaced.
    static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let (length, isWhole) = character(bytes[index...])
            if isWhole {
                result.append(contentsOf: bytes[index..<index + length])
            } else {
                result.append(contentsOf: [0xEF, 0xBF, 0xBD])
            }
            index += length
        }
        return result
    }

    /// Bytes of the character that `bytes` begins with, or of its longest beginning.
    private static func character(_ bytes: ArraySlice<UInt8>) -> (length: Int, isWhole: Bool) {
        let first = bytes[bytes.startIndex]
        guard first >= 0x80 else { return (1, true) }
        guard (0xC2...0xF4).contains(first) else { return (1, false) }
        let needed = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        // The second byte is bounded where a character would be written longer than it must, or does not exist.
        let low: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
        let high: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
        var length = 1
        for byte in bytes.dropFirst().prefix(needed - 1) {
            guard (length == 1 ? low...high : 0x80...0xBF).contains(byte) else { break }
            length += 1
        }
        return (length, length == needed)
    }
}
