import ArgumentParser
import Inspection

/// `quarry stats`: what is in a corpus.
struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Count documents, images and words; languages, domains, quantiles; the histogram of a signal.",
        discussion: """
            EXAMPLE:
              quarry stats corpus --json | jq .quantiles.words.p50
              quarry stats corpus --signal image_gain
            """)

    @OptionGroup var options: CorpusOptions
    @OptionGroup var addresses: AddressOptions

    @Option(help: "The histogram of one number: a signal of a model, or any column of the documents.")
    var signal: String?

    @Option(help: "With --signal: the model, when several have the signal.")
    var model: String?

    @Flag(help: "With --signal: over images instead of documents.")
    var images = false

    func validate() throws {
        if signal == nil, images || model != nil { throw ValidationError("--images and --model belong to --signal.") }
    }

    func run() throws {
        try options.answering { () throws(InspectionError) in
            if let signal {
                let stats = try SignalInspection(options.open(), signal: signal, ofImages: images, model: model)
                return Output.line(options.json ? stats.json : stats.text(on: Output.screen))
            }
            let stats = try StatsInspection(options.open())
            Output.line(options.json ? stats.json : stats.text(on: Output.screen))
        }
    }
}
