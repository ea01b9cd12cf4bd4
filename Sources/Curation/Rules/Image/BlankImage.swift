import Documents
import Facts

/// Drops an image of one colour, told by its perceptual hash.
struct BlankImage: ImageRule {
    static let name = "blank"
    var name: String { Self.name }
    let hashes: Set<String>

    func judge(_ image: ImageNode) -> Verdict {
        guard let hash = image.signals?.phash, hashes.contains(hash) else { return .keep }
        return .drop(.imageBlank, detail: hash)
    }

    static let descriptor = RuleDescriptor(
        name, .image, summary: "An image of one colour, by its perceptual hash.",
        parameters: [RuleParameter("hashes", .list, doc: "Perceptual hashes of blank images (all zeros, first bit).")]
    ) { given throws(RuleError) in
        .image(BlankImage(hashes: Set(given.list("hashes") ?? ["0000000000000000", "8000000000000000"])))
    }
}
