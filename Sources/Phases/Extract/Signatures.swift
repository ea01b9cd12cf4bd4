import Configuration
import Curation
import Documents
import Exchange
import Platform
import Runs

/// What `extract` tells the rest of the run about its documents without showing them: one exchange a question.
///
/// Keys are 64-bit XXH3 hashes; a bucket is the hash of what must meet (a URL, a domain, a host) modulo the number of
/// buckets.
struct SignatureWriter: ~Copyable {
    private let part: Int
    private let domainOf: DomainKey.Kind
    private let countsPages: Bool
    private var links: EntryWriter<ImageLink>
    private var pages: EntryWriter<PageSignature>
    private var paragraphs: EntryWriter<ParagraphSignature>
    private var words: EntryWriter<ParagraphWords>
    /// The fewest words of a line for which a paragraph's words are sent.
    private let shortestLine: Int
    private var shown: EntryWriter<ShownImage>
    private var held: EntryWriter<HeldImage>

    init(_ context: WorkContext) {
        part = context.unit.index
        domainOf = context.config.corpus.domain
        countsPages = context.config.corpus.paragraphShare > 0
        links = context.writer(ImageLink.file)
        pages = context.writer(PageSignature.file)
        paragraphs = context.writer(ParagraphSignature.file)
        words = context.writer(ParagraphWords.file)
        shortestLine = context.config.corpus.paragraphMaximum > 0 ? WordRuns(context.config.corpus).shortest : .max
        shown = context.writer(ShownImage.file)
        held = context.writer(HeldImage.file)
    }

    /// Notes a document that is kept so far; `index` is its place in the part.
    mutating func add(_ document: Document, index: Int) throws {
        let domain = DomainKey.hash(of: document.url, domainOf)
        let location = Location(part: part, document: index)
        let page = Self.pageKey(document, domain: domain)
        try addPage(document, location, domain: domain)
        try addParagraphs(document, location, domain: domain, page: page)
        for image in document.images {
            try links.add(ImageLink(url: image.url, location: location, domain: domain, page: page))
            // Those of other hosts are other units' to fetch.
            let host = HostKey.hash(of: image.url)
            let others = image.otherURLs.filter { HostKey.hash(of: $0) == host }
            try shown.append(
                ShownImage(url: image.url, others: others, location: location, domain: domain), meeting: host)
        }
    }

    private mutating func addPage(_ document: Document, _ location: Location, domain: UInt64) throws {
        var page = PageSignature(
            key: URLKey.hash(of: document.url), location: location, domain: domain, captured: document.captured,
            archive: document.provenance.archive)
        page.images = document.images.map {
            PageSignature.Image(key: URLKey.hash(of: $0.url), bucket: shown.bucket(of: HostKey.hash(of: $0.url)))
        }
        try pages.append(page, meeting: domain)
    }

    private mutating func addParagraphs(
        _ document: Document, _ location: Location, domain: UInt64, page: UInt64
    ) throws {
        for case .text(let text) in document.nodes {
            for paragraph in text.paragraphs {
                var signature = ParagraphSignature(
                    key: ParagraphKey.hash(of: paragraph.text, domain: domain), location: location,
                    ordinal: paragraph.ordinal, page: page)
                signature.shortDomain = countsPages ? ShortDomain.of(domain) : 0
                try paragraphs.append(signature, meeting: domain)
                try addWords(paragraph, location, domain: domain, page: page)
            }
        }
    }

    /// Code, tables and headings are what they are wherever they stand.
    private mutating func addWords(
        _ paragraph: Paragraph, _ location: Location, domain: UInt64, page: UInt64
    ) throws {
        guard shortestLine < .max, paragraph.role == .body || paragraph.role == .list else { return }
        let placed = PlacedWords(paragraph.text)
        guard placed.longestLine >= shortestLine else { return }
        let entry = ParagraphWords(
            domain: domain, page: page, location: location, ordinal: paragraph.ordinal, words: placed.numbers)
        try words.append(entry, meeting: domain)
    }

    /// The key by which copies of a page meet, whatever else stands on them: that of its longest paragraph.
    private static func pageKey(_ document: Document, domain: UInt64) -> UInt64 {
        var longest = ""
        for case .text(let text) in document.nodes {
            for paragraph in text.paragraphs where paragraph.text.utf8.count > longest.utf8.count {
                longest = paragraph.text
            }
        }
        return ParagraphKey.hash(of: longest, domain: domain)
    }

    /// Notes an image URL that no document shows: a line of a list.
    mutating func add(listed url: String, index: Int) throws {
        try shown.append(
            ShownImage(url: url, location: Location(part: part, document: index), domain: 0),
            meeting: HostKey.hash(of: url))
    }

    /// Notes who holds the bytes of an image URL.
    mutating func add(picture url: String, heldBy holder: HeldImage.Holder) throws {
        try held.append(HeldImage(url: url, part: part, holder: holder), meeting: HostKey.hash(of: url))
    }

    consuming func commit() throws {
        try links.commit()
        try pages.commit()
        try paragraphs.commit()
        try words.commit()
        try shown.commit()
        try held.commit()
    }
}

extension EntryWriter<ImageLink> {
    fileprivate mutating func add(_ link: ImageLink) throws { try append(link, meeting: link.key) }
}
