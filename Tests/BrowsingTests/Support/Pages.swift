import CorpusFiles
import CorpusKit
import Documents
import Facts
import JSON
import Platform
import Reports
import TestKit
import Testing

@testable import Browsing

/// What a writer has written.
func written(_ body: (inout HTMLWriter) -> Void) -> String {
    var html = HTMLWriter()
    body(&html)
    return html.html
}

/// A site of a small corpus in a folder that goes with it.
final class Pages {
    private let scratch: Scratch
    let site: Site
    let corpus: Corpus
    let documents: [Document]
    /// The corpus' folder.
    var folder: String { scratch.path }

    /// The site of the small corpus: document n has the title `Page n`, 9 + n words and n % 3 images.
    init(count: Int = 24, phases: [String] = []) throws {
        scratch = try Scratch()
        documents = try TinyCorpus(in: scratch.path, count: count).documents
        corpus = try Corpus(folder: scratch.path)
        site = try Site(corpus, phases: phases)
    }

    /// The site of a corpus of these documents, without packs and drop logs.
    init(_ documents: [Document]) throws {
        scratch = try Scratch()
        self.documents = documents
        corpus = try TinyCorpus.of(documents, in: scratch.path)
        site = try Site(corpus)
    }

    /// The site of the small corpus whose drop log has these instead.
    init(dropping drops: [Drop], count: Int = 6, phases: [String] = []) throws {
        scratch = try Scratch()
        documents = try TinyCorpus(in: scratch.path, count: count).documents
        var log = try DropLog.Writer(path: scratch.file("drops/extract-00000.jsonl.zst"))
        for drop in drops { try log.append(drop) }
        _ = try log.commit()
        corpus = try Corpus(folder: scratch.path)
        site = try Site(corpus, phases: phases)
    }

    func answer(_ target: String, method: String = "GET") -> SiteResponse {
        site.respond(to: SiteRequest(target, method: method))
    }

    func text(_ target: String) -> String { String(decoding: answer(target).body, as: UTF8.self) }

    func json(_ target: String) throws -> JSONValue { try JSONValue(parsing: answer(target).body) }

    /// Sends a form from a page of ours.
    func post(_ target: String, _ form: String) -> SiteResponse {
        var request = SiteRequest(target, method: "POST")
        (request.host, request.origin) = ("localhost:1", "http://localhost:1")
        request.body = Array(form.utf8)
        return site.respond(to: request)
    }

    /// What stands between two pieces of a page, the first time.
    func part(_ target: String, from start: String, to end: String) -> String {
        Pages.part(of: text(target), from: start, to: end)
    }

    static func part(of page: String, from start: String, to end: String) -> String {
        guard let first = page.firstRange(of: start) else { return "" }
        let rest = page[first.upperBound...]
        return String(rest[..<(rest.firstRange(of: end)?.lowerBound ?? rest.endIndex)])
    }
}

extension Document {
    /// A document with one paragraph and these images, for pages of it.
    static func made(
        _ number: Int, _ text: String = "Some words.", images: [ImageNode] = [], url: String = "", title: String = ""
    ) -> Document {
        let tail = String(number, radix: 16)
        let nodes: [Node] =
            [.text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: text)]))] + images.map { .image($0) }
        var document = Document(
            id: String(repeating: "e", count: 20 - tail.count) + tail,
            url: url.isEmpty ? "http://a.example/\(number)" : url, nodes: nodes)
        document.title = title
        document.profile.words = 10 + number
        return document
    }
}

extension ImageNode {
    /// A picture of which everything is known.
    static func made(
        _ ordinal: Int, sha256: String = String(repeating: "ab", count: 32), alt: String = "", caption: String = "",
        format: String = "jpeg"
    ) -> ImageNode {
        var image = ImageNode(ordinal: ordinal, url: "http://i.example/\(ordinal).jpg", alt: alt, caption: caption)
        image.signals = ImageSignals(
            sha256: sha256, phash: "00000000000000ff", width: 300, height: 200, format: format)
        return image
    }
}
