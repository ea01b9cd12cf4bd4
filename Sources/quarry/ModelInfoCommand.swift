import ArgumentParser
import Idefics

/// `quarry model info`.
struct ModelInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Print a checkpoint's architecture, parameters by part, memory needs and licence.",
        discussion: """
            config.json is enough; of a checkpoint that is not all here the shard index is read too.

            EXAMPLE:
              quarry model info models/idefics-80b
            """)

    @Argument(help: "The folder of a checkpoint.", completion: .directory)
    var folder: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        try answeringModel { () throws(IdeficsError) in
            let description = try ModelDescription(folder: folder)
            Output.line(json ? description.json : description.text)
            return 0
        }
    }
}
