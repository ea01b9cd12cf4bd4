import Documents
import Runs
import TestKit
import Testing

@testable import Phases

/// Image URLs, contents and looks that occur too often.
@Suite struct DeduplicateImagesPhaseTests {
    private func page(_ number: Int, _ items: Item..., site: String = "a.example") -> Document {
        var document = Document.page("http://\(site)/\(number)", .text("Text of page \(number)"))
        let nodes = items.enumerated().compactMap { ordinal, item -> Node? in
            if case .image(let url) = item { .image(ImageNode(ordinal: ordinal + 1, url: url)) } else { nil }
        }
        document = Document(url: document.url, nodes: document.nodes + nodes)
        return document
    }

    private func run(
        _ corpus: String, _ documents: [[Document]], _ pictures: [String: [UInt8]] = [:]
    ) throws -> PhaseRun {
        try PhaseRun(
            "name: t\ncorpus: \(corpus)\nfetch: {network: false}", documents: documents, pictures: pictures
        ).work(through: .judge)
    }

    @Test func aURLInTooManyPlacesLeavesEverywhere() throws {
        let view = Item.image("http://i.example/view.png")
        let documents = [
            [page(0, view), page(1, view)], [page(2, view), page(3, .image("http://i.example/own.png"))],
        ]
        #expect(
            try run("{image-url-maximum: 2}", documents).left(in: .judge)
                == ["0.1 image.frequent-url", "1.1 image.frequent-url", "2.1 image.frequent-url"])
        #expect(try run("{image-url-maximum: 3}", documents).left(in: .judge) == [])
    }

    /// The picture of a column stands on many pages of its site, not on many of the corpus; elsewhere it stays.
    @Test func aURLOnTooManyPagesOfADomainLeavesEverywhereInIt() throws {
        let badge = Item.image("http://i.example/badge.png")
        let documents = [
            [page(0, badge), page(1, badge), page(2, badge, site: "b.example")],
            [page(3, badge), page(4, .image("http://i.example/own.png"))],
        ]
        let run = try run("{image-domain-maximum: 2}", documents)
        #expect(
            try run.left(in: .judge) == [
                "0.1 image.repeated-in-domain", "1.1 image.repeated-in-domain", "3.1 image.repeated-in-domain",
            ])
        #expect(try run.drops(of: .judge).first?.detail == "3 > 2 in the domain")
        #expect(try run.counts(of: .deduplicateLinks)["repeated_in_domain"] == 1)
        #expect(try self.run("{image-domain-maximum: 3}", documents).left(in: .judge) == [])
        // What stands too often in the corpus leaves for that.
        #expect(
            try self.run("{image-domain-maximum: 2, image-url-maximum: 3}", documents).left(in: .judge)
                .allSatisfy { $0.hasSuffix("image.frequent-url") })
    }

    /// What no document shows any more is not fetched.
    @Test func whatLeavesItsDomainIsNotFetched() throws {
        let documents = [(0..<3).map { page($0, .image("http://i.example/badge.png")) }]
        let run = try run("{image-domain-maximum: 2}", documents)
        #expect(try run.counts(of: .fetch)["urls"] == 0)
    }

    /// Copies of a page show its pictures too: their text is the same, so they count as one page.
    @Test func copiesOfAPageCountOnce() throws {
        let view = Node.image(ImageNode(ordinal: 1, url: "http://i.example/view.png"))
        let copies = (0..<4).map { number in
            let copy = Document.page("http://a.example/\(number)", .text("The words of all copies"))
            return Document(url: copy.url, nodes: copy.nodes + [view])
        }
        #expect(try run("{image-domain-maximum: 2}", [copies]).left(in: .judge) == [])
    }

    @Test func bytesThatTooManyDocumentsShowLeaveUnderAnyURL() throws {
        let documents = [(0..<3).map { page($0, .image("http://i.example/\($0).png")) }]
        let run = try run("{image-content-maximum: 2}", documents)
        #expect(
            try run.left(in: .judge)
                == ["0.1 image.frequent-content", "1.1 image.frequent-content", "2.1 image.frequent-content"])
        #expect(try run.drops(of: .judge).first?.detail == "3 > 2 documents")
        #expect(try self.run("{image-content-maximum: 3}", documents).left(in: .judge) == [])
    }

    @Test func onlyTheFirstOfEqualImagesStaysInItsDomainOrCorpus() throws {
        let documents = [
            [page(0, .image("http://i.example/0.png"))], [page(1, .image("http://i.example/1.png"))],
            [page(2, .image("http://i.example/2.png"), site: "b.example")],
        ]
        #expect(try run("{}", documents).left(in: .judge) == [])
        #expect(
            try run("{deduplicate-images: domain}", documents).left(in: .judge) == ["1.1 image.near-duplicate"])
        #expect(
            try run("{deduplicate-images: corpus}", documents).left(in: .judge)
                == ["1.1 image.near-duplicate", "2.1 image.near-duplicate"])
    }

    @Test func inOneDocumentARepeatIsCalledSo() throws {
        let documents = [[page(0, .image("http://i.example/0.png"), .image("http://i.example/1.png"))]]
        #expect(
            try run("{deduplicate-images: document}", documents).left(in: .judge)
                == ["0.2 image.repeated-in-document"])
    }

    /// One picture in two files: other bytes, the same look.
    @Test func looksCountWhereThePipelineSaysSo() throws {
        let pictures = [
            "http://i.example/0.png": PNG.gradient(width: 200, height: 120, shade: 3),
            "http://i.example/1.png": PNG.gradient(width: 200, height: 120, shade: 3) + [0],
        ]
        let documents = [[page(0, .image("http://i.example/0.png")), page(1, .image("http://i.example/1.png"))]]
        #expect(try run("{deduplicate-images: corpus}", documents, pictures).left(in: .judge) == [])
        #expect(
            try run("{deduplicate-images: corpus, deduplicate-images-by: looks}", documents, pictures)
                .left(in: .judge) == ["1.1 image.near-duplicate"])
    }
}
