import ArgumentParser
import Inspection

/// `quarry image`: one image, by the SHA-256 of its bytes.
struct ImageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "image", abstract: "Print what is known of an image and where it is shown, or write its bytes.",
        discussion: """
            EXAMPLE:
              quarry image corpus 22841e
              quarry image corpus 22841e --output picture.jpg
            """)

    @OptionGroup var options: CorpusOptions

    @Argument(help: "The SHA-256 of the image, or the beginning of it.")
    var sha256: String

    @Option(help: "Write the original bytes to this file.", completion: .file())
    var output: String?

    func run() throws {
        try options.answering { () throws(InspectionError) in
            let corpus = try options.open()
            let image = try ImageInspection(sha256, in: corpus)
            if let output { try image.write(to: output, from: corpus) }
            print(options.json ? image.json : image.text)
        }
    }
}
