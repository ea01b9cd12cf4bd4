package import Configuration
import CorpusFiles
import Documents
import Exports
import Facts
import Idefics
import JSON
import Phases
import Platform
import Runs

/// `quarry mix`: several corpora, pairs and texts as one corpus, by weights.
package struct MixRun {
    private let file: MixFile
    private let digest: String
    private let output: String
    private let tokenizer: Tokenizer?

    /// Plans a mixture, and makes it unless `isDry`.
    /// - Parameter tokenizer: the folder of a checkpoint whose tokens are counted.
    /// - Returns: the table of sources.
    /// - Throws: `PipelineError`.
    package static func run(
        _ path: String, output: String, tokenizer: String?, isDry: Bool
    ) throws(PipelineError) -> String {
        do {
            guard !isDry else {
                let scratch = try Files.makeTemporaryFolder("quarry-mix")
                defer { try? Files.remove(scratch) }
                return try MixRun(path, scratch + "/plan", tokenizer).make(isDry: true)
            }
            if Files.exists(output) {
                throw PipelineError.otherRun("'\(output)' is already there: give another --output")
            }
            return try MixRun(path, output, tokenizer).make(isDry: false)
        } catch { throw PipelineError(exchange: error) }
    }

    private init(_ path: String, _ output: String, _ tokenizer: String?) throws {
        file = try MixFile(path: path)
        digest = try SHA256.hash(file: path).hex
        self.output = output
        do { self.tokenizer = try tokenizer.map { try Tokenizer(path: $0 + "/tokenizer.json") } } catch {
            throw PipelineError.problems(["--tokenizer: \(error)"])
        }
        if file.measure == .tokens && self.tokenizer == nil {
            throw PipelineError.problems([
                "\(path) counts tokens: give --tokenizer DIR (the folder of a tokenizer.json)"
            ])
        }
    }

    private func make(isDry: Bool) throws -> String {
        let folder = output + ".unfinished"
        try Files.remove(folder)
        try Files.makeFolder(RunFolder(folder).work + "/part")
        var corpora: [Corpus] = []
        var remarks: [String] = []
        for (index, source) in file.sources.enumerated() {
            corpora.append(try corpus(source, RunFolder(folder).work + "/source-\(index)", &remarks))
        }
        let plan = try MixPlan(zip(file.sources, corpora).map { try count($0, $1) }, file)
        let told = ([plan.table] + remarks).joined(separator: "\n")
        if !isDry { try write(plan, corpora, folder, told) }
        return told
    }

    /// Opens a source; of one that had to be imported first, what could not be read is a remark.
    private func corpus(
        _ source: MixFile.Source, _ folder: String, _ remarks: inout [String]
    ) throws -> Corpus {
        switch source.origin {
        case .corpus(let path): return try Corpus(folder: path)
        case .files(let files, let format):
            var request = ImportRequest(format: format, files: files, output: folder)
            request.sets = ["output.full-text=false"]
            let summary = try ImportRun.run(request)
            if summary.unreadable + summary.dropped > 0 {
                remarks.append(
                    "Of source '\(source.name)', \(summary.unreadable) of \(summary.records) records could not be read and "
                        + "\(summary.dropped) had nothing or an id that another has.\n")
            }
            return try Corpus(folder: folder)
        }
    }

    private func count(_ source: MixFile.Source, _ corpus: Corpus) throws -> MixPlan.Part {
        var words: [Int] = []
        try corpus.index.forEachDocument { words.append($0.profile.words) }
        var sizes = words
        switch file.measure {
        case .words: break
        case .documents: sizes = words.map { _ in 1 }
        case .tokens:
            sizes = []
            try forEachDocument(of: corpus) { document, _ in
                sizes.append(tokenizer?.encode(document.text, addsSpecialTokens: false).count ?? 0)
            }
        }
        guard sizes.count == words.count else {
            throw StorageError.corrupt(
                path: corpus.folder, detail: "its index does not have the documents of its shards")
        }
        return MixPlan.Part(name: source.name, weight: source.weight, epochs: source.epochs, sizes: sizes, words: words)
    }

    private func forEachDocument(of corpus: Corpus, _ body: (Document, Int) throws -> Void) throws {
        var number = 0
        for shard in corpus.manifest.files(.shard) {
            try FramedReader(path: corpus.folder + "/" + shard.path).lines { line in
                if Interrupts.isRaised { throw PipelineError.interrupted }
                try body(try DocumentCoder.read(JSONValue(parsing: Array(line))), number)
                number += 1
            }
        }
    }

    private func write(_ plan: MixPlan, _ corpora: [Corpus], _ folder: String, _ told: String) throws {
        let pipeline = try Pipeline.parse(ImportRequest.noRules, file: "mix", folder: ".")
        var output = try CorpusOutput(folder: RunFolder(folder).work + "/part", config: pipeline.config.output)
        var ids: Set<String> = []
        for (part, corpus) in zip(plan.parts, corpora) {
            try forEachDocument(of: corpus) { document, number in
                guard part.times.indices.contains(number) else {
                    throw StorageError.corrupt(path: corpus.folder, detail: "its index lacks documents of its shards")
                }
                let times = part.times[number]
                if times == 0 {
                    output.ledger.enter(document)
                    let drop = Drop(.documentNotSelected, detail: "not drawn from \(part.name)", url: document.url)
                    return try output.leave(document, [drop] + document.cascade())
                }
                let told = try withCommonFacts(document, corpora)
                for epoch in 0..<times { try keep(told, epoch, corpus, &ids, &output) }
            }
        }
        let ledger = output.ledger
        try ledger.close()
        let counts = try output.commit()
        var publisher = try Publisher(folder: folder)
        try publisher.place(RunFolder(folder).work + "/part", counts: counts)
        try publisher.placeDrops(RunFolder(folder).work + "/part/" + CorpusOutput.dropsFile, as: "mix")
        try publisher.seal(manifest(ledger, corpora, pipeline), pipeline.config, notes: [note(told)])
        try Files.remove(RunFolder(folder).work)
        try Files.move(folder, to: self.output)
    }

    /// Writes a document once more; a second time, or where another source has its id, under an id of its own.
    private func keep(
        _ document: Document, _ epoch: Int, _ corpus: Corpus, _ ids: inout Set<String>, _ output: inout CorpusOutput
    ) throws {
        var document = document
        var turn = epoch
        while !ids.insert(document.id).inserted {
            turn += 1
            document.id = DocumentBuilder.identifier("\(document.id)#\(turn)")
        }
        output.ledger.enter(document)
        try output.keep(document, []) { _, signals in
            guard let row = try corpus.index.images(sha256Prefix: signals.sha256, limit: 1).first, row.pack >= 0 else {
                return nil
            }
            return try corpus.bytes(of: row)
        }
    }

    /// A document whose pictures are told of as all sources that have them do: by the first that knows the look of one. A corpus
    /// has one row for a picture, and sources may know more or less of it.
    private func withCommonFacts(_ document: Document, _ corpora: [Corpus]) throws -> Document {
        guard corpora.count > 1 else { return document }
        var facts: [String: ImageSignals] = [:]
        for sha256 in Set(document.images.compactMap(\.signals?.sha256)) where sha256.count == 64 {
            let known = try corpora.compactMap {
                try $0.index.images(sha256Prefix: sha256, limit: 1).first?.signals
            }
            facts[sha256] = known.first { !$0.phash.isEmpty } ?? known.first
        }
        var document = document
        document.sift { node in
            guard case .image(var image) = node, let common = facts[image.signals?.sha256 ?? ""] else { return node }
            image.signals = common
            return .image(image)
        }
        return document
    }

    private func note(_ told: String) -> String {
        "Mixed by `quarry mix` (`\(file.name)`, seed \(file.seed), by \(file.measure.rawValue)).\n\n" + told
    }

    private func manifest(_ ledger: Ledger, _ corpora: [Corpus], _ pipeline: Pipeline) throws -> CorpusManifest {
        var manifest = CorpusManifest(tool: Tool.version, pipeline: pipeline.resolved)
        manifest.ledger = ledger
        manifest.format = CorpusManifest.formatVersion
        for (source, corpus) in zip(file.sources, corpora) {
            manifest.inputs += corpus.manifest.inputs
            manifest.parents += corpus.manifest.parents
            let path = corpus.folder + "/" + CorpusManifest.fileName
            manifest.parents.append(
                CorpusParent(
                    sha256: try SHA256.hash(file: path).hex, manifest: corpus.manifest,
                    selection: [("mix", digest), ("source", source.name), ("weight", "\(source.weight)")]))
        }
        return manifest
    }
}
