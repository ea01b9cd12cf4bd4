import CorpusFiles
import CorpusKit
import Documents
import Exports
import Facts
import Imports
import JSON
import Platform
import TestKit

/// Documents as no one would like to have them.
enum Odd {
    static func text(_ text: String, _ ordinal: Int = 0) -> Node {
        .text(TextNode(paragraphs: text.split(onBlankLines: ()).map { Paragraph(ordinal: ordinal, text: $0) }))
    }

    static func image(_ url: String, alt: String = "", caption: String = "") -> Node {
        .image(ImageNode(ordinal: 0, url: url, alt: alt, caption: caption))
    }

    /// Empty texts, text that is JSON, line separators, right to left, a hundred pictures, pictures alone, text alone.
    static let documents: [Document] = [
        document(
            1,
            [
                text("One.\n\nTwo.\n\n\nThree."),
                image("https://e.org/a/b.c/d.jpg?x=1#y", alt: "a \"b\"", caption: "c\\d"),
            ]),
        document(2, [text(""), image("https://e.org/1.jpg"), text("{\"json\": [null, \"\\u0000\"]}")]),
        document(3, [text("a\u{2028}b\u{85}c\td"), image("https://e.org/2.jpg"), text("שלום עולם\n\nمرحبا")]),
        document(4, (0..<100).map { image("https://e.org/many/\($0).jpg", alt: "\($0)") } + [text("after a hundred")]),
        document(
            5,
            [image("https://e.org/same.jpg"), image("https://e.org/same.jpg"), text("x"), image("https://e.org/3.jpg")]),
        document(6, [text("text alone 🦆 ﷽")]),
        document(7, [image("")]),
    ]

    static func document(_ number: Int, _ nodes: [Node]) -> Document {
        var document = Document(
            id: String(repeating: "0", count: 19) + "\(number)", url: "https://www.example.org/\(number)?q=a|b",
            nodes: nodes,
            provenance: Provenance(archive: "a.warc.gz", offset: 7 * number, length: 3, license: "https://l.example"))
        (document.title, document.captured, document.language) = ("Title “\(number)”", "20240102030405", "en")
        document.extra = "{\"k\":\(number)}"
        return document
    }
}

/// Folders of a test: files, exports, imports.
struct Exchange {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Writes JSON lines.
    func lines(_ documents: [Document], _ name: String = "in.jsonl") throws -> String {
        var json = JSONWriter()
        for document in documents {
            DocumentCoder.write(document, to: &json)
            json.newline()
        }
        return try scratch.write(json.bytes, name)
    }

    /// Imports files into a folder of a name.
    @discardableResult
    func load(_ format: ImportFormat, _ files: [String], as name: String) throws -> ImportSummary {
        try ImportRun.run(ImportRequest(format: format, files: files, output: scratch.file(name)))
    }

    /// Exports a corpus, with changes of the request.
    @discardableResult
    func give(
        _ format: ExportFormat, _ corpus: String, as name: String, _ change: (inout ExportRequest) -> Void = { _ in }
    ) throws -> ExportSummary {
        var request = ExportRequest(corpus: scratch.file(corpus), output: scratch.file(name), format: format)
        request.date = "2026-12-01"
        change(&request)
        return try ExportRun.run(request)
    }

    /// The documents of a corpus, in order.
    func documents(_ name: String) throws -> [Document] {
        let corpus = try Corpus(folder: scratch.file(name))
        var documents: [Document] = []
        try corpus.index.forEachDocument { documents.append(try corpus.document(of: $0)) }
        return documents
    }

    /// The files of an export, with paths.
    func files(_ name: String, _ ending: String) throws -> [String] {
        let folder = scratch.file(name)
        let inner = Files.isFolder(folder + "/data") ? folder + "/data" : folder
        return try Files.list(inner).filter { $0.hasSuffix(ending) }.sorted().map { inner + "/" + $0 }
    }
}

extension Document {
    /// What every form has to keep: texts and images in order.
    var shape: [String] {
        nodes.map { node in
            switch node {
            case .text(let text): "T \(text.text)"
            case .image(let image):
                "I \(image.url) \(image.alt) \(image.caption) \(image.signals.map { "\($0.sha256) \($0.phash) \($0.width) \($0.format)" } ?? "")"
            case .divide: "D"
            }
        }
    }

    /// What a form keeps of the page.
    var page: [String] { [id, url, title, captured, language] }
}
