import ArgumentParser
import Scoring

/// `quarry train-filter`.
struct TrainFilterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train-filter",
        abstract: "Fit a quality classifier on documents you labelled; print how good it is on held-out ones.",
        discussion: """
            A logistic regression over what was measured (text profile, image facts, scores of models) and hashed n-grams \
            of words. One in five labelled documents is held out. The filter is a JSON file for quarry select --filter \
            (column quality) and for pipelines (quality: {model: filter.json, min: 0.5}).

            EXAMPLE:
              quarry train-filter corpus --positives good.txt --negatives bad.txt --output filter.json
              quarry select corpus --filter filter.json --where 'quality > 0.5' --output better
            """)

    @Argument(help: "The folder of a corpus.", completion: .directory)
    var corpus: String

    @Option(help: "A list of ids, one a line.", completion: .file())
    var positives: String

    @Option(help: "A list of ids, one a line.", completion: .file())
    var negatives: String

    @Option(help: "The model, when several have the signals.")
    var model: String?

    @Option(help: "The filter's file.")
    var output: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let report = try FilterRun.train(
            corpus: corpus, positives: positives, negatives: negatives, model: model, output: output)
        Output.line(json ? report.json : report.text)
    }
}
