import Documents
import Facts

/// A document as two lists of one length: at every place a text or an image.
///
/// A divide has no place in such lists: the texts on both sides of it are joined by a blank line.
struct AlignedDocument {
    /// What stands at a place.
    enum Entry {
        case text(String)
        case image(ImageNode)
    }

    /// In reading order; never two texts in a row.
    private(set) var entries: [Entry] = []

    init(_ document: Document) {
        for node in document.nodes {
            switch node {
            case .divide: continue
            case .image(let image): entries.append(.image(image))
            case .text(let text):
                if case .text(let before)? = entries.last {
                    entries[entries.count - 1] = .text(before + "\n\n" + text.text)
                } else {
                    entries.append(.text(text.text))
                }
            }
        }
    }

    /// The texts, nil where an image is.
    var texts: [String?] { entries.map { if case .text(let text) = $0 { text } else { nil } } }

    /// The images, nil where a text is.
    var images: [ImageNode?] { entries.map { if case .image(let image) = $0 { image } else { nil } } }
}

/// The bytes of pictures, from the packs of a corpus.
struct PictureSource {
    /// The bytes of a picture; nil when the corpus has not got them, or they are not to be given away.
    let bytes: (ImageSignals) throws -> [UInt8]?

    /// The ending of a picture's name.
    static func ending(_ signals: ImageSignals) -> String { signals.format == "jpeg" ? "jpg" : signals.format }
}
