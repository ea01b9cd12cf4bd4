/// The hybrid of runs and bit-packed groups that holds levels and places in a dictionary (parquet-format,
/// `Encodings.md#RLE`).
enum RunLength {
    /// Levels of `bitWidth` bits (1 to 8) as runs where eight or more are equal, in groups of eight elsewhere.
    static func encode(_ levels: [UInt8], bitWidth: Int) -> [UInt8] {
        var out: [UInt8] = []
        var literals = 0..<0
        var at = 0
        while at < levels.count {
            var end = at + 1
            while end < levels.count && levels[end] == levels[at] { end += 1 }
            // A bit-packed group is full before a run begins.
            let fill = min(end - at, (8 - literals.count % 8) % 8)
            if end - at - fill >= 8 {
                literals = literals.lowerBound..<at + fill
                pack(levels[literals], bitWidth, &out)
                append(UInt64(end - at - fill) << 1, to: &out)
                out.append(levels[at])
                literals = end..<end
            } else {
                literals = literals.lowerBound..<end
            }
            at = end
        }
        pack(levels[literals], bitWidth, &out)
        return out
    }

    private static func pack(_ levels: ArraySlice<UInt8>, _ bitWidth: Int, _ out: inout [UInt8]) {
        guard !levels.isEmpty else { return }
        let groups = (levels.count + 7) / 8
        append(UInt64(groups) << 1 | 1, to: &out)
        var at = levels.startIndex
        for _ in 0..<groups {
            var word: UInt64 = 0
            for slot in 0..<8 where at < levels.endIndex {
                word |= UInt64(levels[at]) << UInt64(slot * bitWidth)
                at += 1
            }
            for byte in 0..<bitWidth { out.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * byte))) }
        }
    }

    private static func append(_ value: UInt64, to out: inout [UInt8]) {
        var value = value
        while value >= 0x80 {
            out.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        out.append(UInt8(value))
    }

    /// The first `count` values of `bitWidth` bits (0 to 32).
    /// - Throws: `ParquetError.damaged` when there are fewer.
    static func decode(
        _ bytes: ArraySlice<UInt8>, bitWidth: Int, count: Int
    ) throws(ParquetError) -> [UInt32] {
        guard bitWidth > 0 else { return [UInt32](repeating: 0, count: count) }
        var out: [UInt32] = []
        var at = bytes.startIndex
        while out.count < count {
            let header = try varint(bytes, &at)
            if header & 1 == 1 {
                try unpack(bytes, &at, groups: header >> 1, bitWidth: bitWidth, count, &out)
                continue
            }
            let width = (bitWidth + 7) / 8
            guard bytes.endIndex - at >= width else { throw .damaged("a run is cut off") }
            let value = bytes[at..<at + width].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            at += width
            guard header > 1 else { throw .damaged("a run of nothing") }
            out.append(contentsOf: repeatElement(value, count: min(Int(min(header >> 1, 1 << 31)), count - out.count)))
        }
        return out
    }

    private static func unpack(
        _ bytes: ArraySlice<UInt8>, _ at: inout Int, groups: UInt64, bitWidth: Int, _ count: Int, _ out: inout [UInt32]
    ) throws(ParquetError) {
        guard groups > 0 else { throw .damaged("a group of nothing") }
        // The last group may be cut where the values end.
        let wanted = min(count - out.count, Int(min(groups, 1 << 31)) * 8)
        let needed = (wanted * bitWidth + 7) / 8
        guard needed <= bytes.endIndex - at else { throw .damaged("bit-packed values are cut off") }
        var word: UInt64 = 0
        var bits = 0
        var next = at
        let mask: UInt64 = (1 << UInt64(bitWidth)) - 1
        for _ in 0..<wanted {
            while bits < bitWidth {
                word |= UInt64(bytes[next]) << UInt64(bits)
                next += 1
                bits += 8
            }
            out.append(UInt32(truncatingIfNeeded: word & mask))
            word >>= UInt64(bitWidth)
            bits -= bitWidth
        }
        at = Int(min(UInt64(bytes.endIndex), UInt64(at) + min(groups, 1 << 31) * UInt64(bitWidth)))
    }

    private static func varint(_ bytes: ArraySlice<UInt8>, _ at: inout Int) throws(ParquetError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 35, by: 7) {
            guard at < bytes.endIndex else { throw .damaged("levels or places end too early") }
            let byte = bytes[at]
            at += 1
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        throw .damaged("a run's length has more than five bytes")
    }
}
