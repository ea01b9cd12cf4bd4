import Documents
import Facts

/// Drops an image that the classifier takes for not safe for work; one without a score passes.
struct NSFWImage: ImageRule {
    static let name = "nsfw"
    var name: String { Self.name }
    let maximum: Double

    func judge(_ image: ImageNode) -> Verdict {
        guard let score = image.signals?.nsfw else { return .keep }
        return .atMost(maximum, score, else: .imageNSFW)
    }

    static let descriptor = RuleDescriptor(
        name, .image, summary: "The classifier's score of not being safe for work; the image leaves.",
        parameters: [RuleParameter("max", .number, isRequired: true, doc: "Highest score kept, 0 to 1.")]
    ) { given throws(RuleError) in
        .image(NSFWImage(maximum: given.number("max") ?? 1))
    }
}
