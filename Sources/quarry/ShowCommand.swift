import ArgumentParser
import Inspection

/// `quarry show`: one document, or why it is not in the corpus.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print one document with its images; for a dropped one, why it is out.",
        discussion: """
            EXAMPLE:
              quarry show corpus 9f2c4e
              quarry show corpus https://example.org/a --json | jq .segments
            """)

    @OptionGroup var options: CorpusOptions

    @Argument(help: "An id, the beginning of an id, or the URL of a page, with or without scheme and fragment.")
    var document: String

    @Flag(help: "Also show what left the document on the way, in its place (reads the drop logs).")
    var drops = false

    func run() throws {
        try options.answering { () throws(InspectionError) in
            let shown = try DocumentInspection.find(document, in: options.open(), withDrops: drops)
            Output.line(options.json ? shown.json : shown.text(on: Output.screen))
        }
    }
}
