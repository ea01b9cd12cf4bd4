import ArgumentParser
import Inspection

/// `quarry drops`: what left, one by one.
struct DropsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drops", abstract: "List what was dropped, with reason and numbers; with --json a line each.",
        discussion: """
            EXAMPLE:
              quarry drops corpus --reason image.too-small --limit 20
              quarry drops corpus --unit document --json | jq -r .url
            """)

    @OptionGroup var options: CorpusOptions

    @Option(help: "Only this reason (see 'quarry funnel').")
    var reason: String?

    @Option(help: "Only this unit: record, document, paragraph or image.")
    var unit: String?

    @Option(help: "At most so many.")
    var limit: Int?

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit must not be negative") }
    }

    func run() throws {
        try options.answering { () throws(InspectionError) in
            let question = try DropsInspection(reason: reason, unit: unit, limit: limit)
            let count = try question.forEach(in: options.open()) { drop in
                Output.line(options.json ? DropsInspection.json(drop) : DropsInspection.line(drop))
            }
            if count == 0 { Failure.say("quarry: nothing was dropped that fits") }
        }
    }
}
