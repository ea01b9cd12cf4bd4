import Documents
import Facts
import Platform
import Runs
import TestKit
import Testing

@testable import Phases

/// Pictures that documents take from their copies, crowds of copies, and pictures of benchmarks.
@Suite struct NearPicturesTests {
    private func text(_ last: String) -> Item {
        .text(((0..<39).map { "word\($0)" } + [last]).joined(separator: " "))
    }

    private func image(_ name: String) -> Item { .image("http://i.example/\(name).png") }

    /// An older page with the pictures x and z, and a newer one with x and q.
    private func run(_ near: String, lost: [String]) throws -> PhaseRun {
        let pages = [
            Document.page(
                "http://a.example/0", captured: "20230101000000", text("old"), image("x"), image("z")),
            Document.page("http://a.example/1", captured: "20240101000000", text("new"), image("x"), image("q")),
        ]
        var pictures: [String: [UInt8]] = [:]
        for name in lost { pictures["http://i.example/\(name).png"] = [] }
        return try PhaseRun(
            "name: t\ncorpus: {near-duplicates: \(near)}\nfetch: {network: false}", documents: [pages],
            pictures: pictures
        ).work(through: .judge)
    }

    private func names(_ run: PhaseRun) throws -> [String] {
        try run.documents(of: .judge).flatMap(\.images).compactMap {
            $0.url.split(separator: "/").last.map(String.init)
        }
    }

    @Test func aDeadPictureIsTakenFromTheCopy() throws {
        let run = try run("{action: drop}", lost: ["q"])
        #expect(try names(run) == ["x.png", "z.png"])
        let extra = try #require(try run.documents(of: .judge).first).extra
        #expect(
            extra.contains(
                #""images_of_copies":[{"url":"http://i.example/z.png","instead_of":"http://i.example/q.png","of":"\#(PhaseRun.id(0))"}]"#
            ))
        #expect(try run.left(in: .judge) == ["0.0 document.near-duplicate"])
    }

    @Test func aPictureThatIsThereIsNotExchanged() throws {
        #expect(try names(run("{action: drop}", lost: [])) == ["x.png", "q.png"])
        #expect(try names(run("{action: drop, union-images: false}", lost: ["q"])) == ["x.png"])
        let neither = try run("{action: drop}", lost: ["q", "z"])
        #expect(try names(neither) == ["x.png"])
        #expect(try neither.documents(of: .judge).first?.extra.contains("images_of_copies") == false)
        #expect(try names(run("{action: mark}", lost: ["q"])) == ["x.png", "z.png", "x.png"])
    }

    /// So many that they are not compared pair by pair: one stays all the same, and others beside them too.
    @Test func ofACrowdOneStays() throws {
        let other = Item.text((0..<40).map { "another\($0)" }.joined(separator: " "))
        let pages = (0..<90).map { number in
            Document.page("http://a.example/\(number)", number == 50 ? other : text("last\(number + 100)"))
        }
        let parts = [Array(pages[..<30]), Array(pages[30...])]
        let run = try PhaseRun(
            "name: t\ncorpus: {near-duplicates: {action: drop}}\nfetch: {network: false}", documents: parts
        ).work(through: .judge)
        // Of equals the least id.
        #expect(try run.documents(of: .judge).map(\.id) == [PhaseRun.id(0), PhaseRun.id(50)])
        #expect(try run.reasons(through: .judge)["document.near-duplicate"] == 88)
        #expect(try run.counts(of: .clusterText)["near_duplicate_clusters"] == 1)
    }

    // MARK: Pictures of benchmarks

    @Test func pagesWithAPictureOfABenchmarkLeaveOrAreMarked() throws {
        let scratch = try Scratch()
        let picture = PNG.squares(side: 160, seed: 5)
        try Files.makeFolder(scratch.file("items"))
        try Files.write(picture, to: scratch.file("items/item.png"))
        let pages = [
            Document.page("http://a.example/0", .text("Some text"), .image("http://i.example/0.png")),
            Document.page("http://a.example/1", .text("Other text"), .image("http://i.example/1.png")),
        ]
        func run(_ more: String) throws -> PhaseRun {
            let yaml = "name: t\nfetch: {network: false}\ndecontaminate: {images: [\(scratch.file("items"))]\(more)}"
            return try PhaseRun(yaml, documents: [pages], pictures: ["http://i.example/1.png": picture])
                .work(through: .judge)
        }
        let dropped = try run("")
        #expect(try dropped.left(in: .judge) == ["1.0 document.contaminated"])
        #expect(try dropped.drops(of: .judge).first?.detail == "item.png, 0 bits")
        let marked = try run(", action: mark")
        #expect(try marked.left(in: .judge) == [])
        #expect(try marked.documents(of: .judge).map(\.extra) == ["{}", #"{"contaminated":"item.png"}"#])
    }
}
