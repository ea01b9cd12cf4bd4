import ArgumentParser
import Inspection
import Phases
import Runs
import Scoring

/// `quarry why`: the history of a page or an image.
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Tell the history of a page or an image through every phase, with the numbers that decided.",
        discussion: """
            EXAMPLE:
              quarry why corpus https://example.org/gone
              quarry why corpus 9f2c4e --json | jq '.steps[].events[] | select(.kind == "out")'
            """)

    @OptionGroup var options: CorpusOptions
    @OptionGroup var addresses: AddressOptions

    @Argument(help: "An id or the beginning of one, the URL of a page or an image, the SHA-256 of an image.")
    var what: String

    func run() throws {
        try options.answering { () throws(InspectionError) in
            let phases = PhaseList.complete.names.map(\.rawValue)
            let why = try WhyInspection(what, in: options.open(), phases: phases)
            Output.line(options.json ? why.json : why.text(on: Output.screen))
        }
    }
}
