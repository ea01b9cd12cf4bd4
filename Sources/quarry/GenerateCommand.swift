import ArgumentParser
import Idefics

/// `quarry generate`.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Continue interleaved prompts.",
        discussion: """
            A line of the input is {"items": [{"text": …} | {"image": path}, …]} and may have \
            "max_new_tokens": n, "bad_words": ["<image>", …] (never written), "stop": [text, …] and "stop_ids": [id, …] (end \
            an answer; the checkpoint's end of text unless stop_ids are given), "temperature", "top_k", "top_p", "seed" \
            (sample), "repetition_penalty", "num_beams", "length_penalty", "early_stopping" (beam search), "processor": \
            {"add_eos_token": bool, "add_end_of_utterance_token": bool} (IDEFICS), {"do_image_splitting": bool, \
            "add_special_tokens": bool} (Idefics3, SmolVLM: their texts say where a text begins). Instead of items a line \
            may have "messages", as chat templates have them: {"role": …, "content": [{"type": "text", "text": …} | \
            {"type": "image", "image": path}, …]}, and "add_generation_prompt". A line without them is continued as the options \
            below say, greedily without any. Paths are absolute or relative to the file.

            An answer is {"prompt_ids", "ids" (the new ones), "text"}, one a line, in order. A line whose picture cannot be \
            read or whose text cannot be used is answered {"error"}, the others are continued, and the exit code is 1.

            EXAMPLE:
              quarry generate --model models/idefics-9b-instruct --input prompts.jsonl --json
            """)

    @OptionGroup var options: ModelOptions

    @Option(help: "A file of prompts, a JSON object a line; - is standard input.", completion: .file())
    var input: String

    @Option(help: "New tokens at most, where a line does not say.")
    var maxNewTokens = 40

    @Option(help: "Sample with this temperature, where a line does not say.")
    var temperature: Float?

    @Option(help: "Sample among this many likeliest tokens; 0 is all. Default when sampling: 50.")
    var topK: Int?

    @Option(help: "Sample among the likeliest tokens with this probability together. Default when sampling: 1.")
    var topP: Float?

    @Option(help: "Makes sampling repeatable; each line gets random numbers of its own.")
    var seed: UInt64 = 0

    @Option(help: "Above 1: what was written already becomes less likely.")
    var repetitionPenalty: Float = 1

    @Option(help: "Beam search over this many texts, where a line does not say.")
    var numBeams = 1

    @Flag(help: "Print a JSON object a line.")
    var json = false

    func validate() throws {
        guard maxNewTokens >= 0 else { throw ValidationError("--max-new-tokens must not be below 0.") }
        guard numBeams > 0 else { throw ValidationError("--num-beams must be above 0.") }
        guard numBeams == 1 || !samples else {
            throw ValidationError("--num-beams and sampling (--temperature, --top-k, --top-p) exclude each other.")
        }
    }

    private var samples: Bool { temperature != nil || topK != nil || topP != nil }

    private var defaults: GenerationOptions {
        var defaults = GenerationOptions(maximumTokens: maxNewTokens)
        defaults.repetitionPenalty = repetitionPenalty
        if samples {
            defaults.strategy = .sample(
                SamplingOptions(temperature: temperature ?? 1, topK: topK ?? 50, topP: topP ?? 1, seed: seed))
        } else if numBeams > 1 {
            defaults.strategy = .beam(BeamOptions(beams: numBeams))
        }
        return defaults
    }

    func run() throws {
        try answeringModel { () throws(IdeficsError) in
            let file = try PromptFile(path: input, fetch: options.fetch)
            let model = try options.open()
            return try file.generate(with: model, defaults: defaults) { answer in
                if json { return Output.line(answer.json(\.json), now: true) }
                switch answer {
                case .success(let answer): Output.line(TerminalText.shown(answer.text), now: true)
                case .failure(let problem): Failure.say("quarry: \(problem)")
                }
            }
        }
    }
}
