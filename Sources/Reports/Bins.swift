/// How a number is distributed: bins of equal width over the middle 98 % of a sample; what reaches far (words) has steps
/// that grow. What lies outside is counted in the bins at the ends.
package struct Bins: Sendable {
    /// How many bins there are.
    package static let count = 24

    /// The lower edges of the bins, and the upper one of the last; empty when all of the sample are alike.
    package let edges: [Float]
    /// By bin: how many values.
    package private(set) var totals: [Int]
    private let bottom: Float, top: Float
    private let isWide: Bool

    /// Empty bins as a sample of the values asks for.
    package init(sample: [Float]) {
        let sorted = sample.filter { !$0.isNaN }.sorted()
        guard let first = sorted.first, let last = sorted.last, last > first else {
            (edges, totals, bottom, top, isWide) = ([], [], 0, 0, false)
            return
        }
        let (low, high) = (sorted[sorted.count / 100], sorted[sorted.count - 1 - sorted.count / 100])
        let (bottom, top) = high > low ? (low, high) : (first, last)
        let isWide = bottom >= 0 && top > 50 * max(1, sorted[sorted.count / 2] * 0.2) && top > 100
        (self.bottom, self.top, self.isWide) = (bottom, top, isWide)
        edges = (0...Self.count).map { place -> Float in
            let share = Float(place) / Float(Self.count)
            return bottom + (top - bottom) * (isWide ? share * share : share)
        }
        totals = [Int](repeating: 0, count: Self.count)
    }

    /// Whether there is nothing to tell apart.
    package var isEmpty: Bool { edges.isEmpty }

    /// Counts a value, which is no NaN.
    /// - Returns: its bin.
    @discardableResult
    package mutating func count(_ value: Float) -> Int {
        let share = min(1, max(0, (value - bottom) / (top - bottom)))
        let bin = min(Self.count - 1, Int((isWide ? share.squareRoot() : share) * Float(Self.count)))
        totals[bin] += 1
        return bin
    }

    /// A number as people read it: whole when it is, else three digits behind the point.
    package static func short(_ value: Float) -> String {
        let rounded = (Double(value) * 1000).rounded() / 1000
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? Int(rounded).description : "\(rounded)"
    }
}
