/// The area under the receiver operating characteristic: the probability that a positive scores above a negative, equals
/// counted half.
package enum ROC {
    /// The area; nil when there are no positives or no negatives.
    /// - Parameters:
    ///   - scores: higher speaks for a positive; none is NaN.
    ///   - labels: whether each is a positive.
    package static func area(scores: [Double], labels: [Bool]) -> Double? {
        let positives = labels.count { $0 }
        let negatives = labels.count - positives
        guard positives > 0, negatives > 0 else { return nil }
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        // Twice the number of pairs in which the positive is above: whole numbers, so nothing is rounded.
        var doubled = 0
        var below = 0
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
            let group = order[start..<end].count { labels[$0] }
            let others = end - start - group
            doubled += group * (2 * below + others)
            below += others
            start = end
        }
        return Double(doubled) / 2 / Double(positives) / Double(negatives)
    }
}
