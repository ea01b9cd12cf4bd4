import Documents
import Phases
import Platform
import Testing
import TestKit

/// What is known of a page's images, from a file.
@Suite struct PictureListTests {
    private let words =
        "<p>The boats lay in the harbour, and the people of the town had come down to see them before it was dark.</p>"

    private func images(_ list: String, named name: String, givesList: Bool) throws -> [String] {
        try withScratchFolder { folder in
            let html =
                "<html lang=en><body><main>\(words)<img src=/large.jpg><img src=/small.jpg>\(words)</main></html>"
            try Files.write(html, to: folder + "/page.html")
            try Files.write(list, to: "\(folder)/\(name)")
            let page = try PageInspection.inspect(
                file: folder + "/page.html", url: "https://example.org/",
                pipeline: "\(Repository.root)/pipelines/quarry.yaml", sets: ["text.language-model=\"\""],
                images: givesList ? "\(folder)/\(name)" : nil)
            return (page.judged?.images ?? []).map(\.url)
        }
    }

    private static let list = """
        {"https://example.org/large.jpg": {"width": 640, "height": 480, "format": "JPEG"},
        "https://example.org/small.jpg": {"width": 40, "height": 40, "format": "JPEG"}}
        """

    @Test func aGivenListJudgesByTheRealSizes() throws {
        #expect(try images(Self.list, named: "sizes.json", givesList: true) == ["https://example.org/large.jpg"])
    }

    @Test func theListBesideThePageIsReadByItself() throws {
        #expect(try images(Self.list, named: "page.images.json", givesList: false) == ["https://example.org/large.jpg"])
    }

    @Test func withoutAListAllThatThePageShowsStay() throws {
        let both = ["https://example.org/large.jpg", "https://example.org/small.jpg"]
        #expect(try images(Self.list, named: "other.json", givesList: false) == both)
    }
}
