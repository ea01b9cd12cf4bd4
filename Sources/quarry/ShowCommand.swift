import ArgumentParser
import CorpusFiles
import Documents
import Facts
import Glibc
import Inspection
import Platform

/// `quarry show`: one document, or why it is not in the corpus.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print one document with its images; for a dropped one, why it is out.",
        discussion: """
            Terminals that can draw pictures (kitty, Ghostty, WezTerm, Konsole, iTerm2, foot, mlterm) show the images too.

            EXAMPLE:
              quarry show corpus 9f2c4e
              quarry show corpus https://example.org/a --json | jq .segments
              quarry show before 9f2c4e --diff after
              quarry show corpus 9f2c4e --diff 1a7b30
            """)

    @OptionGroup var options: CorpusOptions
    @OptionGroup var addresses: AddressOptions

    @Argument(help: "An id, the beginning of an id, or the URL of a page, with or without scheme and fragment.")
    var document: String

    @Flag(help: "Also show what left the document on the way, in its place (reads the drop logs).")
    var drops = false

    @Option(
        help: "Another corpus, or another document of this one: show what is different there, word by word.",
        completion: .directory)
    var diff: String?

    @Option(help: "Whether pictures are drawn: auto, never, or a protocol: kitty, iterm, sixel.")
    var images = "auto"

    func validate() throws {
        guard ["auto", "never"].contains(images) || TerminalPicture(rawValue: images) != nil else {
            throw ValidationError("--images takes auto, never, kitty, iterm or sixel")
        }
    }

    func run() throws {
        try options.answering { () throws(InspectionError) in
            let corpus = try options.open()
            if let diff {
                let changed =
                    Files.isFolder(diff) || diff.hasPrefix("s3://")
                    ? try DocumentDiff(document, in: corpus, and: CorpusOptions.open(diff))
                    : try DocumentDiff(document, and: diff, in: corpus)
                return Output.line(options.json ? changed.json : changed.text(on: Output.screen))
            }
            let shown = try DocumentInspection.find(document, in: corpus, withDrops: drops)
            if options.json { return Output.line(shown.json) }
            guard let drawing else { return Output.line(shown.text(on: Output.screen)) }
            Output.write(
                raw: shown.text(on: Output.screen) { image in ShowCommand.draw(image, in: corpus, drawing) } + "\n")
        }
    }

    private var drawing: TerminalPicture? {
        if let named = TerminalPicture(rawValue: images) { return named }
        guard images == "auto", Output.isTerminal else { return nil }
        return TerminalPicture.detect { name in getenv(name).map { String(cString: $0) } }
    }

    /// A picture that cannot be read or decoded is told by its line alone.
    private static func draw(_ image: ImageNode, in corpus: Corpus, _ drawing: TerminalPicture) -> String? {
        guard let sha256 = image.signals?.sha256, !sha256.isEmpty,
            let row = try? corpus.index.images(sha256Prefix: sha256, limit: 1).first, row.pack >= 0,
            let bytes = try? corpus.bytes(of: row)
        else { return nil }
        return drawing.sequence(bytes, orientation: row.signals.details?.orientation ?? 1)
    }
}
