import ArgumentParser

/// The command line: thin verbs over `Pipelines` and `Inspection`.
@main
struct Quarry: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarry", abstract: "Turn crawls into interleaved image-text corpora.")
}
