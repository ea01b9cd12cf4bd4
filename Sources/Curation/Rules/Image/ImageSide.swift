import Documents
import Facts

/// Drops an image one of whose stored sides is too short or too long.
struct ImageSide: ImageRule {
    static let name = "side"
    var name: String { Self.name }
    let range: ClosedRange<Int>

    func judge(_ image: ImageNode) -> Verdict {
        guard let signals = image.signals else { return .keep }
        let short = min(signals.width, signals.height)
        return short < range.lowerBound
            ? .drop(.imageTooSmall, detail: "\(short) < \(range.lowerBound)")
            : .within(range, max(signals.width, signals.height), below: .imageTooSmall, above: .imageTooLarge)
    }

    static let descriptor = RuleDescriptor(
        name, .image, summary: "Stored width and height in pixels.", parameters: ImageSide.parameters
    ) { given throws(RuleError) in
        .image(ImageSide(range: (given.integer("min") ?? 0)...(given.integer("max") ?? .max)))
    }

    static let parameters = [
        RuleParameter("min", .integer, doc: "Shortest side kept, pixels."),
        RuleParameter("max", .integer, doc: "Longest side kept, pixels."),
    ]
}
