import CorpusFiles
import Platform

/// What `quarry select` is asked for.
package struct SelectRequest: Sendable {
    /// The corpus' folder.
    package var corpus: String
    /// The new corpus' folder.
    package var output: String
    /// An SQL expression over `documents`; those for which it is not true leave.
    package var predicate: String?
    /// An SQL expression over `images`; those for which it is not true leave their documents.
    package var imagesPredicate: String?
    /// Whether the record gets the key `model_caption`.
    package var withCaptions = false
    /// The model whose signals have the plain names, where several have them.
    package var model: String?
    /// A filter (`quarry train-filter`); its score is the column `quality`.
    package var filter: String?
    /// A pipeline file to judge documents by that lost images, instead of the corpus' own pipeline.
    package var pipeline: String?

    /// Documents that leave whatever the predicates say, by their ids, with the detail of the drop: other corpora have them.
    package var known: [String: String] = [:]
    /// What those corpora are called; empty when none was asked.
    package var against: [String] = []

    /// A request.
    package init(corpus: String, output: String) { (self.corpus, self.output) = (corpus, output) }

    /// What was asked, as the provenance chain names it.
    var selection: [(name: String, value: String)] {
        var list: [(name: String, value: String)] = []
        if let predicate { list.append(("where", predicate)) }
        if let imagesPredicate { list.append(("images_where", imagesPredicate)) }
        if withCaptions { list.append(("with", "captions")) }
        if !against.isEmpty { list.append(("against", against.joined(separator: ", "))) }
        if let model { list.append(("model", model)) }
        if let filter, let digest = try? SHA256.hash(file: filter) { list.append(("filter", digest.hex)) }
        return list
    }
}

/// What a selection keeps.
package struct SelectSummary: Sendable, Equatable {
    /// Documents of the source, and those that are kept.
    package internal(set) var documents = 0, kept = 0
    /// Images (occurrences) of the source, and those that are kept.
    package internal(set) var images = 0, keptImages = 0
    /// Words that are kept.
    package internal(set) var words = 0
    /// Documents for which the predicate had no value.
    package internal(set) var undecided = 0
    /// Documents that the predicate kept and that left because they lost images.
    package internal(set) var judgedOut = 0

    /// For `--json`.
    package var json: String {
        """
        {"documents":\(documents),"kept":\(kept),"images":\(images),"kept_images":\(keptImages),"words":\(words),\
        "undecided":\(undecided),"judged_out":\(judgedOut)}
        """
    }

    /// For people.
    package var text: String {
        var text =
            "\(kept.grouped) of \(documents.of("document")), \(keptImages.grouped) of \(images.of("image")), "
            + words.of("word")
        if undecided > 0 { text += "; \(undecided.grouped) documents have no value for the predicate and leave" }
        if judgedOut > 0 { text += "; \(judgedOut.grouped) documents leave because they lost images" }
        return text
    }
}
