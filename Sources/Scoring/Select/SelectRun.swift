import Annotations
package import Configuration
import CorpusFiles
import Documents
import Facts
import JSON
import Phases
import Platform
import Runs

/// `quarry select`: a new corpus of the documents and images for which predicates are true.
///
/// The source is only read. Everything is made under `work/` in the new folder first; a folder without `corpus.json` is no
/// corpus, and the same command begins it anew.
package struct SelectRun {
    private let corpus: Corpus
    private let index: ScoredIndex
    private let request: SelectRequest
    private var selector: DocumentSelector
    private let captioner: String?
    private let config: PipelineConfig

    /// What would be kept; nothing is written.
    /// - Throws: `PipelineError.problems` for a predicate that is not understood, with the columns there are.
    package static func preview(_ request: SelectRequest) throws(PipelineError) -> SelectSummary {
        do {
            guard request.imagesPredicate == nil, request.against.isEmpty else {
                var run = try SelectRun(request)
                return try run.count()
            }
            return try tally(request)
        } catch { throw PipelineError(scoring: error) }
    }

    /// Documents stay as they are where no image leaves: the index alone knows what is kept.
    private static func tally(_ request: SelectRequest) throws -> SelectSummary {
        try checkIsAsked(request)
        let corpus = try Corpus(folder: request.corpus)
        let index = try ScoredIndex(corpus, model: request.model)
        if let filter = request.filter { try index.attach(quality: FilterRun.quality(of: corpus, index, filter)) }
        if request.withCaptions { _ = try captioner(index) }
        let tally = try index.tally(where: request.predicate ?? "true", withQuality: request.filter != nil)
        var summary = SelectSummary()
        (summary.documents, summary.images) = (tally.documents, tally.images)
        (summary.kept, summary.keptImages, summary.words) = (tally.kept, tally.keptImages, tally.words)
        summary.undecided = tally.undecided
        return summary
    }

    private static func checkIsAsked(_ request: SelectRequest) throws(PipelineError) {
        guard
            request.predicate != nil || request.imagesPredicate != nil || request.withCaptions
                || !request.against.isEmpty
        else {
            throw .problems(["nothing to select by: give --where, --images-where or --with captions"])
        }
    }

    /// Makes the new corpus.
    /// - Throws: `PipelineError`: `.problems` for a request that cannot be met (nothing was touched), `.otherRun` for a
    ///   folder that holds something else.
    package static func run(_ request: SelectRequest) throws(PipelineError) -> SelectSummary {
        do {
            try checkIsAsked(request)
            if let summary = try finished(request) { return summary }
            try checkOutput(request)
            var run = try SelectRun(request)
            let place = RunFolder(request.output)
            try Files.makeFolder(place.work)
            let lock = try RunLock(path: place.lock)
            defer { lock.release() }
            try checkOutput(request)  // another process may have finished meanwhile
            let summary = try run.make(run.destination)
            try removeWork(request)
            return summary
        } catch { throw PipelineError(scoring: error) }
    }

    /// Selects into a folder that is the caller's: the end of a run.
    static func run(_ request: SelectRequest, into destination: SelectDestination) throws -> SelectSummary {
        var run = try SelectRun(request, destination.reasons)
        return try run.make(destination)
    }

    private init(_ request: SelectRequest, _ reasons: DocumentSelector.Reasons = .init()) throws {
        self.request = request
        try SelectRun.checkIsAsked(request)
        let corpus = try Corpus(folder: request.corpus)
        self.corpus = corpus
        index = try ScoredIndex(corpus, model: request.model)
        if let filter = request.filter { try index.attach(quality: FilterRun.quality(of: corpus, index, filter)) }
        captioner = request.withCaptions ? try SelectRun.captioner(index) : nil
        let config = try SelectRun.config(request, corpus)
        self.config = config
        selector = try DocumentSelector(
            index, where: request.predicate, imagesWhere: request.imagesPredicate,
            withQuality: request.filter != nil, reasons: reasons
        ) { () throws(PipelineError) in config }
    }

    /// The pipeline the corpus was made by, or the one that is given instead.
    private static func config(_ request: SelectRequest, _ corpus: Corpus) throws(PipelineError) -> PipelineConfig {
        if let path = request.pipeline { return try Pipeline.load(path: path).config }
        do {
            return try Pipeline.parse(corpus.manifest.pipeline, file: "corpus.json", folder: corpus.folder).config
        } catch {
            throw .problems([
                "the pipeline in \(corpus.folder)/corpus.json cannot be used here; give the file it was made by "
                    + "with --pipeline: \(error)"
            ])
        }
    }

    /// The model whose captions are merged in.
    private static func captioner(_ index: ScoredIndex) throws(PipelineError) -> String {
        if let model = index.plain[.caption] { return model }
        let having = index.models.filter { $0.signals.contains(.caption) }.map(\.name)
        throw .problems([
            having.isEmpty
                ? "the corpus has no captions yet: quarry score --signals caption"
                : "several models wrote captions (\(having.joined(separator: ", "))): name one with --model"
        ])
    }

    /// What the folder has when it is this very selection, finished: the same predicates of the same corpus. Then only what a
    /// kill left under `work/` is removed.
    /// - Throws: `PipelineError.damaged` when it no longer has what it promised.
    private static func finished(_ request: SelectRequest) throws -> SelectSummary? {
        guard request.pipeline == nil, let manifest = try? CorpusManifest(folder: request.output),
            let parent = manifest.parents.last,
            parent.sha256
                == (try SHA256.hash(file: Corpus.resolve(request.corpus) + "/" + CorpusManifest.fileName)).hex,
            parent.selection.map({ [$0.name, $0.value] }) == request.selection.map({ [$0.name, $0.value] })
        else { return nil }
        let absent = manifest.absent(from: request.output)
        guard absent.isEmpty else {
            throw PipelineError.damaged(
                "'\(request.output)' is this selection, but \(absent.prefix(5).joined(separator: ", ")) "
                    + "\(absent.count == 1 ? "is" : "are") not as sealed: delete the folder and give the same command again"
            )
        }
        try removeWork(request)
        return SelectSummary(manifest)
    }

    /// Gone for good, after a power cut too.
    private static func removeWork(_ request: SelectRequest) throws(SystemError) {
        try Files.remove(request.output + "/work")
        try Files.syncFolder(request.output)
    }

    private static func checkOutput(_ request: SelectRequest) throws(PipelineError) {
        let source = Files.absolute(Corpus.resolve(request.corpus))
        let output = place(request.output)
        guard output != source, !(output + "/").hasPrefix(source + "/") else {
            throw .otherRun("'\(request.output)' is the corpus itself or lies in it: give another --output")
        }
        guard Files.exists(request.output) else { return }
        let (names, work): ([String], [String]?)
        do {
            names = Files.isFolder(request.output) ? try Files.list(request.output) : []
            work = names == ["work"] ? try Files.list(request.output + "/work") : nil
        } catch { throw .system(error) }
        // What an unfinished selection has made, and no run: its marker, or only the lock, or not even that.
        let isBegun = Files.exists(request.output + "/" + marker)
        let isOurs = (isBegun || work == [] || work == ["lock"]) && !names.contains(CorpusManifest.fileName)
        guard Files.isFolder(request.output), names.isEmpty || isOurs else {
            throw .otherRun("'\(request.output)' is not empty: give another --output")
        }
    }

    /// The absolute path of a folder that may not be there yet.
    private static func place(_ path: String) -> String {
        guard !Files.exists(path) else { return Files.absolute(path) }
        let names = path.split(separator: "/")
        let parent = names.dropLast().joined(separator: "/")
        let folder = path.hasPrefix("/") ? "/" + parent : parent.isEmpty ? "." : parent
        return Files.absolute(folder) + "/" + (names.last ?? "")
    }

    private static let marker = "work/select"

    // MARK: Work

    private mutating func count() throws -> SelectSummary {
        var summary = start
        try forEachDocument { document, number, _, run in
            let outcome = run.decide(document, number: number)
            run.note(outcome, document, &summary)
        }
        return summary
    }

    private var start: SelectSummary {
        var summary = SelectSummary()
        summary.undecided = selector.undecided
        return summary
    }

    private mutating func decide(_ document: Document, number: Int) -> DocumentSelector.Outcome {
        guard let detail = request.known[document.id] else { return selector.decide(document, number: number) }
        let drop = Drop(.documentNearDuplicate, detail: detail, of: document)
        return .dropped(document, [drop] + document.cascade())
    }

    private func note(_ outcome: DocumentSelector.Outcome, _ source: Document, _ summary: inout SelectSummary) {
        summary.documents += 1
        summary.images += source.imageCount
        switch outcome {
        case .kept(let document, _, _):
            summary.kept += 1
            summary.keptImages += document.imageCount
            summary.words += document.profile.words
        case .dropped(_, let drops):
            let own = drops.first { $0.reason.unit == .document }
            if let own, ![.documentNotSelected, .documentScore, .documentNearDuplicate].contains(own.reason) {
                summary.judgedOut += 1
            }
        }
    }

    /// Gives every document with its number and the index of its shard to `body`.
    private mutating func forEachDocument(
        opening: (Int) throws -> Void = { _ in },
        _ body: (Document, _ number: Int, _ shard: Int, inout SelectRun) throws -> Void
    ) throws {
        var number = 0
        for (shard, file) in corpus.manifest.files(.shard).enumerated() {
            try opening(shard)
            try FramedReader(path: corpus.folder + "/" + file.path).lines { line in
                if Interrupts.isRaised { throw PipelineError.interrupted }
                try body(try DocumentCoder.read(JSONValue(parsing: Array(line))), number, shard, &self)
                number += 1
            }
        }
    }

    private mutating func make(_ destination: SelectDestination) throws -> SelectSummary {
        let work = destination.folder + "/" + SelectRun.marker
        try Files.remove(work)
        try Files.makeFolder(work + "/part")
        let made = try write(into: work)
        var publisher = try Publisher(folder: destination.folder)
        try publisher.place(work + "/part", counts: made.counts)
        if config.output.keepDrops {
            for path in destination.drops { try publisher.placeDrops(path) }
            try publisher.placeDrops(work + "/part/" + CorpusOutput.dropsFile, as: "select")
        }
        var manifest = try destination.manifest(made.ledger)
        if captioner != nil || !manifest.parents.isEmpty { manifest.format = CorpusManifest.formatVersion }
        let carrier = made.carrier
        try publisher.seal(manifest, config, notes: destination.notes) { sealed throws(StorageError) in
            try carrier.seal(corpus: destination.folder, sealed)
        }
        try Files.remove(work)
        return made.summary
    }

    private mutating func write(
        into work: String
    ) throws -> (counts: [String: Int], ledger: Ledger, summary: SelectSummary, carrier: ScoreCarrier) {
        var output = try CorpusOutput(folder: work + "/part", config: config.output)
        let carrier = try ScoreCarrier(source: corpus.folder, folder: work + "/scores")
        var summary = start
        try forEachDocument(opening: carrier.open) { source, number, _, run in
            output.ledger.enter(source)
            var document = source
            if let captioner = run.captioner {
                document.merge(captions: carrier.annotation(source.id, model: captioner))
            }
            let outcome = run.decide(document, number: number)
            run.note(outcome, source, &summary)
            switch outcome {
            case .dropped(let document, let drops): try output.leave(document, drops)
            case .kept(var document, let drops, let isChanged):
                try run.recall(&document)
                let shard = try output.keep(document, drops) { try run.content($0, $1) }
                if let shard, !isChanged { try carrier.carry(document.id, to: shard) }
            }
        }
        let ledger = output.ledger
        try ledger.close()
        return (try output.commit(), ledger, summary, carrier)
    }

    /// Gives images what only the index knows of them.
    private func recall(_ document: inout Document) throws {
        var known: [String: ImageSignals] = [:]
        for sha256 in Set(document.images.compactMap(\.signals?.sha256)) {
            known[sha256] = try corpus.index.images(sha256Prefix: sha256, limit: 1).first?.signals
        }
        document.sift { node in
            guard case .image(var image) = node, let signals = image.signals else { return node }
            image.signals = known[signals.sha256] ?? signals
            return .image(image)
        }
    }

    private func content(_ image: ImageNode, _ signals: ImageSignals) throws -> [UInt8]? {
        guard let row = try corpus.index.images(sha256Prefix: signals.sha256, limit: 1).first, row.pack >= 0 else {
            return nil
        }
        return try corpus.bytes(of: row)
    }

    /// The request's own: a corpus with a link to the one it was selected from.
    private var destination: SelectDestination {
        let (source, folder, request) = (corpus.manifest, corpus.folder, request)
        let asked = request.selection.map { "`\($0.name)`: `\($0.value)`" }.joined(separator: ", ")
        return SelectDestination(
            folder: request.output,
            notes: [
                "Selected by `quarry select` from a corpus of \(source.counts.documents) documents (\(asked)); the funnel "
                    + "below counts what entered the selection."
            ],
            manifest: { ledger in
                var manifest = CorpusManifest(tool: Tool.version, pipeline: source.pipeline)
                (manifest.inputs, manifest.read) = (source.inputs, source.read)
                manifest.limits = source.limits
                manifest.ledger = ledger
                let digest = try SHA256.hash(file: folder + "/" + CorpusManifest.fileName)
                manifest.parents =
                    source.parents
                    + [CorpusParent(sha256: digest.hex, manifest: source, selection: request.selection)]
                return manifest
            })
    }
}

/// Where a selection goes, and what its manifest says.
struct SelectDestination {
    /// The new corpus' folder.
    let folder: String
    /// The reasons of the predicates.
    var reasons = DocumentSelector.Reasons()
    /// Drop logs of earlier phases that become part of the corpus.
    var drops: [String] = []
    /// What the card says besides.
    var notes: [String] = []
    /// The manifest, given the selection's ledger.
    let manifest: (Ledger) throws -> CorpusManifest
}

extension SelectSummary {
    /// What a finished selection kept, by its account.
    fileprivate init(_ manifest: CorpusManifest) {
        let (documents, images) = (manifest.ledger[.document], manifest.ledger[.image])
        self.documents = documents.born
        self.images = images.born
        (kept, keptImages, words) = (documents.written, images.written, manifest.counts.words)
        judgedOut =
            documents.sortedReasons.filter {
                ![.documentNotSelected, .documentScore, .documentNearDuplicate].contains($0.reason)
            }.reduce(0) { $0 + $1.count }
    }
}

extension Document {
    /// Gives every segment the key `model_caption`, with what a model wrote where it wrote something.
    fileprivate mutating func merge(captions annotation: Annotation?) {
        hasModelCaptions = true
        let captions = Dictionary(
            (annotation?.images ?? []).map { ($0.position, $0.caption ?? "") }, uniquingKeysWith: { $1 })
        var position = -1
        sift { node in
            position += 1
            guard case .image(var image) = node else { return node }
            image.modelCaption = captions[position] ?? ""
            return .image(image)
        }
    }
}
