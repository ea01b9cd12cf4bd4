import ArgumentParser
import Inspection
import Phases
import Runs
import Scoring

/// `quarry funnel`: what entered, what was written, and why the rest was not.
struct FunnelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "funnel",
        abstract: "For records, documents, paragraphs and images: born, written, dropped by reason.",
        discussion: """
            EXAMPLE:
              quarry funnel corpus --json | jq .units.image.dropped
            """)

    @OptionGroup var options: CorpusOptions
    @OptionGroup var addresses: AddressOptions

    func run() throws {
        try options.answering { () throws(InspectionError) in
            let funnel = try funnel()
            Output.line(options.json ? funnel.json : funnel.text(on: Output.screen))
        }
    }

    private func funnel() throws(InspectionError) -> FunnelInspection {
        if let begun = BegunRun(options.corpus, phases: .complete) {
            Failure.say("quarry: \(begun.state)")
            return FunnelInspection(begun.ledger)
        }
        return FunnelInspection(try options.open())
    }
}
