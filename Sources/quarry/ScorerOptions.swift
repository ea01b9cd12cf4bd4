import ArgumentParser
import Scoring

/// Scorers outside this process.
struct ScorerOptions: ParsableArguments {
    @Option(
        help: """
            A command of the shell that scores instead of --model, by JSON lines on its standard input and output \
            (pipelines/README.md has the protocol).
            """)
    var scorer: String?

    @Option(help: "Scorers that run at a time.")
    var scorers = 1

    @Option(help: "Seconds in which a scorer has to answer something; else it is started again.")
    var timeout = 600.0

    /// The request of a command line.
    func request(_ corpus: String, _ model: String?) throws(ValidationError) -> ScoreRequest {
        var request: ScoreRequest
        switch (model, scorer) {
        case (let model?, nil): request = ScoreRequest(corpus: corpus, checkpoint: model)
        case (nil, let scorer?): request = ScoreRequest(corpus: corpus, scorer: scorer)
        default: throw ValidationError("Either --model or --scorer is needed.")
        }
        (request.scorers, request.timeout) = (scorers, timeout)
        return request
    }
}
