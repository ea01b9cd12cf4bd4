import Platform
import TestKit
import Testing
import WebArchive

@testable import Configuration
@testable import Runs

/// What a run is planned to read.
@Suite struct PlanTests {
    private let phases = PhaseList([ToyPhase("a")])

    private func plan(
        _ scratch: Scratch, _ paths: [String], pipeline: String = "name: t\n", output: String = "corpus"
    ) throws -> Plan {
        try Plan.make(
            pipeline: Pipeline.parse(pipeline, file: "t.yaml", folder: scratch.path), folder: scratch.path,
            paths: paths, run: RunFolder(scratch.file(output)), phases: phases)
    }

    private func names(_ scratch: Scratch, _ plan: Plan) throws -> [[String]] {
        try (0..<plan.parts.count).map { try plan.parts.sources(of: $0).map(\.name) }
    }

    @Test func aPlanIsReadAsItWasWritten() throws {
        let scratch = try Scratch()
        let archive = try scratch.write(Crawl.site(pages: 2).gzip, "in.warc.gz")
        let made = try plan(scratch, [archive])
        let run = RunFolder(scratch.file("corpus"))
        #expect(try made.isPlan(of: run) == nil)
        try made.write(run)
        let read = try Plan.read(run, phases)
        #expect(try made.isPlan(of: run) == true && read.inputs == made.inputs)
        #expect(read.inputs.map(\.name) == ["in.warc.gz"] && read.buckets == 1 && read.folder == scratch.path)
        #expect(read.pipeline.digest == made.pipeline.digest && read.parts.count == 1)
        #expect(read.parts.parts.map(\.cost) == made.parts.parts.map(\.cost))
        let source = try #require(try read.parts.sources(of: 0).first)
        #expect(try source.path == archive && source.begin == 0 && source.end == Files.size(archive))
        #expect(try plan(scratch, [archive], pipeline: "name: other\n").isPlan(of: run) == false)
    }

    @Test func aPlanOfAnotherProgramIsRefused() throws {
        let scratch = try Scratch()
        let run = RunFolder(scratch.file("corpus"))
        #expect(words { _ = try Plan.read(run, phases) }.hasPrefix("there is no run in"))
        try plan(scratch, [try scratch.write(Crawl.site(pages: 1).gzip, "in.warc.gz")]).write(run)
        let text = try Files.readText(run.plan)
        try Files.write(text.replacing("quarry-plan-", with: "quarry-plan-0"), to: run.plan)
        #expect(words { _ = try Plan.read(run, phases) }.contains("finish it with that program"))
        try Files.write("{", to: run.plan)
        #expect(words { _ = try Plan.read(run, phases) }.hasSuffix("is not a plan"))
    }

    /// The unit notices that its input is not what was planned; other inputs are none of its business.
    @Test func anInputThatChangedIsNoticedByItsUnits() throws {
        let scratch = try Scratch()
        let first = try scratch.write(Crawl.site(pages: 2).gzip, "1.warc.gz")
        let second = try scratch.write(Crawl.site(pages: 3, seed: 8).gzip, "2.warc.gz")
        let run = RunFolder(scratch.file("corpus"))
        try plan(scratch, [first, second]).write(run)
        try Files.write(Crawl.site(pages: 4).gzip, to: second)
        let parts = try Plan.read(run, phases).parts
        #expect(try parts.sources(of: 0).map(\.path) == [first])
        #expect(words { _ = try parts.sources(of: 1) }.contains("changed since the plan"))
    }

    /// Pages of a folder are grouped by a thousand, and by size.
    @Test func pagesAreGrouped() throws {
        let scratch = try Scratch()
        try Files.makeFolder(scratch.file("pages"))
        let html = Array("<html><body><p>one</p></body></html>".utf8)
        for number in 0..<1001 { _ = try scratch.write(html, "pages/\(10_000 + number).html") }
        let made = try plan(scratch, [scratch.file("pages")])
        #expect(made.parts.count == 2)
        #expect(try names(scratch, made).map(\.count) == [1000, 1])
        #expect(made.inputs.map(\.path) == [scratch.file("pages") + "/"] && made.inputs[0].name == "pages/")
        #expect(made.inputBytes == 1001 * html.count)
        let small = try plan(scratch, [scratch.file("pages")], pipeline: "name: t\ninput: {range-bytes: 4096}\n")
        // 113 pages of 36 bytes are 4068.
        #expect(try names(scratch, small).map(\.count) == [113, 113, 113, 113, 113, 113, 113, 113, 97])
        #expect(made.parts.parts[1].cost == html.count)
    }

    @Test func aRottenArchiveIsOneBadRecordBesideOthers() throws {
        let scratch = try Scratch()
        let good = try scratch.write(Crawl.site(pages: 1).gzip, "good.warc.gz")
        let rotten = try scratch.write([UInt8](repeating: 7, count: 90), "rotten.warc.gz")
        let empty = try scratch.write([], "empty.warc.gz")
        let made = try plan(scratch, [rotten, good, empty])
        #expect(try names(scratch, made) == [["good.warc.gz"], ["rotten.warc.gz"]])
        #expect(made.warnings.count == 2 && made.warnings[0] == "\(empty): the file is empty")
        #expect(made.warnings[1].hasSuffix("; the run goes on without it"))
        #expect(words { _ = try plan(scratch, [rotten]) } != "")
    }

    /// A bucket for each 64 MiB, unless a number was asked for.
    @Test func bucketsAreAsManyAsTheInputNeeds() throws {
        let scratch = try Scratch()
        let archive = try scratch.write(Crawl.site(pages: 1).gzip, "in.warc.gz")
        #expect(try plan(scratch, [archive]).buckets == 1)
        #expect(try plan(scratch, [archive], pipeline: "name: t\nworkers: {buckets: 7}\n").buckets == 7)
        let page = try scratch.write([UInt8](repeating: 0x20, count: 129 << 20), "in.html")
        #expect(try plan(scratch, [archive, page]).buckets == 2)
    }

    // MARK: Files

    private func expand(_ paths: [String], excluding output: String = "") throws -> [InputFile] {
        let config = try Pipeline.parse("name: t\n", file: "t.yaml", folder: ".").config
        return try InputFiles.expand(paths, excluding: output, config).files
    }

    @Test func foldersAreWalkedAndEachFileCountsOnce() throws {
        let scratch = try Scratch()
        for name in ["in/b", "in/a/deep", "in/corpus"] { try Files.makeFolder(scratch.file(name)) }
        for name in ["in/b/2.warc.gz", "in/a/deep/1.html", "in/a/notes.txt", "in/corpus/x.html", "in/0.warc"] {
            _ = try scratch.write([1, 2], name)
        }
        let files = try expand(
            [scratch.file("in"), scratch.file("in/b/2.warc.gz")], excluding: scratch.file("in/corpus"))
        #expect(files.map(\.name) == ["0.warc", "a/deep/1.html", "b/2.warc.gz"])
        #expect(files.allSatisfy { $0.folder == scratch.file("in") && $0.bytes == 2 })
        let named = try expand([scratch.file("in/a/notes.txt")])
        #expect(named.map(\.name) == ["notes.txt"] && named[0].folder == nil)
        let globbed = try expand([scratch.file("in/*/*.warc.gz")])
        #expect(globbed.map(\.name) == ["2.warc.gz"])
    }

    @Test func everyInputThatIsNotThereIsNamed() throws {
        let scratch = try Scratch()
        try Files.makeFolder(scratch.file("empty"))
        let text = words {
            _ = try expand([scratch.file("x.warc"), scratch.file("*.none"), scratch.file("empty")])
        }
        let lines = text.split(separator: "\n")
        #expect(lines.count == 3 && lines[0].contains("x.warc"))
        #expect(lines[1] == "nothing matches '\(scratch.file("*.none"))'")
        #expect(lines[2] == "no archive and no HTML file in the folder '\(scratch.file("empty"))'")
        #expect(words { _ = try expand([]) }.hasPrefix("no input"))
    }

    /// A folder that a link leads back to is looked at once.
    @Test func linksThatLeadBackEnd() throws {
        let scratch = try Scratch()
        try Files.makeFolder(scratch.file("in/a"))
        _ = try scratch.write([1], "in/a/1.warc")
        #expect(try Command.tool("ln", ["-s", scratch.file("in"), scratch.file("in/a/back")]).code == 0)
        #expect(try expand([scratch.file("in")]).map(\.name) == ["a/1.warc"])
    }

    @Test func ofASnapshotOneFormIsChosen() throws {
        let scratch = try Scratch()
        try Files.write(#"{"url":"http://a/","timestamp":"1"}"#, to: scratch.file("index.json"))
        let forms = ["index.html", "index.json", "media", "output.html", "singlefile.html", "warc"]
        func chosen(_ names: [String]) -> [String] { ArchiveBox.chosen(names, in: scratch.path) }
        #expect(chosen(forms) == ["singlefile.html"], "its WARC folder is not there")
        try Files.makeFolder(scratch.file("warc"))
        #expect(chosen(forms) == ["singlefile.html"], "it is empty")
        _ = try scratch.write([1], "warc/1.warc.gz")
        #expect(chosen(forms) == ["warc"])
        #expect(chosen(["index.html", "index.json", "output.html"]) == ["output.html"])
        #expect(chosen(["index.html", "index.json", "media"]) == ["index.json", "media"])
        #expect(chosen(["a.html", "ArchiveBox.conf", "archive"]) == ["ArchiveBox.conf", "archive"])
        #expect(chosen(["index.html", "a.html"]) == ["index.html", "a.html"])
        try Files.write(#"{"url":"http://a/"}"#, to: scratch.file("index.json"))
        #expect(chosen(forms) == forms)
    }

    // MARK: Beginning

    @Test func aFolderThatHoldsSomethingElseIsLeftAlone() throws {
        let scratch = try Scratch()
        let archive = try scratch.write(Crawl.site(pages: 1).gzip, "in.warc.gz")
        func runner(_ pipeline: String) throws -> Runner {
            let made = try plan(scratch, [archive], pipeline: pipeline)
            return Runner(run: RunFolder(scratch.file("corpus")), plan: made)
        }
        try Files.makeFolder(scratch.file("corpus"))
        try Files.write("mine", to: scratch.file("corpus/letter"))
        #expect(words { try runner("name: t\n").begin() }.contains("is not empty and holds no run"))
        try Files.remove(scratch.file("corpus/letter"))
        try Files.makeFolder(scratch.file("corpus/work"))
        try runner("name: t\n").begin()
        try runner("name: t\n").begin()
        #expect(words { try runner("name: u\n").begin() }.contains("holds another run"))
        #expect(try !runner("name: t\n").isComplete)
    }

    @Test func onlyOneProcessWorksOnARun() throws {
        let scratch = try Scratch()
        let lock = try RunLock(path: scratch.file("lock"))
        #expect(
            words { _ = try RunLock(path: scratch.file("lock")) }.hasPrefix(
                "another process works on this run (process "))
        lock.release()
        try RunLock(path: scratch.file("lock")).release()
        #expect(try Files.readText(scratch.file("lock")) == "")
    }

    @Test func workGoesPhaseByPhase() {
        let list = PhaseList([ToyPhase("a"), ToyPhase("b"), ToyPhase("c")])
        func name(_ text: String) -> PhaseName { PhaseName(rawValue: text) }
        #expect(list.before(name("a")) == nil && list.before(name("c")) == name("b") && list.before(name("x")) == nil)
        #expect(list[name("b")]?.name == name("b") && list[name("x")] == nil)
    }
}
