import Facts
import Platform
import TestKit
import Testing

@testable import Configuration
@testable import ImageLists
@testable import Phases
@testable import Runs

/// Requests whose answers are there already, and folders that are none of ours: nothing is fetched.
@Suite struct ListFetchTests {
    private let scratch: Scratch
    private let output: String

    init() throws {
        scratch = try Scratch()
        output = scratch.file("out")
        try Files.makeFolder(output)
    }

    private func request(_ list: String? = nil, _ sets: String...) throws -> ListFetch.Request {
        var request = ListFetch.Request(output: output)
        if let list {
            try Files.write(list, to: scratch.file("list"))
            request.list = scratch.file("list")
        }
        request.sets = sets
        return request
    }

    /// What has a record is not asked for again, whatever the record says.
    @Test func aListThatIsAllThereIsToldOfAlone() throws {
        let records =
            "{\"url\":\"http://a.example/\",\"status\":\"ok\"}\n"
            + "{\"url\":\"http://b.example/\",\"status\":\"image.timeout\"}\n"
        try Files.write(records, to: output + "/records.jsonl")
        try Files.makeFolder(output + "/work")
        var fetch = try ListFetch(request("http://b.example/#x\n\nhttp://a.example\n"))
        try fetch.run(progress: Progress(mode: .never))
        let lines = try Files.readText(output + "/outcomes.jsonl").split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.first == #"{"line":1,"url":"http://b.example/#x","status":"image.timeout"}"#)
        #expect(lines.last == #"{"line":3,"url":"http://a.example","status":"ok"}"#)
        #expect(try Files.readText(output + "/records.jsonl") == records)
        #expect(!Files.exists(output + "/work"), "what an earlier go left is done with")
    }

    @Test func withoutAListTheRecordsAreTold() throws {
        try Files.write(
            "{\"url\":\"u2\",\"status\":\"ok\"}\n{\"url\":\"u1\",\"status\":\"ok\"}\n", to: output + "/records.jsonl")
        var fetch = try ListFetch(request())
        try fetch.run(progress: Progress(mode: .never))
        var lines: [String] = []
        try fetch.forEachOutcome { lines.append(String(decoding: $0, as: UTF8.self)) }
        #expect(lines == [#"{"url":"u2","status":"ok"}"#, #"{"url":"u1","status":"ok"}"#])
        #expect(!Files.exists(output + "/outcomes.jsonl"), "there are no lines")
    }

    /// The list is read anew whenever it is needed, so it must stay what it was.
    @Test func aListThatIsWrittenToMeanwhileEndsTheFetch() throws {
        try Files.write("{\"url\":\"http://a.example/\",\"status\":\"ok\"}\n", to: output + "/records.jsonl")
        var fetch = try ListFetch(request("http://a.example/\n"))
        try Files.write("http://b.example/\n", to: scratch.file("list"))
        let error = #expect(throws: PipelineError.self) { try fetch.run(progress: Progress(mode: .never)) }
        #expect(error?.description.contains("changed while it was read: give the command again") == true)
    }

    @Test func aFolderOfOtherThingsIsLeftAlone() throws {
        try Files.write("x", to: output + "/notes.txt")
        var fetch = try ListFetch(request(""))
        let error = #expect(throws: PipelineError.self) { try fetch.run(progress: Progress(mode: .never)) }
        #expect(error?.description.contains("is not empty and holds no images of this tool") == true)
        #expect(try Files.list(output) == ["notes.txt"])
    }

    @Test func whatIsOffIsSaid() throws {
        #expect(try ListFetch(request("")).warnings.isEmpty)
        let warnings = try ListFetch(request("", "fetch.robots-tag=false")).warnings
        #expect(warnings.count == 1 && warnings.first?.contains("fetch.robots-tag") == true)
    }

    @Test func settingsThatAreWrongStopARequest() throws {
        #expect(throws: PipelineError.self) { try ListFetch(request("", "fetch.no-such=1")) }
        var asked = ListFetch.Request(output: output)
        asked.list = scratch.file("none")
        let error = #expect(throws: PipelineError.self) { try ListFetch(asked) }
        #expect(error?.description.contains("the list: ") == true)
    }

    // MARK: Lists

    private func problem(_ text: String, _ path: String, column: String?) -> String? {
        let error = #expect(throws: PipelineError.self) {
            try Files.write(text, to: scratch.file(path))
            var asked = ListFetch.Request(output: output)
            asked.list = scratch.file(path)
            asked.column = column
            _ = try ListFetch(asked)
        }
        return error?.description
    }

    @Test func listsThatCannotBeReadSayWhy() {
        #expect(problem("PAR1abc", "list.parquet", column: nil)?.contains("is a Parquet file") == true)
        let said = problem("n,url\n1,http://a.example/\n", "list.csv", column: "ulr")
        #expect(said?.contains("name one with --column; did you mean 'url'?") == true)
        #expect(said?.contains("(it has 'n', 'url')") == true)
    }

    // MARK: Once more

    @Test func whatIsUnfinishedIsNotTriedAgain() throws {
        try FetchRound(in: output, of: ["data:text/plain,hello"]).begin()
        #expect(!ListFetch.isRun(output), "a list's own work")
        let error = #expect(throws: PipelineError.self) {
            try RetryRun.retry(output, jobs: 1, progress: Progress(mode: .never))
        }
        #expect(error?.description.contains("has not fetched all its images yet") == true)
    }

    /// Without a failure that another day may mend, what was done stays done.
    @Test func nothingToTryAgainTakesNothingBack() throws {
        let asked = try FetchRound(in: output, of: ["data:text/plain,hello"])
        try asked.work()
        let outcome = try RetryRun.retry(output, jobs: 1, progress: Progress(mode: .never))
        #expect(outcome.tried == 0 && outcome.came == 0)
        #expect(try asked.run.isCommitted(.fetch) && asked.run.isCommitted(.measure))
        #expect(try Units.all(of: .fetch, asked.run, asked.plan).filter(asked.run.isSealed).count == 1)
    }
}
