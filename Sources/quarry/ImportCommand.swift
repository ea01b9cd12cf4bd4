import ArgumentParser
import Imports
import Runs

/// `quarry import`.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make a corpus of documents that others published.",
        discussion: """
            obelics    Parquet with images, texts, metadata, general_metadata (snappy, gzip, zstd; with or without pictures)
            mmc4       JSON lines with text_list and image_info, or archives of them
            segments   JSON lines as Quarry's shards have them, or of {"text": …}; plain, gzip or zstd
            webdataset tar: documents, the names of m4, or pairs of a picture and a text

            pairs      Parquet with image (or url) and caption

            Nothing is judged unless --pipeline is given. A record that cannot be read is counted and told in the drop log. The corpus \
            can be shown, searched, scored, selected from and exported like any other.

            EXAMPLE:
              quarry import --format obelics data/train-*.parquet --output corpus
            """)

    @Option(help: "obelics, mmc4, segments, webdataset or pairs.")
    var format: String

    @Argument(help: "The files.", completion: .file())
    var files: [String]

    @Option(help: "The new corpus' folder.")
    var output: String

    @Option(help: "A pipeline whose rules judge the documents.", completion: .file())
    var pipeline: String?

    @Option(name: .long, parsing: .singleValue, help: "A value of the pipeline: section.key=value (repeatable).")
    var set: [String] = []

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        try OutputFolder.check(output)
        guard ImportFormat(rawValue: format) != nil else {
            let names = ImportFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--format is one of \(names), not '\(format)'")
        }
        if files.isEmpty { throw ValidationError("give the files") }
    }

    func run() throws {
        Interrupts.listen()
        guard let format = ImportFormat(rawValue: format) else { return }
        var request = ImportRequest(format: format, files: files, output: output)
        (request.pipeline, request.sets) = (pipeline, set)
        let summary = try ImportRun.run(request)
        Output.line(json ? summary.json : summary.text)
    }
}
