import CorpusFiles
package import Documents
import Facts
import Imaging
import Platform

/// A record of a file, on its way to a document.
package enum ImportedRecord {
    /// A document, and the bytes of its pictures that came with it by SHA-256.
    case document(Document, pictures: [String: [UInt8]])
    /// A record that is not as its form says, and what is wrong with it.
    case unreadable(String)
}

/// Builds a document from texts and images in order.
struct DocumentBuilder {
    private(set) var nodes: [Node] = []
    private(set) var pictures: [String: [UInt8]] = [:]
    private var ordinal = 0

    /// Appends a text: paragraphs between blank lines, as records have them.
    mutating func append(text: String) {
        var paragraphs: [Paragraph] = []
        for piece in text.split(onBlankLines: ()) {
            paragraphs.append(Paragraph(ordinal: ordinal, text: piece))
            ordinal += 1
        }
        nodes.append(.text(TextNode(paragraphs: paragraphs)))
    }

    /// Appends an image; with bytes, what they are is measured where it was not known, or not of these bytes.
    mutating func append(_ image: ImageNode, bytes: [UInt8]? = nil) {
        var image = ImageNode(
            ordinal: ordinal, url: image.url, alt: image.alt, caption: image.caption, image.modelCaption, image.signals)
        ordinal += 1
        if let bytes, let signals = Self.signals(of: bytes, known: image.signals) {
            image.signals = signals
            pictures[signals.sha256] = bytes
        }
        nodes.append(.image(image))
    }

    /// What bytes are: their SHA-256, format and size by their header; nil when they are no picture. A perceptual hash is
    /// taken over where the bytes are those it was measured on.
    private static func signals(of bytes: [UInt8], known: ImageSignals?) -> ImageSignals? {
        let sha256 = SHA256.hash(bytes).hex
        if let known, known.sha256 == sha256 { return known }
        guard let header = bytes.withUnsafeBytes({ try? ImageHeader($0) }) else { return nil }
        return ImageSignals(
            sha256: sha256, phash: "", width: header.width, height: header.height, format: header.format.rawValue)
    }

    /// The document of what was appended.
    func document(id: String, url: String) -> Document { Document(id: id, url: url, nodes: nodes) }

    /// 20 hexadecimal digits for a record that has no id: the same for the same record.
    static func identifier(_ text: String) -> String { Hex.encode(SHA256.hash(text).bytes.prefix(10)) }

    /// Whether a text is an id of ours.
    static func isIdentifier(_ text: String) -> Bool { isHex(text, digits: 20) }

    /// Whether a text is so many hexadecimal digits, in lower case.
    static func isHex(_ text: String, digits: Int) -> Bool {
        text.utf8.count == digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

extension ImageNode {
    /// An image with all that is known of it.
    init(
        ordinal: Int, url: String, alt: String, caption: String, _ modelCaption: String, _ signals: ImageSignals?
    ) {
        self.init(ordinal: ordinal, url: url, alt: alt, caption: caption)
        self.modelCaption = modelCaption
        self.signals = signals
    }
}
