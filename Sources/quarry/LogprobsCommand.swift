import ArgumentParser
import Idefics

/// `quarry logprobs`.
struct LogprobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logprobs", abstract: "Score interleaved documents: the log-probability of every token.",
        discussion: """
            Lines are those of `quarry generate`. An answer is {"ids", "logprobs"}, one log-probability (natural logarithm) \
            for each id after the first. With --images mask no token sees a picture, with rotate each sees the next picture \
            of the document, with hide those that pictures take are not there. Items are scored as one document (Idefics3, \
            SmolVLM: from the beginning of a text to the end of an utterance), messages by the chat template. A line that cannot be scored is answered {"error"}, and the exit code is 1.

            EXAMPLE:
              quarry logprobs --model models/idefics-9b --input documents.jsonl --images mask --json
            """)

    @OptionGroup var options: ModelOptions

    @Option(help: "A file of documents, a JSON object a line; - is standard input.", completion: .file())
    var input: String

    @Option(help: "What tokens see: keep, mask, rotate or hide.")
    var images = ImageUse.keep

    @Flag(help: "Print a JSON object a line; otherwise tokens and mean log-probability.")
    var json = false

    func run() throws {
        try answeringModel { () throws(IdeficsError) in
            let file = try PromptFile(path: input, fetch: options.fetch)
            let model = try options.open()
            return try file.logProbabilities(with: model, images: images) { answer in
                if json { return Output.line(answer.json(\.json), now: true) }
                switch answer {
                case .success(let answer): Output.line("\(answer.ids.count)\t\(answer.mean)", now: true)
                case .failure(let problem): Failure.say("quarry: \(problem)")
                }
            }
        }
    }
}
