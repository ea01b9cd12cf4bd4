import CorpusFiles
import CorpusKit
import Documents
import Facts
import Inspection
import JSON
import Platform
import Testing
import TestKit

@Suite struct Showing {
    @Test func showsTheRecordAsItStandsAndWithScores() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        let document = tiny.documents[5]
        for query in [document.id, String(document.id.suffix(0)) + document.id.uppercased(), document.url] {
            let shown = try DocumentInspection.find(query, in: corpus)
            let json = try JSONValue(parsing: shown.json)
            #expect(try DocumentCoder.read(json) == document)
            #expect(json.members?.last?.key == "scores" && json["scores"] == .object([]))
            for part in [document.title, document.url, "2 images", "Idéfix", document.images[1].url, "640×480 jpeg"] {
                #expect(shown.text().contains(part), "\(part)")
            }
        }
    }

    @Test func aPrefixMustBeOneDocuments() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        let error = try #require(throws: InspectionError.self) { try DocumentInspection.find("d", in: corpus) }
        #expect(error.description.contains("more than one") && error.exitCode == 2)
        #expect(error.description.contains(tiny.documents[0].id))
        for nothing in ["fff", "not hexadecimal", "https://nowhere.example/"] {
            #expect(throws: InspectionError.self) { try DocumentInspection.find(nothing, in: corpus) }
        }
    }

    @Test(arguments: ["00000000000000000bee", "00000000000000000BE", "https://example.org/few"])
    func saysWhyADocumentIsOut(query: String) throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let shown = try DocumentInspection.find(query, in: Corpus(folder: scratch.path))
        #expect(shown.text().contains("Not in the corpus"))
        #expect(shown.text().contains("document.too-few-words (3 < 10), a rule of the pipeline"))
        #expect(try JSONValue(parsing: shown.json)["dropped"]?.array?.count == 1)
    }

    @Test func saysWhatLeftADocument() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        let shown = try DocumentInspection.find("d0000000000000000000", in: corpus, withDrops: true)
        #expect(shown.text().contains("  - image.too-small (width 20 < 150): http://i/x.png"))
        #expect(try JSONValue(parsing: shown.json)["dropped"]?.array?.count == 1)
    }

    @Test func pagesCannotMoveTheCursor() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let drop = Drop(.imageNotFound, detail: "\u{1B}[2J", url: "http://a/\u{9B}x\nb")
        #expect(!DropsInspection.line(drop).unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x9B })
    }
}

@Suite struct Counting {
    @Test func statsHaveTheContractsKeys() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let stats = try StatsInspection(Corpus(folder: scratch.path))
        let json = try JSONValue(parsing: stats.json)
        let counts = ["documents", "images", "distinct_images", "words"].map { json[$0]?.integer }
        let manifest = tiny.manifest.counts
        #expect(counts == [manifest.documents, manifest.images, manifest.distinctImages, manifest.words])
        #expect(json["quantiles"]?["words"]?["p50"]?.integer == 20)
        #expect(json["languages"]?[0]?["language"]?.string == "en")
        #expect(stats.text().contains("different images"))
    }

    @Test func theFunnelBalances() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let funnel = try FunnelInspection(Corpus(folder: scratch.path))
        let units = try #require(try JSONValue(parsing: funnel.json)["units"])
        #expect(units.members?.map(\.key) == ["record", "document", "paragraph", "image"])
        for (_, unit) in units.members?.map({ ($0.key, $0.value) }) ?? [] {
            let dropped = unit["dropped"]?.members?.reduce(0) { $0 + ($1.value.integer ?? 0) } ?? 0
            #expect(unit["born"]?.integer == (unit["written"]?.integer ?? 0) + dropped)
        }
        #expect(funnel.ledger == tiny.manifest.ledger)
        #expect(funnel.text().contains("image.too-small") && !funnel.text().contains("BALANCE"))
        var wrong = funnel.ledger
        wrong.born(.image)
        #expect(FunnelInspection(wrong).text().contains("DOES NOT BALANCE"))
    }

    @Test func dropsAreFiltered() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        func list(_ reason: String?, _ unit: String?, _ limit: Int?) throws -> [Drop] {
            var found: [Drop] = []
            let count = try DropsInspection(reason: reason, unit: unit, limit: limit).forEach(in: corpus) {
                found.append($0)
            }
            #expect(count == found.count)
            return found
        }
        #expect(try list(nil, nil, nil) == TinyCorpus.drops)
        #expect(try list(nil, nil, 2) == Array(TinyCorpus.drops.prefix(2)))
        #expect(try list(nil, nil, 0) == [])
        #expect(try list("image.too-small", nil, nil) == [TinyCorpus.drops[1]])
        #expect(try list(nil, "document", nil).count == 2)
        let error = try #require(throws: InspectionError.self) { try list("image.to-small", nil, nil) }
        #expect(error.description.contains("'image.too-small'"))
        #expect(throws: InspectionError.self) { try list(nil, "picture", nil) }
    }

    @Test func anImageIsFoundWithItsPlaces() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let corpus = try Corpus(folder: scratch.path)
        for bytes in tiny.images {
            let sha256 = SHA256.hash(bytes).hex
            let image = try ImageInspection(String(sha256.prefix(12)), in: corpus)
            #expect(try image.bytes(in: corpus) == bytes && image.pack == "images-00000.tar")
            let json = try JSONValue(parsing: image.json)
            #expect(json["sha256"]?.string == sha256 && json["bytes"]?.integer == bytes.count)
            #expect(json["occurrences"]?.array?.count == image.occurrences.count && !image.occurrences.isEmpty)
            #expect(image.text.contains(image.occurrences[0].url))
        }
        #expect(throws: InspectionError.self) { try ImageInspection("123456", in: corpus) }
    }
}
