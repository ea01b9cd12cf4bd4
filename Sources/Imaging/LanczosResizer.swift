import Glibc

/// Resampling of a luma raster with Lanczos' kernel of three lobes, widened by the scale where the raster shrinks: the
/// antialiased resize of Pillow, which the field's perceptual hashes are made with, to the bit.
///
/// That means weights rounded to 22 fractional bits, and bytes between the passes. Where a picture is a bare gradient
/// its hash hangs on these roundings. Rows are resampled first, but columns when the height shrinks by more than twice
/// as many pixels as the width (found by trying sizes on Pillow 13; up to 11 rows were always first).
enum LanczosResizer {
    /// `raster` at `side` x `side`.
    static func resize(_ raster: LumaRaster, side: Int) -> [UInt8] {
        let across = LanczosAxis(from: raster.width, to: side)
        let down = LanczosAxis(from: raster.height, to: side)
        if raster.height > side && raster.height - side > 2 * (raster.width - side) {
            let low = columns(raster.pixels, width: raster.width, down)
            return rows(low, width: raster.width, across)
        }
        return columns(rows(raster.pixels, width: raster.width, across), width: side, down)
    }

    /// Every row of `pixels` resampled: (height, axis.count).
    private static func rows(_ pixels: [UInt8], width: Int, _ axis: LanczosAxis) -> [UInt8] {
        let height = pixels.count / width
        return [UInt8](unsafeUninitializedCapacity: height * axis.count) { out, count in
            count = height * axis.count
            pixels.withUnsafeBufferPointer { pixels in
                guard let source = pixels.baseAddress else { return }
                for y in 0..<height {
                    for x in 0..<axis.count {
                        out[y &* axis.count &+ x] = axis.sum(x, source + y &* width, stride: 1)
                    }
                }
            }
        }
    }

    /// Every column of `pixels` resampled: (axis.count, width).
    private static func columns(_ pixels: [UInt8], width: Int, _ axis: LanczosAxis) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: axis.count * width) { out, count in
            count = axis.count * width
            pixels.withUnsafeBufferPointer { pixels in
                guard let source = pixels.baseAddress else { return }
                for y in 0..<axis.count {
                    for x in 0..<width { out[y &* width &+ x] = axis.sum(y, source + x, stride: width) }
                }
            }
        }
    }
}

/// For each target position the first source position and the weights from there on, which sum to about 1 << 22.
struct LanczosAxis {
    private static let lobes = 3.0
    private static let fraction: Int32 = 22

    /// Target positions.
    let count: Int
    private let widest: Int
    private var starts: [Int] = []
    private var lengths: [Int] = []
    private var weights: [Int32]  // (count, widest)

    init(from source: Int, to target: Int) {
        let scale = Double(source) / Double(target)
        let stretch = max(scale, 1)
        let support = Self.lobes * stretch
        count = target
        widest = Int(support.rounded(.up)) * 2 + 1
        weights = [Int32](repeating: 0, count: target * widest)
        for position in 0..<target {
            let center = (Double(position) + 0.5) * scale
            let low = max(Int(center - support + 0.5), 0)
            let length = min(Int(center + support + 0.5), source) - low
            starts.append(low)
            lengths.append(length)
            setWeights(position, first: (Double(low) - center + 0.5) / stretch, step: 1 / stretch)
        }
    }

    /// The kernel at equal steps: its sines are turned on from one step to the next instead of computed anew.
    private mutating func setWeights(_ position: Int, first: Double, step: Double) {
        var wide = Turning(from: .pi * first / Self.lobes, by: .pi * step / Self.lobes)
        var narrow = Turning(from: .pi * first, by: .pi * step)
        var kernel = [Double](repeating: 0, count: lengths[position])
        var total = 0.0
        for i in kernel.indices {
            let x = first + Double(i) * step
            if abs(x) < 1e-9 {
                kernel[i] = 1
            } else if abs(x) < Self.lobes {
                kernel[i] = Self.lobes * narrow.sine * wide.sine / (.pi * .pi * x * x)
            }
            total += kernel[i]
            wide.turn()
            narrow.turn()
        }
        for i in kernel.indices {
            let scaled = kernel[i] / total * Double(1 << Self.fraction)
            weights[position * widest + i] = Int32(scaled.rounded(.toNearestOrAwayFromZero))
        }
    }

    /// The weighted sum for a target position over samples `stride` apart, rounded and held in a byte.
    @inline(__always)
    func sum(_ position: Int, _ samples: UnsafePointer<UInt8>, stride: Int) -> UInt8 {
        weights.withUnsafeBufferPointer { weights in
            var sum: Int32 = 1 << (Self.fraction - 1)
            var sample = samples + starts[position] &* stride
            let first = position &* widest
            for i in first..<first &+ lengths[position] {
                sum &+= weights[i] &* Int32(sample.pointee)
                sample += stride
            }
            return UInt8(max(0, min(255, sum >> Self.fraction)))
        }
    }

    /// sin and cos of an angle that grows by equal steps.
    private struct Turning {
        private(set) var sine: Double
        private var cosine: Double
        private let stepSine: Double
        private let stepCosine: Double

        init(from start: Double, by step: Double) {
            (sine, cosine, stepSine, stepCosine) = (sin(start), cos(start), sin(step), cos(step))
        }

        mutating func turn() {
            (sine, cosine) = (sine * stepCosine + cosine * stepSine, cosine * stepCosine - sine * stepSine)
        }
    }
}
