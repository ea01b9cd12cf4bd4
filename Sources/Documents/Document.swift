package import Facts

/// One page of a crawl as interleaved text and images, in reading order.
///
/// A document is born in extraction and only flows forward: nodes leave it (`sift`), none is ever added or moved, and
/// a node keeps the ordinal it was born with. The public form of a document is one line of JSON (`DocumentCoder`,
/// `schemas/document.schema.json`).
package struct Document: Sendable, Equatable {
    /// 20 hexadecimal digits, the same for the same capture in every run.
    package var id: String
    /// The page's URL as the archive has it.
    package var url: String
    /// When the page was captured: 14 digits as in CDX, `""` when unknown.
    package var captured: String
    /// ISO 639-1 code, `""` when it was not identified.
    package var language: String
    /// How sure the identification of `language` was, 0 to 1; 0 when none was made. Asked when a document is judged, not
    /// stored.
    package var languageProbability: Double = 0
    /// The page's title, white space folded.
    package var title: String
    /// Text, images and divides in reading order.
    package private(set) var nodes: [Node]
    /// What was measured on the text when it was measured last.
    package var profile: TextProfile
    /// Whether `profile`, `language` and `languageProbability` are of the text that is in the document now: set when it is
    /// measured, and false again as soon as a paragraph or a divide leaves.
    package var isMeasured = false
    /// The language in which the paragraphs were judged; nil until then. In the same language none need be judged again.
    package var siftedAs: String?
    /// Where the page lies.
    package var provenance: Provenance
    /// Where its pieces stood in the page: for what leaves. Kept from extraction to the assembly of shards, not stored.
    package var paths = ElementPaths()
    /// Open-ended: one JSON object as a string, `"{}"` when there is nothing to say.
    package var extra: String
    /// Whether the record's segments have the key `model_caption` (format 1.1): asked for when captions are merged in.
    package var hasModelCaptions = false

    /// A document with its nodes.
    package init(
        id: String = "", url: String, nodes: [Node], provenance: Provenance = Provenance()
    ) {
        self.id = id
        self.url = url
        self.nodes = nodes
        self.provenance = provenance
        captured = ""
        language = ""
        title = ""
        profile = TextProfile()
        extra = "{}"
    }

    /// The only change of membership: `keep` gives back the node (perhaps with fewer paragraphs, or with facts), or
    /// nil to let it go. Who lets something go writes the drop.
    package mutating func sift(_ keep: (Node) -> Node?) {
        let before = isMeasured ? textLength : 0
        nodes = nodes.compactMap(keep)
        if isMeasured { isMeasured = textLength == before }
    }

    /// Paragraphs and divides: what texts are measured of.
    private var textLength: Int {
        nodes.reduce(0) { count, node in
            switch node {
            case .text(let text): count + text.paragraphs.count
            case .divide: count + 1
            case .image: count
            }
        }
    }

    /// Takes a share of its own nodes (`parts(below:)`).
    mutating func replaceNodes(_ share: [Node]) {
        isMeasured = isMeasured && share.count == nodes.count
        nodes = share
    }

    /// Joins texts that have become neighbours: their paragraphs, in order, in the node that was first.
    package mutating func mergeTexts() {
        var merged: [Node] = []
        merged.reserveCapacity(nodes.count)
        for node in nodes {
            if case .text(let text) = node, case .text(var last)? = merged.last {
                last.paragraphs += text.paragraphs
                merged[merged.count - 1] = .text(last)
            } else {
                merged.append(node)
            }
        }
        nodes = merged
    }

    /// How many images are in the document (occurrences).
    package var imageCount: Int { nodes.reduce(0) { if case .image = $1 { $0 + 1 } else { $0 } } }

    /// How many paragraphs are in the document.
    package var paragraphCount: Int {
        nodes.reduce(0) { if case .text(let text) = $1 { $0 + text.paragraphs.count } else { $0 } }
    }

    /// Whether there is something to read: a paragraph, or the caption of an image (a gallery is a document).
    package var hasText: Bool {
        nodes.contains { node in
            switch node {
            case .text(let text): !text.paragraphs.isEmpty
            case .image(let image): !image.caption.isEmpty
            case .divide: false
            }
        }
    }

    /// The images in reading order.
    package var images: [ImageNode] { nodes.compactMap { if case .image(let image) = $0 { image } else { nil } } }

    /// The first 200 characters of its text, paragraphs joined by blank lines.
    package var beginning: String {
        var text = ""
        for case .text(let node) in nodes {
            for paragraph in node.paragraphs {
                if !text.isEmpty { text += "\n\n" }
                text += Drop.excerpt(paragraph.text)
                if text.utf8.count > 4 * Drop.excerptLength { return Drop.excerpt(text) }
            }
        }
        return Drop.excerpt(text)
    }

    /// The text as the document rules see it: all paragraphs joined by blank lines.
    package var text: String {
        nodes.compactMap { if case .text(let text) = $0 { text.text } else { nil } }.joined(separator: "\n\n")
    }
}

/// Where a page lies in its archive.
package struct Provenance: Sendable, Equatable {
    /// The archive's name without folders (`crawl-00012.warc.gz`); of an HTML file its path in the folder given.
    package var archive: String
    /// Byte offset of the record (of its gzip member or zstd frame where it has one of its own).
    package var offset: Int
    /// Bytes on disk.
    package var length: Int
    /// The page's own licence link (`rel=license`), `""` when it names none.
    package var license: String
    /// What of the page the text is where the page shows none: `articleBody`, `Recipe`, `Product` or `QAPage` of its data
    /// for machines, `description` of its head; else `""`.
    package var text = ""

    /// A place in an archive.
    package init(archive: String = "", offset: Int = 0, length: Int = 0, license: String = "") {
        self.archive = archive
        self.offset = offset
        self.length = length
        self.license = license
    }
}
