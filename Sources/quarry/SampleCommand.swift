import ArgumentParser
import Inspection
import Platform

/// `quarry sample`: documents drawn at random.
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Draw documents at random; the same seed draws the same ones.",
        discussion: """
            A larger sample begins with the smaller one of the same seed.

            EXAMPLE:
              quarry sample corpus -n 10 --seed 7
              quarry sample corpus -n 5 --where "language = 'de' AND images > 3" --json | jq -r .[].id
            """)

    @OptionGroup var options: CorpusOptions
    @OptionGroup var addresses: AddressOptions

    @Option(name: .customShort("n"), help: "How many.")
    var count = 10

    @Option(help: "Where the random numbers begin.")
    var seed: UInt64 = 0

    @OptionGroup var narrowing: NarrowingOptions

    func validate() throws {
        guard (1...100_000).contains(count) else { throw ValidationError("-n takes 1 to 100000") }
    }

    func run() throws {
        try options.answering { () throws(InspectionError) in
            let corpus = try options.open()
            let sample = try SampleInspection(count, seed: seed, where: narrowing.predicate(in: corpus), from: corpus)
            // Behind a pipe a document stays a line.
            let screen = Output.isTerminal ? Output.screen : Screen(width: .max)
            Output.line(options.json ? sample.json : sample.text(on: screen))
        }
    }
}
