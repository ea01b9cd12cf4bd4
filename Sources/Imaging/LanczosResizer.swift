import Glibc

/// Resampling of a luma raster with Lanczos' kernel of three lobes, in 8 bits: weights normalised and rounded to 22
/// fractional bits, rows first and rounded to a byte, then columns. The method (and rounding) of Pillow's
/// antialiased `resize`, which the field's perceptual hashes are made with.
enum LanczosResizer {
    private static let lobes = 3.0
    private static let fraction = 22

    /// `raster` at `side` x `side`.
    static func resize(_ raster: LumaRaster, side: Int) -> [UInt8] {
        let across = Axis(from: raster.width, to: side)
        var narrow = [UInt8](repeating: 0, count: raster.height * side)
        raster.pixels.withUnsafeBufferPointer { source in
            for y in 0..<raster.height {
                for x in 0..<side {
                    narrow[y * side + x] = across.sum(x) { source[y &* raster.width &+ $0] }
                }
            }
        }
        let down = Axis(from: raster.height, to: side)
        var out = [UInt8](repeating: 0, count: side * side)
        narrow.withUnsafeBufferPointer { source in
            for y in 0..<side {
                for x in 0..<side { out[y * side + x] = down.sum(y) { source[$0 &* side &+ x] } }
            }
        }
        return out
    }

    /// For each target position the first source position and the weights from there on.
    private struct Axis {
        var starts: [Int] = []
        var counts: [Int] = []
        var weights: [Int32] = []  // (targets, widest)
        let widest: Int

        init(from source: Int, to target: Int) {
            let scale = Double(source) / Double(target)
            let stretch = max(scale, 1)
            let support = lobes * stretch
            widest = Int(support.rounded(.up)) * 2 + 1
            weights = [Int32](repeating: 0, count: target * widest)
            for position in 0..<target {
                let center = (Double(position) + 0.5) * scale
                let low = max(Int(center - support + 0.5), 0)
                let high = min(Int(center + support + 0.5), source)
                let raw = (low..<high).map { kernel((Double($0) - center + 0.5) / stretch) }
                let total = raw.reduce(0, +)
                for (i, weight) in raw.enumerated() {
                    let scaled = weight / total * Double(1 << fraction)
                    weights[position * widest + i] = Int32(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
                }
                starts.append(low)
                counts.append(high - low)
            }
        }

        /// The weighted sum for a target position over `source`, rounded and held in a byte.
        @inline(__always)
        func sum(_ position: Int, _ source: (Int) -> UInt8) -> UInt8 {
            let start = starts[position]
            return weights.withUnsafeBufferPointer { weights in
                var sum: Int32 = 1 << Int32(fraction - 1)
                for i in 0..<counts[position] {
                    sum &+= weights[position &* widest &+ i] &* Int32(source(start &+ i))
                }
                return UInt8(max(0, min(255, sum >> Int32(fraction))))
            }
        }
    }

    private static func kernel(_ x: Double) -> Double {
        abs(x) < lobes ? sinc(x) * sinc(x / lobes) : 0
    }

    private static func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(x * .pi) / (x * .pi) }
}
