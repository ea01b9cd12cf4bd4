import Documents
import Facts
import Platform
import Runs
import TestKit
import Testing

@testable import Phases

/// A picture whose best address cannot be had comes by another that its page names.
@Suite struct OtherAddressesTests {
    /// A page of its own for each picture.
    private func page(_ url: String, others: [String]) -> Document {
        var image = ImageNode(ordinal: 1, url: url)
        image.otherURLs = others
        let name = url.split(separator: "/").last ?? ""
        let text = Document.page("http://a.example/\(name)", .text("Text of the page of \(name)"))
        return Document(url: text.url, nodes: text.nodes + [.image(image)])
    }

    /// A browser's crawl holds the size that its window asked for.
    @Test func theArchivesSizeStandsForTheBest() throws {
        let wide = "http://i.example/view-1600.jpg"
        let (middle, small) = ("http://i.example/view-800.jpg", "http://i.example/view-400.jpg")
        let page = page(wide, others: [middle, small])
        let yaml = "name: t\nfetch: {network: false}"
        let run = try PhaseRun(yaml, documents: [[page]], pictures: [wide: [], middle: []]).work(through: .judge)
        #expect(try run.left(in: .judge) == [])
        let image = try #require(try run.documents(of: .judge).first?.images.first)
        #expect(image.url == wide && image.signals?.width == 160)
        // Without one of them there is no picture.
        let none = try PhaseRun(yaml, documents: [[page]], pictures: [wide: [], middle: [], small: []])
        #expect(try none.work(through: .judge).left(in: .judge) == ["0.1 image.not-fetched"])
    }

    /// What stands on another host is another unit's to fetch.
    @Test func addressesOfOtherHostsAreLeftAlone() throws {
        let wide = "http://i.example/view.jpg"
        let page = page(wide, others: ["http://j.example/view.jpg"])
        let run = try PhaseRun(
            "name: t\nfetch: {network: false}", documents: [[page]], pictures: [wide: []], buckets: 1)
        #expect(try run.work(through: .judge).left(in: .judge) == ["0.1 image.not-fetched"])
    }

    @Test(.needsWebServer) func theNextAddressIsAskedForWhenOneFails() throws {
        try withScratchFolder { folder in
            let site = folder + "/site"
            try Files.makeFolder(site)
            try Files.write(PNG.gradient(width: 160, height: 120, shade: 3), to: site + "/small.png")
            let server = try WebServer(root: site, folder: folder, directives: ["access_log off"])
            let origin = "http://127.0.0.1:\(server.port)"
            let pages = [
                page(origin + "/wide.png", others: [origin + "/middle.png", origin + "/small.png"]),
                page(origin + "/gone.png", others: [origin + "/a.png", origin + "/b.png", origin + "/small.png"]),
            ]
            let addresses = pages.flatMap(\.images).flatMap { [$0.url] + $0.otherURLs }
            let none = Dictionary(addresses.map { ($0, [UInt8]()) }, uniquingKeysWith: { one, _ in one })
            let yaml =
                "name: t\nfetch: {allow-addresses: ['127.0.0.1:\(server.port)'], contact: 'https://example.org/'}"
            let run = try PhaseRun(yaml, documents: [pages], pictures: none).work(through: .judge)
            // Two more requests a picture, and no third; what is said is what the best address came to.
            let (left, counts) = (try run.left(in: .judge), try run.counts(of: .fetch))
            #expect(left == ["1.1 image.not-found"])
            #expect(counts["from_network"] == 1, "\(counts)")
            #expect(try run.documents(of: .judge).first?.images.first?.url == origin + "/wide.png")
        }
    }
}
