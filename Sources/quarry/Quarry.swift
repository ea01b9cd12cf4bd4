import ArgumentParser
import Platform

/// The command line: thin verbs; each parses, calls one function, prints.
@main
struct Quarry {
    static func main() {
        Failure.exitingOnError { arguments in
            if let topic = HelpTopic(arguments) { return try topic.run() }
            var command = try Root.command(arguments)
            try command.run()
        }
    }
}

/// All verbs.
struct Root: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarry",
        abstract: "Turn crawls into corpora of interleaved text and images, account for everything, look into it.",
        discussion: """
            EXAMPLE:
              quarry run quarry --input crawl.warc.gz --output corpus
              quarry funnel corpus
            """,
        version: Tool.version,
        groupedSubcommands: [
            CommandGroup(
                name: "Run:",
                subcommands: [
                    RunCommand.self, PlanCommand.self, WorkCommand.self, CommitCommand.self,
                    FetchCommand.self,
                ]),
            CommandGroup(
                name: "Score and select:",
                subcommands: [
                    ScoreCommand.self, ScorerCommand.self, SelectCommand.self, DeduplicateCommand.self,
                    TrainFilterCommand.self,
                ]),
            CommandGroup(
                name: "Exchange:",
                subcommands: [
                    ImportCommand.self, ExportCommand.self, MixCommand.self, OrderCommand.self, RefetchCommand.self,
                ]),
            CommandGroup(
                name: "Look into:",
                subcommands: [
                    SearchCommand.self, SampleCommand.self, ShowCommand.self, WhyCommand.self, StatsCommand.self,
                    FunnelCommand.self, DropsCommand.self, ImageCommand.self,
                    VerifyCommand.self, PageCommand.self, ConfigCommand.self,
                    ProbeCommand.self, DuplicatesCommand.self, HashesCommand.self, MapCommand.self, ServeCommand.self,
                    ReportCommand.self, CompareCommand.self, DiffPipelineCommand.self,
                ]),
            CommandGroup(
                name: "Model:",
                subcommands: [
                    ModelCommand.self, CaptionCommand.self, GenerateCommand.self, LogprobsCommand.self,
                    ChatCommand.self, EvalCommand.self,
                ]),
        ])
}

extension Root {
    /// The verbs that an engine starts once a unit or a phase.
    private static let ofUnits: [any ParsableCommand.Type] = [WorkCommand.self, CommitCommand.self, PlanCommand.self]

    /// The command that `arguments` mean. A verb of units reads what follows it by itself: the root would ask all verbs what
    /// they are called and take, 1.4 of the 19 ms of CPU that closing a phase of no work takes. What the verb does not take
    /// (`--help`, a mistake) is the root's to answer.
    static func command(_ arguments: [String]) throws -> any ParsableCommand {
        for verb in ofUnits where verb.configuration.commandName == arguments.first {
            guard let command = try? verb.parseAsRoot(Array(arguments.dropFirst())), type(of: command) == verb else {
                break
            }
            return command
        }
        return try parseAsRoot(arguments)
    }
}
