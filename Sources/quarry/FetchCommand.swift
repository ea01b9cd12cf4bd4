import ArgumentParser
import CorpusFiles
import Facts
import Glibc
import ImageLists
import Imports
import Runs

/// `quarry fetch`: images of a list of URLs.
struct FetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetch and measure the images of a list of URLs; or retry what failed, in a run too.",
        discussion: """
            The folder gets images/ (tar packs of original bytes), records.jsonl (one record a URL) and outcomes.jsonl (one \
            line for each line of the list). A URL that has a record is not fetched again; the same command resumes.

            EXAMPLE:
              quarry fetch --urls urls.txt --output images
              quarry fetch --urls laion.csv --column URL --output images --pipeline quarry
              quarry fetch --retry-failed --output corpus
              quarry fetch --corpus imported --output with-pictures
            """)

    @Option(help: "The list: a URL a line, JSON lines or CSV (by its ending and first byte); '-' for standard input.")
    var urls: String?

    @Option(help: "A corpus whose pictures are brought into a new one, that of --output.", completion: .directory)
    var corpus: String?

    @Option(help: "The folder of records and packs; with --retry-failed also that of a run.")
    var output: String

    @Option(help: "A pipeline file with limits and manners (defaults without one).", completion: .file())
    var pipeline: String?

    @Option(name: .long, parsing: .singleValue, help: "A value of the pipeline: section.key=value (repeatable).")
    var set: [String] = []

    @Option(
        name: .long, parsing: .singleValue,
        help: "Open this range of addresses (CIDR, with a port if wanted) though it is private (repeatable).")
    var allowAddress: [String] = []

    @Option(help: "Column (CSV) or key (JSON lines) of the URL.")
    var column: String?

    @Flag(help: "Try those again whose reason is retryable.")
    var retryFailed = false

    @Flag(help: "Keep records only, no bytes.")
    var noStoreImages = false

    @Option(help: "Worker processes at once (default: one a core).")
    var jobs: Int?

    @Option(help: "auto, always or never.")
    var progress = "auto"

    @Flag(help: "Print the outcome of every line as a JSON object a line.")
    var json = false

    func validate() throws {
        try OutputFolder.check(output)
        if urls == nil && !retryFailed && corpus == nil {
            throw ValidationError("give --urls LIST, --corpus DIR or --retry-failed")
        }
        if corpus != nil && (urls != nil || retryFailed) {
            throw ValidationError("--corpus goes without --urls and --retry-failed")
        }
        if corpus != nil && (column != nil || noStoreImages) {
            throw ValidationError("--corpus goes without --column and --no-store-images")
        }
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
        guard Progress.Mode(rawValue: progress) != nil else {
            throw ValidationError("--progress is auto, always or never, not '\(progress)'")
        }
    }

    func run() throws {
        Interrupts.listen()
        let count = jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        if let corpus { return try bring(corpus, count) }
        let progress = Progress(mode: Progress.Mode(rawValue: progress) ?? .auto)
        if ListFetch.isRun(output) { return try retryRun(count, progress) }
        var request = ListFetch.Request(output: output)
        (request.list, request.column, request.pipeline) = (urls, column, pipeline)
        request.sets = set + (noStoreImages ? ["output.store-images=false"] : [])
        (request.allowAddresses, request.retriesFailed, request.jobs) = (allowAddress, retryFailed, count)
        var fetch = try ListFetch(request)
        for warning in fetch.warnings { Failure.say("quarry: warning: \(warning)") }
        try fetch.run(progress: progress)
        let counts = try fetch.counts()
        defer { sayNothing(counts) }
        if json { return try fetch.forEachOutcome { Output.line(String(decoding: $0, as: UTF8.self)) } }
        for (status, lines) in counts { Output.line("\(lines)\t\(status)") }
    }

    /// The pictures of a corpus that has only their addresses.
    private func bring(_ corpus: String, _ jobs: Int) throws {
        var options = FetchOptions()
        (options.pipeline, options.sets, options.allowAddresses) = (pipeline, set, allowAddress)
        (options.jobs, options.progress) = (jobs, Progress.Mode(rawValue: progress) ?? .auto)
        let summary = try CorpusFetch.run(corpus, output: output, options)
        if summary.asked == 0 { Failure.say("no picture was missing: the new corpus is as the old one") }
        defer { sayNothing(summary.statuses.map { ($0.status, $0.count) }) }
        if json { return Output.line("{\"asked\":\(summary.asked),\"came\":\(summary.came)}") }
        for (status, count) in summary.statuses { Output.line("\(count)\t\(status)") }
    }

    /// Says why, when not one of the list came.
    private func sayNothing(_ counts: [(status: String, lines: Int)]) {
        guard let most = counts.first else { return Failure.say("nothing came: no URL was given") }
        guard !counts.contains(where: { $0.status == "ok" }) else { return }
        let sum = counts.reduce(0) { $0 + $1.lines }
        let advice = Reason(rawValue: most.status)?.words.advice ?? ""
        Failure.say("nothing came: \(most.status) took \(most.lines.grouped) of \(sum.grouped) URLs. \(advice)")
    }

    /// A run's pipeline and list are its own.
    private func retryRun(_ jobs: Int, _ progress: Progress) throws {
        guard urls == nil, retryFailed, pipeline == nil, set.isEmpty, allowAddress.isEmpty else {
            throw ValidationError("'\(output)' holds a run: only --retry-failed can be done there, by its own pipeline")
        }
        let outcome = try RetryRun.retry(output, jobs: jobs, progress: progress)
        if json { return Output.line("{\"tried\":\(outcome.tried),\"came\":\(outcome.came)}") }
        Output.line("\(outcome.tried) URLs tried again, \(outcome.came) came")
    }
}
