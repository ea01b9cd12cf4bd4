import ArgumentParser
import Idefics

/// `quarry generate`.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Continue interleaved prompts with an IDEFICS-1 checkpoint.",
        discussion: """
            A line of the input is {"items": [{"text": …} | {"image": path}], "max_new_tokens": n, "bad_words": ["<image>"],
            "stop": ["<end_of_utterance>"], "processor": {"add_end_of_utterance_token": false}}; only items is needed. Paths are
            absolute or relative to the file. An answer is {"prompt_ids", "ids" (the new ones), "text"}.

            EXAMPLE:
              quarry generate --model models/idefics-9b-instruct --input prompts.jsonl --json
            """)

    @OptionGroup var options: ModelOptions

    @Option(help: "A file of prompts, a JSON object a line.", completion: .file())
    var input: String

    @Option(help: "New tokens at most, where a line does not say.")
    var maxNewTokens = 40

    @Option(help: "Sample with this temperature, where a line does not say; greedy without it.")
    var temperature: Float?

    @Option(help: "Sample among this many likeliest tokens; 0 is all.")
    var topK = 50

    @Option(help: "Sample among the likeliest tokens with this probability together.")
    var topP: Float = 1

    @Option(help: "Makes sampling repeatable.")
    var seed: UInt64 = 0

    @Flag(help: "Print a JSON object a line.")
    var json = false

    func run() throws {
        try answeringModel { () throws(IdeficsError) in
            let file = try PromptFile(path: input, fetch: options.fetch)
            let model = try options.open()
            var defaults = GenerationOptions(maximumTokens: maxNewTokens)
            if let temperature {
                defaults.strategy = .sample(
                    SamplingOptions(temperature: temperature, topK: topK, topP: topP, seed: seed))
            }
            try file.generate(with: model, defaults: defaults) { answer in print(json ? answer.json : answer.text)
            }
        }
    }
}
