import ArgumentParser
import CorpusFiles
import Glibc
import Inspection
import Phases
import Runs
import Scoring

/// `quarry run`.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Turn archives into a corpus; the same command resumes what was interrupted.",
        discussion: """
            EXAMPLE:
              quarry run quarry --input 'crawl/*.warc.gz' --output corpus --jobs 8
            """)

    @OptionGroup var pipeline: PipelineOptions

    @Option(help: "The corpus folder: new, or one that holds this very run. Or s3://bucket/folder, with --work.")
    var output: String

    @Option(help: "The folder in which a corpus for s3:// is made before it is sent; the same folder resumes.")
    var work: String?

    @Option(help: "Worker processes at once (default: one a core).")
    var jobs: Int?

    @Option(help: "The last phase to do: \(PhaseList.complete.names.map(\.rawValue).joined(separator: ", ")).")
    var until: String?

    @Option(help: "How many quarantined units a phase may be committed without.")
    var allowQuarantined = 0

    @Option(help: "auto, always or never.")
    var progress = "auto"

    @Flag(help: "Print the resolved pipeline, the units and what would be done; write nothing.")
    var dryRun = false

    @Flag(help: "Print what was done (or with --dry-run would be) as one JSON object.")
    var json = false

    func validate() throws {
        guard Progress.Mode(rawValue: progress) != nil else {
            throw ValidationError("--progress is auto, always or never, not '\(progress)'")
        }
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
        if allowQuarantined < 0 { throw ValidationError("--allow-quarantined must not be negative") }
        if let until { _ = try PhaseName.named(until) }
    }

    func run() throws {
        Interrupts.listen()
        let count = jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let folder = try CorpusUpload.folder(output: output, work: work)
        var runner = try PipelineOptions.prepare(pipeline.request(output: folder, jobs: count))
        if work != nil { runner.output = output }
        let upload = try work.map { _ in try CorpusUpload(output, of: runner.plan) }
        let end = runner.plan.phases.names.last ?? .assemble
        let last = try until.map { try PhaseName.named($0) } ?? end
        for warning in runner.warnings { Failure.say("quarry: warning: \(warning)") }
        if dryRun { return Output.line(json ? runner.outlineJSON : runner.outline) }
        if let there = try upload?.finished(runner) { return sayComplete(there) }
        if runner.isComplete {
            try runner.checkIsWhole()
            try upload?.send(runner.run, say: Self.tell)
            return sayComplete(try Corpus(folder: folder).manifest)
        }
        try runner.begin()
        let progress = Progress(mode: Progress.Mode(rawValue: progress) ?? .auto)
        try runner.work(jobs: count, until: last, allowQuarantined: allowQuarantined, progress: progress)
        if last == end { try upload?.send(runner.run, say: Self.tell) }
        if json { Output.line(try runner.summary(until: last)) }
        if last == end, let empty = EmptyRun(try Corpus(folder: folder).manifest.ledger) {
            return Failure.say(empty.line(folder))
        }
        if json { return }
        Failure.say(
            last == end
                ? "done: \(output); quarry funnel \(folder), quarry stats \(folder)"
                : "done up to \(last.rawValue); the same command without --until goes on")
    }

    private func sayComplete(_ manifest: CorpusManifest) {
        if json { Output.line(CompleteRun.json(manifest, at: output)) }
        Failure.say("complete: \(output) is the corpus of this pipeline and these inputs; nothing to do")
    }

    static let tell: @Sendable (String) -> Void = { Failure.say($0) }
}

/// What `run` and `plan` are told about pipeline and inputs.
struct PipelineOptions: ParsableArguments {
    @Argument(help: "The pipeline: a YAML file, or the name of one that came with the program (quarry, obelics, …).")
    var pipeline: String

    @Option(
        name: .long, parsing: .upToNextOption,
        help: "Archives: files, folders, globs; '-' reads a list from standard input.")
    var input: [String] = []

    @Option(name: .long, parsing: .singleValue, help: "A value of the pipeline: section.key=value (repeatable).")
    var set: [String] = []

    @Flag(help: "Write URLs and facts of images, not their bytes (output.store-images=false).")
    var noStoreImages = false

    @Flag(
        help:
            "Make a corpus of image URLs without bytes (fetch.urls-only=true): rules that need an image's facts are off."
    )
    var noFetch = false

    func request(output: String, jobs: Int) -> Runner.Request {
        var request = Runner.Request(pipeline: pipeline, inputs: input, output: output, jobs: jobs)
        request.sets =
            set + (noStoreImages ? ["output.store-images=false"] : [])
            + (noFetch ? ["fetch.urls-only=true"] : [])
        return request
    }
}

extension PipelineOptions {
    /// Reads pipeline and inputs and looks for all that the run will need; touches nothing.
    static func prepare(_ request: Runner.Request) throws -> Runner {
        try Runner.prepare(request, phases: .complete)
    }
}

extension PhaseName {
    /// Reads the name of a phase.
    static func named(_ name: String) throws -> PhaseName {
        do { return try PhaseList.complete.named(PhaseName(rawValue: name)).name } catch {
            throw ValidationError("\(error)")
        }
    }
}
