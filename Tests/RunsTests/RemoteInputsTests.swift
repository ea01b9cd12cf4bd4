import Platform
import RemoteFiles
import TestKit
import Testing
import WebArchive

@testable import Configuration
@testable import Runs

/// What an input that is no file of this machine is taken for.
@Suite(.needsProgram("python3")) struct RemoteInputsTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try Files.makeFolder(scratch.file("store/bucket/crawl/deep"))
    }

    private func server() throws -> ObjectStore { try ObjectStore(scratch.file("store"), ["--page", "2"]) }

    private func inputs(_ server: ObjectStore? = nil, _ input: String = "") throws -> RemoteInputs {
        let opened = server.map { "fetch: {allow-addresses: [\"127.0.0.1:\($0.port)\"]}\n" } ?? ""
        let config = try Pipeline.parse("name: t\n" + opened + input, file: "t.yaml", folder: scratch.path).config
        let base = server.map { ["AWS_ENDPOINT_URL": $0.base] } ?? [:]
        return try RemoteInputs(config, environment: base.merging(["HOME": scratch.path]) { $1 })
    }

    private func archives(_ inputs: RemoteInputs, _ path: String) throws -> [String]? {
        if case .archives(let names, let list) = try inputs.sort(path) { return [list] + names }
        return nil
    }

    private func files(_ inputs: RemoteInputs, _ path: String) throws -> [InputFile] {
        if case .files(let files) = try inputs.sort(path) { return files }
        return []
    }

    // MARK: lists of this machine

    @Test("A path that is no list, table or address is here", arguments: ["crawl", "x.warc.gz", "*.warc", "cc", "-x"])
    func here(_ path: String) throws {
        guard case .here = try inputs().sort(path) else {
            Issue.record("\(path) was taken for something else")
            return
        }
    }

    @Test("Names in a list are files of this machine, addresses, or paths of Common Crawl") func lists() throws {
        let here = try scratch.write([], "here.warc.gz")
        let text = "\(here)\r\ncrawl-data/a.warc.gz\n/crawl-data/b.warc.gz\n\ns3://other/c.warc.gz\n"
        let list = try scratch.write(Array(text.utf8), "My.Paths")
        let base = "input: {common-crawl: \"https://mirror.example/cc/\"}\n"
        #expect(
            try archives(inputs(nil, base), list) == [
                list, here, "https://mirror.example/cc/crawl-data/a.warc.gz",
                "https://mirror.example/cc/crawl-data/b.warc.gz", "s3://other/c.warc.gz",
            ])
        // As a list of Common Crawl nothing in it is a file of this machine.
        let crawl = try archives(inputs(nil, base), "cc:" + list)
        #expect(crawl?[0] == list && crawl?[1] == "https://mirror.example/cc" + here)
    }

    @Test("A list may be in gzip") func compressed() throws {
        let list = try scratch.write(Gzip.member(Array("s3://a/b.warc.gz\n".utf8)), "x.paths.gz")
        #expect(try archives(inputs(), list) == [list, "s3://a/b.warc.gz"])
    }

    @Test("A list that is none says so") func badLists() throws {
        let empty = try scratch.write([0x0A, 0x0A], "empty.paths")
        #expect(words { _ = try inputs().sort(empty) } == "the list '\(empty)' is empty")
        let cut = try scratch.write([0x1F, 0x8B, 8, 0, 1], "cut.paths.gz")
        #expect(words { _ = try inputs().sort(cut) } == "'\(cut)' is damaged, or too large for a list")
        let none = scratch.file("none.paths")
        #expect(words { _ = try inputs().sort(none) }.contains("none.paths: No such file"))
        for kind in ["wet", "wat"] {
            let list = try scratch.write(Array("crawl-data/x/\(kind)/y.gz\n".utf8), "\(kind).paths")
            #expect(words { _ = try inputs().sort(list) }.hasSuffix("hold no pages: take warc.paths.gz"))
        }
    }

    @Test("A file that is called like a crawl is a file") func names() throws {
        let path = try scratch.write([], "cc:CC-MAIN-2024-10")
        guard case .here = try inputs().sort(path) else {
            Issue.record("it was taken for a crawl")
            return
        }
    }

    // MARK: addresses

    @Test("A crawl's name is the list of its archives; names in lists begin at the root of their store") func crawls()
        throws
    {
        try Files.makeFolder(scratch.file("store/bucket/crawl-data/CC-MAIN-2024-10"))
        let list = Gzip.member(Array("crawl-data/x.warc.gz\n".utf8))
        _ = try scratch.write(list, "store/bucket/crawl-data/CC-MAIN-2024-10/warc.paths.gz")
        let server = try server()
        let base = "input: {common-crawl: \"s3://bucket/\"}\n"
        let place = "s3://bucket/crawl-data/CC-MAIN-2024-10/warc.paths.gz"
        #expect(
            try archives(inputs(server, base), "cc:CC-MAIN-2024-10") == [place, "s3://bucket/crawl-data/x.warc.gz"])
        #expect(try archives(inputs(server), place) == [place, "s3://bucket/crawl-data/x.warc.gz"])
        let missing = words { _ = try inputs(server, base).sort("cc:CC-MAIN-1999-01") }
        #expect(missing.hasSuffix("CC-MAIN-1999-01/warc.paths.gz: there is no such file"))
    }

    @Test("A folder is its archives at any depth, with their sizes and marks; a page over several answers")
    func folders() throws {
        for name in ["a.warc.gz", "b.txt", "deep/c.wacz", "d.warc", "e.html"] {
            _ = try scratch.write([1, 2, 3], "store/bucket/crawl/" + name)
        }
        let server = try server()
        let found = try files(inputs(server), "s3://bucket/crawl/")
        #expect(found.map(\.name) == ["a.warc.gz", "d.warc", "deep/c.wacz"])
        #expect(found.map(\.path) == found.map { "s3://bucket/crawl/" + $0.name })
        #expect(found.allSatisfy { $0.bytes == 3 && $0.remote?.bytes == 3 && $0.folder == nil })
        let none = words { _ = try inputs(server).sort("s3://bucket/crawl/none/") }
        #expect(none == "no archive in 's3://bucket/crawl/none/'")
    }

    @Test("An address by itself is an archive, and not looked at before all are known") func single() throws {
        let found = try files(inputs(), "https://crawl.example/a/x.warc.gz?v=1")
        #expect(found.map(\.name) == ["x.warc.gz"] && found[0].bytes == 0 && found[0].remote == nil)
        #expect(words { _ = try inputs().sort("https://a.example/x.html") }.contains("a remote input is an archive"))
        #expect(words { _ = try inputs().sort("ftp://a.example/x.warc.gz") }.contains("begin with https:// or s3://"))
        #expect(words { _ = try inputs().sort("https://u@a.example/x.warc.gz") }.contains("inputs are files"))
    }

    @Test("All that are there get size and mark, all that are not are named, the first ten in full") func looking()
        throws
    {
        _ = try scratch.write([UInt8](repeating: 7, count: 4321), "store/bucket/crawl/a.warc.gz")
        let server = try server()
        let inputs = try inputs(server)
        let here = InputFile(path: "/x.warc.gz", name: "x.warc.gz", bytes: 5, folder: nil)
        func remote(_ name: String) -> InputFile {
            InputFile(path: "s3://bucket/crawl/\(name)", name: name, bytes: 0, folder: nil, list: "l")
        }
        var files = [here, remote("a.warc.gz"), remote("no.warc.gz")]
        #expect(try inputs.look(at: &files) == ["s3://bucket/crawl/no.warc.gz: there is no such file"])
        #expect(files[0] == here && files[1].bytes == 4321 && files[1].remote?.bytes == 4321)
        #expect(files[1].remote?.etag.isEmpty == false && files[1].list == "l" && files[1].name == "a.warc.gz")
        var many = (0..<13).map { remote("\(10 + $0).warc.gz") }
        let problems = try inputs.look(at: &many)
        #expect(problems.count == 11 && problems[0].contains("/10.warc.gz:") && problems[9].contains("/19.warc.gz:"))
        #expect(problems[10] == "… and 3 more")
        var none = [here]
        #expect(try inputs.look(at: &none) == [] && none == [here])
    }

    @Test("A remote table is brought and read, and what it names is resolved beside it") func tables() throws {
        let text = "warc_filename,warc_record_offset,warc_record_length\ncrawl/a.warc.gz,10,20\n"
        _ = try scratch.write(Array(text.utf8), "store/bucket/crawl/rows.csv")
        let server = try server()
        guard case .table(let table) = try inputs(server).sort("s3://bucket/crawl/rows.csv") else {
            Issue.record("it was taken for something else")
            return
        }
        #expect(table.path == "s3://bucket/crawl/rows.csv" && table.bytes == 20)
        #expect(table.archives.map(\.path) == ["s3://bucket/crawl/a.warc.gz"])
        #expect(table.archives.map(\.records) == [[10..<30]])
        #expect(words { _ = try inputs(server).sort("s3://bucket/crawl/no.csv") }.contains("there is no such file"))
    }

    // MARK: windows

    @Test(
        "Windows cover a gzip archive once, in order; another form is brought whole", arguments: [1, 99, 100, 101, 250])
    func windows(_ size: Int) {
        func windows(_ name: String, _ bytes: Int) -> [ArchiveSource] {
            InputFile(path: "s3://b/" + name, name: name, bytes: bytes, folder: nil).windows(of: 100)
        }
        let found = windows("a.WARC.gz", size)
        #expect(found.count == (size + 99) / 100 && found.first?.begin == 0 && found.last?.end == size)
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.end == $1.begin && $0.end - $0.begin == 100 })
        #expect(found.allSatisfy { $0.containerBegin == 0 && $0.containerEnd == size && $0.format == .warcGzip })
        for name in ["a.warc", "a.wacz", "a.gz"] {
            let whole = windows(name, size)
            #expect(whole.count == 1 && whole[0].begin == 0 && whole[0].end == size && whole[0].format == .unopened)
        }
        #expect(windows("a.warc.gz", 0).isEmpty)
    }
}
