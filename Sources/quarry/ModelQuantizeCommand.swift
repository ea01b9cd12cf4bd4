import ArgumentParser
import Idefics
import Runs

/// `quarry model quantize`.
struct ModelQuantizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quantize", abstract: "Write a copy of a checkpoint with 8- or 4-bit weights.",
        discussion: """
            The copy is made under a temporary name beside it and is there whole or not at all; what is there already is not \
            replaced. With 4 bits the vision tower, the resampler and the head keep 8. Compare the scores of both before \
            trusting it: --compare gives the change in mean log-probability on documents of yours.

            EXAMPLE:
              quarry model quantize models/idefics-9b models/idefics-9b-int8 --bits 8 --compare documents.jsonl
            """)

    @Argument(help: "The folder of a checkpoint.", completion: .directory)
    var source: String

    @Argument(help: "The folder to write; it must not be there yet.", completion: .directory)
    var destination: String

    @Option(help: "Bits of a weight: 8 or 4.")
    var bits = 8

    @Option(help: "Weights that share a scale: 32 or 64.")
    var group = 64

    @OptionGroup var compute: ThreadOptions

    @Option(
        help: "Score the documents of this file before and after (lines as for `quarry logprobs`).", completion: .file()
    )
    var compare: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard bits == 8 || bits == 4 else { throw ValidationError("--bits must be 8 or 4.") }
        guard group == 32 || group == 64 else { throw ValidationError("--group must be 32 or 64.") }
    }

    func run() throws {
        Interrupts.listen()
        try answeringModel { () throws(IdeficsError) in
            let documents = try compare.map { path throws(IdeficsError) in try PromptFile(path: path) }
            let options = LoadOptions(precision: bits == 8 ? .int8 : .int4, group: group, threads: compute.threads)
            let result = try CompactCheckpoint(quantizing: source, to: destination, options: options) {
                !Interrupts.isRaised
            }
            let change = try documents.map { file throws(IdeficsError) in
                try QuantizationChange(
                    source: source, quantized: destination, documents: file, threads: compute.threads)
            }
            Output.line(json ? result.json(change) : result.text(change))
            return 0
        }
    }
}
