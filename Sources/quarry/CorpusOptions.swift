import ArgumentParser
import CorpusFiles
import Inspection

/// The corpus a command looks into, and how it prints.
struct CorpusOptions: ParsableArguments {
    @Argument(help: "The folder of a corpus.", completion: .directory)
    var corpus: String

    @Flag(help: "Print JSON.")
    var json = false

    /// Opens the corpus.
    func open() throws(InspectionError) -> Corpus {
        do { return try Corpus(folder: corpus) } catch { throw .storage(error) }
    }

    /// Runs a question.
    func answering(_ body: () throws(InspectionError) -> Void) throws { try body() }
}
