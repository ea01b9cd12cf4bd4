/// One place in a document's reading order.
public enum Node: Sendable, Equatable {
    /// Paragraphs that stand together.
    case text(TextNode)
    /// An image.
    case image(ImageNode)
    /// The page itself marks that another document begins here (OBELICS: the in-band end-of-document token).
    case divide(ordinal: Int)

    /// The ordinal of the node's birth, rising in reading order over the document; a text has that of its first paragraph.
    public var ordinal: Int {
        switch self {
        case .text(let text): text.paragraphs.first?.ordinal ?? 0
        case .image(let image): image.ordinal
        case .divide(let ordinal): ordinal
        }
    }
}

/// Paragraphs without an image between them.
public struct TextNode: Sendable, Equatable {
    /// In reading order, never empty in a finished document.
    public var paragraphs: [Paragraph]

    /// A text of paragraphs.
    public init(paragraphs: [Paragraph]) { self.paragraphs = paragraphs }

    /// The paragraphs joined by blank lines.
    public var text: String { paragraphs.map(\.text).joined(separator: "\n\n") }
}

/// What stands between two blank lines; a single line feed is a line inside it.
public struct Paragraph: Sendable, Equatable {
    /// What the paragraph is in the page.
    public enum Role: UInt8, Sendable {
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
    public let ordinal: Int
    /// The text.
    public var text: String
    /// What it is in the page.
    public var role: Role

    /// A paragraph.
    public init(ordinal: Int, text: String, role: Role = .body) {
        self.ordinal = ordinal
        self.text = text
        self.role = role
    }
}

/// An occurrence of an image in a document.
public struct ImageNode: Sendable, Equatable {
    /// The ordinal of its birth, unique in the document over paragraphs, images and divides.
    public let ordinal: Int
    /// Absolute URL.
    public var url: String
    /// The `alt` text, untouched; `""` when there is none.
    public var alt: String
    /// The caption linked to it; `""` when there is none.
    public var caption: String
    /// The caption a model wrote; `""` when there is none.
    public var modelCaption = ""
    /// The width the page shows it at.
    public var renderedWidth: RenderedLength
    /// The height the page shows it at.
    public var renderedHeight: RenderedLength
    /// What was measured on its bytes; nil until then.
    public var signals: ImageSignals?

    /// An image as extraction finds it.
    public init(
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
public enum RenderedLength: Sendable, Equatable {
    /// Not said, or not understood.
    case unknown
    /// Pixels (may be zero or negative in the wild).
    case pixels(Int)
    /// Hundredths of the original's side.
    case percent(Int)

    /// Pixels, for an original side of `original` pixels; nil when unknown.
    public func resolved(original: Int) -> Int? {
        switch self {
        case .unknown: nil
        case .pixels(let value): value
        case .percent(let value): Int((Double(original) * Double(value) / 100).rounded(.toNearestOrEven))
        }
    }
}

/// What is known of an image's bytes.
public struct ImageSignals: Sendable, Equatable {
    /// SHA-256 of the bytes as they came, 64 hexadecimal digits.
    public var sha256: String
    /// 64-bit perceptual hash, 16 hexadecimal digits.
    public var phash: String
    /// Stored width in pixels.
    public var width: Int
    /// Stored height in pixels.
    public var height: Int
    /// `jpeg`, `png`, `webp`, `gif` or `avif`.
    public var format: String
    /// How probably it is not safe for work, 0 to 1; nil when no rule asked. Not part of the public record.
    public var nsfw: Double?
    /// What else was measured; nil when it was not, or is not known any more. Not part of the public record.
    public var details: ImageDetails?

    /// Signals as measured.
    public init(sha256: String, phash: String, width: Int, height: Int, format: String) {
        self.sha256 = sha256
        self.phash = phash
        self.width = width
        self.height = height
        self.format = format
    }
}

/// What the index knows of an image besides the public record.
public struct ImageDetails: Sendable, Equatable {
    /// Pillow's name of the sample layout: `1`, `L`, `P`, `LA`, `RGB`, `RGBA`, `CMYK`, `I;16`.
    public var mode: String
    /// Frames; 1 for a still picture.
    public var frames: Int
    /// EXIF orientation 1 to 8; 1 when there is none.
    public var orientation: Int
    /// Whether an ICC colour profile is embedded.
    public var hasICC: Bool
    /// The mean colour, `#rrggbb`.
    public var color: String
    /// Shannon entropy of the luma histogram, bits, to a thousandth.
    public var entropy: Double
    /// Variance of the Laplacian of the luma, to a thousandth.
    public var sharpness: Double

    /// Details as measured; entropy and sharpness are rounded to thousandths.
    public init(mode: String, color: String, entropy: Double, sharpness: Double) {
        self.mode = mode
        self.color = color
        self.entropy = (entropy * 1000).rounded() / 1000
        self.sharpness = (sharpness * 1000).rounded() / 1000
        frames = 1
        orientation = 1
        hasICC = false
    }
}
