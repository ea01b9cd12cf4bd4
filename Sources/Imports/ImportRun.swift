package import Configuration
import CorpusFiles
import Documents
import Exports
import Facts
import Phases
import Platform
import Runs

/// `quarry import`: files that others made, as a full corpus with its account.
///
/// Everything is made in a folder beside the new one that gets its name when it is complete; the same files give the same
/// bytes.
package struct ImportRun {
    private let request: ImportRequest
    private let pipeline: Pipeline
    private var judge: Judge
    private let judges: Bool
    private var ids: Set<String> = []
    private var summary = ImportSummary()

    /// Makes the corpus.
    /// - Throws: `PipelineError`: `.problems` for files that cannot be read, `.otherRun` for a folder that holds something.
    package static func run(_ request: ImportRequest) throws(PipelineError) -> ImportSummary {
        do {
            if Files.exists(request.output) {
                throw PipelineError.otherRun("'\(request.output)' is already there: give another --output")
            }
            for path in request.files where !Files.isFile(path) {
                throw PipelineError.problems(["'\(path)' is not a file"])
            }
            var run = try ImportRun(request)
            return try run.make()
        } catch { throw PipelineError(exchange: error) }
    }

    init(_ request: ImportRequest) throws {
        self.request = request
        pipeline =
            try request.pipeline.map { try Pipeline.load(path: $0, sets: request.sets) }
            ?? Pipeline.parse(ImportRequest.noRules, file: "import", folder: ".", sets: request.sets)
        judge = try Judge(pipeline.config)
        judges = request.pipeline != nil
    }

    private mutating func make() throws -> ImportSummary {
        let folder = request.output + ".unfinished"
        try Files.remove(folder)
        try Files.makeFolder(RunFolder(folder).work + "/part")
        var output = try CorpusOutput(folder: RunFolder(folder).work + "/part", config: pipeline.config.output)
        for path in request.files {
            let (records, readable) = (summary.records, summary.documents + summary.dropped)
            try read(path) { record in
                if Interrupts.isRaised { throw PipelineError.interrupted }
                try take(record, from: path, &output)
            }
            // A file of another form has many records and no document: that is a wrong request, not bad data.
            let none = summary.documents + summary.dropped == readable
            if none, summary.records > records, let lastFault {
                throw PipelineError.problems([
                    "\(path): no record can be read as \(request.format.rawValue): \(lastFault)"
                ])
            }
        }
        let ledger = output.ledger
        try ledger.close()
        let counts = try output.commit()
        var publisher = try Publisher(folder: folder)
        try publisher.place(RunFolder(folder).work + "/part", counts: counts)
        if pipeline.config.output.keepDrops {
            try publisher.placeDrops(RunFolder(folder).work + "/part/" + CorpusOutput.dropsFile, as: "import")
        }
        try publisher.seal(manifest(ledger), pipeline.config, notes: [note])
        try Files.remove(RunFolder(folder).work)
        try Files.move(folder, to: request.output)
        return summary
    }

    private var lastFault: String?

    private var note: String {
        "Imported by `quarry import` from \(request.files.count) files (`\(request.format.rawValue)`); the funnel below counts "
            + "their records."
    }

    private func manifest(_ ledger: Ledger) throws -> CorpusManifest {
        var manifest = CorpusManifest(tool: Tool.version, pipeline: pipeline.resolved)
        manifest.ledger = ledger
        for path in request.files {
            manifest.inputs.append(
                .init(
                    name: path.split(separator: "/").last.map(String.init) ?? path, bytes: try Files.size(path),
                    sha256: try SHA256.hash(file: path).hex))
        }
        // Files of an export lie in its folder or in one below it.
        if let first = request.files.first, let folder = first.lastIndex(of: "/").map({ String(first[..<$0]) }) {
            let chain = ExportChain.parents(in: folder)
            manifest.parents = chain.isEmpty ? ExportChain.parents(in: folder + "/..") : chain
        }
        if !manifest.parents.isEmpty || summary.hasCaptions { manifest.format = CorpusManifest.formatVersion }
        return manifest
    }

    private func read(_ path: String, _ body: (ImportedRecord) throws -> Void) throws {
        switch request.format {
        case .obelics: try ObelicsRows.forEach(path, body)
        case .pairs: try PairRows.forEach(path, body)
        case .mmc4, .segments:
            // mmc4 with pictures comes as an archive of one record a document.
            let head = try Files.read(path, offset: 257, count: 5)
            if head.elementsEqual("ustar".utf8) { return try TarSamples.forEach(path, body) }
            try RecordLines.forEach(path, body)
        case .webdataset: try TarSamples.forEach(path, body)
        }
    }

    private mutating func take(_ record: ImportedRecord, from path: String, _ output: inout CorpusOutput) throws {
        output.ledger.born(.record)
        defer { summary.records += 1 }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        switch record {
        case .unreadable(let fault):
            lastFault = fault
            summary.unreadable += 1
            let place = Document(url: "", nodes: [])
            try output.leave(
                place, [Drop(.recordUnreadable, detail: "\(name): \(fault)", ordinal: summary.records)])
        case .document(var document, let pictures):
            output.ledger.written(.record)
            output.ledger.enter(document)
            let drops = try judge(&document)
            guard drops.last?.reason.unit != .document else {
                summary.dropped += 1
                return try output.leave(document, drops + document.cascade())
            }
            guard try output.keep(document, drops, content: { pictures[$1.sha256] }) != nil else {
                summary.dropped += 1
                return
            }
            summary.documents += 1
            summary.images += document.imageCount
            summary.words += document.profile.words
            if document.hasModelCaptions { summary.hasCaptions = true }
        }
    }

    /// Gives the document an id of its own, measures it and asks the rules, if there are any.
    /// - Returns: what left; a reason of documents last, when it is the document itself.
    private mutating func judge(_ document: inout Document) throws -> [Drop] {
        if document.nodes.isEmpty { return [Drop(.documentNoText, url: document.url)] }
        guard ids.insert(document.id).inserted else { return [Drop(.documentDuplicateID, url: document.url)] }
        if judges {
            let drops = judge.sift(&document)
            document.mergeTexts()
            guard case .drop(let reason, let detail) = judge.judge(&document) else { return drops }
            return drops + [Drop(reason, detail: detail, url: document.url)]
        }
        if document.language.isEmpty { judge.identify(&document) }
        if document.profile.words == 0 { judge.measure(&document) }
        return []
    }
}
