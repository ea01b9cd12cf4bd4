import JSON
import Platform

/// Features of pictures, a line `{"image", "feature": […]}` each, so that no picture goes through the vision tower twice.
struct FeatureFile {
    let path: String
    private(set) var features: ShotSelector.Features = [:]
    private var pending = JSONWriter()

    init(path: String) throws(EvaluationError) {
        self.path = path
        guard Files.exists(path) else { return }
        try JSONLines.dropCutLine(path: path)
        for (_, line) in try JSONLines(path: path).lines {
            guard let image = line["image"]?.string, let values = line["feature"]?.array else { continue }
            features[image] = values.compactMap(\.number).map { Float($0) }
        }
    }

    mutating func add(_ image: String, _ feature: [Float]) {
        features[image] = feature
        JSONValue.members(["image": .string(image), "feature": .array(feature.map(JSONValue.float))]).write(
            to: &pending)
        pending.newline()
    }

    /// Writes what was added since.
    mutating func flush() throws(EvaluationError) {
        guard !pending.bytes.isEmpty else { return }
        do throws(SystemError) { try Files.append(pending.bytes, to: path) } catch { throw .system(error) }
        pending.reset()
    }
}
