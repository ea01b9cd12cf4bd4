import ArgumentParser
import Duplicates
import Phases

/// `quarry hashes`: what must not be in a corpus, told without being shared.
struct HashesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hashes", abstract: "Print texts and pictures as hashes, for 'decontaminate' of a pipeline.",
        discussion: """
            Texts are JSON lines (every text of an object counts) or tables with tabs, plain, gzip or zstd; their runs of 13 words become \
            hashes. Pictures become their SHA-256 and perceptual hash. A folder is all that is in it. A line names the \
            file and the 'id' (or the line) of an item, no more of it.

            EXAMPLE:
              quarry hashes gsm8k.jsonl mmmu/ > benchmarks.hashes
              quarry run quarry --input crawl.warc.gz --output corpus --set 'decontaminate.texts=[benchmarks.hashes]'
            """)

    @Argument(help: "Files and folders.", completion: .file())
    var inputs: [String]

    @Option(help: "Words in an n-gram.")
    var ngram = 13

    func validate() throws {
        if inputs.isEmpty { throw ValidationError("give files or folders") }
        if !(1...100).contains(ngram) { throw ValidationError("--ngram is 1 to 100, not \(ngram)") }
    }

    func run() throws {
        let list: HashList
        do { list = try BenchmarkLists.list(inputs, ngram: ngram) } catch {
            Failure.say("quarry: \(error)")
            throw ExitCode(2)
        }
        for line in list.lines { Output.line(line) }
        if list.shortItems > 0 {
            Failure.say("quarry: \(list.shortItems) items have fewer than \(ngram) words and cannot be looked for")
        }
    }
}
