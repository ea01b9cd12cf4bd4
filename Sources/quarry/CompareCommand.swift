import ArgumentParser
import CorpusFiles
import Inspection

/// `quarry compare`: two corpora side by side.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Put two corpora side by side: funnels, distributions, what only one has, what changed.",
        discussion: """
            Documents are the same when their id is: the same capture of the same page. What changed in one of them: \
            quarry show A ID --diff B.

            EXAMPLE:
              quarry compare before after
              quarry compare before after --only-in-a --json | jq -r '.listed[] | .reason + " " + .url'
            """)

    @Argument(help: "The folder of a corpus, A.", completion: .directory)
    var one: String

    @Argument(help: "The folder of another, B.", completion: .directory)
    var two: String

    @OptionGroup var addresses: AddressOptions

    @Flag(name: .customLong("only-in-a"), help: "List the documents that only A has, and why B has not.")
    var onlyInA = false

    @Flag(name: .customLong("only-in-b"), help: "List the documents that only B has, and why A has not.")
    var onlyInB = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if onlyInA && onlyInB { throw ValidationError("give --only-in-a or --only-in-b, not both") }
    }

    func run() throws {
        do {
            let compared = try CompareInspection(
                CorpusOptions.open(one), CorpusOptions.open(two),
                listing: onlyInA ? .onlyInA : onlyInB ? .onlyInB : .none)
            Output.line(json ? compared.json : compared.text(on: Output.screen))
        } catch {
            Failure.say("quarry: \(error)")
            throw ExitCode(error.exitCode)
        }
    }
}
