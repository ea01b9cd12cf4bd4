import ArgumentParser
import Idefics
import Platform
import Scoring

/// `quarry scorer`.
struct ScorerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scorer", abstract: "Score for `quarry score --scorer`: the engine behind JSON lines.",
        discussion: """
            Reads requests from standard input until it ends and writes an answer a line, in any order. The protocol is in \
            pipelines/README.md.

            EXAMPLE:
              quarry score corpus --scorer 'ssh box quarry scorer --model models/idefics-9b --dtype bf16'
            """)

    @Option(help: "The folder of a checkpoint: IDEFICS, Idefics3 or SmolVLM.", completion: .directory)
    var model: String

    @Option(help: "What annotations are named after it. Default: the last part of --model.")
    var name: String?

    @Option(help: "Tokens that go through the model together.")
    var batchTokens = 1024

    @OptionGroup var compute: ComputeOptions

    func validate() throws {
        guard (16...1 << 20).contains(batchTokens) else {
            throw ValidationError("--batch-tokens must be 16 to 1048576.")
        }
    }

    func run() throws {
        try answeringModel { () throws(IdeficsError) in
            var load = compute.load
            load.tiles = 1
            let digest: String
            do throws(SystemError) { digest = try CheckpointDigest.make(model) } catch { throw .system(error) }
            let server = ScorerServer(
                try IdeficsModel(checkpoint: model, options: load),
                name: name ?? model.split(separator: "/").last.map(String.init) ?? "model", digest: digest,
                batchTokens: batchTokens)
            try server.serve { Output.line($0, now: true) }
            return 0
        }
    }
}
