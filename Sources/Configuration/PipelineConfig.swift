package import Curation
import Platform

/// A pipeline file, resolved: every value a phase needs, none of them looked up again.
///
/// The sections are those of the YAML (`schemas/pipeline.schema.json`); each default stands beside its field and is
/// OBELICS' value where it has one.
package struct PipelineConfig: Sendable {
    /// A name for cards and reports.
    package var name: String
    /// One or two sentences for cards and reports.
    package var summary: String
    /// How archives are read.
    package var input: InputConfig
    /// How pages become documents.
    package var extraction: ExtractionConfig
    /// How text is measured.
    package var text: TextConfig
    /// Corpus-level steps.
    package var corpus: CorpusConfig
    /// What must not be in the corpus.
    package var decontaminate: DecontaminateConfig
    /// How images are fetched.
    package var fetch: FetchConfig
    /// How images are decoded.
    package var measure: MeasureConfig
    /// What a worker may use.
    package var workers: WorkerConfig
    /// What is written.
    package var output: OutputConfig
    /// The rules of the three scopes.
    package var rules: RuleConfig
    /// What a model is asked, and rules on what it says.
    package var score: ScoreConfig

    /// Opt-outs and checks that the pipeline switches off, and doors that it opens.
    package var mannersOff: [String] { extraction.mannersOff + fetch.mannersOff }

    /// What stands in the pipeline but is off, and why.
    package var off: [String] { rules.off + mannersOff + factsOff }

    /// Rules that cannot be asked, since no image is fetched.
    package var factsOff: [String] {
        guard fetch.urlsOnly else { return [] }
        let rules = rules.needingFacts
        return [
            "fetch.urls-only: no image is fetched or measured"
                + (rules.isEmpty ? "" : "; \(rules.joined(separator: ", ")) keep every image")
        ]
    }

    init(_ reader: ConfigReader, folder: String) {
        name = reader.text("name", default: "unnamed")
        summary = reader.text("summary", default: "")
        input = InputConfig(reader)
        extraction = ExtractionConfig(reader)
        text = TextConfig(reader, folder: folder)
        rules = RuleConfig(reader, text: text, folder: folder)
        corpus = CorpusConfig(reader)
        decontaminate = DecontaminateConfig(reader, folder: folder)
        fetch = FetchConfig(reader, folder: folder)
        // A picture in the page itself has no URL that others could fetch it by.
        if fetch.urlsOnly { extraction.dataImages = false }
        measure = MeasureConfig(reader, folder: folder)
        workers = WorkerConfig(reader)
        output = OutputConfig(reader)
        score = ScoreConfig(reader, folder: folder)
    }
}

/// `input:`
package struct InputConfig: Sendable {
    /// URL under which the files of a folder of HTML are taken to stand; `""` gives `file:` URLs.
    package var baseURL: String
    /// Bytes of an archive a unit reads.
    package var rangeBytes: Int
    /// Largest record, inflated.
    package var recordBytes: Int
    /// Largest HTTP body, decoded.
    package var payloadBytes: Int
    /// Where the names in lists of Common Crawl start: an address or a folder, with a slash at its end.
    package var commonCrawl: String

    init(_ reader: ConfigReader) {
        baseURL = reader.text("input.base-url", default: "")
        rangeBytes = reader.integer("input.range-bytes", default: 128 << 20, in: 1 << 12...1 << 40)
        recordBytes = reader.integer("input.record-bytes", default: 64 << 20, in: 1 << 10...1 << 32)
        payloadBytes = reader.integer("input.payload-bytes", default: 32 << 20, in: 1 << 10...1 << 32)
        let base = reader.text("input.common-crawl", default: "https://data.commoncrawl.org/")
        commonCrawl = base.hasSuffix("/") ? base : base + "/"
    }
}

/// `extraction:`
package struct ExtractionConfig: Sendable {
    /// `obelics` (the published rules) or `quarry` (mended).
    package var profile: ExtractionProfile
    /// Largest page.
    package var pageBytes: Int
    /// Most images of a page.
    package var images: Int
    /// Which pictures of the content's place are kept (only the profile `quarry` can tell them apart).
    package var pictures: PictureChoice
    /// Whether pictures in `data:` URLs are decoded and stored like others (not in the published profile).
    package var dataImages: Bool
    /// Whether pages that say `noai`, `noml`, `noindex` or `tdm-reservation` in their head are dropped.
    package var obeyRobotsMeta: Bool
    /// Whether pages whose archived response says so in `X-Robots-Tag` are dropped.
    package var obeyRobotsTag: Bool
    /// Whether pages whose archived response says `tdm-reservation: 1` are dropped.
    package var obeyTDMHeader: Bool

    /// Opt-outs of pages that the pipeline does not obey: said at the start of a run and on the card.
    package var mannersOff: [String] {
        [
            ("obey-robots-meta", obeyRobotsMeta), ("obey-robots-tag", obeyRobotsTag),
            ("obey-tdm-header", obeyTDMHeader),
        ]
        .filter { !$0.1 }.map { "extraction.\($0.0) is off" }
    }

    init(_ reader: ConfigReader) {
        profile = reader.choice("extraction.profile", default: .quarry)
        pageBytes = reader.integer("extraction.page-bytes", default: 16 << 20, in: 1...1 << 30)
        images = reader.integer("extraction.images", default: 2000, in: 0...1_000_000)
        pictures = reader.choice("extraction.pictures", default: profile == .obelics ? .all : .content)
        dataImages = reader.flag("extraction.data-images", default: profile != .obelics)
        obeyRobotsMeta = reader.flag("extraction.obey-robots-meta", default: true)
        obeyRobotsTag = reader.flag("extraction.obey-robots-tag", default: true)
        obeyTDMHeader = reader.flag("extraction.obey-tdm-header", default: true)
    }
}

/// Which pictures of a page are kept.
package enum PictureChoice: String, Sendable, CaseIterable {
    /// Those that belong to the page's content, as far as the page says.
    case content
    /// All that the page shows: for pages that somebody has chosen already.
    case all
}

/// `text:`
package struct TextConfig: Sendable {
    /// Word lists: `obelics` (as published) or `quarry` (cleaned, several languages).
    package var lists: ExtractionProfile
    /// JSON of word → count, or a word a line; `""` leaves the common-words rule off.
    package var commonWords: String
    /// A fastText model that identifies languages (`lid.176.ftz`); `""` leaves the language rule off, and a page's
    /// language is then what its `lang` attribute says. The pipeline may say `auto`: `models/lid.176.ftz` beside it, as
    /// `pipelines/setup` brings it, if it is there.
    package var languageModel: String
    /// Whether `auto` found no model: a crawl of many languages is refused then.
    package var lacksLanguageModel: Bool
    /// Personal data that placeholders replace: `email`, `phone`, `address` (IP).
    package var redact: [String]
    /// `judge` headings like any paragraph, or keep them `with-section`.
    package var headings: HeadingChoice
    /// Whether code and preformatted text is spared the paragraph rules.
    package var keepVerbatim: Bool
    /// Whether lists and tables are spared the paragraph rules.
    package var keepLists: Bool

    private static let usualModel = "models/lid.176.ftz"

    init(_ reader: ConfigReader, folder: String) {
        lists = reader.choice("text.lists", default: .quarry)
        commonWords = reader.file("text.common-words", in: folder)
        var model = reader.text("text.language-model", default: "")
        if model == "auto", Files.exists(resolve(TextConfig.usualModel, folder: folder)) {
            model = TextConfig.usualModel
            reader.settle("text.language-model", as: model)
        }
        lacksLanguageModel = model == "auto"
        languageModel = lacksLanguageModel ? "" : reader.place(of: "text.language-model", model, in: folder)
        redact = reader.list("text.redact", default: [], choices: PIIRedactor.Kind.allCases.map(\.rawValue))
        headings = reader.choice("text.headings", default: .withSection)
        keepVerbatim = reader.flag("text.keep-verbatim", default: true)
        keepLists = reader.flag("text.keep-lists", default: true)
    }
}

/// `corpus:` (0 switches a step off)
package struct CorpusConfig: Sendable {
    /// An image URL that occurs more often leaves everywhere.
    package var imageURLMaximum: Int
    /// An image URL that more pages of a domain show leaves everywhere in it.
    package var imageDomainMaximum: Int
    /// Image bytes that occur more often leave everywhere.
    package var imageContentMaximum: Int
    /// Where only the first image of a kind stays: `off`, in the `document`, in the `domain` of pages, in the `corpus`.
    package var deduplicateImages: ImageScope
    /// What makes images equal there: their `bytes`, or also their `looks`.
    package var deduplicateImagesBy: ImageLikeness
    /// Bits in which the perceptual hashes of images that look equal may differ.
    package var imageDistance: Int
    /// Of equal page URLs, keep the newest.
    package var deduplicateURLs: Bool
    /// A paragraph that occurs more often in a domain leaves everywhere in it.
    package var paragraphMaximum: Int
    /// And only if it stands on this share of the domain's pages.
    package var paragraphShare: Double
    /// A line of so many words that repeats like a paragraph is cut out of its paragraph; 0: lines are not looked at.
    package var lineWords: Int
    /// A run of so many words that repeats like a paragraph is cut out of its paragraph; 0: runs are not looked at.
    package var windowWords: Int
    /// What a domain is: `netloc` as the URL has it, `host` (lower-case, no port, no `www.`), or `registrable`.
    package var domain: DomainKey.Kind
    /// Compare archive names alone where the newest is kept, and lose twins, as the published code does.
    package var publishedOrder: Bool
    /// Of documents with the same set of images, keep the newest.
    package var deduplicateImageSets: Bool
    /// What makes sets of images equal: their `urls`, or the `pictures`.
    package var imageSetsBy: ImageSetKind
    /// In a document, keep only the first occurrence of an image URL.
    package var firstOccurrence: Bool
    /// Paragraphs with this share of spam words or more leave at the end; 0 switches it off.
    package var spamWords: Double
    /// Texts that are nearly those of others.
    package var nearDuplicates: NearDuplicateConfig

    init(_ reader: ConfigReader) {
        imageURLMaximum = reader.integer("corpus.image-url-maximum", default: 10)
        imageDomainMaximum = reader.integer("corpus.image-domain-maximum", default: 0)
        imageContentMaximum = reader.integer("corpus.image-content-maximum", default: 0)
        deduplicateImages = reader.choice("corpus.deduplicate-images", default: .off)
        deduplicateImagesBy = reader.choice("corpus.deduplicate-images-by", default: .bytes)
        imageDistance = reader.integer("corpus.image-distance", default: 4, in: 0...16)
        deduplicateURLs = reader.flag("corpus.deduplicate-urls", default: true)
        paragraphMaximum = reader.integer("corpus.paragraph-maximum", default: 2)
        paragraphShare = reader.number("corpus.paragraph-share", default: 0, in: 0...1)
        lineWords = reader.integer("corpus.line-words", default: 0, in: 0...1000)
        windowWords = reader.integer("corpus.window-words", default: 0, in: 0...1000)
        if paragraphMaximum == 0 {
            let reason = "does nothing where 'corpus.paragraph-maximum' is 0: it says how often is too often"
            if lineWords > 0 { reader.refuse("corpus.line-words", reason) }
            if windowWords > 0 { reader.refuse("corpus.window-words", reason) }
        }
        domain = reader.choice("corpus.domain", default: .host)
        publishedOrder = reader.flag("corpus.published-order", default: false)
        deduplicateImageSets = reader.flag("corpus.deduplicate-image-sets", default: true)
        imageSetsBy = reader.choice("corpus.image-sets-by", default: .urls)
        firstOccurrence = reader.flag("corpus.first-occurrence", default: true)
        spamWords = reader.number("corpus.spam-words", default: 0.12, in: 0...1)
        nearDuplicates = NearDuplicateConfig(reader)
    }
}

/// `measure:`
package struct MeasureConfig: Sendable {
    /// Most pixels, from the header.
    package var pixels: Int
    /// Most frames of an animation.
    package var frames: Int
    /// Most scans of a progressive JPEG.
    package var scans: Int
    /// Whether a file that ends early is kept.
    package var keepTruncated: Bool
    /// The open_nsfw network (ONNX) that the rule `images.nsfw` needs.
    package var nsfwModel: String
    /// onnxruntime's C library, a path or a name that the loader finds.
    package var nsfwLibrary: String

    init(_ reader: ConfigReader, folder: String) {
        pixels = reader.integer("measure.pixels", default: 89_478_485, in: 1...1 << 40)
        frames = reader.integer("measure.frames", default: 1000, in: 1...1_000_000)
        scans = reader.integer("measure.scans", default: 100, in: 1...100_000)
        keepTruncated = reader.flag("measure.keep-truncated", default: false)
        nsfwModel = reader.file("measure.nsfw-model", in: folder)
        let library = reader.text("measure.nsfw-library", default: "libonnxruntime.so.1")
        nsfwLibrary =
            library.contains("/") ? reader.place(of: "measure.nsfw-library", library, in: folder) : library
    }
}

/// `workers:`
package struct WorkerConfig: Sendable {
    /// CPU seconds a record (a page, an image) may take.
    package var recordSeconds: Double
    /// Address space of a worker, bytes; 0 sets no limit.
    package var memoryBytes: Int
    /// What a worker does where the machine cannot give it its bounds.
    package var sandbox: SandboxMode
    /// Buckets of every exchange; 0: one for 64 MiB of input, at most 256. Any number gives the same corpus.
    package var buckets: Int
    /// With less no worker could start.
    package static let leastMemory = 128 << 20

    init(_ reader: ConfigReader) {
        recordSeconds = reader.number("workers.record-seconds", default: 10, in: 0.1...3600)
        memoryBytes = reader.integer("workers.memory-bytes", default: 4 << 30)
        sandbox = reader.choice("workers.sandbox", default: .wanted)
        buckets = reader.integer("workers.buckets", default: 0, in: 0...4096)
        if (1..<WorkerConfig.leastMemory).contains(memoryBytes) {
            reader.problems.add(
                "'workers.memory-bytes' must be 0 or at least \(WorkerConfig.leastMemory), not '\(memoryBytes)'",
                origin: "workers")
        }
    }
}

/// What a worker does where the machine cannot give it its bounds.
package enum SandboxMode: String, Sendable, CaseIterable {
    /// It works without them, and the run says at its start what is missing.
    case wanted
    /// It refuses to work.
    case required
}

/// `output:`
package struct OutputConfig: Sendable {
    /// Text of documents a shard holds, bytes before compression.
    package var shardBytes: Int
    /// Bytes of an image pack.
    package var packBytes: Int
    /// Whether the original bytes of images are stored.
    package var storeImages: Bool
    /// Whether drop logs are part of the corpus.
    package var keepDrops: Bool
    /// Whether the index has full-text search.
    package var fullText: Bool
    /// Documents that a file of the index has at most; the index of a larger corpus has several.
    package var indexDocuments: Int
    /// Compression level of the shards.
    package var level: Int
    /// Licence of the compilation, for the card.
    package var license: String
    /// Address for takedown requests, for the card.
    package var contact: String

    init(_ reader: ConfigReader) {
        shardBytes = reader.integer("output.shard-bytes", default: 512 << 20, in: 1 << 16...1 << 40)
        packBytes = reader.integer("output.pack-bytes", default: 1 << 30, in: 1 << 16...1 << 40)
        storeImages = reader.flag("output.store-images", default: true)
        keepDrops = reader.flag("output.keep-drops", default: true)
        fullText = reader.flag("output.full-text", default: true)
        indexDocuments = reader.integer("output.index-documents", default: 1_000_000, in: 1...10_000_000)
        level = reader.integer("output.level", default: 9, in: 1...19)
        license = reader.text("output.license", default: "other")
        contact = reader.text("output.contact", default: "")
    }
}

/// A path of a pipeline file: relative ones start at the file's folder.
func resolve(_ path: String, folder: String) -> String {
    path.isEmpty || path.hasPrefix("/") ? path : folder + "/" + path
}
