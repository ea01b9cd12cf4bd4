import ArgumentParser
import Glibc
import Imports
import Runs

/// `quarry refetch`.
struct RefetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refetch", abstract: "Ask for some pictures of a corpus again: same, changed or gone.",
        discussion: """
            A sample of the pictures is fetched with the manners of quarry fetch and compared: the same bytes, other bytes that look the \
            same, another picture, or none (and why none); by year of the page and by domain. The corpus is only read.

            EXAMPLE:
              quarry refetch corpus --sample 1000
            """)

    @OptionGroup var options: CorpusOptions

    @Option(help: "How many pictures.")
    var sample = 1000

    @Option(help: "The seed of the sample.")
    var seed: UInt64 = 0

    @Option(help: "A pipeline file with limits and manners.", completion: .file())
    var pipeline: String?

    @Option(name: .long, parsing: .singleValue, help: "A value of the pipeline: section.key=value (repeatable).")
    var set: [String] = []

    @Option(name: .long, parsing: .singleValue, help: "Open this private range of addresses (repeatable).")
    var allowAddress: [String] = []

    @Option(help: "Worker processes at once (default: one a core).")
    var jobs: Int?

    @Option(help: "auto, always or never.")
    var progress = "auto"

    func validate() throws {
        if sample < 1 { throw ValidationError("--sample must be at least 1") }
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
        guard Progress.Mode(rawValue: progress) != nil else {
            throw ValidationError("--progress is auto, always or never, not '\(progress)'")
        }
    }

    func run() throws {
        Interrupts.listen()
        var fetching = FetchOptions()
        (fetching.pipeline, fetching.sets, fetching.allowAddresses) = (pipeline, set, allowAddress)
        fetching.jobs = jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        fetching.progress = Progress.Mode(rawValue: progress) ?? .auto
        let report = try Refetch.run(options.corpus, count: sample, seed: seed, fetching)
        Output.line(options.json ? report.json : report.text)
    }
}
