import Annotations
package import Configuration
import CorpusFiles
import Documents
import Facts
import Idefics
import JSON
import Platform
package import Runs

/// `quarry score`: runs a model over the documents of a corpus, shard by shard, and seals what it says beside them.
///
/// What a document has already is never measured again: a shard's file is read, only signals that are missing are
/// measured, and the merged file takes its place. A file is also sealed on an orderly stop and every two minutes, so that
/// little is lost when the process is killed.
package struct ScoreRun {
    /// What was done.
    package struct Summary: Sendable {
        /// The name of the annotations.
        package let model: String
        /// Documents that were to be scored, those that were scored now, and those that a problem kept from values.
        package fileprivate(set) var documents = 0, scored = 0, problems = 0
        /// Seconds of scoring, loading left out.
        package fileprivate(set) var seconds = 0.0
        /// What a sample says of all, when only one was scored.
        package fileprivate(set) var sample: SampleReport?

        /// For `--json`.
        package var json: String {
            var json = JSONWriter()
            json.object { json in
                json.member("model", model)
                json.member("documents", documents)
                json.member("scored", scored)
                json.member("problems", problems)
                json.member("seconds", (seconds * 1000).rounded() / 1000)
                json.member("documents_per_second", seconds > 0 ? Double(scored) / seconds : 0)
                if let sample {
                    json.key("sample")
                    sample.json.write(to: &json)
                }
            }
            return json.text
        }
    }

    private static let sealEvery = Duration.seconds(120)
    /// Documents that are read ahead, so that those of about the same length can run together.
    private static let window = 256

    private let request: ScoreRequest
    private let corpus: Corpus
    private let shards: [CorpusManifest.File]
    private let source: ScoreSource
    private let folder: ScoreFolder
    /// By document number; nil: every document.
    private let scope: [Bool]?

    /// Scores a corpus.
    /// - Throws: `PipelineError`: `.problems` for a request that cannot be met (nothing was touched), `.interrupted`.
    package static func run(_ request: ScoreRequest, progress mode: Progress.Mode) throws(PipelineError) -> Summary {
        try request.check()
        do { return try ScoreRun(request).work(mode) } catch { throw PipelineError(scoring: error) }
    }

    private init(_ request: ScoreRequest) throws {
        self.request = request
        corpus = try Corpus(folder: request.corpus)
        shards = corpus.manifest.files(.shard)
        scope = try ScoreRun.scope(request, corpus)
        source = try ScoreSource(request, corpus)
        folder = ScoreFolder(corpus: corpus.folder, model: try source.name(request))
    }

    private static func scope(_ request: ScoreRequest, _ corpus: Corpus) throws -> [Bool]? {
        guard request.predicate != nil || request.limit != nil || request.sample != nil else { return nil }
        var keeps =
            try request.predicate.map { try ScoredIndex(corpus).documents(where: $0).keeps }
            ?? Array(repeating: true, count: corpus.manifest.counts.documents)
        if let sample = request.sample { keep(sample, of: &keeps) }
        var left = request.limit ?? Int.max
        for number in keeps.indices where keeps[number] {
            if left == 0 { keeps[number] = false } else { left -= 1 }
        }
        return keeps
    }

    /// Keeps as many as a sample has, each as likely as any other, the same ones every time: what a sample has measured
    /// already belongs to the next, larger one.
    private static func keep(_ sample: Int, of keeps: inout [Bool]) {
        var random = SplitMix64(seed: 0)
        let order = keeps.indices.map { (draw: random.next(), number: $0) }.sorted { $0 < $1 }
        var left = sample
        for (_, number) in order where keeps[number] {
            if left == 0 { keeps[number] = false } else { left -= 1 }
        }
    }

    /// What the documents of the sample say.
    private func sampled() throws -> SampleReport? {
        guard request.sample != nil, let scope else { return nil }
        var annotations: [Annotation] = []
        var first = 0
        for (shard, file) in shards.enumerated() {
            defer { first += file.lines }
            guard Files.exists(folder.seal(shard)) else { continue }
            let chosen = Set(try ids((first..<first + file.lines).filter { scope[$0] }))
            annotations += try folder.annotations(shard).filter { chosen.contains($0.document) }
        }
        return SampleReport(annotations, request.signals)
    }

    // MARK: Work

    private func work(_ mode: Progress.Mode) throws -> Summary {
        let settings = try settings()
        let open = try openShards()
        var summary = Summary(model: settings.name)
        summary.documents = scope.map { $0.count { $0 } } ?? corpus.manifest.counts.documents
        guard !open.isEmpty else {
            _ = try ScoreIndexBuilder.refresh(corpus.folder, corpus.manifest)
            summary.sample = try sampled()
            return summary
        }
        try Files.makeFolder(folder.path)
        let lock = try RunLock(path: folder.path + "/lock")
        defer { lock.release() }
        // What a killed run left under temporary names.
        for name in try Files.list(folder.path) where name.contains(".tmp") {
            try Files.remove(folder.path + "/" + name)
        }
        let annotator = source.annotator(request, settings, corpus)
        let progress = ScoreProgress(mode: mode, price: request.price, total: open.reduce(0) { $0 + $1.count })
        for shard in open {
            summary.problems += try score(shard.shard, annotator, settings, progress)
        }
        progress.end()
        summary.scored = open.reduce(0) { $0 + $1.count }
        summary.seconds = progress.seconds
        _ = try ScoreIndexBuilder.refresh(corpus.folder, corpus.manifest)
        summary.sample = try sampled()
        return summary
    }

    /// Who annotates, unless what lies in the folder was made by somebody else or for other shards.
    private func settings() throws -> ScoreModel {
        var settings = source.settings(request, name: try source.name(request))
        for (shard, seal) in try folder.seals() {
            if let conflict = settings.conflict(with: seal.model) {
                throw PipelineError.problems([
                    "scores/\(settings.name) was made with \(conflict): give these annotations another --name, "
                        + "or the same settings; nothing was changed"
                ])
            }
            if settings.question.isEmpty {
                settings.question = seal.model.question
                settings.questionAbout = seal.model.questionAbout
            }
            guard shards.indices.contains(shard), shards[shard].sha256 == seal.shardSHA256 else {
                throw PipelineError.problems([
                    "scores/\(settings.name) belongs to other shards than those of \(corpus.folder): "
                        + "delete \(folder.path) or give another --name"
                ])
            }
        }
        return settings
    }

    /// The shards in which a document of the scope lacks a signal, with how many do.
    private func openShards() throws -> [(shard: Int, count: Int)] {
        var open: [(shard: Int, count: Int)] = []
        var first = 0
        for (shard, file) in shards.enumerated() {
            defer { first += file.lines }
            let lines = (first..<first + file.lines).filter { scope?[$0] ?? true }
            guard !lines.isEmpty else { continue }
            var lacking = lines.count
            if Files.exists(folder.seal(shard)) {
                let known = Dictionary(
                    try folder.annotations(shard).map { ($0.document, $0.missing(request.signals).isEmpty) },
                    uniquingKeysWith: { $1 })
                lacking = try ids(lines).count { known[$0] != true }
            }
            if lacking > 0 { open.append((shard, lacking)) }
        }
        return open
    }

    private func ids(_ numbers: [Int]) throws -> [String] {
        try numbers.compactMap { try corpus.index.document(number: $0)?.id }
    }

    // MARK: A range of documents

    /// Annotates documents in a row, all of them, and keeps nothing: what a unit of the phase `score` does.
    /// - Returns: who annotated, and one annotation a document, in order.
    static func annotate(
        _ request: ScoreRequest, _ range: Range<Int>
    ) throws -> (model: ScoreModel, annotations: [Annotation]) {
        try request.check()
        return try ScoreRun(request).annotate(range)
    }

    private func annotate(_ range: Range<Int>) throws -> (model: ScoreModel, annotations: [Annotation]) {
        let settings = source.settings(request, name: try source.name(request))
        var jobs: [ScoreJob] = []
        var first = 0
        for shard in shards {
            let lines = first..<first + shard.lines
            first = lines.upperBound
            var partners = partners(inShard: lines)
            for number in range.clamped(to: lines) {
                guard let row = try corpus.index.document(number: number) else {
                    throw PipelineError.damaged("there is no document \(number) in the index of \(corpus.folder)")
                }
                let line = try FramedReader.line(
                    corpus.folder + "/" + shard.path, frame: row.frame, offset: row.offset, length: row.length)
                jobs.append(
                    ScoreJob(
                        document: try DocumentCoder.read(JSONValue(parsing: line)), missing: request.signals,
                        others: try partners?.others(of: number) ?? []))
            }
        }
        var made: [String: Annotation] = [:]
        try source.annotator(request, settings, corpus).annotate(jobs) { done in
            for (job, annotation) in done { made[job.document.id] = annotation }
        }
        return (settings, jobs.compactMap { made[$0.document.id] })
    }

    private func partners(inShard documents: Range<Int>) -> SwapPartners? {
        request.signals.need(.others) ? SwapPartners(corpus.index, shard: documents) : nil
    }

    // MARK: A shard

    /// Scores what a shard lacks and seals it.
    /// - Returns: documents that a problem kept from values.
    private func score(
        _ shard: Int, _ annotator: any Annotator, _ settings: ScoreModel, _ progress: ScoreProgress
    ) throws -> Int {
        var annotations = ShardAnnotations(try folder.annotations(shard))
        let reader = try FramedReader(path: corpus.folder + "/" + shards[shard].path)
        let first = shards[..<shard].reduce(0) { $0 + $1.lines }
        var partners = partners(inShard: first..<first + shards[shard].lines)
        var jobs: [ScoreJob] = []
        var line = 0
        var sealed = ContinuousClock.now
        func seal() throws {
            try folder.write(annotations.sorted, shard: shard, model: settings, of: shards[shard])
            sealed = .now
        }
        func flush() throws {
            try annotator.annotate(jobs) { made in
                for (job, annotation) in made { annotations.add(annotation, signals: job.missing) }
                progress.add(made.count)
                if ContinuousClock.now - sealed > ScoreRun.sealEvery { try seal() }
            }
            jobs = []
        }
        do {
            try reader.lines { bytes in
                defer { line += 1 }
                let document = try DocumentCoder.read(JSONValue(parsing: Array(bytes)))
                annotations.order.append(document.id)
                guard scope?[first + line] ?? true else { return }
                let missing = annotations.missing(document.id, request.signals)
                guard !missing.isEmpty else { return }
                jobs.append(
                    ScoreJob(document: document, missing: missing, others: try partners?.others(of: first + line) ?? [])
                )
                if jobs.count == ScoreRun.window { try flush() }
            }
            try flush()
        } catch PipelineError.interrupted {
            // Stopped in order: what is measured is kept.
            try seal()
            throw PipelineError.interrupted
        }
        try seal()
        return annotations.problems
    }
}

/// The annotations of a shard, in the order of its documents.
struct ShardAnnotations {
    /// Ids of the documents that were read, in order.
    var order: [String] = []
    private var byID: [String: Annotation]

    init(_ known: [Annotation]) { byID = Dictionary(known.map { ($0.document, $0) }, uniquingKeysWith: { $1 }) }

    func missing(_ id: String, _ wanted: Set<ScoreSignal>) -> Set<ScoreSignal> { byID[id]?.missing(wanted) ?? wanted }

    mutating func add(_ made: Annotation, signals: Set<ScoreSignal>) {
        if byID[made.document] == nil {
            byID[made.document] = made
        } else {
            byID[made.document]?.take(signals, from: made)
        }
    }

    var sorted: [Annotation] {
        // Documents behind the last one that was read keep their annotations too.
        let read = Set(order)
        let rest = byID.values.filter { !read.contains($0.document) }.sorted { $0.document < $1.document }
        return order.compactMap { byID[$0] } + rest
    }

    var problems: Int { order.count { !(byID[$0]?.problem.isEmpty ?? true) } }
}

extension PipelineError {
    /// Whatever scoring or selecting throws.
    /// A corpus or a checkpoint that cannot be read, and a question that it cannot answer, are the request's fault.
    init(scoring error: any Error) {
        switch error {
        case StorageError.system(let error) where error.exitCode == 3: self = .problems([error.description])
        case StorageError.query where Interrupts.isRaised: self = .interrupted
        case let error as StorageError where error.isQuestion: self = .problems([error.description])
        case IdeficsError.notFinite: self = .damaged("\(error)")
        case let error as IdeficsError: self = .problems(["model: \(error)"])
        default: self.init(error)
        }
    }
}

extension StorageError {
    /// Whether what was asked cannot be answered, by this corpus or this version.
    fileprivate var isQuestion: Bool {
        switch self {
        case .query, .version, .refused: true
        case .system, .corrupt, .unwritable, .database: false
        }
    }
}
