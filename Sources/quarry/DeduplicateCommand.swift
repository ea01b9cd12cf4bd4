import ArgumentParser
import Duplicates
import Glibc
import JSON
import Runs
import Scoring

/// `quarry deduplicate`: a corpus without what older corpora have.
struct DeduplicateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deduplicate",
        abstract: "Make a new corpus of the documents of a corpus that older corpora do not have.",
        discussion: """
            Texts are compared as sets of word 5-grams, whatever images they show. The words of every corpus are kept \
            beside it as numbers (signatures/), so that its shards are read once, dump after dump. What leaves is dropped \
            with document.near-duplicate, which names the document and the corpus that has it.

            EXAMPLE:
              quarry deduplicate may --against january march --dry-run
              quarry deduplicate may --against january march --output may-new
            """)

    @OptionGroup var options: CorpusOptions

    @Option(parsing: .upToNextOption, help: "The older corpora.")
    var against: [String]

    @Option(help: "The new corpus' folder.")
    var output: String?

    @Flag(help: "Print a line a known document (id, of, corpus, similarity); write no corpus.")
    var dryRun = false

    @Option(help: "Least Jaccard similarity of two texts' word 5-grams.")
    var threshold = 0.8

    @Option(help: "Threads; as many as processors when not given.")
    var jobs: Int?

    func validate() throws {
        try OutputFolder.check(output)
        if against.isEmpty { throw ValidationError("name the older corpora with --against") }
        if output == nil && !dryRun {
            throw ValidationError("Give the new corpus' folder with --output, or --dry-run.")
        }
        if !(threshold > 0 && threshold <= 1) { throw ValidationError("--threshold is above 0 and at most 1") }
    }

    func run() throws {
        Interrupts.listen()
        var search = DuplicateOptions()
        search.threshold = threshold
        let known = try KnownDocuments.find(
            in: options.corpus, against: against, search,
            jobs: jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
        if dryRun {
            for document in known { Output.line(Self.line(document)) }
            return Failure.say("quarry: \(known.count) documents are known")
        }
        var request = SelectRequest(corpus: options.corpus, output: output ?? "")
        request.against = against
        for document in known {
            let similarity = (document.similarity * 10_000).rounded() / 10_000
            request.known[document.id] = "of \(document.of) in \(document.corpus), similarity \(similarity)"
        }
        let summary = try SelectRun.run(request)
        Output.line(options.json ? summary.json : "kept \(summary.text)")
    }

    private static func line(_ document: KnownDocuments.Known) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("id", document.id)
            json.member("of", document.of)
            json.member("corpus", document.corpus)
            json.member("similarity", document.similarity)
        }
        return json.text
    }
}
