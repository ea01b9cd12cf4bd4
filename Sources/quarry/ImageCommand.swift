import ArgumentParser
import Glibc
import Inspection
import Platform

/// `quarry image`: one image, by the SHA-256 of its bytes.
struct ImageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "image",
        abstract: "Write the bytes of an image to standard output; on a terminal, what is known of it.",
        discussion: """
            EXAMPLE:
              quarry image corpus 22841e > picture.jpg
              quarry image corpus 22841e --json | jq .occurrences
            """)

    @OptionGroup var options: CorpusOptions
    @OptionGroup var addresses: AddressOptions

    @Argument(help: "The SHA-256 of the image, or the beginning of it.")
    var sha256: String

    @Option(help: "Write the original bytes to this file.", completion: .file())
    var output: String?

    func run() throws {
        try options.answering { () throws(InspectionError) in
            let corpus = try options.open()
            let image = try ImageInspection(sha256, in: corpus)
            if let output { try image.write(to: output, from: corpus) }
            if options.json || output != nil || isatty(1) == 1 {
                return Output.line(options.json ? image.json : image.text)
            }
            var bytes = try image.bytes(in: corpus)[...]
            while !bytes.isEmpty {
                let count = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
                guard count > 0 else {
                    throw InspectionError.storage(.system(SystemError("write", path: "standard output")))
                }
                bytes = bytes.dropFirst(count)
            }
        }
    }
}
