import Documents
import Facts

/// Drops an image that is too narrow or too wide: stored width / height.
struct AspectRatio: ImageRule {
    static let name = "aspect-ratio"
    var name: String { Self.name }
    let range: ClosedRange<Double>

    func judge(_ image: ImageNode) -> Verdict {
        guard let signals = image.signals, signals.height > 0 else { return .keep }
        let ratio = Double(signals.width) / Double(signals.height)
        let low = Verdict.atLeast(range.lowerBound, ratio, else: .imageAspectRatio)
        return low.isKept ? .atMost(range.upperBound, ratio, else: .imageAspectRatio) : low
    }

    static let descriptor = RuleDescriptor(
        name, .image, summary: "Stored width divided by height.",
        parameters: [
            RuleParameter("min", .number, doc: "Smallest ratio kept."),
            RuleParameter("max", .number, doc: "Largest ratio kept."),
        ]
    ) { given throws(RuleError) in
        .image(AspectRatio(range: (given.number("min") ?? 0)...(given.number("max") ?? .infinity)))
    }
}
