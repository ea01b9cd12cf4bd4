import Glibc

/// Finds the legacy encoding of text by its bytes: the encoding and language under which they are likeliest.
///
/// Each candidate decodes a sample; the cost of a character is minus the binary logarithm of its probability in the
/// language (`LanguageModel`), in sixteenths of a bit, and the cheapest candidate wins. Two-byte and single-byte
/// encodings compare directly, because the costs are of the same bytes. ASCII costs nothing in any of them.
enum EncodingDetector {
    /// How much text is looked at.
    private static let sampleSize = 131_072

    /// The likeliest legacy encoding, nil when there is no byte from 80 up.
    static func detect(_ bytes: UnsafeBufferPointer<UInt8>) -> Encoding? {
        let statistics = ByteStatistics(UnsafeBufferPointer(rebasing: bytes.prefix(sampleSize)))
        guard statistics.total > 0 else { return nil }
        var best: (encoding: Encoding, cost: Int)?
        for model in SingleByteModel.all {
            let cost = model.cost(of: statistics)
            if cost < best?.cost ?? .max { best = (model.encoding, cost) }
        }
        for model in TwoByteModel.allCases {
            let cost = model.cost(of: statistics.sample, limit: best?.cost ?? .max)
            if cost < best?.cost ?? .max { best = (model.encoding, cost) }
        }
        return best?.encoding
    }

    /// Whether ASCII bytes hold an escape sequence of ISO-2022-JP that announces kanji.
    static func isISO2022JP(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = bytes.baseAddress else { return false }
        var index = 0
        while index + 2 < bytes.count, let found = memchr(start + index, 0x1B, bytes.count - index - 2) {
            let escape = UnsafeRawPointer(found) - UnsafeRawPointer(start)
            if bytes[escape + 1] == 0x24, bytes[escape + 2] == 0x42 || bytes[escape + 2] == 0x40 { return true }
            index = escape + 1
        }
        return false
    }
}

/// How often bytes, and neighbours of which one is not ASCII, occur in a sample.
struct ByteStatistics {
    let sample: UnsafeBufferPointer<UInt8>
    /// By byte minus 80.
    private(set) var counts = [Int](repeating: 0, count: 128)
    /// Neighbours and how often: (first, second, count).
    private(set) var pairs: [(first: UInt8, second: UInt8, count: Int)] = []
    /// Bytes from 80 up.
    private(set) var total = 0

    init(_ sample: UnsafeBufferPointer<UInt8>) {
        self.sample = sample
        var table = [Int32](repeating: 0, count: 65536)
        var seen: [Int] = []
        var previous: UInt8 = 0x20
        for byte in sample {
            if byte >= 0x80 {
                counts[Int(byte) - 0x80] += 1
                total += 1
            }
            if byte | previous >= 0x80 {
                let pair = Int(previous) << 8 | Int(byte)
                if table[pair] == 0 { seen.append(pair) }
                table[pair] += 1
            }
            previous = byte
        }
        pairs = seen.map { (UInt8($0 >> 8), UInt8($0 & 255), Int(table[$0])) }
    }
}
