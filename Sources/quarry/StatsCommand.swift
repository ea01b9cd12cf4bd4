import ArgumentParser
import Inspection

/// `quarry stats`: what is in a corpus.
struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Count documents, images and words; languages, domains and quantiles.",
        discussion: """
            EXAMPLE:
              quarry stats corpus --json | jq .quantiles.words.p50
            """)

    @OptionGroup var options: CorpusOptions

    func run() throws {
        try options.answering { () throws(InspectionError) in
            let stats = try StatsInspection(options.open())
            print(options.json ? stats.json : stats.text)
        }
    }
}
