import ArgumentParser
import Idefics

/// `quarry model bench`.
struct ModelBenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure loading, pictures, prefill, decoding and memory of a checkpoint.",
        discussion: """
            The machine's own limits are measured in the same run, so that shares can be compared between machines.

            EXAMPLE:
              quarry model bench models/idefics-9b --dtype bf16 --prompt-tokens 512 --images 2 --new-tokens 64 --json
            """)

    @Argument(help: "The folder of a checkpoint.", completion: .directory)
    var folder: String

    @OptionGroup var compute: ComputeOptions

    @Option(help: "Tokens of the prompt.")
    var promptTokens = 512

    @Option(help: "Pictures in the prompt.")
    var images = 2

    @Option(help: "Tokens to write.")
    var newTokens = 64

    @Option(help: "Repetitions of each measurement.")
    var repetitions = 3

    @Option(help: "Documents (a prompt each, with pictures of its own) to score as one batch; 0: none.")
    var documents = 4

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        try answeringModel { () throws(IdeficsError) in
            var settings = ModelBenchmark.Settings()
            (settings.promptTokens, settings.images) = (promptTokens, images)
            (settings.newTokens, settings.repetitions) = (newTokens, repetitions)
            settings.documents = documents
            let result = try ModelBenchmark(folder: folder, options: compute.load, settings: settings)
            Output.line(json ? result.json : result.text)
            return 0
        }
    }
}
