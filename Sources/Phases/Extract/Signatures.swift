import Configuration
import Curation
import Documents
import Exchange
import Platform
import Runs

/// What `extract` tells the rest of the run about its documents without showing them: one sorted run a question.
///
/// Keys are 64-bit XXH3 hashes; a bucket is the hash of what must meet (a URL, a domain, a host) modulo the number of
/// buckets. `part` and `document` say where a thing is: the unit's index and the document's place in it.
struct SignatureWriter: ~Copyable {
    static let links = "links.run"
    static let pages = "pages.run"
    static let paragraphs = "paragraphs.run"
    static let hosts = "hosts.run"
    static let pictures = "pictures.run"

    private let buckets: UInt64
    private let part: Int
    private let domainOf: DomainKey.Kind
    private var links: RunWriter
    private var pages: RunWriter
    private var paragraphs: RunWriter
    private var hosts: RunWriter
    private var pictures: RunWriter
    private var payload = PayloadWriter()

    init(_ context: WorkContext) {
        let count = context.plan.buckets
        buckets = UInt64(count)
        part = context.unit.index
        domainOf = context.config.corpus.domain == "netloc" ? .netloc : .host
        links = RunWriter(path: context.file(Self.links), buckets: count)
        pages = RunWriter(path: context.file(Self.pages), buckets: count)
        paragraphs = RunWriter(path: context.file(Self.paragraphs), buckets: count)
        hosts = RunWriter(path: context.file(Self.hosts), buckets: count)
        pictures = RunWriter(path: context.file(Self.pictures), buckets: count)
    }

    /// Notes a document that is kept so far; `index` is its place in the part.
    mutating func add(_ document: Document, index: Int) throws {
        let domain = DomainKey.hash(of: document.url, domainOf)
        try addPage(document, index: index, domain: domain)
        try addParagraphs(document, index: index, domain: domain)
        for image in document.images { try addImage(image, index: index, domain: domain) }
    }

    private mutating func addPage(_ document: Document, index: Int, domain: UInt64) throws {
        payload.reset()
        payload.append(part)
        payload.append(index)
        payload.append(document.captured)
        payload.append(document.provenance.archive)
        for image in document.images {
            payload.append(URLKey.hash(of: image.url))
            payload.append(Int(HostKey.hash(of: image.url) % buckets))
        }
        try pages.append(
            bucket: Int(domain % buckets), key: URLKey.hash(of: document.url), payload: payload.bytes)
    }

    private mutating func addParagraphs(_ document: Document, index: Int, domain: UInt64) throws {
        let page = Self.pageKey(document, domain: domain)
        for case .text(let text) in document.nodes {
            for paragraph in text.paragraphs {
                payload.reset()
                payload.append(part)
                payload.append(index)
                payload.append(paragraph.ordinal)
                payload.append(page)
                let key = ParagraphKey.hash(of: paragraph.text, domain: domain)
                try paragraphs.append(bucket: Int(domain % buckets), key: key, payload: payload.bytes)
            }
        }
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

    private mutating func addImage(_ image: ImageNode, index: Int, domain: UInt64) throws {
        let key = URLKey.hash(of: image.url)
        payload.reset()
        payload.append(part)
        payload.append(index)
        try links.append(bucket: Int(key % buckets), key: key, payload: payload.bytes)
        payload.append(domain)
        payload.append(image.url)
        try hosts.append(bucket: Int(HostKey.hash(of: image.url) % buckets), key: key, payload: payload.bytes)
    }

    /// Notes an image URL that no document shows: a line of a list.
    mutating func add(listed url: String, index: Int) throws {
        payload.reset()
        payload.append(part)
        payload.append(index)
        payload.append(UInt64(0))
        payload.append(url)
        try hosts.append(
            bucket: Int(HostKey.hash(of: url) % buckets), key: URLKey.hash(of: url), payload: payload.bytes)
    }

    /// Notes that the archive itself holds the bytes of an image URL.
    mutating func add(picture url: String, source: Int, offset: Int, ordinal: Int) throws {
        payload.reset()
        payload.append(part)
        payload.append(source)
        payload.append(offset)
        payload.append(ordinal)
        payload.append(url)
        let bucket = Int(HostKey.hash(of: url) % buckets)
        try pictures.append(bucket: bucket, key: URLKey.hash(of: url), payload: payload.bytes)
    }

    consuming func commit() throws {
        _ = try links.commit()
        _ = try pages.commit()
        _ = try paragraphs.commit()
        _ = try hosts.commit()
        _ = try pictures.commit()
    }
}

/// The host an image is fetched from: all URLs of a host meet in one bucket, so that one process keeps its manners.
enum HostKey {
    static func hash(of url: String) -> UInt64 {
        let bytes = Array(url.utf8)
        var start = 0
        for at in bytes.indices.dropLast(2) where bytes[at] == 0x3A && bytes[at + 1] == 0x2F && bytes[at + 2] == 0x2F {
            start = at + 3
            break
        }
        let end = bytes[start...].firstIndex { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 } ?? bytes.count
        return bytes[start..<end].withUnsafeBytes { XXH3.hash($0) }
    }
}

/// Where something is: a part and a document in it.
struct Location: Hashable, Comparable {
    let part: Int
    let document: Int

    static func < (a: Location, b: Location) -> Bool { (a.part, a.document) < (b.part, b.document) }
}
