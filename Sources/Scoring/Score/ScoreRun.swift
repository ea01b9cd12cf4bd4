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
        /// Documents that were to be scored.
        package fileprivate(set) var documents = 0
        /// Documents that were scored now.
        package var scored: Int { numbers.count }
        /// Documents that a problem kept from values.
        package var problems: Int { faulty.values.reduce(0, +) }
        fileprivate var numbers: Set<Int> = [], faulty: [Int: Int] = [:]
        /// Seconds of scoring, loading left out.
        package fileprivate(set) var seconds = 0.0
        /// What a sample says of all, when only one was scored.
        package fileprivate(set) var sample: SampleReport?
        /// What a cascade spared the model, by stage.
        package fileprivate(set) var cascade: [CascadeReport] = []

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
                if !cascade.isEmpty {
                    json.key("cascade")
                    json.array { json in for stage in cascade { stage.write(to: &json) } }
                }
            }
            return json.text
        }
    }

    private static let sealEvery = Duration.seconds(120)
    /// Documents that are read ahead, so that those of about the same length can run together.
    private static let window = 256

    private(set) var request: ScoreRequest
    let corpus: Corpus
    let shards: [CorpusManifest.File]
    let source: ScoreSource
    private let folder: ScoreFolder
    /// By document number; nil: every document.
    private var scope: [Bool]?

    /// Scores a corpus.
    /// - Throws: `PipelineError`: `.problems` for a request that cannot be met (nothing was touched), `.interrupted`.
    package static func run(_ request: ScoreRequest, progress mode: Progress.Mode) throws(PipelineError) -> Summary {
        try request.check()
        do { return try ScoreRun(request).work(mode) } catch { throw PipelineError(scoring: error) }
    }

    init(_ request: ScoreRequest) throws {
        self.request = request
        if request.signals.contains(.captionAgreement) { self.request.signals.insert(.caption) }
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
        let annotator = source.annotator(request, settings, corpus)
        var summary = Summary(model: settings.name)
        summary.documents = scope.map { $0.count { $0 } } ?? corpus.manifest.counts.documents
        if let cascade = request.cascade {
            try work(cascade, settings, &summary) { try $0.pass(annotator, settings, mode, &$1) }
        } else {
            try pass(annotator, settings, mode, &summary)
        }
        summary.sample = try sampled()
        return summary
    }

    /// Stage after stage, each on the documents whose fate the ones before it have left open.
    private func work(
        _ cascade: Cascade, _ settings: ScoreModel, _ summary: inout Summary,
        pass: (ScoreRun, inout Summary) throws -> Void
    ) throws {
        let features = try cascade.filter.map { try FilterModel(path: $0).features.columns } ?? []
        for stage in cascade.stages(request.signals, features: features) {
            let state = try CascadeState(cascade, corpus, model: settings.name, pending: request.signals)
            var run = self
            run.request.signals = stage.signals
            run.scope = state.fates.indices.map { (scope?[$0] ?? true) && state.needs($0, stage) }
            summary.cascade.append(state.report(stage, scope: scope))
            try pass(run, &summary)
        }
    }

    /// Scores what the documents of the scope lack.
    private func pass(
        _ annotator: any Annotator, _ settings: ScoreModel, _ mode: Progress.Mode, _ summary: inout Summary
    ) throws {
        let open = try openShards()
        guard !open.isEmpty else {
            _ = try ScoreIndexBuilder.refresh(corpus.folder, corpus.manifest)
            return
        }
        try Files.makeFolder(folder.path)
        let lock = try RunLock(path: folder.path + "/lock")
        defer { lock.release() }
        // What a killed run left under temporary names.
        for name in try Files.list(folder.path) where name.contains(".tmp") {
            try Files.remove(folder.path + "/" + name)
        }
        var units = units(settings)
        let progress = ScoreProgress(mode: mode, price: request.price, total: open.reduce(0) { $0 + $1.numbers.count })
        for shard in open {
            summary.faulty[shard.shard] = try score(shard.shard, annotator, settings, progress, &units)
            summary.numbers.formUnion(shard.numbers)
        }
        // What units made is in the shards' annotations now; of a part of the documents others may still be needed.
        if scope == nil { try Files.remove(ScoreRun.unitsFolder(corpus, settings.name)) }
        progress.end()
        summary.seconds += progress.seconds
        _ = try ScoreIndexBuilder.refresh(corpus.folder, corpus.manifest)
    }

    /// What was made unit by unit, perhaps elsewhere.
    private func units(_ settings: ScoreModel) -> ScoreUnits {
        let place = ScoreRun.unitsFolder(corpus, settings.name)
        return ScoreUnits(documents: corpus.manifest.counts.documents) { unit in
            ScoreFolder(path: "\(place)/\(WorkUnit(phase: .score, index: unit).number)")
        }
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

    /// The shards in which a document of the scope lacks a signal, with the numbers of those that do.
    private func openShards() throws -> [(shard: Int, numbers: [Int])] {
        var open: [(shard: Int, numbers: [Int])] = []
        var first = 0
        for (shard, file) in shards.enumerated() {
            defer { first += file.lines }
            var lacking = (first..<first + file.lines).filter { scope?[$0] ?? true }
            guard !lacking.isEmpty else { continue }
            if Files.exists(folder.seal(shard)) {
                let known = Dictionary(
                    try folder.annotations(shard).map { ($0.document, $0.missing(request.signals).isEmpty) },
                    uniquingKeysWith: { $1 })
                lacking = try lacking.filter { number in
                    try corpus.index.document(number: number).map { known[$0.id] != true } ?? false
                }
            }
            if !lacking.isEmpty { open.append((shard, lacking)) }
        }
        return open
    }

    private func ids(_ numbers: [Int]) throws -> [String] {
        try numbers.compactMap { try corpus.index.document(number: $0)?.id }
    }

    // MARK: A shard

    /// What stands in for images of a shard, where a signal asks for it.
    func partners(inShard documents: Range<Int>) -> SwapPartners? {
        request.signals.need(.others) ? SwapPartners(corpus.index, shard: documents) : nil
    }

    /// How captions of a shard are compared, where a signal asks for it.
    func agreement(_ reader: FramedReader) throws -> CaptionAgreement? {
        request.signals.contains(.captionAgreement) ? try CaptionAgreement(reader) : nil
    }

    /// Scores what a shard lacks and seals it.
    /// - Returns: documents that a problem kept from values.
    private func score(
        _ shard: Int, _ annotator: any Annotator, _ settings: ScoreModel, _ progress: ScoreProgress,
        _ units: inout ScoreUnits
    ) throws -> Int {
        let reader = try FramedReader(path: corpus.folder + "/" + shards[shard].path)
        let agreement = try agreement(reader)
        let first = shards[..<shard].reduce(0) { $0 + $1.lines }
        let made = try units.annotations(of: first..<first + shards[shard].lines)
        if let conflict = units.model.flatMap({ settings.conflict(with: $0) }) {
            throw PipelineError.problems(["units of scores/\(settings.name) were made with \(conflict)"])
        }
        var annotations = ShardAnnotations(made + (try folder.annotations(shard)))
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
                for (job, annotation) in made { annotations.add(annotation, of: job) }
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
                var missing = annotations.missing(document.id, request.signals)
                if missing.contains(.captionAgreement), !missing.contains(.caption) {
                    // Its captions are there already.
                    annotations.measure(agreement, document)
                    missing.remove(.captionAgreement)
                }
                guard !missing.isEmpty else { return }
                let others = try partners?.others(of: first + line) ?? []
                jobs.append(ScoreJob(document: document, missing: missing, others: others, agreement: agreement))
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
        case .system, .corrupt, .unwritable, .database, .remote: false
        }
    }
}
