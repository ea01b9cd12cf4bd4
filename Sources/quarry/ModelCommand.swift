import ArgumentParser

/// `quarry model`: what a checkpoint is, how fast it runs, and smaller copies of it.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Describe, measure, quantise and pack checkpoints.",
        discussion: """
            EXAMPLE:
              quarry model info models/idefics-9b
              quarry model quantize models/idefics-9b models/idefics-9b-int8 --bits 8
            """,
        subcommands: [ModelInfoCommand.self, ModelQuantizeCommand.self, ModelPackCommand.self, ModelBenchCommand.self])
}
