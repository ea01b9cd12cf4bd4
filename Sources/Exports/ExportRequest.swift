/// A form in which corpora are given away.
package enum ExportFormat: String, Sendable, CaseIterable {
    /// The four columns of OBELICS as Parquet.
    case obelics
    /// A tar sample a document.
    case webdataset
    /// Plain JSON lines beside the packs, for megatron-energon.
    case polylithic = "energon-polylithic"
    /// `text_list` and `image_info`.
    case mmc4

    /// What the card says of it.
    var title: String {
        switch self {
        case .obelics: "Parquet with OBELICS' columns"
        case .webdataset: "WebDataset, a sample a document"
        case .polylithic: "JSON Lines and image packs for megatron-energon"
        case .mmc4: "mmc4's records"
        }
    }
}

/// How the members of a WebDataset sample are named.
package enum ExportNaming: String, Sendable, CaseIterable {
    /// `KEY.json`, `KEY.0.jpg`.
    case standard
    /// `KEY.0.text.txt`, `KEY.1.image.jpeg`, `KEY.metadata.txt`: as the training code of SmolVLM reads them.
    case m4
}

/// What `quarry export` is asked for.
package struct ExportRequest: Sendable {
    /// The corpus' folder.
    package var corpus: String
    /// The new folder.
    package var output: String
    /// The form.
    package var format: ExportFormat
    /// An SQL expression over `documents`; those for which it is not true stay behind.
    package var predicate: String?
    /// Documents of a file; nil for the format's default.
    package var shardDocuments: Int?
    /// Whether the pictures themselves are given away.
    package var withImages = false
    /// Whether captions of a model are given away.
    package var withCaptions = false
    /// The model, when several wrote captions.
    package var model: String?
    /// A list of what has to stay behind.
    package var takedown: String?
    /// An order (`quarry order`).
    package var order: String?
    /// Names in a WebDataset.
    package var naming = ExportNaming.standard
    /// The day the opt-outs were applied, `2026-12-01`.
    package var date = ""

    /// A request.
    package init(corpus: String, output: String, format: ExportFormat) {
        (self.corpus, self.output, self.format) = (corpus, output, format)
    }

    /// Documents of a file.
    var documentsOfFile: Int { shardDocuments ?? (withImages ? 10_000 : 100_000) }

    /// What was asked, as the provenance chain names it; `takedown` and `order` by the SHA-256 of their files.
    func selection(takedown: String?, order: String?) -> [(name: String, value: String)] {
        var list = [(name: "export", value: format.rawValue)]
        if let predicate { list.append(("where", predicate)) }
        if withImages { list.append(("with", "images")) }
        if withCaptions { list.append(("with", "captions")) }
        if naming != .standard { list.append(("naming", naming.rawValue)) }
        if let takedown { list.append(("takedown", takedown)) }
        if let order { list.append(("order", order)) }
        return list
    }
}

/// What an export gave away.
package struct ExportSummary: Sendable, Equatable {
    /// Documents of the corpus, and those that were written.
    package internal(set) var documents = 0, written = 0
    /// Images (occurrences) that were written.
    package internal(set) var images = 0
    /// Pictures whose bytes were asked for and are not in the corpus.
    package internal(set) var missingPictures = 0
    /// Documents and images that had to stay behind.
    package internal(set) var takenDown = 0, takenDownImages = 0
    /// Files of data, and their bytes.
    package internal(set) var files = 0, bytes = 0

    /// For `--json`.
    package var json: String {
        """
        {"documents":\(documents),"written":\(written),"images":\(images),"missing_pictures":\(missingPictures),\
        "taken_down":\(takenDown),"taken_down_images":\(takenDownImages),"files":\(files),"bytes":\(bytes)}
        """
    }

    /// For people.
    package var text: String {
        var text = "\(written) of \(documents) documents, \(images) images, \(files) files of \(bytes) bytes"
        if takenDown + takenDownImages > 0 {
            text += "; \(takenDown) documents and \(takenDownImages) images were taken down"
        }
        if missingPictures > 0 { text += "; the bytes of \(missingPictures) pictures are not in the corpus" }
        return text
    }
}
