/// `decontaminate:`
package struct DecontaminateConfig: Sendable {
    /// What becomes of a document that has a text or a picture of a benchmark.
    package enum Action: String, Sendable, CaseIterable {
        /// It stays and its record names the item.
        case mark
        /// It leaves.
        case drop
    }

    /// Files of texts: JSON lines, tables, lists of hashes (`quarry hashes`).
    package var texts: [String]
    /// Words that a document and an item have in common in a row.
    package var ngram: Int
    /// Folders of pictures, and lists of hashes.
    package var images: [String]
    /// Bits in which the perceptual hashes of pictures that look equal may differ.
    package var distance: Int
    /// What becomes of such a document.
    package var action: Action

    /// Whether anything is looked for.
    package var isOn: Bool { !texts.isEmpty || !images.isEmpty }

    init(_ reader: ConfigReader, folder: String) {
        texts = reader.list("decontaminate.texts", default: []).map { resolve($0, folder: folder) }
        ngram = reader.integer("decontaminate.ngram", default: 13, in: 1...100)
        images = reader.list("decontaminate.images", default: []).map { resolve($0, folder: folder) }
        distance = reader.integer("decontaminate.distance", default: 4, in: 0...16)
        action = reader.choice("decontaminate.action", default: .drop)
    }
}
