import CorpusFiles
import Documents
import Facts
import JSON
import Platform
import Runs
import TestKit
import Testing

@testable import Phases

/// The corpus-level steps over 500 documents as the phases that ship do them, against the survivors of the published code.
@Suite(.needsShared("goldens/obelics/pages/corpus")) struct CorpusGoldenTests {
    /// The published steps and nothing else: no rule on texts, none on what images show.
    static let pipeline = """
        name: golden
        extraction: {profile: obelics}
        text: {lists: obelics, headings: judge, keep-verbatim: false, keep-lists: false}
        images: {per-document: {min: 1}}
        corpus:
          image-url-maximum: 10
          image-content-maximum: 0
          deduplicate-urls: true
          paragraph-maximum: 2
          domain: netloc
          published-order: true
          deduplicate-image-sets: true
          first-occurrence: true
          spam-words: 0.12
        fetch: {network: false}
        """

    static let divide = "END_OF_DOCUMENT_TOKEN_TO_BE_REPLACED"

    @Test(arguments: [1, 5]) func survivorsEqualTheReference(buckets: Int) throws {
        let folder = try Shared.require("goldens/obelics/pages/corpus")
        let documents = try Files.readText(folder + "/corpus_in.jsonl").split(separator: "\n").map { line in
            Self.document(try JSONValue(parsing: String(line)))
        }
        // Three parts, so that what must meet comes from several files.
        let third = documents.count / 3
        let parts = [documents[..<third], documents[third..<(2 * third)], documents[(2 * third)...]].map(Array.init)
        let run = try PhaseRun(Self.pipeline, documents: parts, buckets: buckets).work()
        let summary = try JSONValue(parsing: try Files.read(folder + "/corpus_summary.json"))
        #expect(documents.count == summary["in"]?.integer)
        try expectBannedImages(run, summary)
        try expectCounts(run, summary)

        let expected = try Files.readText(folder + "/corpus_out.jsonl").split(separator: "\n")
        let survivors = try run.corpusDocuments()
        #expect(survivors.count == expected.count)
        for (line, mine) in zip(expected, survivors) {
            let golden = try JSONValue(parsing: String(line))
            #expect(mine.id == PhaseRun.id(golden["id"]?.integer ?? -1))
            #expect(Self.rows(mine) == Self.rows(golden), "\(mine.id)")
        }
    }

    /// URLs that occur too often are those of the reference.
    private func expectBannedImages(_ run: PhaseRun, _ summary: JSONValue) throws {
        let banned = Set(try run.drops(of: .judge).filter { $0.reason == .imageFrequentURL }.map(\.url))
        let expected = Set(summary["06_banned_image_urls"]?.array?.compactMap(\.string) ?? [])
        #expect(!expected.isEmpty && banned.isSubset(of: expected))
        #expect(try run.counts(of: .deduplicateLinks)["frequent_image_urls"] == expected.count)
    }

    private func expectCounts(_ run: PhaseRun, _ summary: JSONValue) throws {
        let decided = try run.counts(of: .deduplicateText)["documents_decided"] ?? 0
        #expect(summary["08_docs"]?.integer == (summary["in"]?.integer ?? 0) - decided)
        #expect(try run.documents(of: .judge).count == summary["10_docs"]?.integer)
        let sets = try run.left(in: .assemble).filter { $0.hasSuffix("document.duplicate-images") }.count
        #expect(summary["11_docs"]?.integer == (summary["10_docs"]?.integer ?? 0) - sets)
        let manifest = try Corpus(folder: run.run.path).manifest
        #expect(manifest.counts.documents == summary["13_docs"]?.integer)
        #expect(manifest.counts.images == summary["13_images"]?.integer)
    }

    /// A document from the parallel lists of the reference; the separator token is a divide where it is a paragraph.
    private static func document(_ golden: JSONValue) -> Document {
        var nodes: [Node] = []
        for (text, image) in zip(golden["texts"]?.array ?? [], golden["images"]?.array ?? []) {
            if let url = image.string, !url.isEmpty {
                nodes.append(.image(ImageNode(ordinal: nodes.count, url: url)))
                continue
            }
            for piece in text.string?.split(onBlankLines: ()) ?? [] {
                if piece == divide {
                    nodes.append(.divide(ordinal: nodes.count))
                } else {
                    nodes.append(.text(TextNode(paragraphs: [Paragraph(ordinal: nodes.count, text: piece)])))
                }
            }
        }
        let about = golden["general_metadata"]
        return Document(
            url: about?["url"]?.string ?? "", nodes: nodes,
            provenance: Provenance(archive: about?["warc_filename"]?.string ?? ""))
    }

    /// The rows of the published record: a text (divides in it as the separator token) or an image URL each.
    private static func rows(_ document: Document) -> [String] {
        var rows: [String] = []
        var isText = false
        for node in document.nodes {
            let text: String
            switch node {
            case .image(let image):
                rows.append("image " + image.url)
                isText = false
                continue
            case .text(let node): text = node.text
            case .divide: text = divide
            }
            if isText, let last = rows.popLast() {
                rows.append(last + "\n\n" + text)
            } else {
                rows.append("text " + text)
            }
            isText = true
        }
        return rows
    }

    private static func rows(_ golden: JSONValue) -> [String] {
        zip(golden["texts"]?.array ?? [], golden["images"]?.array ?? []).map { text, image in
            text.string.map { "text " + $0 } ?? "image " + (image.string ?? "")
        }
    }
}
