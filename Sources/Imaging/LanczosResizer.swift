import Glibc

/// Resampling of a luma raster with Lanczos' kernel of three lobes, widened by the scale where the raster shrinks: the
/// antialiased resize of Pillow, which the field's perceptual hashes are made with.
///
/// Columns first, since that pass runs along rows and so fills vector registers; no rounding between the passes.
enum LanczosResizer {
    private static let lobes = 3.0

    /// `raster` at `side` x `side`, rounded to bytes.
    static func resize(_ raster: LumaRaster, side: Int) -> [UInt8] {
        let low = shrinkColumns(raster, Axis(from: raster.height, to: side), side)
        let across = Axis(from: raster.width, to: side)
        var out = [UInt8](repeating: 0, count: side * side)
        low.withUnsafeBufferPointer { low in
            across.weights.withUnsafeBufferPointer { weights in
                for x in 0..<side {
                    let (start, count) = (across.starts[x], across.counts[x])
                    for y in 0..<side {
                        var sum: Float = 0.5
                        for i in 0..<count {
                            sum += weights[x &* across.widest &+ i] * low[y &* raster.width &+ start &+ i]
                        }
                        out[y * side + x] = UInt8(max(0, min(255, sum)))
                    }
                }
            }
        }
        return out
    }

    /// (side, raster.width)
    private static func shrinkColumns(_ raster: LumaRaster, _ axis: Axis, _ side: Int) -> [Float] {
        let width = raster.width
        var out = [Float](repeating: 0, count: side * width)
        let levels = raster.pixels.map { Float($0) }
        out.withUnsafeMutableBufferPointer { out in
            levels.withUnsafeBufferPointer { levels in
                guard let target = out.baseAddress, let source = levels.baseAddress else { return }
                for y in 0..<side {
                    for i in 0..<axis.counts[y] {
                        let weight = axis.weights[y * axis.widest + i]
                        add(source + (axis.starts[y] + i) * width, weight, to: target + y * width, width)
                    }
                }
            }
        }
        return out
    }

    @inline(__always)
    private static func add(
        _ source: UnsafePointer<Float>, _ weight: Float, to target: UnsafeMutablePointer<Float>, _ count: Int
    ) {
        for x in 0..<count { target[x] += weight * source[x] }
    }

    /// For each target position the first source position and the weights from there on, which sum to 1.
    private struct Axis {
        var starts: [Int] = []
        var counts: [Int] = []
        var weights: [Float]  // (targets, widest)
        let widest: Int

        init(from source: Int, to target: Int) {
            let scale = Double(source) / Double(target)
            let stretch = max(scale, 1)
            let support = lobes * stretch
            widest = Int(support.rounded(.up)) * 2 + 1
            weights = [Float](repeating: 0, count: target * widest)
            var raw = [Double](repeating: 0, count: widest)
            let step = SineStep(by: .pi / stretch)
            let slowStep = SineStep(by: .pi / stretch / lobes)
            for position in 0..<target {
                let center = (Double(position) + 0.5) * scale
                let low = max(Int(center - support + 0.5), 0)
                let count = min(Int(center + support + 0.5), source) - low
                let first = (Double(low) - center + 0.5) / stretch
                var (fast, slow) = (SineStep(by: .pi * first), SineStep(by: .pi * first / lobes))
                var total = 0.0
                for i in 0..<count {
                    let x = first + Double(i) / stretch
                    raw[i] =
                        abs(x) >= lobes ? 0 : abs(x) < 1e-9 ? 1 : lobes * fast.sine * slow.sine / (.pi * .pi * x * x)
                    total += raw[i]
                    fast.turn(step)
                    slow.turn(slowStep)
                }
                for i in 0..<count { weights[position * widest + i] = Float(raw[i] / total) }
                starts.append(low)
                counts.append(count)
            }
        }
    }

    /// A point on the unit circle that is turned by another: sines at equal steps without calls of `sin`.
    private struct SineStep {
        var sine: Double
        var cosine: Double

        init(by angle: Double) { (sine, cosine) = (sin(angle), cos(angle)) }

        mutating func turn(_ step: SineStep) {
            (sine, cosine) = (
                sine * step.cosine + cosine * step.sine, cosine * step.cosine - sine * step.sine
            )
        }
    }
}
