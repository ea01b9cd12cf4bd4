import ArgumentParser
import Configuration
import Phases
import Platform

/// `quarry diff-pipeline`: what a change of thresholds does.
struct DiffPipelineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff-pipeline",
        abstract: "What another pipeline would keep and drop, rule by rule, from what a run measured already.",
        discussion: """
            Nothing is extracted or fetched again. Documents that the run kept are judged by both pipelines; of what it \
            dropped, the number that decided is put to the same rule again.

            EXAMPLE:
              quarry diff-pipeline quarry stricter.yaml --run corpus
            """)

    @Argument(help: "A pipeline: a YAML file or a name.", completion: .file())
    var one: String

    @Argument(help: "Another.", completion: .file())
    var two: String

    @Option(name: .customLong("run"), help: "The folder of a finished run, made by either.", completion: .directory)
    var folder: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let comparison = try PipelineComparison(
            Pipeline.load(path: one, environment: Environment.values),
            Pipeline.load(path: two, environment: Environment.values), corpus: folder)
        Output.line(json ? comparison.json : comparison.text(on: Output.screen))
    }
}
