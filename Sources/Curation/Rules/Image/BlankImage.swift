import Documents
import Facts

/// Drops an image of one colour, told by its perceptual hash.
struct BlankImage: ImageRule {
    static let name = "blank"
    var name: String { Self.name }
    let hashes: Set<UInt64>

    func judge(_ image: ImageNode) -> Verdict {
        guard let signals = image.signals, let hash = signals.perceptualHash, hashes.contains(hash) else {
            return .keep
        }
        return .drop(.imageBlank, detail: signals.phash)
    }

    static let descriptor = RuleDescriptor(
        name, .image, summary: "An image of one colour, by its perceptual hash.",
        parameters: [RuleParameter("hashes", .list, doc: "Perceptual hashes of blank images (all zeros, first bit).")]
    ) { given throws(RuleError) in
        let hashes = try (given.list("hashes") ?? ["0000000000000000", "8000000000000000"]).map {
            text throws(RuleError) in
            guard let hash = UInt64(text, radix: 16) else {
                throw .badValue(
                    rule: name, parameter: "hashes", problem: "'\(text)' is not 16 hexadecimal digits")
            }
            return hash
        }
        return .image(BlankImage(hashes: Set(hashes)))
    }
}
