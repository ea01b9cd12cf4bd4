import ArgumentParser
import Browsing
import CorpusFiles
import Glibc
import Idefics
import Inspection
import Maps
import Platform
import Scoring

/// `quarry map`: a map of a corpus.
struct MapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract:
            "Lay all documents out on a map: those that speak of the same things lie together, groups have names.",
        discussion: """
            The map is made of the documents' words, without a network, and is the same whatever the number of \
            threads. It lies in the corpus' folder 'map'; quarry serve shows it. Content farms and boilerplate stand \
            out as islands: groups whose pages have most of their words in common. 'quarry sample', 'search' and \
            'select' take a group by its number.

            EXAMPLE:
              quarry map corpus
              quarry map corpus --groups
              quarry map corpus --with-dropped
              quarry map corpus --model models/idefics-9b
              quarry map corpus --vectors embeddings.npy --layout pacmap
              quarry map newer --from corpus
              quarry map corpus --export map.html
            """)

    @OptionGroup var options: CorpusOptions

    @Option(help: "tsne (families as islands) or pacmap (truer to what is far, four times as fast).")
    var layout = "tsne"

    @Option(
        help: "Your own vectors: a .npy file of float32, a row a document in the order of the corpus.",
        completion: .file())
    var vectors: String?

    @Option(
        help: "A checkpoint whose states of texts and pictures are the vectors, not the words.", completion: .directory)
    var model: String?

    @Flag(
        help: "Put the documents that were dropped on the map too, by the beginnings of their texts in the drop logs.")
    var withDropped = false

    @Option(name: .customLong("from"), help: "A corpus with a map: documents that it has keep their places.")
    var older: String?

    @Option(help: "Also write the map as one HTML file (up to 100,000 documents).", completion: .file())
    var export: String?

    @Flag(help: "Print all groups of the map that is there, the most alike first, instead of making one.")
    var groups = false

    @Option(help: "Threads. Default: one for each processor.")
    var jobs: Int?

    func validate() throws {
        guard MapLayout.Method(rawValue: layout) != nil else { throw ValidationError("--layout takes tsne or pacmap") }
        if model != nil, vectors != nil { throw ValidationError("Give --model or --vectors, not both.") }
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
    }

    func run() throws {
        try options.answering { () throws(InspectionError) in
            if groups {
                let groups = MapGroups(try GroupOptions.map(of: options.openFolder()).zooms)
                return Output.line(options.json ? groups.json : groups.text)
            }
            var map = MapRun(try options.openFolder())
            map.layout = MapLayout(
                MapLayout.Method(rawValue: layout) ?? .tsne,
                jobs: jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
            map.vectors = vectors
            map.withDropped = withDropped
            if let older {
                map.older = try CorpusOptions.openFolder(older)
            }
            map.progress = { Failure.say("quarry: \($0)", onlyOnTerminal: true) }
            if let model { map.modelVectors = try MapCommand.vectors(map, model, jobs) }
            let summary = try MapCommand.answer(map)
            if let export { try MapCommand.write(map, to: export) }
            Output.line(options.json ? summary.json : summary.text)
        }
    }

    private static func vectors(
        _ map: MapRun, _ checkpoint: String, _ jobs: Int?
    ) throws(InspectionError) -> VectorTable {
        do {
            var load = LoadOptions(threads: jobs)
            load.prefersStoredType = true
            let model = try IdeficsModel(checkpoint: checkpoint, options: load)
            return VectorTable(try ModelVectors.make(map.corpus, model, progress: map.progress))
        } catch let error as StorageError {
            throw .storage(error)
        } catch { throw .unanswerable("model: \(error)") }
    }

    private static func write(_ map: MapRun, to path: String) throws(InspectionError) {
        do {
            let name = map.corpus.folder.split(separator: "/").last.map(String.init) ?? map.corpus.folder
            try OutputFile.write(try MapExport.page(map.corpus, title: "Map of \(name)"), to: path)
        } catch let error as InspectionError {
            throw error
        } catch let error as StorageError {
            throw .storage(error)
        } catch { throw .unanswerable("\(error)") }
    }

    private static func answer(_ map: MapRun) throws(InspectionError) -> MapRun.Summary {
        do { return try map.run() } catch {
            switch error {
            case .storage(let error): throw .storage(error)
            case .unusable(let detail): throw .unanswerable(detail)
            }
        }
    }
}
