import ArgumentParser
import Runs
import Scoring

/// `quarry select`.
struct SelectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "select", abstract: "Make a new corpus of the documents for which an SQL expression is true.",
        discussion: """
            Columns of documents: url, domain, language, title, words, images, the text's ratios, and the signals that were \
            measured: image_gain, perplexity, swap_margin, question, caption_agreement (with several models also <model>_image_gain …). \
            Columns of images: url, sha256, format, width, height, bytes, caption and the signals. A wrong name lists them. \
            A document that loses an image is judged again by the rules of the corpus' pipeline.

            EXAMPLE:
              quarry select corpus --where "image_gain > 0.1 AND perplexity < 40 AND language = 'en'" --dry-run
              quarry select corpus --not-group 2.17 --output without-farm
              quarry select corpus --where 'image_gain > 0.1' --with captions --output better
            """)

    @OptionGroup var options: CorpusOptions

    @Option(name: .customLong("where"), help: "An SQL expression over documents.")
    var predicate: String?

    @OptionGroup var groups: GroupOptions

    @Option(help: "An SQL expression over images; others leave their documents.")
    var imagesWhere: String?

    @Option(help: "The new corpus' folder.")
    var output: String?

    @Option(help: "'captions' adds the key model_caption to every segment.")
    var with: String?

    @Option(help: "The model, when several have the signals.")
    var model: String?

    @Option(help: "A filter of quarry train-filter: its score is the column quality.")
    var filter: String?

    @Option(help: "The pipeline to judge again by, instead of the corpus' own.")
    var pipeline: String?

    @Flag(help: "Print what would be kept; write nothing.")
    var dryRun = false

    func validate() throws {
        try OutputFolder.check(output)
        if let with, with != "captions" { throw ValidationError("--with takes 'captions', not '\(with)'.") }
        if output == nil && !dryRun {
            throw ValidationError("Give the new corpus' folder with --output, or --dry-run.")
        }
    }

    /// The expression, within or without a group.
    private var wanted: String? {
        get throws {
            guard !groups.isEmpty else { return predicate }
            let parts = [predicate.map { "(\n\($0)\n)" }, try groups.predicate(in: options.openFolder())]
            return parts.compactMap { $0 }.joined(separator: " AND ")
        }
    }

    func run() throws {
        Interrupts.listen()
        var request = SelectRequest(corpus: options.corpus, output: output ?? "")
        (request.predicate, request.imagesPredicate) = (try wanted, imagesWhere)
        request.withCaptions = with == "captions"
        (request.model, request.filter, request.pipeline) = (model, filter, pipeline)
        let summary = dryRun ? try SelectRun.preview(request) : try SelectRun.run(request)
        Output.line(options.json ? summary.json : (dryRun ? "would keep " : "kept ") + summary.text)
    }
}
