import ArgumentParser
import Browsing
import CorpusFiles
import Inspection
import Phases
import Platform
import Runs
import Scoring

/// `quarry serve`: pages to browse a corpus.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Browse a corpus: documents with their pictures, search, facets, the map; a local page.",
        discussion: """
            Only this machine can open the page unless --bind says otherwise; nothing but notes (notes.jsonl beside the \
            corpus) is ever written, and no page loads anything from elsewhere. j and k go on, / searches, ? helps.

            EXAMPLE:
              quarry serve corpus --port 8080
            """)

    @Argument(help: "The folder of a corpus.", completion: .directory)
    var corpus: String

    @Option(help: "The port.")
    var port: UInt16 = 8080

    @Option(help: "The IPv4 address that is listened on; 0.0.0.0 lets everybody in the network look.")
    var bind = "127.0.0.1"

    @Option(
        help: "A folder with the archives: pages are then shown as they were captured too. Default: where you stand.",
        completion: .directory)
    var archives: [String] = []

    func run() throws {
        do {
            let site = try Site(
                Corpus(folder: corpus), archives: archives.isEmpty ? ["."] : archives,
                phases: PhaseList.complete.names.map(\.rawValue))
            try BrowseServer(site, address: bind, port: port).run { address in
                Output.line("\(address)", now: true)
                Failure.say("quarry: \(site.documents) documents are served; Ctrl-C ends", onlyOnTerminal: true)
            }
        } catch let error as StorageError {
            Failure.say("quarry: \(error)")
            throw ExitCode(InspectionError.storage(error).exitCode)
        } catch let error as SystemError {
            Failure.say("quarry: \(error); is another program on this port? --port takes another")
            throw ExitCode(2)
        }
    }
}
