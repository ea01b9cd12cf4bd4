import Documents
import JSON
import Platform
import Testing
import TestKit
@testable import Curation

/// The corpus-level steps over 500 documents in memory, in the published order, against the reference's survivors.
@Suite struct CorpusGoldenTests {
    @Test(.needsShared("goldens/obelics")) func survivorsEqualTheReference() throws {
        let folder = try #require(Goldens.folder)
        var corpus = try MemoryCorpus(path: folder + "/pages/corpus/corpus_in.jsonl")
        let summary = try #require(Goldens.json("pages/corpus/corpus_summary.json"))
        #expect(corpus.documents.count == summary["in"]?.integer)

        let banned = corpus.dropFrequentImages()
        #expect(banned == summary["06_banned_image_urls"]?.array?.compactMap(\.string))
        #expect(corpus.imageCount == summary["06_images_left"]?.integer)

        corpus.keepNewestPages()
        #expect(corpus.documents.count == summary["08_docs"]?.integer)

        let repeated = try #require(summary["09_duplicated_paragraphs"]?.members)
        let byDomain = Dictionary(uniqueKeysWithValues: repeated.map { ($0.key, MemoryCorpus.counts($0.value)) })
        #expect(corpus.dropRepeatedParagraphs() == byDomain)

        corpus.clean(last: false)
        #expect(corpus.documents.count == summary["10_docs"]?.integer)

        corpus.keepNewestSets()
        #expect(corpus.documents.count == summary["11_docs"]?.integer)

        corpus.clean(last: true)
        #expect(corpus.documents.count == summary["13_docs"]?.integer)
        #expect(corpus.imageCount == summary["13_images"]?.integer)

        let expected = try Files.readText(folder + "/pages/corpus/corpus_out.jsonl").split(separator: "\n")
        #expect(expected.count == corpus.documents.count)
        for (line, mine) in zip(expected, corpus.documents) {
            let golden = try JSONValue(parsing: String(line))
            #expect(golden["id"]?.integer == mine.index)
            #expect(MemoryCorpus.rows(golden) == MemoryCorpus.rows(mine.document), "\(mine.index)")
        }
    }
}

/// A corpus in memory, driven step by step as the phases of a run drive it from disk.
private struct MemoryCorpus {
    struct Entry {
        let index: Int
        var document: Document
        var candidate: PageCandidate {
            PageCandidate(archive: document.provenance.archive, captured: "", url: document.url)
        }
    }

    var documents: [Entry] = []
    private var profiler = TextProfiler(lists: .obelics, options: .obelics)

    init(path: String) throws {
        for (index, line) in try Files.readText(path).split(separator: "\n").enumerated() {
            let json = try JSONValue(parsing: String(line))
            let url = json["general_metadata"]?["url"]?.string ?? ""
            var document = Goldens.document(json, page: url)
            document.provenance.archive = json["general_metadata"]?["warc_filename"]?.string ?? ""
            documents.append(Entry(index: index, document: document))
        }
    }

    var imageCount: Int { documents.reduce(0) { $0 + $1.document.imageCount } }

    mutating func dropFrequentImages() -> [String] {
        var counts: [String: Int] = [:]
        for entry in documents { for image in entry.document.images { counts[image.url, default: 0] += 1 } }
        let banned = Set(counts.filter { CorpusSteps.isFrequent(count: $0.value) }.keys)
        for index in documents.indices {
            documents[index].document.sift { node in
                if case .image(let image) = node, banned.contains(image.url) { return nil }
                return node
            }
        }
        return banned.sorted()
    }

    mutating func keepNewestPages() {
        let groups = Dictionary(grouping: documents.indices) { documents[$0].document.url }
        var kept: Set<Int> = []
        for group in groups.values {
            let stay = CorpusSteps.keepNewest(group.map { documents[$0].candidate }, published: true)
            kept.formUnion(stay.map { group[$0] })
        }
        documents = documents.indices.filter { kept.contains($0) && documents[$0].document.imageCount > 0 }
            .map { documents[$0] }
    }

    /// The repeated paragraphs by domain with their counts, as the summary has them.
    mutating func dropRepeatedParagraphs() -> [String: [String: Int]] {
        var counts: [String: [String: Int]] = [:]
        for entry in documents {
            let domain = DomainKey.domain(of: entry.document.url, .netloc)
            for case .text(let text) in entry.document.nodes {
                for paragraph in text.paragraphs { counts[domain, default: [:]][paragraph.text, default: 0] += 1 }
            }
        }
        let repeated = counts.mapValues { domain in
            domain.filter { CorpusSteps.isRepeated(count: $0.value) && !$0.key.contains(Goldens.divide) }
        }.filter { !$0.value.isEmpty }
        for index in documents.indices {
            let gone = repeated[DomainKey.domain(of: documents[index].document.url, .netloc)] ?? [:]
            documents[index].document.sift { node in
                guard case .text(var text) = node else { return node }
                text.paragraphs.removeAll { gone[$0.text] != nil }
                return text.paragraphs.isEmpty ? nil : .text(text)
            }
        }
        return repeated
    }

    static func counts(_ json: JSONValue) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: (json.members ?? []).map { ($0.key, $0.value.integer ?? 0) })
    }

    mutating func keepNewestSets() {
        let groups = Dictionary(grouping: documents.indices) {
            CorpusSteps.imageSetKey(documents[$0].document.images.map(\.url))
        }
        var gone: Set<Int> = []
        for group in groups.values {
            let leave = CorpusSteps.outdated(
                group.map { documents[$0].candidate }, order: group.map { ($0, 0) }, published: true)
            gone.formUnion(leave.map { group[$0] })
        }
        documents = documents.indices.filter { !gone.contains($0) }.map { documents[$0] }
    }

    mutating func clean(last: Bool) {
        for index in documents.indices {
            if last {
                _ = DocumentCleaning().clean(&documents[index].document, profiler: &profiler)
            } else {
                DocumentCleaning.joinTexts(&documents[index].document)
            }
        }
        documents.removeAll { !DocumentCleaning.verdict($0.document).isKept }
    }

    /// The rows of the published record: a text (divides in it as the separator token) or an image URL each.
    static func rows(_ document: Document) -> [String] {
        var rows: [String] = []
        var isText = false
        for node in document.nodes {
            if case .image(let image) = node {
                rows.append("image " + image.url)
                isText = false
                continue
            }
            let text: String
            if case .text(let node) = node { text = node.text } else { text = Goldens.divide }
            if isText, let last = rows.popLast() {
                rows.append(last + "\n\n" + text)
            } else {
                rows.append("text " + text)
            }
            isText = true
        }
        return rows
    }

    static func rows(_ golden: JSONValue) -> [String] {
        zip(golden["texts"]?.array ?? [], golden["images"]?.array ?? []).map { text, image in
            text.string.map { "text " + $0 } ?? "image " + (image.string ?? "")
        }
    }
}
