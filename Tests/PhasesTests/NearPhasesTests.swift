import Documents
import Facts
import Platform
import Runs
import TestKit
import Testing

@testable import Phases

/// Texts that are nearly those of others: who stays, what is said of the others, and what their pictures decide.
@Suite struct NearPhasesTests {
    /// Forty words; copies differ in the last: 35 of 37 shingles of five are the same.
    private func text(_ last: String, _ first: String = "alpha") -> Item {
        .text(([first] + (1..<39).map { "word\($0)" } + [last]).joined(separator: " "))
    }

    private func run(
        _ near: String, _ parts: [[Document]], _ pictures: [String: [UInt8]] = [:], through last: PhaseName = .judge
    ) throws -> PhaseRun {
        try PhaseRun(
            "name: t\ncorpus: {near-duplicates: \(near)}\nfetch: {network: false}", documents: parts,
            pictures: pictures
        ).work(through: last)
    }

    private func page(_ number: Int, _ year: Int, _ items: Item..., site: String = "a.example") -> Document {
        let captured = "\(year)0101000000"
        switch items.count {
        case 1: return .page("http://\(site)/\(number)", captured: captured, items[0])
        case 2: return .page("http://\(site)/\(number)", captured: captured, items[0], items[1])
        default: return .page("http://\(site)/\(number)", captured: captured, items[0], items[1], items[2])
        }
    }

    private var three: [[Document]] {
        let other = Item.text((0..<40).map { "another\($0)" }.joined(separator: " "))
        return [[page(0, 2023, text("x")), page(1, 2022, other)], [page(2, 2024, text("y"), site: "b.example")]]
    }

    @Test func theNewestStaysForItsCopies() throws {
        let run = try run("{action: drop}", three)
        #expect(try run.left(in: .judge) == ["0.0 document.near-duplicate"])
        let drop = try #require(try run.drops(of: .judge).first { !$0.reason.isCascade })
        #expect(drop.detail == "of \(PhaseRun.id(2)), similarity 0.9459")
        let kept = try run.documents(of: .judge)
        #expect(kept.map(\.id) == [PhaseRun.id(1), PhaseRun.id(2)] && kept[0].extra == "{}")
        #expect(
            kept[1].extra == #"{"near_duplicates":{"size":2,"first":"20230101000000","last":"20240101000000","#
                + #""domain_count":2,"domains":["a.example","b.example"]}}"#)
        #expect(try run.counts(of: .clusterText)["near_duplicates"] == 1)
    }

    @Test func copiesMayBeMarked() throws {
        let run = try run("{action: mark}", three)
        #expect(try run.left(in: .judge) == [])
        let first = try #require(try run.documents(of: .judge).first)
        #expect(first.extra == #"{"near_duplicate":{"of":"\#(PhaseRun.id(2))","similarity":0.9459}}"#)
    }

    @Test func nothingIsComparedUnlessAsked() throws {
        let run = try run("{action: off}", three)
        #expect(try run.left(in: .judge) == [])
        #expect(try Units.all(of: .clusterText, run.run, run.plan).isEmpty)
    }

    @Test func theThresholdDecides() throws {
        #expect(try run("{threshold: 0.95}", three).left(in: .judge) == [])
        #expect(try run("{threshold: 0.94}", three).left(in: .judge) == ["0.0 document.near-duplicate"])
    }

    /// More images first, then the newer capture, the longer text, the lesser id.
    @Test func whoStaysIsDecidedByImagesDateAndLength() throws {
        let (x, y) = (Item.image("http://i.example/x.png"), Item.image("http://i.example/y.png"))
        let byImages = [[page(0, 2020, text("x"), x, y), page(1, 2024, text("y"), x)]]
        #expect(try run("{action: drop}", byImages).left(in: .judge) == ["1.0 document.near-duplicate"])
        let byDate = [[page(0, 2020, text("x"), x), page(1, 2024, text("y"), x)]]
        #expect(try run("{action: drop}", byDate).left(in: .judge) == ["0.0 document.near-duplicate"])
        let byLength = [[page(0, 2024, text("xx")), page(1, 2024, text("yyy")), page(2, 2024, text("zzz"))]]
        #expect(
            try run("{action: drop}", byLength).left(in: .judge)
                == ["0.0 document.near-duplicate", "2.0 document.near-duplicate"])
    }

    /// A page that left because a newer capture of its URL is there stands for nobody.
    @Test func pagesThatLeftBeforeAreNoCopies() throws {
        let pages = [[page(7, 2023, text("x")), page(7, 2024, text("x")), page(1, 2022, text("y"))]]
        let run = try run("{action: drop}", pages)
        #expect(try run.left(in: .judge) == ["0.0 document.duplicate-url", "2.0 document.near-duplicate"])
        #expect(try run.documents(of: .judge).first?.extra.contains("\"size\":2,") == true)
    }

    /// The images of a copy that leaves are not brought, unless others show them.
    @Test func imagesOfCopiesAreNotFetched() throws {
        func image(_ name: String) -> Item { .image("http://i.example/\(name).png") }
        let pages = [
            [page(0, 2023, text("x"), image("x"), image("z")), page(1, 2024, text("y"), image("x"), image("q"))]
        ]
        #expect(try run("{action: drop, union-images: false}", pages).counts(of: .fetch)["urls"] == 2)
        #expect(try run("{action: drop}", pages).counts(of: .fetch)["urls"] == 3, "z may stand in for q")
        #expect(try run("{action: mark}", pages).counts(of: .fetch)["urls"] == 3)
    }

    // MARK: Other images

    private var shops: [[Document]] {
        [
            [
                page(0, 2023, text("x"), .image("http://i.example/x.png")),
                page(1, 2024, text("y"), .image("http://i.example/y.png")),
            ]
        ]
    }

    /// A template: the text is the same, the goods are others.
    @Test func aPageThatShowsOtherPicturesIsNoCopy() throws {
        let pictures = [
            "http://i.example/x.png": PNG.gradient(width: 200, height: 150, shade: 3),
            "http://i.example/y.png": PNG.gradient(width: 150, height: 200, shade: 90),
        ]
        let run = try run("{action: drop}", shops, pictures, through: .deduplicateSets)
        #expect(try run.left(in: .judge) == [])
        #expect(try run.counts(of: .clusterText)["open_near_documents"] == 2)
        let dropped = try self.run("{action: drop, other-images: drop}", shops, pictures)
        #expect(try dropped.left(in: .judge) == ["0.0 document.near-duplicate"])
    }

    /// Other URLs, the same pictures: a mirror.
    @Test func aPageThatShowsTheSamePicturesUnderOtherURLsIsACopy() throws {
        let run = try run("{action: drop}", shops, through: .assemble)
        #expect(try run.left(in: .judge) == [])
        #expect(try run.left(in: .assemble) == ["0.0 document.near-duplicate"])
        #expect(try run.counts(of: .deduplicateSets)["near_duplicates"] == 1)
    }

    @Test func halfOfThePicturesMakeACopy() {
        func images(_ contents: UInt64...) -> JudgedPictures { .shown(contents.map { ($0, 0) }) }
        #expect(images(1, 2).showsHalf(of: images(2, 3, 4)))
        #expect(!images(1, 2, 3).showsHalf(of: images(3, 4, 5)))
        #expect(!images().showsHalf(of: images(1)) && !images(1).showsHalf(of: images()))
        func looks(_ hash: UInt64) -> JudgedPictures { .shown([(hash, hash)]) }
        #expect(looks(0b1111_0000).showsHalf(of: looks(0b1111_1111)), "four bits")
        #expect(!looks(0b1111_0000).showsHalf(of: looks(0b1_1111_1111)), "five")
    }

    // MARK: Benchmarks

    @Test func whatABenchmarkHasLeavesOrIsMarked() throws {
        let scratch = try Scratch()
        let item = (0..<20).map { "word\($0 + 3)" }.joined(separator: " ")
        try Files.write("{\"text\":\"\(item)\"}\n", to: scratch.file("bench.jsonl"))
        let page = "<html lang=en><body><p>start \(item) end</p></body></html>"
        var crawl = Crawl()
        crawl.addResponse("http://a.example/", "text/html", Array(page.utf8))
        func run(_ more: String) throws -> PhaseRun {
            let yaml =
                "name: t\nfetch: {network: false}\ndecontaminate: {texts: [\(scratch.file("bench.jsonl"))]\(more)}"
            return try PhaseRun(yaml, [crawl]).work(through: .extract)
        }
        #expect(try run("").reasons(through: .extract)["document.contaminated"] == 1)
        let marked = try run(", action: mark")
        #expect(try marked.documents(of: .extract).first?.extra.contains("contaminated") == true)
        #expect(try run(", ngram: 21").reasons(through: .extract) == [:])
    }
}
