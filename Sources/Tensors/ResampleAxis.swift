import CKernels
import Glibc

/// How the neighbours of a place are weighted when a picture is resized.
public enum ResampleFilter: Sendable {
    /// Keys' cubic convolution with a = -½.
    case bicubic
    /// sinc(x) sinc(x / 3), 3 places wide on either side.
    case lanczos

    /// Places on either side that have weights.
    var support: Double { self == .bicubic ? 2 : 3 }

    /// The weight at distance x.
    func weight(_ x: Double) -> Double {
        switch self {
        case .bicubic: Self.cubic(abs(x))
        case .lanczos: -3 <= x && x < 3 ? Self.sinc(x) * Self.sinc(x / 3) : 0
        }
    }

    private static func cubic(_ x: Double) -> Double {
        let a = -0.5
        if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
        if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
        return 0
    }

    private static func sinc(_ x: Double) -> Double {
        guard x != 0 else { return 1 }
        let angle = x * Double.pi
        return sin(angle) / angle
    }
}

/// One axis of an antialiased resize in fixed point (22 bits), as Pillow 11 computes it for 8-bit pictures.
///
/// Output i is the weighted sum of the inputs around `(i + ½) · scale`; when shrinking the kernel is widened by the
/// scale. Weights are normalised in f64 and rounded half away from zero.
struct ResampleAxis {
    let outputs: Int
    let taps: Int
    private let first: [Int32]
    private let count: [Int32]
    private let weights: [Int32]

    init(inputs: Int, outputs: Int, _ filter: ResampleFilter) {
        let scale = Double(inputs) / Double(outputs)
        let widening = max(scale, 1)
        let support = filter.support * widening
        let taps = Int(support.rounded(.up)) * 2 + 1
        var first: [Int32] = []
        var count: [Int32] = []
        var weights: [Int32] = []
        for output in 0..<outputs {
            let centre = (Double(output) + 0.5) * scale
            let low = max(Int(centre - support + 0.5), 0)
            let high = min(Int(centre + support + 0.5), inputs)
            var values = (low..<high).map { filter.weight((Double($0) - centre + 0.5) * (1 / widening)) }
            let sum = values.reduce(0, +)
            if sum != 0 { values = values.map { $0 / sum } }
            first.append(Int32(low))
            count.append(Int32(values.count))
            let fixed = values.map { Int32(($0 * Double(1 << 22)).rounded(.toNearestOrAwayFromZero)) }
            weights += fixed + Array(repeating: 0, count: taps - fixed.count)
        }
        (self.outputs, self.taps) = (outputs, taps)
        (self.first, self.count, self.weights) = (first, count, weights)
    }

    /// Calls `body` with the kernels' view of the axis.
    func withKernel<R>(_ body: (inout ck_resample) -> R) -> R {
        first.withUnsafeBufferPointer { first in
            count.withUnsafeBufferPointer { count in
                weights.withUnsafeBufferPointer { weights in
                    var axis = ck_resample(
                        outputs: Int64(outputs), taps: Int64(taps), first: first.baseAddress,
                        count: count.baseAddress, weights: weights.baseAddress)
                    return body(&axis)
                }
            }
        }
    }
}
