import ArgumentParser
import CorpusFiles
import Imaging
import Inspection
import Platform
import Reports

/// `quarry report`: a corpus on one page.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract:
            "Make one page of a corpus: the funnel with examples, distributions, a gallery; no network, no script.",
        discussion: """
            EXAMPLE:
              quarry report corpus --output report.html
            """)

    @Argument(help: "The folder of a corpus.", completion: .directory)
    var corpus: String

    @Option(help: "The file.", completion: .file())
    var output = "report.html"

    @Option(help: "The page's title.")
    var title: String?

    func run() throws {
        do {
            try OutputFile.check(output)
            let corpus = try Corpus(folder: corpus)
            let name = corpus.folder.split(separator: "/").last.map(String.init) ?? corpus.folder
            let page = try ReportPage(corpus, title: title ?? name) { bytes, orientation in
                try? Thumbnail.jpeg(bytes, fitting: 360, 240, orientation: orientation, quality: 68)
            }.render()
            try OutputFile.write(page, to: output)
            Failure.say("quarry: \(output), \(page.utf8.count / 1000) kB", onlyOnTerminal: true)
        } catch {
            Failure.say("quarry: \(error)")
            throw ExitCode(InspectionError.storage(error).exitCode)
        }
    }
}
