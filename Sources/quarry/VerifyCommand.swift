import ArgumentParser
import CorpusFiles
import Inspection

/// `quarry verify`: everything a corpus says of itself, counted again.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Recount shards, packs and drop logs, compare every checksum; exit 1 and name the file when one is wrong.",
        discussion: """
            EXAMPLE:
              quarry verify corpus && echo sound
            """)

    @OptionGroup var options: CorpusOptions

    func run() throws {
        try Corpus.refuseAddress(options.corpus)
        let result = Verification.verify(folder: options.corpus)
        Output.line(options.json ? result.json : result.text)
        guard result.isSound else { throw ExitCode(1) }
    }
}
