import Curation
import Facts
import Platform
import Testing

@testable import Exchange
@testable import Phases

/// Every entry that phases exchange comes back as it was written, and says by what it is met.
@Suite struct EntriesTests {
    private func again<Entry: ExchangeEntry>(_ entry: Entry) -> Entry? {
        var payload = PayloadWriter()
        entry.write(to: &payload)
        var reader = PayloadReader(payload.bytes)
        let found = Entry(key: entry.key, from: &reader)
        return reader.isDamaged || !reader.isAtEnd ? nil : found
    }

    static let place = Location(part: 3, document: 500)

    @Test func linksOfImages() {
        let link = ImageLink(url: "http://a.example/ä.png", location: Self.place, domain: 5, page: .max)
        #expect(again(link) == link)
        let hidden = HiddenImage(key: 8, location: Self.place)
        #expect(again(hidden) == hidden)
        let shown = ShownImage(url: "http://a.example/ä.png", location: Self.place, domain: .max)
        #expect(again(shown) == shown)
        #expect(shown.key == URLKey.hash(of: "http://a.example/ä.png"))
    }

    @Test func imagesThatStandInForOthers() {
        let spare = SpareImage(document: 9, lost: 7, url: "http://b.example/1.png", copy: "id")
        #expect(again(spare) == spare)
        var member = NearMember(location: Self.place)
        member.images = [.init(key: 1, bucket: 2)]
        #expect(again(member) == member)
        member.urls = ["http://b.example/1.png"]
        #expect(again(member) == member)
    }

    /// Between images that both show, and only where both have as many there.
    @Test func imagesStandInForThoseInTheSamePlace() {
        func places(_ copy: [UInt64], _ document: [UInt64]) -> [[Int]] {
            SpareImage.places(of: copy, in: document).map { [$0.0, $0.1] }
        }
        #expect(places([1, 9, 3], [1, 2, 3]) == [[1, 1]])
        #expect(places([8, 1, 9], [7, 1, 2]) == [[0, 0], [2, 2]])
        #expect(places([1, 8, 9, 3], [1, 2, 3]) == [])
        #expect(places([1, 8, 9], [1, 2, 3]) == [[1, 1], [2, 2]])
        #expect(places([1, 2], [1, 2, 3]) == [])
        #expect(places([2, 1, 9], [1, 2, 3]) == [])
        #expect(places([], []) == [])
    }

    @Test func pagesWithAnyNumberOfImages() {
        var page = PageSignature(
            key: 1, location: Self.place, domain: .max, captured: "20240506070809", archive: "a.warc.gz")
        #expect(again(page) == page)
        page.images = [.init(key: 0, bucket: 0), .init(key: .max, bucket: 4095)]
        #expect(again(page) == page)
    }

    @Test func paragraphs() {
        let paragraph = ParagraphSignature(key: 2, location: Self.place, ordinal: 17, page: 99)
        #expect(again(paragraph) == paragraph)
        let words = ParagraphWords(
            domain: .max, page: 99, location: Self.place, ordinal: 17, words: [1, 0, .max, 256, 0])
        #expect(again(words) == words)
    }

    @Test func imagesThatArchivesAndPagesHold() {
        let record = HeldImage(
            url: "http://a.example/1", part: 2, holder: .record(source: 1, offset: 1 << 33, ordinal: 4))
        #expect(again(record) == record)
        let page = HeldImage(url: "data:x", part: 2, holder: .page(ByteRange(offset: 512, length: 9)))
        #expect(again(page) == page)
    }

    /// Of several captures the last counts.
    @Test func theLaterOfTwoCapturesFollows() {
        let holders: [HeldImage.Holder] = [
            .record(source: 0, offset: 0, ordinal: 0), .record(source: 0, offset: 0, ordinal: 1),
            .record(source: 0, offset: 9, ordinal: 0), .record(source: 1, offset: 0, ordinal: 0),
            .page(ByteRange(offset: 512, length: 1)), .page(ByteRange(offset: 1024, length: 1)),
        ]
        let images = (0..<2).flatMap { part in holders.map { HeldImage(url: "u", part: part, holder: $0) } }
        for (a, earlier) in images.enumerated() {
            for (b, later) in images.enumerated() { #expect(later.follows(earlier) == (b > a), "\(a) \(b)") }
        }
    }

    @Test func decisions() {
        for paragraph in [nil, 0, 41] as [Int?] {
            let decision = Decision(
                document: 5, paragraph: paragraph, .paragraphRepeatedInDomain, occurrences: 6, above: 5)
            #expect(again(decision) == decision)
        }
        let cut = Decision(
            document: 5, paragraph: 0, words: 300..<312, .paragraphPartlyRepeatedInDomain, occurrences: 6)
        #expect(again(cut) == cut)
        #expect(Decision(document: 5, .documentDuplicateURL, occurrences: 2).key == 5 << 32)
        #expect(Decision(document: 5, paragraph: 0, .documentDuplicateURL, occurrences: 2).key == 5 << 32 | 1)
        let image = ImageDecision(document: 5, url: 77, .imageNearDuplicate, kept: SHA256.hash("a"))
        #expect(again(image) == image)
    }

    @Test func contentsAndOccurrences() throws {
        let sha256 = "00000000000000ff" + String(repeating: "12", count: 24)
        let digest = try #require(Digest(hex: sha256))
        let content = ShownContent(digest, documents: 12)
        #expect(again(content) == content)
        #expect(content.key == 255)
        let signals = ImageSignals(sha256: sha256, phash: "8000000000000001", width: 1, height: 2, format: "png")
        let occurrence = ImageOccurrence(url: "u", signals: signals, domain: 4, location: Self.place)
        #expect(again(occurrence) == occurrence)
        #expect(occurrence.key == 3 << 32 | 500)
    }

    @Test func setsOfImages() {
        let page = PageCandidate(archive: "a", captured: "", url: "http://a.example/")
        let set = SetSignature(key: 6, location: Self.place, page: page, id: "i")
        #expect(again(set) == set)
        #expect(set.page == page)
    }

    @Test func facts() throws {
        let failed = ImageFact(url: "u", outcome: .failed(.imageDNS, "no such host"))
        #expect(again(failed) == failed)
        var signals = ImageSignals(
            sha256: String(repeating: "0f", count: 32), phash: "0123456789abcdef", width: 640, height: 480,
            format: "webp")
        let place = RawPlace(unit: 3, bytes: ByteRange(offset: 512, length: 100))
        let bare = ImageFact(url: "u", outcome: .measured(signals, place))
        #expect(again(bare) == bare)
        signals.nsfw = 0.25
        signals.details = ImageDetails(mode: "RGBA", color: "#102030", entropy: 7.125, sharpness: 1234.5)
        signals.details?.frames = 3
        signals.details?.orientation = 6
        signals.details?.hasICC = true
        let full = ImageFact(url: "u", outcome: .measured(signals, place))
        #expect(again(full) == full)
    }

    @Test func whatIsNoEntryIsRefused() {
        var reader = PayloadReader([0, 7, 0, 0, 0, 0])
        #expect(HeldImage(key: 1, from: &reader) == nil)
        var words = PayloadWriter()
        words.append("no.such-reason")
        words.append(1)
        var decision = PayloadReader(words.bytes)
        #expect(Decision(key: 1, from: &decision) == nil)
    }
}
