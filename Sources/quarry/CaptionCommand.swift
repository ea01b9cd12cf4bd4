import ArgumentParser
import Idefics

/// `quarry caption`.
struct CaptionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "caption", abstract: "Describe pictures with an IDEFICS, Idefics3 or SmolVLM checkpoint.",
        discussion: """
            On a terminal the words appear as they are written. A file that is not a picture is reported on standard error, the others \
            are described, and the exit code is 1.

            EXAMPLE:
              quarry caption --model models/idefics-9b --prefix "A picture of" cat.jpg dog.jpg
            """)

    @OptionGroup var options: ModelOptions

    @Argument(help: "Pictures: paths, or addresses with --allow-urls.", completion: .file())
    var images: [String]

    @Option(help: "A text after the picture that the caption continues.")
    var prefix = ""

    @Option(
        help: """
            How the caption is asked for: plain (what the checkpoint says by itself), brief or detailed. Instruct checkpoints \
            are asked, others continue a beginning.
            """)
    var template = CaptionTemplate.plain

    @Option(help: "Tokens of a caption at most.")
    var maxNewTokens = 40

    @Option(help: "Above 1: what was written already becomes less likely.")
    var repetitionPenalty: Float = 1

    @Option(help: "Beam search for so many texts; --json prints all of them with their scores.")
    var nBest = 1

    @Flag(help: "Print a JSON object a line: image, caption, ids, or image and error.")
    var json = false

    func validate() throws {
        guard template == .plain || prefix.isEmpty else {
            throw ValidationError("--prefix and --template exclude each other.")
        }
        guard (1...64).contains(nBest) else { throw ValidationError("--n-best must be 1 to 64.") }
        guard maxNewTokens > 0 else { throw ValidationError("--max-new-tokens must be above 0.") }
    }

    func run() throws {
        try answeringModel { () throws(IdeficsError) in
            let model = try options.open()
            var asked = GenerationOptions(maximumTokens: maxNewTokens)
            asked.repetitionPenalty = repetitionPenalty
            if nBest > 1 { asked.strategy = .beam(BeamOptions(beams: max(3, nBest), answers: nBest)) }
            let captioner = Captioner(model, prefix: prefix, options: asked, template: template)
            let pictures = PictureLoader(relativeTo: ".", fetch: options.fetch)
            let streams = Output.isTerminal && !json && nBest == 1  // beam search knows its words only at the end
            return try captioner.describe(images, pictures: pictures, batch: streams ? 1 : 8) { event in
                switch event {
                case .begins(let image): if streams, images.count > 1 { emit("\(image): ") }
                case .text(let text): if streams { emit(TerminalText.shown(text)) }
                case .caption(let caption):
                    Output.line(json ? caption.json : streams ? "" : line(caption), now: true)
                case .refused(let image, let problem):
                    if json {
                        Output.line(problem.json(image), now: true)
                    } else {
                        Failure.say("quarry: \(problem)")
                    }
                }
            }
        }
    }

    private func line(_ caption: Captioner.Described) -> String {
        images.count > 1 ? "\(caption.source)\t\(caption.caption.text)" : caption.caption.text
    }

    private func emit(_ text: String) { Output.write(text, now: true) }
}
