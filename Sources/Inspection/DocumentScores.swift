package import Annotations
import CorpusFiles
import Facts
import JSON
import Platform

/// What one model said of a document.
package struct DocumentScores: Sendable, Equatable {
    /// Who.
    package let model: ScoreModel
    /// What.
    package let annotation: Annotation

    /// Everything models said of a document.
    static func read(_ corpus: Corpus, _ row: DocumentRow) throws -> [DocumentScores] {
        try ScoreFolder.models(corpus: corpus.folder).compactMap { name in
            let folder = ScoreFolder(corpus: corpus.folder, model: name)
            return try folder.annotation(of: row.id, shard: row.shard).map {
                DocumentScores(model: $0.seal.model, annotation: $0.annotation)
            }
        }
    }

    /// `"<model>": {"model": {…}, "signals": {…}, "image_gain": …, "images": […]}`.
    func write(to json: inout JSONWriter) {
        json.key(model.name)
        json.object { json in
            json.key("model")
            model.write(to: &json)
            var line = JSONWriter()
            annotation.write(to: &line)
            // The members of the annotation after its document.
            guard let members = try? JSONValue(parsing: line.bytes).members else { return }
            for member in members where member.key != "document" {
                json.key(member.key)
                member.value.write(to: &json)
            }
        }
    }

    /// For people.
    package var text: String {
        var lines = ["", "\(model.name) (\(model.dtype), \(annotation.tokens) text tokens)"]
        if !annotation.problem.isEmpty { lines.append("  not scored: \(Terminal.safe(annotation.problem))") }
        lines += DocumentScores.lines(annotation.values).map { "  " + $0 }
        for image in annotation.images {
            var facts = DocumentScores.lines(image.values)
            if let caption = image.caption { facts.append("'\(Terminal.safe(caption))'") }
            if !image.problem.isEmpty { facts.append(Terminal.safe(image.problem)) }
            lines.append("  image at \(image.position): " + facts.joined(separator: ", "))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ values: [ScoreSignal: Double]) -> [String] {
        ScoreSignal.allCases.compactMap { signal in
            values[signal].map { "\(signal.rawValue) \(($0 * 10000).rounded() / 10000)" }
        }
    }
}
