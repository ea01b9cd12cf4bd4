import Configuration
import Facts
import Idefics
import Platform
import Runs

extension ScoreConfig {
    /// Looks for the checkpoint and reads the filter, so that a run does not fail at its end.
    func check() throws(PipelineError) {
        if !model.isEmpty, !Files.exists(model + "/config.json") {
            throw .problems(["score.model: there is no checkpoint in '\(model)' (no config.json)"])
        }
        if !filter.isEmpty { _ = try FilterModel(path: filter) }
    }

    /// What is to be scored in `corpus`; nil when nothing is.
    func scoring(_ corpus: String) -> ScoreRequest? {
        guard isActive else { return nil }
        var request =
            scorer.isEmpty
            ? ScoreRequest(corpus: corpus, checkpoint: model) : ScoreRequest(corpus: corpus, scorer: scorer)
        (request.scorers, request.timeout) = (scorers, timeout)
        request.name = name.isEmpty ? nil : name
        request.signals = signals
        request.batchTokens = batchTokens
        request.load = LoadOptions(precision: dtype.precision)
        request.load.prefersStoredType = dtype == .auto
        request.captions = captions
        if cascades { request.cascade = Cascade(self) }
        if signals.contains(.question) { (request.question, request.questionAbout) = (question, questionAbout) }
        return request
    }

    /// The selection of `corpus` into `output`.
    func selection(_ corpus: String, output: String) -> SelectRequest {
        var request = SelectRequest(corpus: corpus, output: output)
        request.predicate = documents.isEmpty ? nil : documents.map(\.predicate).joined(separator: " AND ")
        request.imagesPredicate = images.isEmpty ? nil : images.map(\.predicate).joined(separator: " AND ")
        request.withCaptions = mergesCaptions
        request.filter = filter.isEmpty ? nil : filter
        return request
    }
}

extension ScoreDType {
    /// The engine's name of it; nil for the checkpoint's own.
    fileprivate var precision: Precision? {
        switch self {
        case .auto: nil
        case .f32: .f32
        case .bf16: .bf16
        case .int8: .int8
        case .int4: .int4
        }
    }
}
