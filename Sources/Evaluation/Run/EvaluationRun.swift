import Configuration
import Idefics
import JSON
import Platform

/// Evaluates a model with a task: every query with each number of shots, answers kept in files as they come, numbers from
/// those files. A run that was stopped goes on where it was.
package final class EvaluationRun {
    /// How far it is.
    package struct Progress: Sendable {
        /// Shots of the queries that run now; nil while pictures are looked at for the choice of shots.
        package let shots: Int?
        /// Queries (or pictures) that are done, of how many.
        package let done: Int, total: Int
    }

    private let request: EvaluationRequest
    private let model: IdeficsModel
    private let queries: [Example], support: [Example]
    private let isStopped: () -> Bool
    private let progress: (Progress) -> Void

    /// Reads the examples and, with them found good, the checkpoint.
    /// - Parameters:
    ///   - isStopped: asked between batches.
    ///   - progress: told after each batch.
    /// - Throws: `EvaluationError`, before anything is computed.
    package init(
        _ request: EvaluationRequest, isStopped: @escaping () -> Bool, progress: @escaping (Progress) -> Void
    ) throws(EvaluationError) {
        self.request = request
        let all = try ExampleFile.examples(request.data, questions: request.questions, task: request.task)
        queries = Array(all.prefix(request.limit ?? all.count))
        support =
            try request.support.map { path throws(EvaluationError) in
                try ExampleFile.examples(path, questions: request.questions, task: request.task)
            } ?? all
        (self.isStopped, self.progress) = (isStopped, progress)
        let most = max(request.shots.max() ?? 0, request.shots.contains(0) ? request.task.textOnlyShots : 0)
        guard support.count > most || request.support != nil && support.count >= most else {
            throw .input("\(request.support ?? request.data): has \(support.count) examples; \(most) shots need more")
        }
        do throws(IdeficsError) {
            model = try IdeficsModel(checkpoint: request.checkpoint, options: request.load)
        } catch { throw .model(error) }
        try claimOutput()
    }

    /// Makes the folder of answers, or checks that the answers in it are of the same settings.
    private func claimOutput() throws(EvaluationError) {
        let path = request.output + "/settings.json"
        do throws(SystemError) {
            let digest = try CheckpointDigest.make(request.checkpoint)
            let settings = try request.settings(digest: digest, precision: model.precision).text + "\n"
            try Files.makeFolder(request.output)
            guard Files.exists(path) else { return try Files.write(settings, to: path) }
            guard try Files.readText(path) != settings else { return }
        } catch { throw .system(error) }
        throw .input(
            "\(request.output): holds answers of other settings (\(path)); give another --output, or remove the folder")
    }

    /// Answers all queries and scores the answers.
    /// - Throws: `EvaluationError`; `.stopped` when somebody asked for it.
    package func run() throws(EvaluationError) -> EvaluationReport {
        let features = try self.features()
        let selector = ShotSelector(
            support: support, selection: request.selection, seed: request.seed, features: features)
        let answerer = ModelAnswerer(model, request.task, images: request.images)
        var rows: [EvaluationReport.Row] = []
        for shots in request.shots {
            let path = "\(request.output)/shots-\(shots).jsonl"
            try answer(with: answerer, selector, shots: shots, path: path)
            let sheet = try AnswerSheet(path: path, task: request.task, ids: Set(queries.map { Array($0.id.utf8) }))
            let scores = Scores(sheet, task: request.task, resamples: request.resamples, seed: request.seed)
            rows.append(.init(shots: shots, scores: scores, problems: sheet.problems))
        }
        return EvaluationReport(
            task: request.task, model: EvaluationReport.name(request.checkpoint), dtype: model.precision.rawValue,
            selection: request.selection, seed: request.seed, rows: rows)
    }

    private func answer(
        with answerer: ModelAnswerer, _ selector: ShotSelector, shots: Int, path: String
    ) throws(EvaluationError) {
        var log = try AnswerLog(path: path)
        let open = queries.indices.filter { !log.has(queries[$0].id) }
        var done = queries.count - open.count
        for start in stride(from: 0, to: open.count, by: request.batch) {
            if isStopped() { throw .stopped }
            let requests = open[start..<min(start + request.batch, open.count)].map { index in
                let count = shots == 0 ? request.task.textOnlyShots : shots
                let chosen = selector.shots(count, of: queries[index], at: index).map { support[$0] }
                return ModelAnswerer.Request(query: queries[index], shots: chosen, showsImages: shots > 0)
            }
            let answers: [ModelAnswer]
            do throws(IdeficsError) { answers = try answerer.answers(requests) } catch { throw .model(error) }
            try log.add(answers)
            done += answers.count
            progress(Progress(shots: shots, done: done, total: queries.count))
        }
    }

    /// The features of all pictures, when shots are chosen by them; kept in a file of the output.
    private func features() throws(EvaluationError) -> ShotSelector.Features {
        guard request.selection == .rices else { return [:] }
        var store = try FeatureFile(path: request.output + "/features.jsonl")
        var open: [String] = []
        var known = Set(store.features.keys)
        for example in queries + support where known.insert(example.image).inserted { open.append(example.image) }
        let pictures = PictureLoader(relativeTo: request.images)
        for (index, path) in open.enumerated() {
            if isStopped() { throw .stopped }
            do throws(IdeficsError) {
                let image = try pictures.load(path, for: model)
                store.add(path, try model.features(of: [image]).first ?? [])
            } catch {
                // A picture that cannot be read is no shot's neighbour; its query is answered with the problem.
                guard error.isFaultOfRequest else { throw .model(error) }
            }
            if index % 16 == 15 || index + 1 == open.count { try store.flush() }
            progress(Progress(shots: nil, done: index + 1, total: open.count))
        }
        return store.features
    }
}
