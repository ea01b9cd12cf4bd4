import ArgumentParser
import Glibc
import Phases
import Runs

/// `quarry plan`: makes a plan, or lists the units of a phase that are still to do.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Write a run's plan, or print the units of a phase that are still to do.",
        discussion: """
            EXAMPLE:
              quarry plan quarry --input crawl --run corpus
              quarry plan --run corpus --phase extract
            """)

    @Argument(help: "The pipeline, a YAML file or a name (to write a plan).")
    var pipeline: String?

    @Option(parsing: .upToNextOption, help: "Archives: files, folders, globs; '-' reads a list.")
    var input: [String] = []

    @Option(name: .long, parsing: .singleValue, help: "A value of the pipeline: section.key=value (repeatable).")
    var set: [String] = []

    @Option(name: .customLong("run"), help: "The corpus folder.")
    var folder: String

    @Option(help: "Print the open units of this phase, largest first, one JSON object a line.")
    var phase: String?

    @Flag(help: "Print the plan's outline as one JSON object (units are JSON lines anyway).")
    var json = false

    func run() throws {
        if let phase {
            for line in try UnitList.open(of: try PhaseName.named(phase), run: RunFolder(folder), phases: .standard) {
                Output.line(line)
            }
            return
        }
        guard let pipeline else { throw ValidationError("give a pipeline to plan, or --phase to list units") }
        var request = Runner.Request(pipeline: pipeline, inputs: input, output: folder, jobs: 1)
        request.sets = set
        let runner = try PipelineOptions.prepare(request)
        for warning in runner.warnings { Failure.say("quarry: warning: \(warning)") }
        try runner.begin()
        if json { Output.line(runner.outlineJSON) }
    }
}

/// `quarry work`: does one unit.
struct WorkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "Do one unit of a run; a sealed one answers at once.",
        discussion: """
            EXAMPLE:
              quarry work --run corpus --unit extract/00012
            """)

    @Option(name: .customLong("run"), help: "The corpus folder.")
    var folder: String

    @Option(help: "The unit, as `quarry plan --phase` prints it.")
    var unit: String

    @Option(help: .hidden)
    var attempt: String?

    func run() throws {
        guard let unit = WorkUnit(unit) else {
            throw ValidationError("'\(unit)' is not the name of a unit, like extract/00012")
        }
        if let attempt { return try Worker.attempt(unit, run: RunFolder(folder), phases: .standard, at: attempt) }
        Interrupts.listen()
        let ending = try Supervisor.supervise(unit, run: RunFolder(folder), phases: .standard)
        Output.line(ending.json(unit))
        if ending.exitCode != 0 { throw ExitCode(ending.exitCode) }
    }
}

/// `quarry commit`: closes a phase.
struct CommitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commit", abstract: "Close a phase when all its units are sealed or quarantined.",
        discussion: """
            EXAMPLE:
              quarry commit --run corpus --phase extract
            """)

    @Option(name: .customLong("run"), help: "The corpus folder.")
    var folder: String

    @Option(help: "The phase.")
    var phase: String

    @Option(help: "How many quarantined units the phase may go on without.")
    var allowQuarantined = 0

    @Flag(help: "Print what was summed as one JSON object.")
    var json = false

    func run() throws {
        let phase = try PhaseName.named(phase)
        try Commit.commit(phase, run: RunFolder(folder), phases: .standard, allowQuarantined: allowQuarantined)
        if json { Output.line(try Commit.summary(of: phase, run: RunFolder(folder))) }
    }
}
