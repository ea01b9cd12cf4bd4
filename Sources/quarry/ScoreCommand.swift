import ArgumentParser
import Facts
import Idefics
import Runs
import Scoring

/// `quarry score`.
struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Let a model score every document; the same command resumes.",
        discussion: """
            Annotations stand beside the shards (scores/<model>/), never in them; several models may stand side by side. \
            What a document has already is not measured again. Signals:

            \(ScoreSignal.allCases.map { "\($0.rawValue): \($0.definition).\n  Cost: \($0.cost)." }.joined(separator: "\n"))

            EXAMPLE:
              quarry score corpus --model models/idefics-9b --signals image-gain,perplexity
              quarry score corpus --scorer 'ssh box quarry scorer --model models/idefics-9b'
              quarry score corpus --model models/smolvlm --cascade 'words > 50' --cascade 'image_gain > 0.1'
              quarry score corpus --model DIR --units; quarry score corpus --model DIR --unit score/00003
              quarry stats corpus --signal image_gain
              quarry select corpus --where 'image_gain > 0.1' --output better
            """)

    @Argument(help: "The folder of a corpus.", completion: .directory)
    var corpus: String

    @Option(help: "The folder of a checkpoint: IDEFICS, Idefics3 or SmolVLM.", completion: .directory)
    var model: String?

    @OptionGroup var external: ScorerOptions

    @Option(help: "The name of the annotations. Default: the last part of --model, or what the scorer calls itself.")
    var name: String?

    @Option(help: "What is measured, with commas between.")
    var signals = "image-gain,perplexity"

    @Option(help: "Documents at most, in corpus order.")
    var limit: Int?

    @Option(help: "As many documents, chosen at random; prints quantiles with 95 % bounds for all of them.")
    var sample: Int?

    @Option(help: "What an hour of this machine costs: the progress line says what is left to pay.")
    var price = 0.0

    @Option(name: .customLong("where"), help: "Only documents for which this SQL expression is true.")
    var predicate: String?

    @Option(
        help: """
            What quarry select --where will ask; several are joined by AND. Only documents for which it depends on the model \
            are scored, the others are counted.
            """)
    var cascade: [String] = []

    @Option(help: "What quarry select --images-where will ask.")
    var cascadeImages: [String] = []

    @Option(help: "The filter whose 'quality' --cascade asks for (quarry train-filter).", completion: .file())
    var filter: String?

    @Option(help: "Tokens that go through the model together.")
    var batchTokens = 1024

    @Option(help: "Tokens of a document that are looked at. Default: as many as the model was made for.")
    var maxTokens: Int?

    @Option(help: "The question of the signal 'question'.")
    var question = ""

    @Option(help: "What it is about: document or image.")
    var questionAbout = "document"

    @OptionGroup var captions: CaptionOptions

    @OptionGroup var compute: ComputeOptions

    @Option(help: "auto, always or never.")
    var progress = "auto"

    @Flag(help: "Print a summary as JSON.")
    var json = false

    @Flag(help: "Print the units that are still to do, one JSON object a line: 256 documents each, for --unit.")
    var units = false

    @Option(help: "Do only this unit, beside other processes that do others; 'score' without it joins them.")
    var unit: String?

    func run() throws {
        Interrupts.listen()
        guard let mode = Progress.Mode(rawValue: progress) else {
            throw ValidationError("--progress is auto, always or never, not '\(progress)'")
        }
        var request = try external.request(corpus, model)
        request.name = name
        request.signals = try ScoreRequest.signals(signals.split(separator: ",").map { $0.filter { $0 != " " } })
        request.limit = limit
        (request.sample, request.price) = (sample, price)
        request.predicate = predicate
        if !cascade.isEmpty || !cascadeImages.isEmpty {
            request.cascade = Cascade(documents: cascade, images: cascadeImages, filter: filter)
        }
        request.batchTokens = batchTokens
        request.maximumTokens = maxTokens
        request.load = compute.load
        (request.question, request.questionAbout) = (question, questionAbout)
        request.captions = captions.settings
        if units {
            for line in try ScoreRun.units(request) { Output.line(line) }
            return
        }
        if let unit { return Output.line(try ScoreRun.work(request, unit: WorkUnit(argument: unit))) }
        let summary = try ScoreRun.run(request, progress: mode)
        for stage in summary.cascade { Failure.say("cascade, \(stage.text)") }
        if json { Output.line(summary.json) } else if let sample = summary.sample { Output.line(sample.text) }
        Failure.say(
            "scored \(summary.scored) of \(summary.documents) documents"
                + (summary.problems > 0 ? " (\(summary.problems) could not be)" : "")
                + " as '\(summary.model)'; quarry stats \(corpus) --signal …, quarry select \(corpus) --where …")
    }
}
