import HTMLTree

/// Calls `body` with a hash of each word of an attribute value, lower case; cuts at what is no letter or digit and
/// where a capital follows a small letter. Stops when `body` says so.
enum ElementWords {
    static func hash(_ word: String) -> UInt64 {
        var hash = seed
        for byte in word.utf8 { hash = mix(hash, byte) }
        return hash
    }

    static func contains(_ words: Set<UInt64>, _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var hash = seed
        var length = 0
        var wasSmall = false
        var isInner = false
        for at in range {
            let byte = bytes[at]
            let isCapital = byte >= 65 && byte <= 90
            let isSmall = byte >= 97 && byte <= 122
            let isLetter = isCapital || isSmall || byte >= 0x80
            if !isLetter || (isCapital && wasSmall) {
                // Short words count only when they stand alone: class names made by tools (`hJpRrP`) are full of them.
                if length > 3 || (length > 0 && !isLetter && !isInner), words.contains(hash) { return true }
                isInner = isLetter
                hash = seed
                length = 0
            }
            wasSmall = isSmall
            if isLetter {
                hash = mix(hash, Bytes.lower(byte))
                length += 1
            }
        }
        return (length > 3 || (length > 0 && !isInner)) && words.contains(hash)
    }

    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
    private static func mix(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
