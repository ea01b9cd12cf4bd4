import Documents
import Facts
import Runs
import TestKit
import Testing

@testable import Phases

/// Facts, image rules, and the text rules on what is left.
@Suite struct JudgePhaseTests {
    private func run(
        _ rules: String, _ documents: [Document], _ pictures: [String: [UInt8]] = [:]
    ) throws -> PhaseRun {
        try PhaseRun("name: t\nfetch: {network: false}\n\(rules)", documents: [documents], pictures: pictures)
            .work(through: .judge)
    }

    @Test func imagesGetTheirFactsAndStay() throws {
        let page = Document.page("http://a.example/", .text("Some text"), .image("http://a.example/i.png"))
        let documents = try run("", [page]).documents(of: .judge)
        let signals = try #require(documents.first?.images.first?.signals)
        #expect((signals.width, signals.height, signals.format) == (160, 120, "png"))
        #expect(signals.details?.mode == "RGB" && signals.details?.frames == 1)
        #expect(signals.digest != nil && signals.perceptualHash != nil)
    }

    @Test func imageRulesDropByWhatWasMeasured() throws {
        let page = Document.page("http://a.example/", .text("Some text"), .image("http://a.example/i.png"))
        for (rule, reason) in [
            ("side: {min: 121}", "image.too-small"), ("side: {max: 159}", "image.too-large"),
            ("aspect-ratio: {max: 1.2}", "image.aspect-ratio"), ("format: {allow: [jpeg]}", "image.format"),
        ] {
            #expect(try run("images: {\(rule)}", [page]).left(in: .judge) == ["0.1 \(reason)"], "\(rule)")
        }
        #expect(try run("images: {side: {min: 120, max: 160}}", [page]).left(in: .judge) == [])
    }

    @Test func whatLeavesSaysWhereItStoodInItsPage() throws {
        var page = Document.page("http://a.example/", .text("Some text"), .text("x"), .image("http://a.example/i.png"))
        page.paths = ElementPaths(text: "0 0 html body p\n1 2 div.note p\n2 3 img\n")
        let run = try run("paragraphs: {words: {min: 2}}\nimages: {side: {min: 121}}", [page])
        let paths = try run.drops(of: .judge).map { "\($0.reason.rawValue): \($0.path)" }.sorted()
        #expect(
            paths == [
                "image.too-small: html > body > div.note > img",
                "paragraph.too-few-words: html > body > div.note > p",
            ])
        // `assemble` may drop more.
        #expect(try run.documents(of: .judge).map(\.paths) == [page.paths])
    }

    @Test func imagesThatCouldNotBeHadSayWhy() throws {
        let page = Document.page(
            "http://a.example/", .text("Some text"), .image("http://a.example/0.png"), .image("http://a.example/1.png"),
            .image("http://a.example/2.png"))
        let png = PNG.gradient(width: 160, height: 120, shade: 3)
        let pictures: [String: [UInt8]] = [
            "http://a.example/0.png": [], "http://a.example/1.png": Array(png.prefix(100)),
            "http://a.example/2.png": Array("<html>not found</html>".utf8),
        ]
        #expect(
            try run("", [page], pictures).left(in: .judge)
                == ["0.1 image.not-fetched", "0.2 image.truncated", "0.3 image.not-an-image"])
    }

    @Test func aDocumentThatLostItsImagesLeavesWithAllThatIsInIt() throws {
        let page = Document.page("http://a.example/", .text("Some text"), .image("http://a.example/i.png"))
        let run = try run("images: {side: {min: 500}, per-document: {min: 1}}", [page])
        #expect(try run.left(in: .judge) == ["0.0 document.no-image", "0.1 image.too-small"])
        #expect(try run.reasons(through: .judge)["paragraph.document-dropped"] == 1)
        #expect(try run.documents(of: .judge).isEmpty)
    }

    /// A heading stays as long as something follows it; when its only picture leaves, it stands over nothing.
    @Test func aHeadingOverAPictureThatLeftLeavesToo() throws {
        let page = Document.page(
            "http://a.example/", .text("Some text"), .heading("Views"), .image("http://a.example/i.png"))
        #expect(try run("", [page]).left(in: .judge) == [])
        #expect(
            try run("images: {side: {min: 500}}", [page]).left(in: .judge)
                == ["0.1 paragraph.lone-heading", "0.2 image.too-small"])
        #expect(
            try run("text: {headings: judge}\nimages: {side: {min: 500}}", [page]).left(in: .judge)
                == ["0.2 image.too-small"])
    }

    @Test func textRulesAreAskedOfWhatIsLeft() throws {
        let page = Document.page("http://a.example/", .text("one two three four"), .text("five"), .text("six seven"))
        let rules = "paragraphs: {words: {min: 2, max: 3}}\ndocuments: {words: {min: 3}}"
        #expect(
            try run(rules, [page]).left(in: .judge) == [
                "0.0 document.too-few-words", "0.0 paragraph.too-many-words", "0.1 paragraph.too-few-words",
            ])
    }

    @Test func aDocumentWithTooManyImagesIsSplitOrLeaves() throws {
        let images = (0..<3).map { Item.image("http://a.example/\($0).png") }
        let page = Document.page("http://a.example/", .text("One text"), images[0], images[1], .text("More"), images[2])
        #expect(
            try run("images: {per-document: {max: 2}}", [page]).left(in: .judge)
                == ["0.0 document.too-many-images"])
        let split = try run("images: {per-document: {max: 2, over: split}}", [page])
        #expect(try split.documents(of: .judge).map(\.imageCount) == [2, 1])
        #expect(try split.documents(of: .judge).map(\.url) == ["http://a.example/", "http://a.example/#part-2"])
        #expect(try split.left(in: .judge) == [])
    }
}
