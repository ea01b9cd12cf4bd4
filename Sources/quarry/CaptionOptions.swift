import ArgumentParser
import Facts

/// How `quarry score` asks for captions.
struct CaptionOptions: ParsableArguments {
    @Option(help: "A text after the image that a caption continues.")
    var captionPrefix = ""

    @Option(help: "Tokens of a caption at most.")
    var captionTokens = 40

    @Option(help: "How a caption is asked for: plain, brief or detailed.")
    var captionTemplate = "plain"

    @Option(help: "Characters of the document's text before the picture that the model reads first.")
    var captionContext = 0

    @Option(help: "Above 1: what was written already becomes less likely in a caption.")
    var captionRepetitionPenalty = 1.0

    @Option(help: "Beam search: captions that are followed at a time.")
    var captionBeams = 1

    var settings: CaptionSettings {
        var settings = CaptionSettings()
        (settings.prefix, settings.tokens, settings.template) = (captionPrefix, captionTokens, captionTemplate)
        (settings.context, settings.beams) = (captionContext, captionBeams)
        settings.repetitionPenalty = captionRepetitionPenalty
        return settings
    }
}
