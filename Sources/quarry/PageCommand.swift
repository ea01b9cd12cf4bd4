import ArgumentParser
import Configuration
import Phases

/// `quarry page`: one page through extraction and the text rules.
struct PageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "page",
        abstract: "One page through extraction and the text rules: the document, and in its place all that left.",
        discussion: """
            FILE is a page's HTML, with its URL, or an archive that has the page. What left is grey on a terminal.

            With --images FILE, or a file article.images.json beside article.html (URL -> {"width", "height", "format"}, \
            null for an image that cannot be fetched), its images are judged too, as after they were fetched. Without it \
            nothing is known of them, and all that the page shows stay.

            EXAMPLE:
              quarry page article.html --url https://example.org/article --pipeline quarry
              quarry page crawl.warc.gz --url example.org/article --pipeline quarry
            """)

    @Argument(help: "The HTML file, or an archive.")
    var file: String

    @Option(
        help: "The URL of the page; in an archive with or without scheme and fragment, or left out for its only page.")
    var url: String?

    @Option(help: "The pipeline: a YAML file or a name.")
    var pipeline: String

    @Option(name: .long, parsing: .singleValue, help: "A value of the pipeline: section.key=value (repeatable).")
    var set: [String] = []

    @Option(help: "What is known of the page's images: a JSON file of URL -> facts.")
    var images: String?

    @Flag(help: "Print {\"extracted\", \"judged\", \"drops\"} as one object.")
    var json = false

    func run() throws {
        let page = try PageInspection.inspect(file: file, url: url, pipeline: pipeline, sets: set, images: images)
        Output.line(json ? page.json : page.text(on: Output.screen))
    }
}

/// `quarry config show`: every value of a pipeline with its origin.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Check a pipeline and print every value with its origin.",
        discussion: """
            EXAMPLE:
              quarry config show quarry --set output.level=3
            """,
        subcommands: [Show.self, Schema.self])

    struct Schema: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the JSON Schema of pipelines, for editors that complete and check YAML.",
            discussion: """
                EXAMPLE:
                  quarry config schema > pipeline.schema.json
                """)

        func run() throws { Output.line(PipelineSchema.json) }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every value with its origin.",
            discussion: """
                EXAMPLE:
                  quarry config show quarry --set output.level=3
                """)

        @Argument(help: "The pipeline: a YAML file or a name.")
        var pipeline: String

        @Option(name: .long, parsing: .singleValue, help: "A value of the pipeline: section.key=value (repeatable).")
        var set: [String] = []

        @Flag(help: "Print the resolved pipeline as one JSON object.")
        var json = false

        @Option(help: "Explain a key or a section (corpus.paragraph-maximum, fetch), with its value in this pipeline.")
        var explain: String?

        func run() throws {
            let resolved = try Pipeline.load(path: pipeline, sets: set, environment: Environment.values)
            if json { return Output.line(resolved.resolved) }
            if let explain {
                for key in try KeyExplanation.named(explain) {
                    Output.line(key.text)
                    for entry in resolved.entries where entry.path == key.path {
                        Output.line("    here: \(entry.value)  [\(entry.origin)]")
                    }
                }
                return
            }
            for entry in resolved.entries { Output.line("\(entry.path): \(entry.value)  [\(entry.origin)]") }
        }
    }
}
