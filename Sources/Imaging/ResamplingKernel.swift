import Glibc

/// The kernels that are asked for, of unit scale.
enum ResamplingKernel {
    /// Lanczos' with three lobes.
    case lanczos
    /// Linear interpolation.
    case triangle

    /// Where the kernel ends on either side.
    var support: Double {
        switch self {
        case .lanczos: 3
        case .triangle: 1
        }
    }

    /// The kernel at `count` equal steps.
    func values(first: Double, step: Double, count: Int) -> [Double] {
        switch self {
        case .triangle: (0..<count).map { max(0, 1 - abs(first + Double($0) * step)) }
        case .lanczos: Self.lanczos(first, step, count)
        }
    }

    /// The sines are turned on from one step to the next instead of computed anew.
    private static func lanczos(_ first: Double, _ step: Double, _ count: Int) -> [Double] {
        var wide = Turning(from: .pi * first / 3, by: .pi * step / 3)
        var narrow = Turning(from: .pi * first, by: .pi * step)
        var values = [Double](repeating: 0, count: count)
        for i in values.indices {
            let x = first + Double(i) * step
            if abs(x) < 1e-9 {
                values[i] = 1
            } else if abs(x) < 3 {
                values[i] = 3 * narrow.sine * wide.sine / (.pi * .pi * x * x)
            }
            wide.turn()
            narrow.turn()
        }
        return values
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
