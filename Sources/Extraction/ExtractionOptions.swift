/// Everything that decides what becomes of a page, as data: a profile is a value of this type.
///
/// The published rules this generalises: `obelics.yaml`, paper §3.2 and appendix A.1.
package struct ExtractionOptions: Sendable, Equatable {
    /// What becomes of an element.
    package enum Treatment: Sendable, Equatable {
        /// It stays and shapes the text around it.
        case keep
        /// It goes, its content stays.
        case unwrap
        /// It goes with its content.
        case remove
        /// It is a picture, a sound or a frame: it stays if it has a source of its own, else it goes with its content.
        case media
    }

    /// What stands between the texts on both sides of an element's edge.
    package enum Separator: UInt8, Sendable, Comparable {
        /// Nothing.
        case none = 0
        /// One space.
        case space = 1
        /// A line feed.
        case line = 2
        /// A blank line: a new paragraph.
        case paragraph = 3

        /// By strength.
        package static func < (one: Separator, other: Separator) -> Bool { one.rawValue < other.rawValue }
    }

    /// Treatment by tag name.
    package var treatments: [String: Treatment] = [:]
    /// Treatment of names that are not listed.
    package var unlisted = Treatment.remove
    /// Look a name up with its digits removed (`h7` is `h`, `p5` is `p`).
    package var ignoresDigitsInNames = false
    /// Separators by tag name; others have none.
    package var separators: [String: Separator] = [:]
    /// What a removed element leaves between its neighbours: the separator of its tag, at least this. Unless it is
    /// none, elements without text (`hr`) leave their separator too.
    package var removedLeaves = Separator.none
    /// Remove elements with one of these class tokens, letter case aside.
    package var removedClasses: [String] = []
    /// Elements with one of these class tokens are where another document begins, letter case aside.
    package var dividingClasses: [String] = []
    /// Remove a `div` whose whole `id`, `class` or `title` is one of these.
    package var removedDivNames: [String] = []
    /// Remove the direct text of a `div` whose class contains one of these.
    package var textlessDivClasses: [String] = []
    /// Remove elements that have neither text nor kept elements, until there are none.
    package var prunesEmptyElements = false
    /// Read the page's tags, comments and scripts as the published code does, which writes it anew before it parses it.
    package var readsAsPublished = false
    /// Which `br` breaks the line.
    package var lineBreaks = LineBreaks.all
    /// How text is cleaned and laid out.
    package var text = TextOptions()
    /// How images are found.
    package var images = ImageOptions()
    /// What is left out as the page's frame; nil keeps everything.
    package var boilerplate: BoilerplateOptions?
    /// Limits of a page.
    package var limits = Limits()

    /// Whether anything is to be laid out that a single tag does not decide.
    var needsStructure: Bool {
        text.keepsPreformatted || text.marksListItems || text.writesTables || text.marksHeadings || images.findsCaptions
    }

    /// Options that remove every element.
    package init() {}

    /// Which `br` elements break the line.
    package enum LineBreaks: Sendable, Equatable {
        /// All.
        case all
        /// Those without attributes; others are removed without a trace.
        case bare
    }

    /// How text is cleaned and laid out.
    package struct TextOptions: Sendable, Equatable {
        /// Fold every Unicode space into one plain space, not only blanks, tabs and line feeds.
        package var foldsAllSpaces = false
        /// Write the separator of two documents into the text where block elements do not set it apart, as published.
        package var writesDivider = false
        /// Keep `pre` as it is, with role `verbatim`.
        package var keepsPreformatted = false
        /// Write the items of lists as lines that begin with a mark, with role `list`.
        package var marksListItems = false
        /// Write the rows of tables as lines of cells, with role `table`.
        package var writesTables = false
        /// Give headings the role `heading`.
        package var marksHeadings = false
        /// Leave out what is no text of the page's: marks of notes, `[edit]`, line numbers; text of buttons and labels that
        /// say what the page says is kept.
        package var dropsFurniture = false
        /// Where a page has no text, take what it tells machines of it (`SaidText`).
        package var takesSaidText = false
        /// Write `^` in front of a raised number, and `_` in front of a lowered one behind a number.
        package var marksScripts = false
        /// Write formulas in MathML as TeX.
        package var writesFormulas = false
        /// Write pictures of emoji as their characters.
        package var writesEmoji = false
        /// A picture in the midst of a sentence stands behind its paragraph.
        package var keepsSentences = false
        /// Leave out soft hyphens (U+00AD).
        package var dropsSoftHyphens = false
        /// Leave paragraphs empty that have no text (the published code does, and drops them later).
        package var keepsEmptyParagraphs = false

        /// Text as the published code lays it out.
        package init() {}
    }

    /// How images are found.
    package struct ImageOptions: Sendable, Equatable {
        /// How an address becomes a URL.
        package enum URLMode: Sendable, Equatable {
            /// By the published code's string rules and its regular expression.
            case published
            /// By the WHATWG URL Standard, with `<base href>`.
            case whatwg
        }

        /// How an address becomes a URL.
        package var urlMode = URLMode.published
        /// Attributes that may hold the address, in order.
        package var sourceAttributes: [String] = ["src"]
        /// Attributes that may hold a `srcset`, in order; empty when they are not read so.
        package var sourceSetAttributes: [String] = []
        /// Attributes to be preferred to a `src` that is a placeholder (and to `src` when they are there at all).
        package var lazyAttributes: [String] = []
        /// How many of `lazyAttributes`, from the first, hold a picture's address and nothing else.
        package var sureLazyAttributes = 0
        /// Attributes that hold the background of a block.
        package var backgroundAttributes: [String] = []
        /// Read attributes of scripts that nobody listed, where the value is a picture's address.
        package var readsUnknownAttributes = false
        /// Read pictures that are no `img`: backgrounds and lazy blocks, posters of videos, objects, pictures in SVG.
        package var readsOtherElements = false
        /// Keep only pictures that belong to the content; needs `boilerplate`.
        package var keepsOnlyContent = false
        /// Leave out an address with a comma or a space.
        package var refusesCommasAndSpaces = false
        /// Widest candidate of a `srcset` to take, in pixels.
        package var maximumCandidateWidth = 2_048
        /// Read the `source` elements of `picture`.
        package var readsPictureSources = false
        /// An image in `noscript` stands for a placeholder before it, else for itself.
        package var readsNoscript = false
        /// Link a `figcaption` (or a caption beside the image) to its image.
        package var findsCaptions = false
        /// Bytes up to which the content of a `data:` URL is an image of the page.
        package var maximumInlineBytes = 8 << 20
        /// Bytes below which the content of a `data:` URL is a placeholder.
        package var minimumInlineBytes = 256
        /// Drop images whose stated sides are at most this many pixels (tracking pixels); 0 drops none.
        package var tinySide = 0
        /// Name images of the page that are spacers: the file names, without extension, of addresses.
        package var placeholderNames: [String] = []
        /// Drop an image whose URL was seen before in the page.
        package var dropsRepeats = false
        /// Keep an image whose only address is a `data:` URL, with that URL as it stands.
        package var keepsDataURLs = false

        /// Whether pictures are found and judged before the page is written.
        var judges: Bool { urlMode == .whatwg }

        /// Images as the published code finds them.
        package init() {}
    }

    /// Limits of a page; what is beyond is dropped with a reason.
    package struct Limits: Sendable, Equatable {
        /// Bytes of the body.
        package var maximumBytes = 64 << 20
        /// Open elements; deeper ones hang on the deepest allowed.
        package var maximumDepth = 1_000
        /// Attributes of a tag.
        package var maximumAttributes = 2_000
        /// Nodes of the tree.
        package var maximumNodes = 4_000_000
        /// Images of a document.
        package var maximumImages = 10_000
        /// Words of a paragraph; longer ones are cut at sentences. 0 cuts none.
        package var maximumParagraphWords = 0

        /// Limits that no honest page meets.
        package init() {}
    }
}
