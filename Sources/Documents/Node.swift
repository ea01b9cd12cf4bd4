package import Facts

/// One place in a document's reading order.
package enum Node: Sendable, Equatable {
    /// Paragraphs that stand together.
    case text(TextNode)
    /// An image.
    case image(ImageNode)
    /// The page itself marks that another document begins here (OBELICS: the in-band end-of-document token).
    case divide(ordinal: Int)

    /// The ordinal of the node's birth, rising in reading order over the document; a text has that of its first paragraph.
    package var ordinal: Int {
        switch self {
        case .text(let text): text.paragraphs.first?.ordinal ?? 0
        case .image(let image): image.ordinal
        case .divide(let ordinal): ordinal
        }
    }
}

/// Paragraphs without an image between them.
package struct TextNode: Sendable, Equatable {
    /// In reading order, never empty in a finished document.
    package var paragraphs: [Paragraph]

    /// A text of paragraphs.
    package init(paragraphs: [Paragraph]) { self.paragraphs = paragraphs }

    /// The paragraphs joined by blank lines.
    package var text: String { paragraphs.map(\.text).joined(separator: "\n\n") }
}

/// What stands between two blank lines; a single line feed is a line inside it.
package struct Paragraph: Sendable, Equatable {
    /// What the paragraph is in the page.
    package enum Role: UInt8, Sendable {
        /// Running text.
        case body = 0
        /// A heading: judged together with the section that follows it, where the pipeline says so.
        case heading = 1
        /// Code or preformatted text, kept verbatim.
        case verbatim = 2
        /// A list that was written out in lines.
        case list = 3
        /// A table that was written out in lines.
        case table = 4
    }

    /// The ordinal of its birth, unique in the document over paragraphs, images and divides.
    package let ordinal: Int
    /// The text.
    package var text: String
    /// What it is in the page.
    package var role: Role

    /// A paragraph.
    package init(ordinal: Int, text: String, role: Role = .body) {
        self.ordinal = ordinal
        self.text = text
        self.role = role
    }
}

/// An occurrence of an image in a document.
package struct ImageNode: Sendable, Equatable {
    /// The ordinal of its birth, unique in the document over paragraphs, images and divides.
    package let ordinal: Int
    /// Absolute URL.
    package var url: String
    /// Other addresses that the page names for the same picture, best first: what is taken when `url` cannot be had. Kept
    /// from extraction until the picture is fetched, not stored.
    package var otherURLs: [String] = []
    /// The `alt` text, untouched; `""` when there is none.
    package var alt: String
    /// The caption linked to it; `""` when there is none.
    package var caption: String
    /// The caption a model wrote; `""` when there is none.
    package var modelCaption = ""
    /// The width the page shows it at.
    package var renderedWidth: RenderedLength
    /// The height the page shows it at.
    package var renderedHeight: RenderedLength
    /// What was measured on its bytes; nil until then.
    package var signals: ImageSignals?

    /// An image as extraction finds it.
    package init(
        ordinal: Int, url: String, alt: String = "", caption: String = "",
        rendered: (width: RenderedLength, height: RenderedLength) = (.unknown, .unknown)
    ) {
        self.ordinal = ordinal
        self.url = url
        self.alt = alt
        self.caption = caption
        renderedWidth = rendered.width
        renderedHeight = rendered.height
    }
}

/// A length from a `width` or `height` attribute.
package enum RenderedLength: Sendable, Equatable {
    /// Not said, or not understood.
    case unknown
    /// Pixels (may be zero or negative in the wild).
    case pixels(Int)
    /// Hundredths of the original's side.
    case percent(Int)

    /// Pixels, for an original side of `original` pixels; nil when unknown.
    package func resolved(original: Int) -> Int? {
        switch self {
        case .unknown: nil
        case .pixels(let value): value
        case .percent(let value): Int((Double(original) * Double(value) / 100).rounded(.toNearestOrEven))
        }
    }
}
