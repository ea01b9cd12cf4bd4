/// A Huffman table of a sequential JPEG (ITU-T T.81, annex C and F.2.2), made for passing over coefficients.
struct HuffmanTable {
    /// Bits of the windows that are looked up.
    static let windowBits = 12
    /// Entries of a lookup table.
    static let windows = 1 << windowBits

    /// By window: `symbol << 8 | length`; 0 where the code is longer than the window.
    private(set) var symbols = [UInt16](repeating: 0, count: windows)
    private let values: [UInt8]
    /// For each length the largest code, or -1; and what to add to a code for its place in `values`.
    private var largest = [Int](repeating: -1, count: 17)
    private var places = [Int](repeating: 0, count: 17)

    /// From the segment: how many codes there are of each length 1 to 16, and the symbols in order of their codes.
    /// Nil when the lengths are no prefix code.
    init?(counts: some Collection<UInt8>, values: [UInt8]) {
        self.values = values
        var (code, place) = (0, 0)
        for (index, count) in counts.enumerated() {
            let length = index + 1
            places[length] = place - code
            for _ in 0..<count {
                guard code < 1 << length else { return nil }
                if length <= Self.windowBits { fill(code, length, values[place]) }
                code += 1
                place += 1
            }
            if count > 0 { largest[length] = code - 1 }
            code <<= 1
        }
    }

    private mutating func fill(_ code: Int, _ length: Int, _ symbol: UInt8) {
        let spare = Self.windowBits - length
        for window in code << spare..<(code + 1) << spare { symbols[window] = UInt16(symbol) << 8 | UInt16(length) }
    }

    /// The symbol and code length at the head of 16 bits, for codes that no window holds; nil for none.
    func search(_ bits: Int) -> (symbol: Int, length: Int)? {
        for length in 1...16 {
            let code = bits >> (16 - length)
            if code <= largest[length] { return (Int(values[places[length] + code]), length) }
        }
        return nil
    }

    /// Runs of coefficients by window: as many whole ones (code and value bits) as it holds, up to the end of the
    /// block when that is among them. `coefficients << 8 | end << 7 | bits`; 0 where not even one fits.
    func appendRuns(to table: inout [UInt16]) {
        symbols.withUnsafeBufferPointer { symbols in
            for window in 0..<Self.windows { table.append(Self.run(window, symbols)) }
        }
    }

    @inline(__always)
    private static func run(_ window: Int, _ symbols: UnsafeBufferPointer<UInt16>) -> UInt16 {
        var (used, passed) = (0, 0)
        while true {
            let entry = Int(symbols[window &<< used & (windows &- 1)])
            let (length, zeros, size) = (entry & 0xFF, entry &>> 12, entry &>> 8 & 15)
            // The low bits of a shifted window are not there: what needs them does not count.
            guard length > 0, used &+ length &+ size <= windowBits else { break }
            used &+= length &+ size
            if size == 0 && zeros < 15 { return UInt16(truncatingIfNeeded: passed &<< 8 | 0x80 | used) }
            passed &+= zeros &+ 1
        }
        return UInt16(truncatingIfNeeded: passed &<< 8 | used)
    }
}
