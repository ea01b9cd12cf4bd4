import Annotations
package import Configuration
import CorpusFiles
import Curation
import Documents
import Facts
import JSON
import Phases
import Platform
import Runs

/// `quarry export`: a corpus, or a part of it, as a folder of its own in a form that others read.
///
/// The corpus is only read. Everything is made in a folder beside the new one that gets its name when it is complete; the
/// same corpus, request and day give the same bytes.
package struct ExportRun {
    private let corpus: Corpus
    private let request: ExportRequest
    private let order: DocumentOrder?
    private let list: TakedownList?
    private var receipt: TakedownReceipt?
    private var ledger = Ledger()
    private var summary = ExportSummary()
    private var counts = CorpusManifest.Counts()

    /// Makes the export.
    /// - Throws: `PipelineError`: `.problems` for a request that cannot be met (nothing was touched), `.otherRun` for a folder
    ///   that holds something else.
    package static func run(_ request: ExportRequest) throws(PipelineError) -> ExportSummary {
        do {
            if Files.exists(request.output) {
                throw PipelineError.otherRun("'\(request.output)' is already there: give another --output")
            }
            var run = try ExportRun(request)
            return try run.make()
        } catch { throw PipelineError(exchange: error) }
    }

    private init(_ request: ExportRequest) throws {
        self.request = request
        corpus = try Corpus(folder: request.corpus)
        order = try request.order.map { try DocumentOrder(path: $0) }
        try order?.check(corpus)
        list = try request.takedown.map { try TakedownList(path: $0) }
        receipt = list.map { TakedownReceipt($0) }
    }

    private mutating func make() throws -> ExportSummary {
        let folder = request.output + ".unfinished"
        try Files.remove(folder)
        for name in ["", "/data"] where name.isEmpty || [.obelics, .mmc4].contains(request.format) {
            try Files.makeFolder(folder + name)
        }
        let sink = try sink(folder)
        try write(to: sink)
        try ledger.close()
        let files = try sink.finish()
        summary.files = files.count { $0.kind != .index }
        summary.bytes = files.reduce(0) { $0 + $1.bytes }
        (summary.takenDown, summary.takenDownImages) = (receipt?.documents ?? 0, receipt?.images ?? 0)
        try ExportFolder(folder: folder, corpus: corpus, manifest: manifest(files)).seal()
        if let bytes = receipt?.bytes(date: request.date) {
            try Files.write(bytes, to: request.output + ".takedown.jsonl")
        }
        try Files.move(folder, to: request.output)
        return summary
    }

    private func sink(_ folder: String) throws -> any ExportSink {
        switch request.format {
        case .obelics: ObelicsSink(folder, request)
        case .webdataset: try WebDatasetSink(folder, request)
        case .polylithic: try PolylithicSink(folder, request, corpus)
        case .mmc4: MMC4Sink(folder, request)
        }
    }

    private mutating func manifest(_ files: [ExportFile]) throws -> ExportManifest {
        let source = corpus.folder + "/" + CorpusManifest.fileName
        let link = CorpusParent(
            sha256: try SHA256.hash(file: source).hex, manifest: corpus.manifest,
            selection: request.selection(
                takedown: list?.digest, order: try request.order.map { try SHA256.hash(file: $0).hex }))
        counts.documents = ledger[.document].written
        counts.images = ledger[.image].written
        let takedown = list.map { ($0.digest, $0.entries.count, receipt?.documents ?? 0, receipt?.images ?? 0) }
        return ExportManifest(
            request: request, parents: corpus.manifest.parents + [link], counts: counts, ledger: ledger,
            takedown: takedown, files: files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) })
    }

    // MARK: Documents

    private mutating func write(to sink: any ExportSink) throws {
        let (corpus, request) = (corpus, request)
        let index = try ScoredIndex(corpus, model: request.model)
        let decisions = try request.predicate.map { try index.documents(where: $0) }
        var captions = request.withCaptions ? try CaptionSource(corpus, index, isOrdered: order != nil) : nil
        var missing = 0
        let pictures = PictureSource { signals in
            guard request.withImages else { return nil }
            guard let row = try corpus.index.images(sha256Prefix: signals.sha256, limit: 1).first, row.pack >= 0 else {
                missing += 1
                return nil
            }
            return try corpus.bytes(of: row)
        }
        summary.documents = corpus.manifest.counts.documents
        var seen = Set<Int>()
        try DocumentWalk(corpus: corpus, order: order).forEach { source, number, shard in
            if Interrupts.isRaised { throw PipelineError.interrupted }
            if order != nil, !seen.insert(number).inserted {
                throw PipelineError.damaged("the order names document \(number) twice")
            }
            ledger.enter(source)
            guard decisions?.keeps[number] ?? true else {
                return leave(source, [Drop(.documentNotSelected, detail: request.predicate ?? "")])
            }
            guard var document = sift(source) else { return }
            try captions?.merge(into: &document, shard: shard)
            try sink.append(document, pictures)
            ledger.write(document)
            counts.words += document.profile.words
        }
        try bookUnordered(seen, index)
        summary.written = ledger[.document].written
        summary.images = ledger[.image].written
        summary.missingPictures = missing
    }

    /// Documents that an order does not name are in the account too.
    private mutating func bookUnordered(_ seen: Set<Int>, _ index: ScoredIndex) throws {
        guard order != nil, seen.count < corpus.manifest.counts.documents else { return }
        try DocumentWalk(corpus: corpus, order: nil).forEach { source, number, _ in
            guard !seen.contains(number) else { return }
            ledger.enter(source)
            leave(source, [Drop(.documentNotSelected, detail: "not in the order")])
        }
    }

    private mutating func leave(_ document: Document, _ drops: [Drop]) {
        for drop in drops + document.cascade() { ledger.dropped(drop.reason) }
    }

    /// Takes out what has to stay behind; nil when the document itself has to.
    private mutating func sift(_ source: Document) -> Document? {
        guard let list else { return source }
        if let entry = list.entry(for: source) {
            receipt?.note(entry, source)
            leave(source, [Drop(.documentTakenDown)])
            return nil
        }
        var document = source
        document.sift { node in
            guard case .image(let image) = node, let entry = list.entry(for: image) else { return node }
            receipt?.note(entry, source, image: image)
            ledger.dropped(.imageTakenDown)
            return nil
        }
        guard document.imageCount < source.imageCount else { return source }
        DocumentCleaning.joinTexts(&document)
        DocumentCleaning.tidyDivides(&document)
        DocumentCleaning.joinTexts(&document)
        guard document.imageCount > 0 else {
            leave(document, [Drop(.documentNoImage)])
            return nil
        }
        return document
    }
}
