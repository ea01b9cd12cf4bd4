import ArgumentParser
import CorpusFiles
import Duplicates
import Glibc
import JSON
import Platform

/// `quarry duplicates`: near-duplicate texts of corpora and of JSON lines.
struct DuplicatesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates", abstract: "Find near-duplicate texts in a corpus or in JSON lines.",
        discussion: """
            Reads JSON lines with 'id' (a text or an integer) and 'text' (or 'texts', or the segments of a corpus), plain, \
            gzip or zstd. A word is what stands between blanks (in scripts without blanks a word of a dictionary), in lower \
            case, without what is no letter, number, mark or _ at its ends. Texts are compared as sets of word 5-grams; 112 hash functions in 14 bands say which (a pair of \
            similarity 0.8 is found with a chance of 0.92, one of 0.9 with 0.9996). Prints a line a cluster: ids, the one \
            that stays (most images, then newest, then longest, then least id), the least similarity of its pairs. \
            Counts, and lines that are no documents, go to standard error; scratch files to TMPDIR.

            EXAMPLE:
              quarry duplicates corpus
              quarry duplicates a.jsonl.zst b.jsonl.gz --threshold 0.7 --pairs | jq .similarity
            """)

    @Argument(help: "Corpora, and files of JSON lines; '-' for standard input.", completion: .file())
    var inputs: [String]

    @Option(help: "Least Jaccard similarity of two texts' word 5-grams.")
    var threshold = 0.8

    @Flag(inversion: .prefixedNo, help: "Compare texts that meet in a band; without it all of them are duplicates.")
    var verify = true

    @Flag(help: "Print a line a pair: a, b, similarity (without verification an estimate).")
    var pairs = false

    @Option(help: "Words in a shingle.")
    var shingle = 5

    @Option(help: "Hash functions of a signature, a multiple of the bands.")
    var permutations = 112

    @Option(help: "Bands of the signature; fewer and longer ones find less and compare less.")
    var bands = 14

    @Option(help: "Threads; as many as processors when not given.")
    var jobs: Int?

    @Option(help: .hidden)
    var buckets = 64

    private var options: DuplicateOptions {
        var options = DuplicateOptions()
        options.threshold = threshold
        options.verifies = verify
        options.shingle = shingle
        options.permutations = permutations
        options.bands = bands
        return options
    }

    func validate() throws {
        if inputs.isEmpty { throw ValidationError("give corpora or files of JSON lines") }
        if let problem = options.problem { throw ValidationError(problem) }
        if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs is 1 to 1024, not \(jobs)") }
        if !(1...256).contains(buckets) { throw ValidationError("--buckets is 1 to 256, not \(buckets)") }
    }

    func run() throws {
        let files = try inputs.flatMap(Self.files)
        let count = jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let result: DuplicateResult
        do {
            result = try DuplicateSearch(options, jobs: count, buckets: buckets).run(files, listsPairs: pairs)
        } catch {
            Failure.say("quarry: \(error)")
            throw ExitCode(Self.machine(error) ?? 3)
        }
        let clusters = result.clusters()
        var json = JSONWriter()
        func print(_ write: (inout JSONWriter) -> Void) {
            json.reset()
            write(&json)
            Output.line(json.text)
        }
        if pairs {
            result.forEachPair { pair in print { pair.write(to: &$0) } }
        } else {
            for cluster in clusters { print { cluster.write(to: &$0) } }
        }
        report(result, clusters, files: files)
    }

    /// The files of an input: itself, or the shards of a corpus.
    private static func files(_ input: String) throws -> [String] {
        if input == "-" { return ["/dev/stdin"] }
        guard Files.isFolder(input) else {
            guard access(input, R_OK) == 0 else {
                Failure.say("quarry: \(SystemError("open", path: input))")
                throw ExitCode(2)
            }
            return [input]
        }
        let folder = Corpus.resolve(input)
        do {
            let files = try CorpusManifest(folder: folder).files(.shard).map { folder + "/" + $0.path }
            // A file of one's own may be a pipe, a corpus' may not: it would wait for a writer.
            if let other = try files.first(where: { try Files.kindIfThere($0) != .file }) {
                throw StorageError.corrupt(path: other, detail: "it is no file")
            }
            return files
        } catch {
            Failure.say("quarry: \(error)")
            throw ExitCode(Self.machine(error) ?? 2)
        }
    }

    /// 74 or 75 where the machine is at fault and not what was given.
    private static func machine(_ error: any Error) -> Int32? {
        let system = (error as? SystemError) ?? (error as? StorageError)?.systemError
        return system.map(\.exitCode).flatMap { $0 == 3 ? nil : $0 }
    }

    private func report(_ result: DuplicateResult, _ clusters: [DuplicateCluster], files: [String]) {
        for fault in result.faults.least {
            Failure.say("quarry: \(files[fault.file]) line \(fault.line): \(fault.problem)")
        }
        Self.sayMore(result.faults.count - result.faults.least.count, "lines that are no documents")
        for id in result.repeatedIDs.least {
            Failure.say("quarry: the id \(id.description) stands on another line too; one of them counts")
        }
        Self.sayMore(result.repeatedIDs.count - result.repeatedIDs.least.count, "lines whose id stands on another line")
        if result.partlyCompared > 0 {
            Failure.say("quarry: \(result.partlyCompared) keys with so many texts that some were not compared")
        }
        let inClusters = clusters.reduce(0) { $0 + $1.ids.count }
        var parts = [
            "\(result.documentCount) documents", "\(inClusters) of them in \(clusters.count) clusters",
            "\(inClusters - clusters.count) to leave",
        ]
        if result.withoutWords > 0 { parts.append("\(result.withoutWords) without words") }
        if result.repeatedIDs.count > 0 { parts.append("\(result.repeatedIDs.count) lines with the id of another") }
        if result.faults.count > 0 { parts.append("\(result.faults.count) lines that are no documents") }
        Failure.say("quarry: " + parts.joined(separator: ", "))
    }

    private static func sayMore(_ count: Int, _ what: String) {
        if count > 0 { Failure.say("quarry: and \(count) more \(what)") }
    }
}
