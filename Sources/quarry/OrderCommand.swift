import ArgumentParser
import Exports

/// `quarry order`.
struct OrderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order", abstract: "Fix the order in which documents are seen in training.",
        discussion: """
            The file has the number of a document for each sample, eight bytes each after a head of 64: sample n is found in one read, \
            and the same corpus and seed give the same order everywhere. quarry export --order and the Python package quarry_corpus \
            follow it.

            EXAMPLE:
              quarry order corpus --seed 1 --output corpus.order
              quarry order corpus --sample 12000 --output corpus.order
            """)

    @OptionGroup var options: CorpusOptions

    @Option(help: "The seed.")
    var seed: UInt64 = 0

    @Option(help: "The file.")
    var output: String

    @Option(help: "Print the document of this sample of the file that is there.")
    var sample: Int?

    func run() throws {
        let answer = try OrderRun.run(corpus: options.corpus, seed: seed, path: output, sample: sample)
        Output.line(options.json ? answer.json : answer.text)
    }
}
