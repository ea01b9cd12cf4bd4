import Documents
import Facts
import Runs
import Testing

@testable import Phases

/// Pages of one URL, paragraphs that repeat in a domain, pages that lost their images.
@Suite struct DeduplicateTextPhaseTests {
    private let text = "A paragraph of this page alone"

    private func run(_ corpus: String, _ parts: [[Document]]) throws -> PhaseRun {
        try PhaseRun("name: t\ncorpus: \(corpus)\nfetch: {network: false}", documents: parts).work(through: .judge)
    }

    @Test func ofOneURLTheNewestStaysWhereverItIs() throws {
        let old = Document.page("http://a.example/", captured: "20230101000000", .text(text))
        let new = Document.page("http://a.example/", captured: "20240101000000", .text(text))
        let other = Document.page("http://a.example/other", captured: "20200101000000", .text(text))
        #expect(try run("{}", [[new, other], [old]]).left(in: .judge) == ["2.0 document.duplicate-url"])
        #expect(try run("{}", [[old], [other, new]]).left(in: .judge) == ["0.0 document.duplicate-url"])
        #expect(try run("{deduplicate-urls: false}", [[new, other], [old]]).left(in: .judge) == [])
    }

    /// The published order looks at the names of archives alone, and keeps every page of the newest.
    @Test func thePublishedOrderKeepsAllPagesOfTheNewestArchive() throws {
        let pages = ["a", "b", "b"].map { Document.page("http://a.example/", archive: $0, .text($0 + text)) }
        #expect(
            try run("{published-order: true}", [[pages[1]], [pages[0], pages[2]]]).left(in: .judge)
                == ["1.0 document.duplicate-url"])
    }

    @Test func aParagraphThatRepeatsInItsDomainLeavesEverywhereInIt() throws {
        func page(_ site: String, _ number: Int) -> Document {
            .page("http://\(site)/\(number)", .text("Own text \(site) \(number)"), .text("All rights reserved"))
        }
        let parts = [[page("a.example", 0), page("b.example", 0)], [page("a.example", 1), page("a.example", 2)]]
        let run = try run("{paragraph-maximum: 2}", parts)
        #expect(
            try run.left(in: .judge) == [
                "0.1 paragraph.repeated-in-domain", "2.1 paragraph.repeated-in-domain",
                "3.1 paragraph.repeated-in-domain",
            ])
        #expect(try run.drops(of: .judge).first { !$0.reason.isCascade }?.detail == "3 > 2 in the domain")
        #expect(try self.run("{paragraph-maximum: 3}", parts).left(in: .judge) == [])
        #expect(try self.run("{paragraph-maximum: 0}", parts).left(in: .judge) == [])
    }

    /// What the first question removes does not count in the second.
    @Test func copiesOfAPageDoNotMakeItsParagraphsRepeat() throws {
        let pages = (0..<3).map { number in
            Document.page("http://a.example/", captured: "2024010100000\(number)", .text("The same words"))
        }
        #expect(
            try run("{paragraph-maximum: 2}", [pages]).left(in: .judge)
                == ["0.0 document.duplicate-url", "1.0 document.duplicate-url"])
    }

    /// Mirrors and translations that nobody translated: their longest paragraph is the same, so they count as one page.
    @Test func mirrorsOfAPageCountOnceUnlessAsPublished() throws {
        let pages = (0..<3).map { number in
            Document.page("http://a.example/\(number)", .text("Words that all copies share"), .text("In short"))
        }
        #expect(try run("{paragraph-maximum: 2}", [pages]).left(in: .judge) == [])
        #expect(
            try run("{paragraph-maximum: 2, published-order: true}", [pages]).left(in: .judge)
                .count { $0.hasSuffix("paragraph.repeated-in-domain") } == 6)
    }

    @Test func aPageThatRepeatsAParagraphCountsOnce() throws {
        let pages = (0..<3).map { number in
            let line = Item.text("Sold out")
            return Document.page("http://a.example/\(number)", .text("Text number \(number)"), line, line, line)
        }
        #expect(try run("{paragraph-maximum: 3}", [pages]).left(in: .judge) == [])
        #expect(try run("{paragraph-maximum: 2}", [pages]).left(in: .judge).count == 9)
    }

    /// Three of four pages of one site, three of eight of another.
    @Test func aShareOfTheDomainsPagesIsAskedBesideTheCount() throws {
        func site(_ name: String, pages: Int) -> [Document] {
            (0..<pages).map { number in
                let last = number < 3 ? "Call us today" : "Own words \(number) of \(name)"
                return .page("http://\(name)/\(number)", .text("Text \(name) \(number)"), .text(last))
            }
        }
        let parts = [site("a.example", pages: 4), site("b.example", pages: 8)]
        func left(_ share: Double) throws -> [String] {
            try run("{paragraph-maximum: 2, paragraph-share: \(share)}", parts).left(in: .judge)
                .map { String($0.prefix(3)) }
        }
        #expect(try left(0) == ["0.1", "1.1", "2.1", "4.1", "5.1", "6.1"])
        #expect(try left(0.5) == ["0.1", "1.1", "2.1"])
        #expect(try left(0.76) == [])
    }

    /// Three hosts of one owner, and three owners under a public suffix.
    @Test func hostsOfOneOwnerAreOneDomainWhereThePipelineSaysSo() throws {
        func pages(_ hosts: [String]) -> [Document] {
            hosts.map { .page("http://\($0)/", .text("Welcome to \($0)"), .text("All rights reserved")) }
        }
        let parts = [
            pages(["a.shop.co.uk", "b.shop.co.uk", "www.shop.co.uk"]),
            pages(["one.co.uk", "two.co.uk", "three.co.uk"]),
        ]
        let yaml = "{paragraph-maximum: 2, domain: "
        #expect(try run(yaml + "host}", parts).left(in: .judge) == [])
        #expect(
            try run(yaml + "registrable}", parts).left(in: .judge).map { String($0.prefix(3)) } == [
                "0.1", "1.1", "2.1",
            ])
    }

    @Test func aPageWhoseImagesAreAllTooFrequentLeavesWithoutAFetch() throws {
        let pages = (0..<3).map {
            Document.page("http://a.example/\($0)", .text("Text \($0)"), .image("http://i/x.png"))
        }
        let yaml = "name: t\nimages: {per-document: {min: 1}}\ncorpus: {image-url-maximum: 2}\nfetch: {network: false}"
        let run = try PhaseRun(yaml, documents: [pages]).work(through: .judge)
        #expect(
            try run.left(in: .judge)
                == ["0.0 document.no-image", "1.0 document.no-image", "2.0 document.no-image"])
        let details = try run.drops(of: .judge).filter { $0.reason == .documentNoImage }.map(\.detail)
        #expect(details == ["", "", ""])
        #expect(try run.counts(of: .fetch)["urls"] == 0)
    }
}
