import Documents
import Facts
import Runs
import Testing

@testable import Phases

/// Lines and runs of words within paragraphs that repeat over the pages of a domain.
@Suite struct RepeatedWordsTests {
    private static let notice = "Readers who liked this page also bought the complete works in nine volumes today"

    private func run(_ corpus: String, _ parts: [[Document]], buckets: Int = 2) throws -> PhaseRun {
        try PhaseRun("name: t\ncorpus: \(corpus)\nfetch: {network: false}", documents: parts, buckets: buckets)
            .work(through: .judge)
    }

    private func texts(_ run: PhaseRun) throws -> [String] { try run.documents(of: .judge).map(\.text) }

    /// What left: document, ordinal, what was cut.
    private func cuts(_ run: PhaseRun) throws -> [String] {
        try run.drops(of: .judge).filter { $0.reason == .paragraphPartlyRepeatedInDomain }.map { drop in
            "\(Int(drop.document, radix: 16) ?? -1).\(drop.ordinal) \(drop.detail): \(drop.text)"
        }
    }

    private func page(_ site: String, _ number: Int, _ text: String) -> Document {
        .page("http://\(site)/\(number)", .text("Own text number \(number) of \(site)"), .text(text))
    }

    @Test func aLineThatRepeatsLeavesAndTheOthersStay() throws {
        let pages = (0..<3).map { page("a.example", $0, "First line \($0)\nAll rights reserved by us\nThe end \($0)") }
        let run = try run("{paragraph-maximum: 2, line-words: 5}", [pages])
        #expect(try texts(run)[1] == "Own text number 1 of a.example\n\nFirst line 1\nThe end 1")
        #expect(
            try cuts(run) == (0..<3).map { "\($0).1 3 > 2 in the domain: All rights reserved by us" })
        #expect(try cuts(self.run("{paragraph-maximum: 3, line-words: 5}", [pages])) == [])
        #expect(try cuts(self.run("{paragraph-maximum: 2, line-words: 6}", [pages])) == [])
        #expect(try cuts(self.run("{paragraph-maximum: 2}", [pages])) == [])
    }

    /// Lines that follow each other are a drop each.
    @Test func linesThatFollowEachOtherLeaveOneByOne() throws {
        let pages = (0..<3).map { page("a.example", $0, "All rights reserved\nCall us any time\nThe end \($0)") }
        let run = try run("{paragraph-maximum: 2, line-words: 3}", [pages])
        #expect(
            try cuts(run).prefix(2) == [
                "0.1 3 > 2 in the domain: All rights reserved", "0.1 3 > 2 in the domain: Call us any time",
            ])
        #expect(try cuts(run).count == 6)
        #expect(try texts(run)[0] == "Own text number 0 of a.example\n\nThe end 0")
    }

    /// A paragraph of one page is a line of others.
    @Test func aLineThatRepeatsElsewhereAsAParagraphLeavesToo() throws {
        let line = "All rights reserved by us"
        let pages = [
            page("a.example", 0, "One\n" + line), page("a.example", 1, "Two\n" + line), page("a.example", 2, line),
        ]
        let run = try run("{paragraph-maximum: 2, line-words: 5}", [pages])
        #expect(
            try run.left(in: .judge) == [
                "0.1 paragraph.partly-repeated-in-domain", "1.1 paragraph.partly-repeated-in-domain",
                "2.1 paragraph.repeated-in-domain",
            ])
        #expect(try texts(run)[0] == "Own text number 0 of a.example\n\nOne")
    }

    @Test func aRunOfWordsIsCutOutWhereverItStands() throws {
        let notice = Self.notice
        let pages = [
            page("a.example", 0, notice + " Zero begins after it"),
            page("a.example", 1, "One ends before it " + notice),
            page("a.example", 2, "Two stands before | \(notice) | and behind it"),
            page("b.example", 3, "Three " + notice),
        ]
        let run = try run("{paragraph-maximum: 2, window-words: 12}", [pages])
        #expect(
            try texts(run).map { $0.split(separator: "\n").last ?? "" } == [
                "Zero begins after it", "One ends before it", "Two stands before and behind it", "Three \(notice)",
            ])
        #expect(
            try cuts(run) == [
                "0.1 3 > 2 in the domain: \(notice)", "1.1 3 > 2 in the domain: \(notice)",
                "2.1 3 > 2 in the domain: | \(notice) |",
            ])
        #expect(try cuts(self.run("{paragraph-maximum: 2, window-words: 15}", [pages])) == [])
        #expect(try cuts(self.run("{paragraph-maximum: 3, window-words: 12}", [pages])) == [])
    }

    /// The fifth word is another one on each page; what follows it has twelve words on all, what precedes it four.
    @Test func nothingButWhatRepeatsIsCut() throws {
        let pages = (0..<3).map { number in
            page(
                "a.example", number,
                "The population of town \(number) has grown since the year 1990 as most towns did in this country")
        }
        let run = try run("{paragraph-maximum: 2, window-words: 12}", [pages])
        #expect(try texts(run)[2] == "Own text number 2 of a.example\n\nThe population of town 2")
    }

    @Test func pagesAreCountedNotOccurrencesNorCopies() throws {
        let twice = "\(Self.notice) and once more \(Self.notice) indeed"
        let copies = (0..<2).map { number in
            Document.page("http://a.example/copy\(number)", .text("\(Self.notice) in a copy"))
        }
        let parts = [[page("a.example", 0, twice)], copies]
        #expect(try cuts(run("{paragraph-maximum: 2, window-words: 12}", parts)) == [])
        #expect(try cuts(run("{paragraph-maximum: 1, window-words: 12}", parts)).count == 4)
    }

    @Test func aShareOfTheDomainsPagesIsAskedBesideTheCount() throws {
        let pages = (0..<8).map { page("a.example", $0, "\($0) " + ($0 < 3 ? Self.notice : "Something else")) }
        func count(_ share: Double) throws -> Int {
            try cuts(run("{paragraph-maximum: 2, paragraph-share: \(share), window-words: 12}", [pages])).count
        }
        #expect(try count(0.3) == 3)
        #expect(try count(0.4) == 0)
    }

    @Test func codeTablesAndHeadingsStayAsTheyAre() throws {
        for role in [Paragraph.Role.verbatim, .table, .heading] {
            let pages = (0..<3).map { number in
                let own = Paragraph(ordinal: 0, text: "Own text number \(number)")
                let other = Paragraph(ordinal: 1, text: "\(number) \(Self.notice)", role: role)
                return Document(url: "http://a.example/\(number)", nodes: [.text(TextNode(paragraphs: [own, other]))])
            }
            #expect(try cuts(run("{paragraph-maximum: 2, line-words: 5, window-words: 12}", [pages])) == [], "\(role)")
        }
    }

    /// What is left of a paragraph is judged by the rules again.
    @Test func whatIsLeftIsJudgedAgain() throws {
        let pages = (0..<3).map { page("a.example", $0, "Number \($0) " + Self.notice) }
        let yaml =
            "name: t\nparagraphs: {words: {min: 4}}\ncorpus: {paragraph-maximum: 2, window-words: 12}\nfetch: {network: false}"
        let run = try PhaseRun(yaml, documents: [pages]).work(through: .judge)
        #expect(try run.left(in: .judge).count { $0.hasSuffix("1 paragraph.too-few-words") } == 3)
        #expect(try run.left(in: .judge).count == 6)
    }

    @Test func bucketsAndOrderDoNotShow() throws {
        let pages = (0..<12).map {
            page("\($0 % 3).example", $0, "Page \($0) says\n\(Self.notice) to \($0)\nGo on reading here")
        }
        let yaml = "{paragraph-maximum: 2, line-words: 4, window-words: 12}"
        func left(_ parts: [[Document]], _ buckets: Int) throws -> Set<String> {
            Set(try run(yaml, parts, buckets: buckets).drops(of: .judge).map { "\($0.page) \($0.detail) \($0.text)" })
        }
        let one = try left([pages], 1)
        #expect(one.count == 24)
        #expect(try left([Array(pages[6...]), Array(pages[..<6])], 7) == one)
        #expect(try left(pages.reversed().map { [$0] }, 64) == one)
    }

    /// With room for few runs the domain is read several times, and the counts are the same.
    @Test func roomDoesNotShow() {
        func count(room: Int) -> ([UInt64: Int], reads: Int) {
            var (found, left, reads) = ([UInt64: Int](), [RunCounter.Share()], 0)
            while let share = left.popLast() {
                var counter = RunCounter(share, room: room)
                // Run r stands on every page that r + 1 divides, and twice there.
                for page in 1...60 as ClosedRange<UInt64> {
                    for run in 0..<40 as Range<UInt64> where page % (run + 1) == 0 {
                        for _ in 0..<2 { counter.add(run &* 0x9E37_79B9_7F4A_7C15, page: page) }
                    }
                }
                found.merge(counter.frequent(above: 3)) { $0 + $1 }
                left += counter.left
                reads += 1
            }
            return (found, reads)
        }
        let all = count(room: 1000)
        #expect(all.reads == 1)
        #expect(all.0.values.sorted() == [4, 4, 4, 5, 5, 6, 6, 7, 8, 10, 12, 15, 20, 30, 60])
        for room in [1, 3, 16] {
            let some = count(room: room)
            #expect(some.reads > 1)
            #expect(some.0 == all.0)
        }
    }
}
