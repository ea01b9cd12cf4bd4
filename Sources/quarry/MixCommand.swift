import ArgumentParser
import Imports
import Runs

/// `quarry mix`.
struct MixCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mix",
        abstract: "Mix corpora, pairs of picture and caption, and texts into one corpus, by weights.",
        discussion: """
            The file names sources (corpus: a folder; pairs: WebDataset archives or Parquet of image and caption; texts: JSON lines), each \
            with a weight and how often its documents may occur (epochs). Weights are shares of documents, words or tokens (unit). The \
            card of the corpus has the table that --dry-run prints.

            EXAMPLE:
              quarry mix mixture.yaml --tokenizer model --dry-run
              quarry mix mixture.yaml --tokenizer model --output mixed
            """)

    @Argument(help: "The mixture.", completion: .file())
    var mixture: String

    @Option(help: "The new corpus' folder.")
    var output: String?

    @Option(help: "A folder with the tokenizer.json whose tokens are counted.", completion: .directory)
    var tokenizer: String?

    @Flag(help: "Print the plan; write nothing.")
    var dryRun = false

    func validate() throws {
        try OutputFolder.check(output)
        if output == nil && !dryRun {
            throw ValidationError("Give the new corpus' folder with --output, or --dry-run.")
        }
    }

    func run() throws {
        Interrupts.listen()
        let table = try MixRun.run(
            mixture, output: output ?? "mixture-plan", tokenizer: tokenizer, isDry: dryRun)
        Output.write(table)
    }
}
