import Documents
import Facts

/// Drops an image the page shows too small or too large; a side the page does not give passes. Hundredths are taken of
/// the stored side.
struct RenderedSide: ImageRule {
    static let name = "rendered-side"
    var name: String { Self.name }
    let range: ClosedRange<Int>

    func judge(_ image: ImageNode) -> Verdict {
        let sides = [
            resolved(image.renderedWidth, original: image.signals?.width),
            resolved(image.renderedHeight, original: image.signals?.height),
        ]
        for side in sides.compactMap({ $0 }) {
            let verdict = Verdict.within(range, side, below: .imageRenderedTooSmall, above: .imageRenderedTooLarge)
            if !verdict.isKept { return verdict }
        }
        return .keep
    }

    private func resolved(_ length: RenderedLength, original: Int?) -> Int? {
        if case .percent = length { return original.flatMap { length.resolved(original: $0) } }
        return length.resolved(original: 0)
    }

    static let descriptor = RuleDescriptor(
        name, .image, summary: "Width and height the page shows it at, pixels.", parameters: ImageSide.parameters
    ) { given throws(RuleError) in
        .image(RenderedSide(range: (given.integer("min") ?? 0)...(given.integer("max") ?? .max)))
    }
}
