import Annotations
import Configuration
import CorpusFiles
import Facts
import Idefics

/// Who measures: the engine in this process, or scorers outside.
enum ScoreSource {
    case engine(IdeficsModel, digest: String)
    case scorers(ScorerPool, ScorerHello)

    /// Loads the checkpoint, or starts the scorers and hears what they are.
    /// - Throws: `PipelineError`, `IdeficsError`, `SystemError`.
    init(_ request: ScoreRequest, _ corpus: Corpus) throws {
        guard let scorer = request.scorer else {
            // Pictures are not split: a prompt is laid out before they are loaded, and seventeen tiles of each would be the
            // cost.
            var load = request.load
            load.tiles = 1
            let model = try IdeficsModel(checkpoint: request.checkpoint, options: load)
            self = .engine(model, digest: try CheckpointDigest.make(request.checkpoint))
            return
        }
        let pictures = CorpusPictures(corpus)
        let options = ScorerPool.Options(command: scorer, count: request.scorers, timeout: request.timeout)
        let pool = try ScorerPool(options) { try pictures.image($0, asPath: $1) }
        guard let hello = pool.hello else { throw PipelineError.damaged("the scorer '\(scorer)' said nothing") }
        let lacking = Self.works(request.signals).subtracting(hello.does)
        guard lacking.isEmpty else {
            throw PipelineError.problems([
                "the scorer '\(hello.name)' does not do \(lacking.sorted().joined(separator: ", ")), which the signals need"
            ])
        }
        self = .scorers(pool, hello)
    }

    private static func works(_ signals: Set<ScoreSignal>) -> Set<String> {
        Set(
            signals.flatMap(\.passes).map { pass in
                switch pass {
                case .caption: "caption"
                case .question: "question"
                case .own, .masked, .others: "logprobs"
                }
            })
    }

    /// The name of the annotations, unless the request has one.
    /// - Throws: `PipelineError.problems` when the scorer's cannot be one.
    func name(_ request: ScoreRequest) throws(PipelineError) -> String {
        guard case .scorers(_, let hello) = self, request.name == nil else { return request.resolvedName }
        guard ScoreModel.isName(hello.name) else {
            throw .problems(["the scorer calls itself '\(hello.name)', which is no name of annotations: give --name"])
        }
        return hello.name
    }

    /// Who annotates, with the request's settings.
    func settings(_ request: ScoreRequest, name: String) -> ScoreModel {
        var settings: ScoreModel
        switch self {
        case .engine(let model, let digest):
            settings = ScoreModel(name: name, checkpoint: digest, dtype: model.precision.rawValue)
            settings.maximumTokens = request.maximumTokens ?? model.configuration.maximumPositions
        case .scorers(_, let hello):
            settings = ScoreModel(name: name, checkpoint: hello.checkpoint, dtype: hello.dtype)
            settings.maximumTokens = min(request.maximumTokens ?? hello.maximumTokens, hello.maximumTokens)
        }
        settings.captions = request.captions
        settings.question = request.question
        settings.questionAbout = request.questionAbout
        return settings
    }

    /// What measures a run's documents.
    func annotator(_ request: ScoreRequest, _ settings: ScoreModel, _ corpus: Corpus) -> any Annotator {
        switch self {
        case .scorers(let pool, _): return ExternalAnnotator(pool, settings, corpus)
        case .engine(let model, _):
            let captioner = request.signals.need(.caption) ? Captioner(model, settings.captions) : nil
            let store = VisionStore(corpus, model, captioner: captioner)
            return DocumentAnnotator(model, settings, store: store, batchTokens: request.batchTokens)
        }
    }
}

extension Captioner {
    /// A captioner with the settings of a score.
    fileprivate init(_ model: IdeficsModel, _ settings: CaptionSettings) {
        var options = GenerationOptions(maximumTokens: settings.tokens)
        options.repetitionPenalty = Float(settings.repetitionPenalty)
        if settings.beams > 1 { options.strategy = .beam(BeamOptions(beams: settings.beams)) }
        self.init(
            model, prefix: settings.prefix, options: options,
            template: CaptionTemplate(rawValue: settings.template) ?? .plain)
    }
}
