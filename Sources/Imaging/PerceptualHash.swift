import Glibc

/// The 64-bit DCT hash that `imagehash.phash` made common: luma at 32 x 32, the 8 x 8 lowest frequencies of its cosine
/// transform, a bit for each that is above their median.
///
/// The transform is computed in integers, so that a flat picture has no bit but perhaps the first (`isFlat`) instead of
/// the signs of rounding noise.
public enum PerceptualHash {
    private static let side = 32
    private static let kept = 8

    /// Whether this is the hash of a picture of one colour: such pictures are blank, not copies of each other.
    public static func isFlat(_ hash: UInt64) -> Bool { hash << 1 == 0 }

    /// Bits in which two hashes differ.
    public static func distance(_ one: UInt64, _ other: UInt64) -> Int { (one ^ other).nonzeroBitCount }

    static func hash(_ raster: LumaRaster) -> UInt64 {
        guard raster.width > 0, raster.height > 0 else { return 0 }
        let frequencies = lowFrequencies(Resampler.resize(raster, side: side))
        let sorted = frequencies.sorted()
        // Doubled, the median of an even number of integers is one.
        let median = sorted[31] + sorted[32]
        return frequencies.reduce(0) { $0 << 1 | (2 * $1 > median ? 1 : 0) }
    }

    /// cos(pi * u * (2x + 1) / 64) for u < 8, x < 32, in 14 fractional bits.
    private static let cosines: [Int] = (0..<kept * side).map { i in
        Int((cos(Double.pi * Double(i / side) * Double(2 * (i % side) + 1) / Double(2 * side)) * 16384).rounded())
    }

    /// (8 rows of vertical frequency, 8 columns of horizontal).
    private static func lowFrequencies(_ pixels: [UInt8]) -> [Int] {
        var columns = [Int](repeating: 0, count: kept * side)  // transformed down: (8, 32)
        var out = [Int](repeating: 0, count: kept * kept)
        cosines.withUnsafeBufferPointer { cosines in
            for u in 0..<kept {
                for y in 0..<side {
                    let weight = cosines[u &* side &+ y]
                    for x in 0..<side { columns[u &* side &+ x] &+= weight &* Int(pixels[y &* side &+ x]) }
                }
                for v in 0..<kept {
                    var sum = 0
                    for x in 0..<side { sum &+= columns[u &* side &+ x] &* cosines[v &* side &+ x] }
                    out[u &* kept &+ v] = sum
                }
            }
        }
        return out
    }
}
