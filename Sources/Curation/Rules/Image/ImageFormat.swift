import Documents
import Facts

/// Drops an image of another format; an unknown format passes.
struct ImageFormat: ImageRule {
    static let name = "format"
    var name: String { Self.name }
    let allowed: Set<String>

    func judge(_ image: ImageNode) -> Verdict {
        guard let format = image.signals?.format, !format.isEmpty else { return .keep }
        return allowed.contains(format) ? .keep : .drop(.imageFormat, detail: format)
    }

    static let descriptor = RuleDescriptor(
        name, .image, summary: "The format the bytes are in.",
        parameters: [
            RuleParameter(
                "allow", .list, isRequired: true,
                doc: "\(PictureFormat.all.map(\.name).joined(separator: ", ")); jpg is jpeg.")
        ]
    ) { given throws(RuleError) in
        var allowed = Set(given.list("allow") ?? [])
        for format in PictureFormat.all where !allowed.isDisjoint(with: format.suffixes) {
            allowed.formUnion(format.suffixes + [format.name])
        }
        return .image(ImageFormat(allowed: allowed))
    }
}
