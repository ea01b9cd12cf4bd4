import ArgumentParser
import Inspection

/// `quarry drops`: what left, one by one.
struct DropsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drops",
        abstract: "List what was dropped: why, where it stood, what it was; with --json a line each.",
        discussion: """
            EXAMPLE:
              quarry drops corpus --reason image.too-small --limit 20
              quarry drops corpus --reason paragraph.boilerplate --sample 20
              quarry drops corpus --unit document --json | jq -r .url
            """)

    @OptionGroup var options: CorpusOptions
    @OptionGroup var addresses: AddressOptions

    @Option(help: "Only this reason (see 'quarry funnel').")
    var reason: String?

    @Option(help: "Only this unit: record, document, paragraph or image.")
    var unit: String?

    @Option(help: "At most so many.")
    var limit: Int?

    @Option(help: "So many by chance, of all that fit.")
    var sample: Int?

    @Option(help: "Which ones a sample takes: the same number, the same drops.")
    var seed: UInt64 = 0

    func validate() throws {
        if let sample, sample < 1 { throw ValidationError("--sample must be at least 1") }
        if sample != nil && limit != nil { throw ValidationError("give --limit or --sample, not both") }
        if let limit, limit < 0 { throw ValidationError("--limit must not be negative") }
    }

    func run() throws {
        try options.answering { () throws(InspectionError) in
            var question = try DropsInspection(reason: reason, unit: unit, limit: limit)
            (question.sample, question.seed) = (sample, seed)
            let count = try question.forEach(in: options.open()) { drop in
                Output.line(options.json ? DropsInspection.json(drop) : DropsInspection.lines(drop, on: Output.screen))
            }
            if count == 0 { Failure.say("quarry: nothing was dropped that fits") }
        }
    }
}
