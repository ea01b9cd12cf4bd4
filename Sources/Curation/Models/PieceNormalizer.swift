/// SentencePiece's normalisation: the longest match in a compiled table (mostly NFKC) replaced by its text, white space
/// folded and written as U+2581.
struct PieceNormalizer: Sendable {
    private let units: [UInt32]
    private let texts: [UInt8]
    private let addsDummyPrefix: Bool
    private let removesExtraSpaces: Bool
    private let space: [UInt8]
    private let whiteSpaceIsSuffix: Bool

    /// Nil when the table is damaged.
    init?(_ file: PieceFile) {
        addsDummyPrefix = file.addsDummyPrefix
        removesExtraSpaces = file.removesExtraSpaces
        whiteSpaceIsSuffix = file.whiteSpaceIsSuffix
        space = file.escapesSpaces ? [0xE2, 0x96, 0x81] : [0x20]
        guard !file.charsMap.isEmpty else {
            units = []
            texts = []
            return
        }
        let map = file.charsMap
        guard map.count >= 4 else { return nil }
        let size = Int(map.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) })
        guard size % 4 == 0, size >= 4, size <= map.count - 4, map.last == 0 || map.count == 4 + size else {
            return nil
        }
        units = map.withUnsafeBytes { raw in
            (0..<size / 4).map { raw.loadUnaligned(fromByteOffset: 4 + 4 * $0, as: UInt32.self) }
        }
        texts = Array(map[(4 + size)...])
    }

    /// The normal form of UTF-8 text; a byte that is not UTF-8 becomes U+FFFD.
    func normalize(_ text: [UInt8]) -> [UInt8] {
        var rest = text[...]
        if removesExtraSpaces {
            while !rest.isEmpty {
                let (piece, length) = prefix(rest)
                if !piece.elementsEqual([0x20]) { break }
                rest = rest.dropFirst(length)
            }
        }
        if rest.isEmpty { return [] }
        var out: [UInt8] = []
        out.reserveCapacity(text.count * 3 / 2)
        if addsDummyPrefix && !whiteSpaceIsSuffix { out += space }
        var followsSpace = removesExtraSpaces
        while !rest.isEmpty {
            var (piece, length) = prefix(rest)
            rest = rest.dropFirst(length)
            while followsSpace, piece.first == 0x20 { piece = piece.dropFirst() }
            if let last = piece.last {
                for byte in piece { if byte == 0x20 { out += space } else { out.append(byte) } }
                followsSpace = last == 0x20
            }
            if !removesExtraSpaces { followsSpace = false }
        }
        if removesExtraSpaces {
            while out.count >= space.count, out.suffix(space.count) == space[...] { out.removeLast(space.count) }
        }
        if addsDummyPrefix && whiteSpaceIsSuffix { out += space }
        return out
    }

    /// What the beginning of `text` becomes, and how many bytes of it.
    private func prefix(_ text: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, Int) {
        if let (value, length) = longestMatch(text), value < texts.count {
            let end = texts[value...].firstIndex(of: 0) ?? texts.count
            return (texts[value..<end], length)
        }
        let length = text.withUnsafeBufferPointer { bytes -> Int in
            guard let base = bytes.baseAddress, bytes[0] >= 0x80 else { return 1 }
            let (scalar, end) = UTF8Decoding.scalar(base, 0, bytes.count)
            return scalar == 0xFFFD && end == 1 ? 0 : end
        }
        return length == 0 ? ([0xEF, 0xBF, 0xBD], 1) : (text.prefix(length), length)
    }

    /// The longest key of the table that `text` begins with: a double-array trie (Darts) of 32-bit units.
    private func longestMatch(_ text: ArraySlice<UInt8>) -> (value: Int, length: Int)? {
        guard let root = units.first else { return nil }
        var found: (Int, Int)?
        var node = PieceNormalizer.offset(root)
        for (at, byte) in text.enumerated() {
            node ^= Int(byte)
            guard node < units.count, units[node] & 0x8000_00FF == UInt32(byte) else { break }
            let unit = units[node]
            node ^= PieceNormalizer.offset(unit)
            if unit >> 8 & 1 == 1, node < units.count { found = (Int(units[node] & 0x7FFF_FFFF), at + 1) }
        }
        return found
    }

    private static func offset(_ unit: UInt32) -> Int { Int(unit >> 10) << Int((unit & 0x200) >> 6) }
}
