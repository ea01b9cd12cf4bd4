import Facts
import Foundation
import JSON
import Platform
import TestKit
import Testing

@testable import Configuration
@testable import CorpusFiles
@testable import ImageLists
@testable import Phases
@testable import Runs

/// Records and packs of fetched lists.
@Suite struct ImageStoreTests {
    private static func line(_ url: String, _ status: String, _ more: String = "") -> [UInt8] {
        Array("{\"url\":\"\(url)\",\"status\":\"\(status)\"\(more)}".utf8)
    }

    private static let digest = SHA256.hash("u")

    // MARK: The form of lists

    @Test(
        arguments: [
            ("a.CSV", nil, nil, ListFormat.separated(by: 0x2C, column: "url")),
            ("a.tsv", nil, "u", .separated(by: 9, column: "u")),
            ("a.txt", nil, nil, .plain), ("a.txt", nil, "u", .separated(by: 0x2C, column: "u")),
            ("a.ndjson", nil, nil, .jsonLines(column: "url")), ("a.csv", "{", nil, .jsonLines(column: "url")),
            ("", "\"", "u", .jsonLines(column: "u")), ("", nil, nil, .plain),
        ] as [(String, Character?, String?, ListFormat)])
    func formsAreToldByNameAndFirstByte(path: String, first: Character?, column: String?, format: ListFormat) {
        #expect(ListFormat(path: path, first: first?.asciiValue, column: column) == format)
    }

    @Test func aURLIsWhatIsAskedFor() {
        #expect(ImageStore.normalized("HTTP://User:pw@A.example:80/x?y#z") == "http://a.example/x?y")
        #expect(ImageStore.normalized("https://a.example") == "https://a.example/")
        #expect(ImageStore.normalized("data:,x#y") == "data:,x#y" && ImageStore.normalized("no url") == "no url")
    }

    // MARK: Records

    @Test func recordsAreReplacedWhereTheyStand() throws {
        let scratch = try Scratch()
        let store = try ImageStore(folder: scratch.path)
        try store.records.add(Self.line("u1", "image.timeout"), url: "u1", status: "image.timeout")
        try store.records.add(Self.line("u2", "ok"), url: "u2", status: "ok")
        let records = store.records
        #expect(try records.urls == ["u1", "u2"])
        #expect(records.isRetryable("u1") && !records.isRetryable("u2") && !records.has("u3"))
        try store.records.add(Self.line("u1", "ok", ",\"x\":1"), url: "u1", status: "ok")
        #expect(try records.urls == ["u1", "u2"] && !records.isRetryable("u1"))
        #expect(try records.facts("u1").map { String(decoding: $0, as: UTF8.self) } == #""status":"ok","x":1}"#)
        #expect(try records.facts("u3") == nil)
        try records.write()
        #expect(
            try Files.readText(records.path)
                == "{\"url\":\"u1\",\"status\":\"ok\",\"x\":1}\n{\"url\":\"u2\",\"status\":\"ok\"}\n")
        let read = try ImageStore(folder: scratch.path)
        #expect(try read.records.urls == ["u1", "u2"] && read.packs == 0)
        // Of what is written, one goes and one comes; the others stay where they are.
        try records.add(Self.line("u3", "ok"), url: "u3", status: "ok")
        try records.add(Self.line("u2", "image.timeout"), url: "u2", status: "image.timeout")
        #expect(try !read.records.isOutdated && read.records.facts("u3") == nil)
        try records.write()
        #expect(
            try read.records.isOutdated
                && records.facts("u1").map { String(decoding: $0, as: UTF8.self) }?.contains("\"x\":1") == true)
        #expect(
            try Files.readText(records.path)
                == "{\"url\":\"u1\",\"status\":\"ok\",\"x\":1}\n{\"url\":\"u2\",\"status\":\"image.timeout\"}\n"
                + "{\"url\":\"u3\",\"status\":\"ok\"}\n")
        #expect(try Files.list(scratch.path) == ["records.jsonl"], "what came was kept in a file without a name")
    }

    @Test func placesOfContentsAreRead() throws {
        let scratch = try Scratch()
        let more = #","sha256":"\#(Self.digest.hex)","pack":2,"offset":512,"length":9"#
        try Files.write(
            Self.line("u", "ok", more) + [0x0A]
                + Self.line("v", "ok", #","sha256":"\#(SHA256.hash("v").hex)","pack":-1,"offset":0,"length":0"#),
            to: scratch.file("records.jsonl"))
        let store = try ImageStore(folder: scratch.path)
        #expect(
            store.packs == 3
                && store.contents == [Self.digest: PackPlace(pack: 2, bytes: ByteRange(offset: 512, length: 9))])
        try Files.write("{\"status\":\"ok\"}\n", to: scratch.file("records.jsonl"))
        let error = #expect(throws: PipelineError.self) { try ImageStore(folder: scratch.path) }
        #expect(error?.description.contains("delete the line, and its URL is new") == true)
    }

    // MARK: A round

    private func round(_ scratch: Scratch, _ urls: [String], _ settings: String = "") throws -> FetchRound {
        try FetchRound(in: scratch.path, of: urls, settings)
    }

    /// Does a round and takes what it brought.
    private func publish(_ round: FetchRound, _ store: ImageStore) throws {
        try round.work()
        try round.publish(to: store)
        try Files.remove(round.run.work)
    }

    private static func png(_ shade: UInt8) -> String {
        "data:image/png;base64," + Data(PNG.gradient(width: 21, height: 20, shade: shade)).base64EncodedString()
    }

    private static let picture = png(1)

    @Test func whatComesIsRecordedAndPackedOnce() throws {
        let scratch = try Scratch()
        let store = try ImageStore(folder: scratch.path)
        let urls = [
            Self.picture, "http://a.example/none.png", Self.picture.replacing("image/png", with: "image/x"),
            "data:text/plain,hello",
        ]
        try publish(round(scratch, urls), store)
        #expect(try Set(store.records.urls) == Set(urls) && store.packs == 1 && store.contents.count == 1)
        func status(_ url: String) throws -> String? {
            let facts = try #require(try store.records.facts(url))
            return try JSONValue(parsing: [UInt8(ascii: "{")] + facts)["status"]?.string
        }
        #expect(try urls.map(status) == ["ok", "image.not-fetched", "ok", "image.not-an-image"])
        #expect(store.records.isRetryable(urls[1]) && !store.records.isRetryable(urls[3]))
        let pack = try TarReader(path: scratch.file("images/images-00000.tar"))
        #expect(pack.members.count == 1 && pack.members[0].name.hasSuffix(".png"))
        // Another round goes on in the next pack, and does not write what is there.
        try publish(round(scratch, [Self.picture.replacing("image/png", with: "image/y"), Self.png(90)]), store)
        #expect(try store.packs == 2 && Set(store.records.urls).count == 6)
        #expect(try ImageStore(folder: scratch.path).contents == store.contents)
    }

    @Test func withoutStoringThereAreRecordsAlone() throws {
        let scratch = try Scratch()
        let store = try ImageStore(folder: scratch.path)
        try publish(round(scratch, [Self.picture], "output: {store-images: false}"), store)
        #expect(store.packs == 0 && store.contents.isEmpty)
        #expect(try Files.list(scratch.file("images")).isEmpty)
        let facts = try #require(try store.records.facts(Self.picture).map { String(decoding: $0, as: UTF8.self) })
        #expect(facts.contains("\"pack\":-1") && facts.contains("\"width\":21,"))
    }

    @Test func anotherListDoesNotGoOnWithARound() throws {
        let scratch = try Scratch()
        try round(scratch, ["http://a.example/1"]).begin()
        try round(scratch, ["http://a.example/1"]).begin()
        let error = #expect(throws: PipelineError.self) { try round(scratch, ["http://a.example/2"]).begin() }
        #expect(error?.description.contains("an unfinished fetch of another list") == true)
    }

    /// Twenty thousand URLs are a unit.
    @Test(arguments: [(1, 1), (20_000, 1), (20_001, 2)]) func listsAreCutInUnits(urls: Int, buckets: Int) throws {
        let scratch = try Scratch()
        #expect(try round(scratch, (0..<urls).map { "u\($0)" }).plan.buckets == buckets)
    }

    // MARK: Requests

    @Test func everyLineHasAnOutcome() throws {
        let scratch = try Scratch()
        try Files.makeFolder(scratch.file("out"))
        try Files.write(Self.line("http://a.example/", "ok") + [0x0A], to: scratch.file("out/records.jsonl"))
        try Files.write("http://A.example/#x\n\nhttp://b.example/\nhttp://a.example\n", to: scratch.file("list"))
        var request = ListFetch.Request(output: scratch.file("out"))
        request.list = scratch.file("list")
        let fetch = try ListFetch(request)
        let counts = try fetch.counts()
        #expect(counts.map(\.status) == ["image.invalid-url", "ok"] && counts.map(\.lines) == [2, 2])
        var lines: [String] = []
        try fetch.forEachOutcome { lines.append(String(decoding: $0, as: UTF8.self)) }
        #expect(lines.count == 4 && lines[0] == #"{"line":1,"url":"http://A.example/#x","status":"ok"}"#)
        #expect(lines[1].hasPrefix(#"{"line":2,"url":"","status":"image.invalid-url","detail":"empty""#))
        #expect(lines[2] == #"{"line":3,"url":"http://b.example/"}"#)
        #expect(!ListFetch.isRun(scratch.file("out")))
        try Files.write("{}", to: scratch.file("out/corpus.json"))
        #expect(ListFetch.isRun(scratch.file("out")))
    }
}
