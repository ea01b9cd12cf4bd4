import Documents
import Facts
import Platform
import Runs
import TestKit
import Testing

@testable import Phases

/// What pictures decide, whatever their URLs: which of near texts are copies, and which documents show the same set.
@Suite struct ShownPicturesTests {
    private func text(_ last: String) -> Item {
        .text(((0..<39).map { "word\($0)" } + [last]).joined(separator: " "))
    }

    private func image(_ name: String) -> Item { .image("http://i.example/\(name).png") }

    /// A picture of its own for each URL, but for those whose names begin with the same letter.
    private func pictures(_ names: [String]) -> [String: [UInt8]] {
        var pictures: [String: [UInt8]] = [:]
        for name in names {
            let seed = UInt64(name.utf8.first ?? 0) * 1000 + (name.contains("own") ? UInt64(name.dropFirst(4)) ?? 0 : 0)
            pictures["http://i.example/\(name).png"] = PNG.squares(side: 160, seed: seed)
        }
        return pictures
    }

    private func run(_ corpus: String, _ pages: [Document], _ names: [String]) throws -> PhaseRun {
        try PhaseRun(
            "name: t\ncorpus: \(corpus)\nfetch: {network: false}", documents: [pages], pictures: pictures(names)
        ).work(through: .assemble)
    }

    private func page(_ number: Int, _ items: Item...) -> Document {
        let url = "http://site\(number).example/"
        let captured = "20\(10 + number % 80)0101000000"
        switch items.count {
        case 2: return .page(url, captured: captured, items[0], items[1])
        default: return .page(url, captured: captured, items[0], items[1], items[2])
        }
    }

    // MARK: Near texts

    /// A photograph of an agency on three sites, each with a file of its own.
    @Test func ofCopiesWithOwnFilesOneStaysForAll() throws {
        let run = try run(
            "{near-duplicates: {action: drop}}",
            [page(0, text("x"), image("a0")), page(1, text("y"), image("a1")), page(2, text("z"), image("a2"))],
            ["a0", "a1", "a2"])
        #expect(try run.left(in: .judge) == [])
        #expect(
            try run.drops(of: .assemble).filter { !$0.reason.isCascade }.map(\.detail)
                == Array(repeating: "of \(PhaseRun.id(2)), similarity 0.9459", count: 2))
        #expect(
            try run.corpusDocuments().map(\.extra) == [
                #"{"near_duplicates":{"size":3,"first":"20100101000000","last":"20120101000000","domain_count":3,"#
                    + #""domains":["site0.example","site1.example","site2.example"]}}"#
            ])
        #expect(try run.counts(of: .deduplicateSets)["near_duplicates"] == 2)
    }

    /// Copies by their URLs are counted with those by their pictures.
    @Test func aClusterIsWhatBothStepsFound() throws {
        let run = try run(
            "{near-duplicates: {action: drop}}",
            [
                page(0, text("w"), image("a0")), page(1, text("x"), image("a0")), page(2, text("y"), image("a2")),
                page(3, text("z"), image("a2")), page(4, text("q"), image("b")),
            ], ["a0", "a2", "b"])
        #expect(try run.left(in: .judge) == ["0.0 document.near-duplicate", "2.0 document.near-duplicate"])
        #expect(try run.left(in: .assemble) == ["1.0 document.near-duplicate"])
        let kept = try run.corpusDocuments()
        #expect(kept.map(\.id) == [PhaseRun.id(3), PhaseRun.id(4)])
        #expect(kept[0].extra.contains(#""size":4,"first":"20100101000000","last":"20130101000000","domain_count":4,"#))
        #expect(kept[1].extra == "{}")
    }

    /// Ninety pages of a template, each with a picture of its own: more than are compared pair by pair. Of two that show the
    /// same, by its URL or under another, one is a copy.
    @Test func pagesOfATemplateAreComparedByTheirPictures() throws {
        var names = (0..<90).map { "town\($0)" }
        names[50] = names[20]
        names[60] = "same60"
        names[30] = "same30"
        let pages = (0..<90).map { page($0, text("last\($0 + 100)"), image(names[$0])) }
        let run = try run("{near-duplicates: {action: drop}, deduplicate-image-sets: false}", pages, names)
        #expect(try run.left(in: .judge) == ["20.0 document.near-duplicate"])
        #expect(try run.left(in: .assemble) == ["30.0 document.near-duplicate"])
        #expect(try run.corpusDocuments().count == 88)
    }

    /// A logo that stands on every page says nothing about which of them are copies.
    @Test func imagesThatStandTooOftenMakeNoCopies() throws {
        let pages = (0..<4).map { page($0, text("last\($0)"), image("logo"), image("town\($0)")) }
        func left(_ more: String) throws -> [String] {
            try run("{near-duplicates: {action: drop}\(more)}", pages, ["logo"] + (0..<4).map { "town\($0)" })
                .left(in: .judge).filter { $0.contains("document") }
        }
        #expect(try left("").count == 3)
        #expect(try left(", image-url-maximum: 3") == [])
    }

    // MARK: Sets

    /// Two texts, a picture, two files of it: which of them is told by bytes or by looks.
    @Test func ofDocumentsWithTheSamePicturesOneStays() throws {
        let other = Item.text((0..<40).map { "another\($0)" }.joined(separator: " "))
        let pages = [page(0, text("x"), image("a0"), image("b0")), page(1, other, image("b1"), image("a1"))]
        func run(_ corpus: String) throws -> PhaseRun { try self.run(corpus, pages, ["a0", "b0", "b1", "a1"]) }
        #expect(try run("{}").left(in: .assemble) == [])
        let shown = try run("{image-sets-by: pictures}")
        #expect(try shown.left(in: .assemble) == ["0.0 document.duplicate-images"])
        let drop = try #require(try shown.drops(of: .assemble).first { !$0.reason.isCascade })
        #expect(drop.detail == "of \(PhaseRun.id(1)), 2 in all")
        #expect(try run("{image-sets-by: pictures, deduplicate-image-sets: false}").left(in: .assemble) == [])
    }

    @Test func aSetIsTheSamePicturesAndNoOthers() {
        let one = JudgedPictures.shown([(1, 0b1111_0000), (2, 1 << 40)])
        #expect(one.showsAll(of: .shown([(2, 1 << 40), (1, 0b1111_0000)])))
        #expect(one.showsAll(of: .shown([(7, 0b1111_1111), (8, 1 << 40)])), "four bits")
        #expect(!one.showsAll(of: .shown([(7, 0b1_1111_1111), (8, 1 << 40)])), "five")
        #expect(!one.showsAll(of: .shown([(1, 0b1111_0000)])) && !one.showsAll(of: .shown([(1, 0b1111_0000), (3, 0)])))
        #expect(!JudgedPictures.shown([]).showsAll(of: .shown([])))
    }

    /// Five parts of the looks and the contents: four bits leave one part as it was.
    @Test func setsOfPicturesThatLookAlikeMeet() {
        func keys(_ images: [(UInt64, UInt64)]) -> Set<UInt64> { Set(PictureSet.all(.shown(images)).map(\.key)) }
        let looks: UInt64 = 0x0123_4567_89AB_CDEF
        let far = looks ^ (1 | 1 << 14 | 1 << 27 | 1 << 40)
        #expect(keys([(1, looks)]).count == 6)
        #expect(keys([(1, looks)]).intersection(keys([(2, far)])).count == 1)
        #expect(keys([(1, looks)]).isDisjoint(with: keys([(2, ~looks)])))
        #expect(keys([(1, 0)]).count == 1 && keys([]).isEmpty, "a picture of one colour looks like any other")
        #expect(keys([(1, looks)]).isDisjoint(with: keys([(1, looks), (3, ~looks)])), "another number of pictures")
    }

    @Test func whoStaysOfASetIsNamed() {
        func document(_ id: String, _ captured: String, _ characters: Int = 0, _ content: UInt64 = 1) -> JudgedPictures
        {
            let images: [(UInt64, UInt64)] = [(content, 0)]
            return .shown(images, id: id, captured: captured, characters: characters)
        }
        let found = PictureSets.copies(in: [
            document("a", "2023"), document("b", "2024", 5), document("c", "2024", 9), document("d", "2022", 0, 2),
        ])
        #expect(found.map(\.copy.id) == ["b", "a"] && found.map(\.twin.id) == ["c", "c"])
        #expect(found.map(\.count) == [3, 3])
        #expect(PictureSets.copies(in: [document("a", "2023")]).isEmpty)
    }

    @Test func clustersAreJoined() {
        let one = NearCluster(captured: "2023", domain: "b.example")
        let other = NearCluster(captured: "", domain: "a.example")
        let both = one.joined(with: other).joined(with: one)
        #expect(
            both
                == NearCluster(
                    size: 3, first: "2023", last: "2023", domainCount: 2, domains: ["a.example", "b.example"]))
        var many = NearCluster(size: 20, first: "2021", last: "2022", domainCount: 12)
        many.domains = (0..<10).map { "a\($0).example" }
        #expect(many.joined(with: one).domainCount == 13 && many.joined(with: one).domains == many.domains)
    }
}
