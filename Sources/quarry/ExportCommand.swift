import ArgumentParser
import Exports
import Foundation
import Runs

/// `quarry export`.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a corpus in a form that others read, as a folder of its own.",
        discussion: """
            obelics            Parquet with the columns of the released OBELICS
            webdataset         tar, a sample a document; for webdataset, megatron-energon, NeMo Curator, torchtitan
            energon-polylithic plain JSON lines and the image packs, for megatron-energon
            mmc4               text_list and image_info; with pictures for open_flamingo

            The folder has its card, licence, checksums and a Croissant file. Addresses, hashes and sizes of pictures are given away, \
            the pictures only with --with-images. --takedown takes a file with a line for each document's id, picture's SHA-256, \
            address or domain that has to stay behind; what left is told in OUTPUT.takedown.jsonl.

            EXAMPLE:
              quarry export corpus --format obelics --output release --takedown opt-outs.txt
              quarry export corpus --format webdataset --with-images --where "words > 100" --output train
            """)

    @OptionGroup var options: CorpusOptions

    @Option(help: "obelics, webdataset, energon-polylithic or mmc4.")
    var format: String

    @Option(help: "The new folder.")
    var output: String

    @Option(name: .customLong("where"), help: "An SQL expression over documents (as in quarry select).")
    var predicate: String?

    @Option(help: "Documents of a file.")
    var shardDocuments: Int?

    @Flag(help: "Give the pictures away too.")
    var withImages = false

    @Option(help: "'captions' gives away captions that a model wrote.")
    var with: String?

    @Option(help: "The model, when several wrote captions.")
    var model: String?

    @Option(help: "A list of what has to stay behind.", completion: .file())
    var takedown: String?

    @Option(help: "An order of quarry order.", completion: .file())
    var order: String?

    @Option(help: "Names in a WebDataset: standard or m4.")
    var naming = "standard"

    @Option(help: "The day that the card names (default: today, UTC).")
    var date: String?

    func validate() throws {
        try OutputFolder.check(output)
        guard ExportFormat(rawValue: format) != nil else {
            let names = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--format is one of \(names), not '\(format)'")
        }
        guard ExportNaming(rawValue: naming) != nil else { throw ValidationError("--naming is standard or m4") }
        if let with, with != "captions" { throw ValidationError("--with takes 'captions', not '\(with)'.") }
        if let shardDocuments, shardDocuments < 1 { throw ValidationError("--shard-documents must be at least 1") }
    }

    func run() throws {
        Interrupts.listen()
        guard let format = ExportFormat(rawValue: format), let naming = ExportNaming(rawValue: naming) else { return }
        var request = ExportRequest(corpus: options.corpus, output: output, format: format)
        (request.predicate, request.shardDocuments, request.naming) = (predicate, shardDocuments, naming)
        (request.withImages, request.withCaptions, request.model) = (withImages, with == "captions", model)
        (request.takedown, request.order) = (takedown, order)
        request.date = date ?? String(Date().ISO8601Format().prefix(10))
        let summary = try ExportRun.run(request)
        Output.line(options.json ? summary.json : "wrote " + summary.text)
    }
}
