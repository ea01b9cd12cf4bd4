import Glibc

/// Resampling of planes of bytes with a kernel that is widened by the scale where the plane shrinks: the antialiased
/// resize of Pillow, which the field's perceptual hashes and classifiers are made with, to the bit.
///
/// That means weights rounded to 22 fractional bits, and bytes between the passes. Where a picture is a bare gradient
/// its hash hangs on these roundings. Rows are resampled first, but columns when the height shrinks by more than twice
/// as many pixels as the width (found by trying sizes on Pillow 13; Pillow 11 takes rows first).
enum Resampler {
    /// `plane` at `side` x `side`.
    static func resize(_ plane: LumaRaster, side: Int, kernel: ResamplingKernel = .lanczos) -> [UInt8] {
        let across = ResamplingAxis(from: plane.width, to: side, kernel)
        let down = ResamplingAxis(from: plane.height, to: side, kernel)
        if plane.height > side && plane.height - side > 2 * (plane.width - side) {
            let low = columns(plane.pixels, width: plane.width, down)
            return rows(low, width: plane.width, across)
        }
        return columns(rows(plane.pixels, width: plane.width, across), width: side, down)
    }

    /// Every row of `pixels` resampled: (height, axis.count).
    private static func rows(_ pixels: [UInt8], width: Int, _ axis: ResamplingAxis) -> [UInt8] {
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
    private static func columns(_ pixels: [UInt8], width: Int, _ axis: ResamplingAxis) -> [UInt8] {
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
struct ResamplingAxis {
    private static let fraction: Int32 = 22

    /// Target positions.
    let count: Int
    private let widest: Int
    private var starts: [Int] = []
    private var lengths: [Int] = []
    private var weights: [Int32]  // (count, widest)

    init(from source: Int, to target: Int, _ kernel: ResamplingKernel) {
        let scale = Double(source) / Double(target)
        let stretch = max(scale, 1)
        let support = kernel.support * stretch
        count = target
        widest = Int(support.rounded(.up)) * 2 + 1
        weights = [Int32](repeating: 0, count: target * widest)
        for position in 0..<target {
            let center = (Double(position) + 0.5) * scale
            let low = max(Int(center - support + 0.5), 0)
            let length = min(Int(center + support + 0.5), source) - low
            starts.append(low)
            lengths.append(length)
            let values = kernel.values(
                first: (Double(low) - center + 0.5) / stretch, step: 1 / stretch, count: length)
            let total = values.reduce(0, +)
            for (i, value) in values.enumerated() {
                let scaled = value / total * Double(1 << Self.fraction)
                weights[position * widest + i] = Int32(scaled.rounded(.toNearestOrAwayFromZero))
            }
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
}
