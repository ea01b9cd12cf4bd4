import CorpusFiles
import Documents
import Facts
import Foundation
import JSON
import Platform
import TestKit
import Testing

/// `quarry fetch --corpus` and `quarry refetch`, on a corpus that was imported with addresses only.
@Suite(.serialized, .needsWebServer) struct CorpusFetchTests {
    /// Imports a document for each list of names of pictures below `server`.
    private func imported(_ lists: [[String]], _ server: WebServer, in folder: String) throws {
        var json = JSONWriter()
        for (number, names) in lists.enumerated() {
            let images = names.enumerated().map { place, name in
                Node.image(ImageNode(ordinal: place, url: "http://127.0.0.1:\(server.port)/\(name)"))
            }
            let text = Node.text(
                TextNode(paragraphs: [Paragraph(ordinal: 9, text: "Text number \(number) of some words")]))
            var document = Document(
                id: String(repeating: "0", count: 19) + "\(number)", url: "https://e.org/\(number)",
                nodes: images + [text],
                provenance: Provenance(archive: "a.warc.gz", offset: number, length: 1))
            document.captured = "202\(number)0101000000"
            DocumentCoder.write(document, to: &json)
            json.newline()
        }
        try Files.write(json.bytes, to: folder + "/in.jsonl")
        let done = try Command.quarry(
            "import", "--format", "segments", folder + "/in.jsonl", "--output", folder + "/imported")
        #expect(done.code == 0, "\(done.errors)")
    }

    private func manners(_ server: WebServer) -> [String] {
        ["--allow-address", "127.0.0.1:\(server.port)", "--progress", "never", "--jobs", "2"]
    }

    private func fetch(_ folder: String, _ server: WebServer) -> [String] {
        ["fetch", "--corpus", folder + "/imported", "--output", folder + "/full"] + manners(server)
    }

    private func withServer(
        _ directives: [String] = [], _ body: (_ folder: String, _ root: String, _ server: WebServer) throws -> Void
    ) throws {
        try withScratchFolder { folder in
            for name in ["root", "server"] { try Files.makeFolder("\(folder)/\(name)") }
            let server = try WebServer(root: folder + "/root", folder: folder + "/server", directives: directives)
            try body(folder, folder + "/root", server)
        }
    }

    private func documents(_ folder: String) throws -> [Document] {
        let corpus = try Corpus(folder: folder)
        var documents: [Document] = []
        try corpus.index.forEachDocument { documents.append(try corpus.document(of: $0)) }
        return documents
    }

    @Test(
        "The pictures that come lie in a new, sound corpus; the others keep their addresses; what is the same now is told"
    )
    func bringAndCompare() throws {
        try withServer { folder, root, server in
            let names = ["same", "bytes", "look", "gone"].map { $0 + ".png" }
            let pictures = (1...4).map { PNG.squares(side: 200, seed: $0) }
            for (name, bytes) in zip(names, pictures) { try Files.write(bytes, to: "\(root)/\(name)") }
            try imported([[names[0], names[1]], [names[2], names[3], names[0]], ["never.png"]], server, in: folder)
            let nothing = try Command.run(Command.quarry, ["refetch", folder + "/imported"] + manners(server))
            #expect(nothing.code == 2 && nothing.errors.contains("there is nothing to compare"), "\(nothing.errors)")

            let done = try Command.run(Command.quarry, fetch(folder, server))
            #expect(done.code == 0 && done.output == "4\tok\n1\timage.not-found\n", "\(done.output)\(done.errors)")
            let brought = try Command.run(
                Command.quarry,
                ["fetch", "--corpus", folder + "/imported", "--output", folder + "/again", "--json"] + manners(server))
            #expect(try Schema.problems(brought.output, answer: "fetch-corpus") == [])
            let verified = try Command.quarry("verify", folder + "/full")
            #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
            let corpus = try Corpus(folder: folder + "/full")
            let images = try documents(folder + "/full").map(\.images)
            let sums = pictures.map { SHA256.hash($0).hex }
            #expect(
                images.map { $0.map { $0.signals?.sha256 ?? "" } } == [
                    [sums[0], sums[1]], [sums[2], sums[3], sums[0]], [""],
                ])
            for (sum, bytes) in zip(sums, pictures) {
                let row = try #require(try corpus.index.images(sha256Prefix: sum, limit: 1).first)
                #expect(try corpus.bytes(of: row) == bytes)
            }
            #expect(corpus.manifest.parents.last?.selection.first?.name == "fetch")
            let again = try Command.run(Command.quarry, fetch(folder, server))
            #expect(again.code != 0 && again.errors.contains("is already there"))

            // A byte after the end of a PNG changes the file, not the picture.
            try Files.write(pictures[1] + [0], to: "\(root)/\(names[1])")
            try Files.write(PNG.squares(side: 200, seed: 9), to: "\(root)/\(names[2])")
            try Files.remove("\(root)/\(names[3])")
            let told = try Command.run(Command.quarry, ["refetch", folder + "/full", "--json"] + manners(server))
            #expect(try Schema.problems(told.output, answer: "refetch") == [])
            let report = try JSONValue(parsing: told.output)
            func counts(_ group: String, _ place: Int) -> [JSONValue?] {
                let entry = report[group]?[place]
                return ["name", "same", "bytes", "look", "gone"].map { entry?[$0] }
            }
            #expect(counts("all", 0) == [.string("all"), .integer(2), .integer(1), .integer(1), .integer(1)])
            #expect(counts("year", 0) == [.string("2021"), .integer(1), .integer(0), .integer(1), .integer(1)])
            #expect(counts("year", 1) == [.string("2020"), .integer(1), .integer(1), .integer(0), .integer(0)])
            #expect(counts("domain", 0) == [.string("127.0.0.1"), .integer(2), .integer(1), .integer(1), .integer(1)])
            #expect(report["reason"]?[0]?["name"]?.string == "image.not-found")
            let one = try Command.run(Command.quarry, ["refetch", folder + "/full", "--sample", "1"] + manners(server))
            #expect(one.output.split(separator: "\n").dropFirst().first?.hasPrefix("1  ") == true, "\(one.output)")
        }
    }

    @Test("A fetch that was killed goes on where it stopped")
    func resumed() throws {
        try withServer(["limit_rate 60k"]) { folder, root, server in
            // Bytes after the picture, so that each takes its time.
            let names = (0..<12).map { "p\($0).png" }
            for (number, name) in names.enumerated() {
                let picture = PNG.squares(side: 160, seed: UInt64(number) + 1)
                try Files.write(picture + [UInt8](repeating: 0, count: 60_000), to: "\(root)/\(name)")
            }
            try imported([names], server, in: folder)
            let killed = try Command.start(Command.quarry, fetch(folder, server))
            let work = folder + "/full.unfinished/work/fetch"
            #expect(waitUntil { Files.exists(work + "/work") || !killed.isRunning })
            usleep(1_500_000)
            #expect(killed.isRunning)
            kill(killed.pid, SIGKILL)
            _ = killed.finish()
            #expect(!Files.exists(folder + "/full"))
            let done = try Command.run(Command.quarry, fetch(folder, server))
            #expect(done.code == 0 && done.output == "12\tok\n", "\(done.output)\(done.errors)")
            #expect(!Files.exists(folder + "/full.unfinished"))
            #expect(try Command.quarry("verify", folder + "/full").code == 0)
        }
    }
}
