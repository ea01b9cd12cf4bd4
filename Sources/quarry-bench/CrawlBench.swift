import ArgumentParser
import Glibc
import JSON
import Phases
import Platform
import Runs
import WebArchive

/// What is measured, and how often.
struct CrawlOptions: ParsableArguments {
    @Argument(help: "Archives.")
    var archives: [String]

    @Option(help: "The pipeline file.")
    var pipeline: String

    @Option(help: "Counted runs.")
    var runs = 5
}

/// `quarry-bench crawl`: the whole `extract` phase over archives in this process, beside reading them alone.
struct CrawlBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crawl",
        abstract: "WARC → judged documents, MB of HTML per CPU second, beside reading the WARC alone.")

    @OptionGroup var options: CrawlOptions
    @OptionGroup var checks: CheckOptions

    func run() throws {
        var thresholds = try Thresholds("crawl", checks)
        let (archives, pipeline, runs) = (options.archives, options.pipeline, options.runs)
        var reading: [Double] = []
        var extracting: [Double] = []
        var html = 0
        // Removed at the end only, since a run deletes nothing.
        let scratch = try Files.makeTemporaryFolder("quarry-bench")
        defer { try? Files.remove(scratch) }
        for round in 0...runs {
            let reads = try CPUClock.measure { for path in archives { try read(path) } }
            let extracts = try CPUClock.measure {
                html = try Self.extract(archives, pipeline: pipeline, to: "\(scratch)/\(round)")
            }
            if round > 0 {
                reading.append(reads)
                extracting.append(extracts)
            }
        }
        let megabytes = Double(html) / 1e6
        print(
            "HTML: \(megabytes) MB in \(archives.count) archives, one thread, median of \(runs) runs (first run not counted)"
        )
        print("read records only:          \(CPUClock.median(reading)) CPU s")
        print(
            "WARC -> judged documents:   \(CPUClock.median(extracting)) CPU s, \(megabytes / CPUClock.median(extracting)) MB/s of HTML"
        )
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        print("peak memory: \(usage.ru_maxrss / 1024) MiB")
        thresholds.note("extract phase / reading records, time", CPUClock.median(extracting) / CPUClock.median(reading))
        try thresholds.finish()
    }

    private func read(_ path: String) throws {
        for source in try Archives.sources(at: path) {
            var reader = try ArchiveReader(source)
            while reader.next() != nil {}
        }
    }

    /// Does every unit of `extract` in a new `folder` and gives back the bytes of HTML it read.
    static func extract(_ archives: [String], pipeline: String, to folder: String) throws -> Int {
        let request = Runner.Request(pipeline: pipeline, inputs: archives, output: folder, jobs: 1)
        let runner = try Runner.prepare(request, phases: .standard)
        try runner.begin()
        for line in try UnitList.open(of: .extract, run: runner.run, phases: .standard) {
            guard let unit = try JSONValue(parsing: line)["unit"]?.string.flatMap({ WorkUnit($0) }) else { continue }
            try Worker.work(unit, run: runner.run, phases: .standard)
        }
        try Commit.commit(.extract, run: runner.run, phases: .standard)
        return try Committed.read(runner.run, .extract).counts["html_bytes"] ?? 0
    }
}
