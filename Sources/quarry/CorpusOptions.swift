import ArgumentParser
import Configuration
import CorpusFiles
import Inspection
import Platform

/// The corpus a command looks into, and how it prints.
struct CorpusOptions: ParsableArguments {
    @Argument(
        help: "The folder of a corpus; verbs that only look take its https:// or s3:// address too.",
        completion: .directory)
    var corpus: String

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: "Seconds that a question to the index may take; 0: as many as it takes.")
    var timeout = 600.0

    func validate() throws {
        if !(timeout >= 0) { throw ValidationError("--timeout must not be negative") }
        QuestionLimit.set(seconds: timeout)
    }

    /// Opens the corpus, which must be in a folder: the verb writes into it.
    func openFolder() throws(InspectionError) -> Corpus { try CorpusOptions.openFolder(corpus) }

    /// Opens a corpus, which must be in a folder: what is beside it is read or written.
    static func openFolder(_ folder: String) throws(InspectionError) -> Corpus {
        do { try Corpus.refuseAddress(folder) } catch { throw .storage(error) }
        return try open(folder)
    }

    /// Opens the corpus.
    func open() throws(InspectionError) -> Corpus { try CorpusOptions.open(corpus) }

    /// Opens a corpus, in a folder or behind an address.
    static func open(_ folder: String) throws(InspectionError) -> Corpus {
        if Corpus.isAddress(folder) {
            return try RemoteCorpus.open(folder, AddressOptions.policy, environment: Environment.all) {
                Failure.say("quarry: \($0)", onlyOnTerminal: true)
            }
        }
        let place = Corpus.resolve(folder)
        if Files.isFolder(place), !Files.exists(place + "/" + CorpusManifest.fileName) { throw .noCorpus(in: folder) }
        do { return try Corpus(folder: folder) } catch { throw .storage(error) }
    }

    /// Runs a question.
    func answering(_ body: () throws(InspectionError) -> Void) throws { try body() }
}

/// Where a verb writes.
enum OutputFolder {
    /// Refuses an address where a folder is meant: it would become a folder of that name.
    /// - Throws: `ValidationError`.
    static func check(_ output: String?) throws(ValidationError) {
        guard let output, Corpus.isAddress(output) else { return }
        throw ValidationError(
            "--output is a folder here, and '\(output)' an address (quarry run and quarry commit send corpora to s3://)"
        )
    }
}
