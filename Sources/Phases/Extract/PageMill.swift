import Configuration
import Curation
package import Documents
import Extraction
import Facts
import JSON
import Platform

/// One page through extraction and the text rules: what `extract` does to each page, and `quarry page` to one.
struct PageMill {
    /// What became of a page.
    struct Result {
        /// The document as it was extracted; nil when the page gave none.
        var extracted: Document?
        /// The document after the paragraph rules.
        var judged: Document?
        /// What goes on: the judged document, in parts when it is too long for a record; nothing when it was dropped.
        var kept: [Document] = []
        /// Whether the document goes on.
        var isKept: Bool { !kept.isEmpty }
        /// Everything that left, with its reason; cascades too.
        var drops: [Drop] = []
        /// Pictures that stand in the page itself, of the document as it was extracted.
        var embedded: [EmbeddedImages.Picture] = []
        /// The page's account of documents, paragraphs and images.
        var ledger = Ledger()
    }

    private var extractor: Extractor
    private var judge: Judge
    private let manners: PageManners
    private let redactor: PIIRedactor?
    private var contamination: ContaminationCheck
    /// What is known of the images already; nil, as in `extract`, when they are not fetched yet.
    var pictures: ImageSifter?

    init(_ config: PipelineConfig) throws(PipelineError) {
        extractor = Extractor(options: config.extraction.options)
        judge = try Judge(config)
        manners = PageManners(config)
        contamination = try ContaminationCheck(config)
        let kinds = Set(config.text.redact.compactMap(PIIRedactor.Kind.init(rawValue:)))
        redactor = kinds.isEmpty ? nil : PIIRedactor(kinds: kinds)
    }

    /// The language a document seems to be in, where no model told it; `""` when that cannot be said.
    mutating func likelyLanguage(_ document: Document) -> String { judge.likelyLanguage(document) }

    /// Extracts and judges; the drops carry the document's id.
    mutating func run(_ page: CapturedPage, captured: String, provenance: Provenance, ordinal: Int = 0) -> Result {
        let extraction = extractor.extract(page)
        var result = Result()
        result.ledger.born(.document)
        result.ledger.born(.paragraph, extraction.paragraphsBorn)
        result.ledger.born(.image, extraction.imagesBorn)
        let id = PageMill.identifier(page.url, captured, provenance, ordinal)
        result.drops = extraction.drops
        for index in result.drops.indices {
            result.drops[index].url = EmbeddedImages.shortened(result.drops[index].url)
        }
        if var document = extraction.document {
            document.id = id
            document.captured = captured
            document.provenance = provenance
            document.provenance.license = extraction.license
            document.provenance.text = extraction.textSource
            document.language = extraction.language
            if document.title.isEmpty, let title = page.title { document.title = title }
            if let reason = page.truncation { document.addExtra("truncated") { $0.value(reason) } }
            let embedded = EmbeddedImages.take(from: &document)
            let beside = EmbeddedImages.find(beside: page.beside, for: &document)
            result.embedded = embedded.pictures + beside.pictures
            result.drops += embedded.drops + beside.drops
            result.extracted = document
            StandardSpaces.fold(&document)
            if let word = manners.refusesImages(page, extraction) { result.drops += Self.siftImages(&document, word) }
            for (kind, count) in redactor?.redact(&document) ?? [:] { result.ledger.replaced(kind.rawValue, count) }
            judge.identify(&document)
            result.drops += judge.sift(&document)
            if let pictures { result.drops += pictures.sift(&document) }
            let verdict = verdict(&document, refused: manners.refusesPage(page, extraction))
            result.judged = document
            if verdict.isKept { result.kept = parts(document, captured: captured, ordinal: ordinal) }
            for index in result.kept.indices {
                result.kept[index].paths = extractor.paths(of: result.kept[index], in: extraction)
            }
            if case .drop(let reason, let detail) = verdict {
                result.drops.append(Drop(reason, detail: detail, of: result.extracted ?? document))
                result.drops += document.cascade()
            }
        }
        for index in result.drops.indices {
            result.drops[index].document = id
            result.drops[index].page = page.url
            if result.drops[index].isPiece {
                result.drops[index].path = extractor.path(result.drops[index].ordinal, of: extraction)
            }
            result.ledger.dropped(result.drops[index].reason)
        }
        result.ledger.born(.document, max(0, result.kept.count - 1))
        for document in result.kept { result.ledger.write(document) }
        return result
    }

    /// The document in parts that fit into a record, each measured and with an id of its own.
    private mutating func parts(_ document: Document, captured: String, ordinal: Int) -> [Document] {
        var parts = document.parts(below: Judge.recordBytes * 9 / 10)
        guard parts.count > 1 else { return [document] }
        for index in parts.indices.dropFirst() {
            parts[index].id = PageMill.identifier(parts[index].url, captured, document.provenance, ordinal)
        }
        for index in parts.indices { judge.measure(&parts[index]) }
        return parts
    }

    private mutating func verdict(_ document: inout Document, refused: String?) -> Verdict {
        if let refused { return .drop(.pageNoIndex, detail: refused) }
        let verdict = pictures == nil ? judge.judgeText(&document) : judge.judge(&document)
        guard verdict.isKept, let drop = contamination.judgeText(&document) else { return verdict }
        return .drop(drop.reason, detail: drop.detail)
    }

    /// Takes out the images of a page that allows its text to be used but not its images.
    private static func siftImages(_ document: inout Document, _ word: String) -> [Drop] {
        let drops = document.images.map {
            Drop(.imageNoAI, detail: "\(word) of the page", image: $0)
        }
        document.sift { if case .image = $0 { nil } else { $0 } }
        document.mergeTexts()
        return drops
    }

    /// 20 hexadecimal digits: the same capture has the same id in every run.
    /// `ordinal` tells records apart that lie in one gzip member.
    static func identifier(_ url: String, _ captured: String, _ place: Provenance, _ ordinal: Int) -> String {
        let digest = SHA256.hash("\(url)\n\(captured)\n\(place.archive)\n\(place.offset)\n\(ordinal)")
        return Hex.encode(digest.bytes.prefix(10))
    }
}

extension Document {
    /// The drops of everything that is in the document when it leaves.
    package func cascade() -> [Drop] {
        var drops: [Drop] = []
        for node in nodes {
            switch node {
            case .text(let text):
                drops += text.paragraphs.map { Drop(.paragraphDocumentDropped, document: id, ordinal: $0.ordinal) }
            case .image(let image):
                drops.append(Drop(.imageDocumentDropped, document: id, url: image.url, ordinal: image.ordinal))
            case .divide: break
            }
        }
        return drops
    }
}

extension Ledger {
    /// Books a document that goes on, with all that is in it.
    package mutating func write(_ document: Document) {
        written(.document)
        written(.paragraph, document.paragraphCount)
        written(.image, document.imageCount)
    }

    /// Books a document that comes in, with all that is in it.
    package mutating func enter(_ document: Document) {
        born(.document)
        born(.paragraph, document.paragraphCount)
        born(.image, document.imageCount)
    }
}
