/// A form in which documents come.
package enum ImportFormat: String, Sendable, CaseIterable {
    /// Parquet with OBELICS' columns.
    case obelics
    /// mmc4's JSON Lines.
    case mmc4
    /// Our own JSON Lines, or lines of `{"text": …}`.
    case segments
    /// Tar archives: documents of ours or of others, the names of m4, pairs of a picture and a text.
    case webdataset
    /// Parquet with a picture and a caption a row.
    case pairs
}

/// What `quarry import` is asked for.
package struct ImportRequest: Sendable {
    /// The form.
    package var format: ImportFormat
    /// The files.
    package var files: [String]
    /// The new corpus' folder.
    package var output: String
    /// A pipeline whose rules judge what comes; nil judges nothing.
    package var pipeline: String?
    /// `section.key=value`.
    package var sets: [String] = []

    /// A request.
    package init(format: ImportFormat, files: [String], output: String) {
        (self.format, self.files, self.output) = (format, files, output)
    }

    /// The pipeline without rules: everything with text or an image is a document.
    static let noRules = """
        name: imported
        extraction: {profile: quarry, pictures: all}
        text: {lists: quarry, headings: judge}
        images: {per-document: {min: 0}}
        corpus: {image-url-maximum: 0, image-content-maximum: 0, deduplicate-urls: false, paragraph-maximum: 0,
          deduplicate-image-sets: false, first-occurrence: false, spam-words: 0}
        """
}

/// What an import brought.
package struct ImportSummary: Sendable, Equatable {
    /// Records of the files, and those that were none.
    package internal(set) var records = 0, unreadable = 0
    /// Documents that were written, images (occurrences) in them, and words.
    package internal(set) var documents = 0, images = 0, words = 0
    /// Documents that the pipeline's rules, or a second one of their id, kept out.
    package internal(set) var dropped = 0
    /// Whether captions of a model came along.
    var hasCaptions = false

    /// For `--json`.
    package var json: String {
        """
        {"records":\(records),"unreadable":\(unreadable),"documents":\(documents),"dropped":\(dropped),\
        "images":\(images),"words":\(words)}
        """
    }

    /// For people.
    package var text: String {
        var text = "\(documents) documents of \(records) records, \(images) images, \(words) words"
        if unreadable > 0 { text += "; \(unreadable) records cannot be read" }
        if dropped > 0 { text += "; \(dropped) documents were dropped" }
        return text
    }
}
