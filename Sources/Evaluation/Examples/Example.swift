package import Configuration

/// A picture with what is asked about it and what people answered: a query, or a shot for others.
package struct Example: Equatable, Sendable {
    /// Its identifier in the file.
    package var id: String
    /// The picture, relative to the folder of pictures; empty when there is none.
    package var image: String
    /// What is asked.
    package var question = ""
    /// What is written on the picture.
    package var text = ""
    /// What people answered.
    package var references: [String] = []
    /// The right class of a choice, by its place.
    package var label: Int?

    /// An example without questions or answers.
    package init(id: String, image: String) { (self.id, self.image) = (id, image) }

    /// The answer that it shows as a shot: the right class, or what most people answered, the first among equals.
    package func answer(_ task: EvaluationTask) -> String {
        if task.kind == .choice, let label, task.classes.indices.contains(label) { return task.classes[label] }
        var counts: [[UInt8]: Int] = [:]
        for reference in references { counts[Array(reference.utf8), default: 0] += 1 }
        let most = counts.values.max() ?? 0
        return references.first { counts[Array($0.utf8)] == most } ?? ""
    }
}
