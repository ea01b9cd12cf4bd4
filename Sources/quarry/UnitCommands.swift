import ArgumentParser
import Glibc
import Phases
import Platform
import Runs
import Scoring

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

    @Option(help: "Forget why this unit was quarantined, so that it is done again.")
    var release: String?

    @OptionGroup var roots: RootOptions

    @Flag(help: "Print the plan's outline as one JSON object (units are JSON lines anyway).")
    var json = false

    func run() throws {
        let run = RunFolder(folder, roots: try roots.read())
        if let release { return try UnitList.release(WorkUnit(argument: release), run: run, phases: .complete) }
        if let phase {
            for line in try UnitList.open(of: try PhaseName.named(phase), run: run, phases: .complete) {
                Output.line(line)
            }
            return
        }
        guard let pipeline else { throw ValidationError("give a pipeline to plan, or --phase to list units") }
        var request = Runner.Request(pipeline: pipeline, inputs: input, output: folder, jobs: 1)
        request.sets = set
        request.roots = try roots.read()
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

    @OptionGroup var roots: RootOptions

    @Option(help: "A folder of this machine's own disk to write in before the files are copied into the run.")
    var scratch: String?

    @Option(help: "Address space of the worker in bytes (default: workers.memory-bytes of the pipeline).")
    var memory: Int?

    @Option(help: "Print a JSON line about the work on standard error every so many seconds.")
    var heartbeat: Double?

    @Option(help: .hidden)
    var attempt: String?

    @Option(help: .hidden)
    var staged: String?

    func validate() throws {
        if let heartbeat, !(heartbeat > 0) { throw ValidationError("--heartbeat must be more than 0 seconds") }
        if let memory, memory < Worker.leastMemory {
            throw ValidationError("--memory must be at least \(Worker.leastMemory) bytes")
        }
        if let scratch, !Files.isFolder(scratch) { throw ValidationError("--scratch: no folder '\(scratch)'") }
    }

    func run() throws {
        let unit = try WorkUnit(argument: unit)
        let run = RunFolder(folder, roots: try roots.read(), scratch: scratch)
        if let attempt {
            return try Worker.attempt(
                unit, run: run, phases: .complete, at: attempt, memoryBytes: memory, staged: staged)
        }
        Interrupts.listen()
        var options = SupervisedUnit.Options()
        (options.memoryBytes, options.heartbeat) = (memory, heartbeat)
        let work = try SupervisedUnit(unit, run: run, phases: .complete, options: options) { Failure.say($0) }
        let (exitCode, json) = try work.work()
        Output.line(json)
        if exitCode != 0 { throw ExitCode(exitCode) }
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

    @Option(help: "s3://bucket/folder: where the corpus is sent, if the phase is the last one.")
    var output: String?

    @OptionGroup var roots: RootOptions

    @Flag(help: "Print what was summed as one JSON object.")
    var json = false

    func run() throws {
        let phase = try PhaseName.named(phase)
        let run = RunFolder(folder, roots: try roots.read())
        let upload = try output.map { try CorpusUpload($0, ofPlanIn: run, phases: .complete) }
        try upload?.check()
        try Commit.commit(phase, run: run, phases: .complete, allowQuarantined: allowQuarantined)
        try upload?.sendIfDone(run, after: phase, say: RunCommand.tell)
        if json { Output.line(try Commit.summary(of: phase, run: run)) }
    }
}

/// Where a run's inputs are on this machine.
struct RootOptions: ParsableArguments {
    @Option(
        name: .long, parsing: .singleValue,
        help: "NAME=FOLDER: a root of the plan ('inputs', 'pipeline' or one of yours) and where it is (repeatable).")
    var root: [String] = []

    func read() throws -> Roots { try Roots(arguments: root) }
}

extension WorkUnit {
    /// A unit as a command line names it.
    init(argument: String) throws {
        guard let unit = WorkUnit(argument) else {
            throw ValidationError("'\(argument)' is not the name of a unit, like extract/00012")
        }
        self = unit
    }
}
