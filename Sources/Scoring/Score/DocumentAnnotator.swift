import Annotations
import Configuration
import Documents
import Facts
import Glibc
import Idefics
import Runs

/// What is to be measured on a document.
struct ScoreJob {
    let document: Document
    /// The signals that it does not have yet.
    let missing: Set<ScoreSignal>
    /// SHA-256 of the images that stand in for its own in `swap-margin`, by occurrence; empty when there are none.
    let others: [String]
    /// How its captions are compared with what the page says; nil when nobody asks.
    var agreement: CaptionAgreement?

    /// The same document with just these of its signals.
    func asking(_ signals: Set<ScoreSignal>) -> ScoreJob {
        ScoreJob(document: document, missing: missing.intersection(signals), others: others, agreement: agreement)
    }
}

/// Measures signals on documents.
protocol Annotator {
    /// Annotates `jobs`, in any order.
    /// - Parameter done: called now and then with documents that are ready.
    /// - Throws: `PipelineError.interrupted` when somebody asked to stop; what `done` throws.
    func annotate(_ jobs: [ScoreJob], done: ([(job: ScoreJob, annotation: Annotation)]) throws -> Void) throws
}

/// Measures signals with the engine in this process, a batch at a time.
///
/// A document's numbers do not depend on its batch: sequences run one behind the other without padding, and the other
/// images of `swap-margin` are chosen by the document's place in its shard.
final class DocumentAnnotator: Annotator {
    private let model: IdeficsModel
    private let settings: ScoreModel
    private let store: VisionStore
    private let blank: PreparedImage
    private let question: YesNoQuestion?
    private let batchTokens: Int
    private let scorer: DocumentScorer
    /// Answers about images, by SHA-256.
    private var answers: [String: Double] = [:]

    init(_ model: IdeficsModel, _ settings: ScoreModel, store: VisionStore, batchTokens: Int) {
        (self.model, self.settings, self.store, self.batchTokens) = (model, settings, store, batchTokens)
        scorer = DocumentScorer(model, batchTokens: batchTokens)
        blank = model.images.prepare(rgb: [255, 255, 255], width: 1, height: 1)
        question = settings.question.isEmpty ? nil : YesNoQuestion(settings.question, model)
    }

    /// Annotates `jobs`. Documents of about the same length run together.
    /// - Parameter done: called after a batch with each of its documents.
    /// - Throws: `IdeficsError` when the model is broken, `StorageError`; `PipelineError.interrupted`; what `done` throws.
    func annotate(_ jobs: [ScoreJob], done: ([(job: ScoreJob, annotation: Annotation)]) throws -> Void) throws {
        var annotations = jobs.map { Annotation(blank: $0) }
        var prompts: [ScorePrompt?] = []
        for (index, job) in jobs.enumerated() {
            prompts.append(try prompt(job, without: [], &annotations[index]))
        }
        for batch in TokenBatches.make(prompts.map { $0?.tokens ?? 0 }, limit: batchTokens) {
            if Interrupts.isRaised { throw PipelineError.interrupted }
            try run(batch, jobs, prompts, &annotations)
            try done(batch.map { (jobs[$0], annotations[$0]) })
        }
    }

    private func prompt(_ job: ScoreJob, without left: Set<Int>, _ annotation: inout Annotation) throws -> ScorePrompt?
    {
        do throws(IdeficsError) {
            return try ScorePrompt(
                job.document.scoreParts, without: left, maximum: settings.maximumTokens, model: model, blank: blank)
        } catch {
            guard case .prompt(let problem) = error else { throw error }
            annotation.problem = problem
            return nil
        }
    }

    private func run(
        _ batch: [Int], _ jobs: [ScoreJob], _ prompts: [ScorePrompt?], _ annotations: inout [Annotation]
    ) throws {
        var used: [String] = []
        var asks: [Int: [VisionStore.Ask]] = [:]
        for index in batch {
            let own = annotations[index].images.map(\.sha256)
            used += own + (jobs[index].missing.need(.others) ? jobs[index].others : [])
            if jobs[index].missing.need(.caption) { asks[index] = self.asks(own, jobs[index].document) }
        }
        try store.prepare(used, batch.flatMap { asks[$0] ?? [] })
        var ready: [(index: Int, prompt: ScorePrompt)] = []
        for index in batch {
            let left = note(&annotations[index], asks[index])
            var prompt = prompts[index]
            if !left.isEmpty { prompt = try self.prompt(jobs[index], without: left, &annotations[index]) }
            if let prompt { ready.append((index, prompt)) }
        }
        try measureTexts(ready, jobs, &annotations)
        if question != nil {
            if settings.questionAbout == "image" {
                try askImages(batch, jobs, &annotations)
            } else {
                try askDocuments(ready, jobs, &annotations)
            }
        }
        model.dropKeys(of: Set(used).compactMap { store[$0] })
    }

    /// What is asked about each image of a document.
    private func asks(_ images: [String], _ document: Document) -> [VisionStore.Ask] {
        guard settings.captions.context > 0 else { return images.map { VisionStore.Ask(sha256: $0) } }
        let contexts = document.captionContexts(settings.captions.context)
        return zip(images, contexts).map { VisionStore.Ask(sha256: $0, context: $1) }
    }

    /// Notes captions and problems of the images.
    /// - Returns: the occurrences that have no picture.
    private func note(_ annotation: inout Annotation, _ asks: [VisionStore.Ask]?) -> Set<Int> {
        var left: Set<Int> = []
        for index in annotation.images.indices {
            let sha256 = annotation.images[index].sha256
            if store[sha256] == nil {
                left.insert(index)
                annotation.images[index].problem = store.problems[sha256] ?? "its bytes are not in the corpus"
            } else if let asks {
                annotation.images[index].caption = store.captions[asks[index]] ?? ""
            }
        }
        return left
    }

    // MARK: Texts

    private func measureTexts(
        _ ready: [(index: Int, prompt: ScorePrompt)], _ jobs: [ScoreJob], _ annotations: inout [Annotation]
    ) throws {
        let scored = ready.filter { jobs[$0.index].missing.need(.own) }
        let kept = try sums(scored, .own, jobs, annotations)
        let masked = try sums(scored.filter { jobs[$0.index].missing.need(.masked) }, .masked, jobs, annotations)
        let swapped = try sums(
            scored.filter { jobs[$0.index].missing.need(.others) && !jobs[$0.index].others.isEmpty }, .others,
            jobs, annotations)
        for (index, prompt) in scored {
            guard let own = kept[index] else { continue }
            annotations[index].tokens = prompt.textTokens
            let found = DocumentSums(own: own, masked: masked[index], swapped: swapped[index])
            annotations[index].take(found, tokens: prompt.textTokens, wanted: jobs[index].missing)
        }
    }

    private func sums(
        _ ready: [(index: Int, prompt: ScorePrompt)], _ pass: ScoreSignal.Pass, _ jobs: [ScoreJob],
        _ annotations: [Annotation]
    ) throws -> [Int: LikelihoodSums] {
        var prompts: [(prompt: Prompt, states: [ImageStates])] = []
        for (index, prompt) in ready {
            for part in prompt.parts where pass == .own || !part.occurrences.isEmpty {
                prompts.append((part.prompt, states(part, pass, jobs[index], annotations[index])))
            }
        }
        guard !prompts.isEmpty else { return [:] }
        var values = try scorer.sums(of: prompts)[...]
        var found: [Int: LikelihoodSums] = [:]
        for (index, prompt) in ready {
            var sums = LikelihoodSums()
            for part in prompt.parts where pass == .own || !part.occurrences.isEmpty {
                guard let line = values.popFirst() else { continue }
                for run in line.runs {
                    let image = run.image >= 0 ? part.occurrences[run.image] : nil
                    sums.add(run.sum, tokens: run.tokens.count, image: image)
                }
            }
            found[index] = sums
        }
        return found
    }

    private func states(
        _ part: ScorePrompt.Part, _ pass: ScoreSignal.Pass, _ job: ScoreJob, _ annotation: Annotation
    ) -> [ImageStates] {
        switch pass {
        case .masked, .caption, .question: []
        case .own: part.occurrences.compactMap { store[annotation.images[$0].sha256] }
        // Another document's image that cannot be read stands for itself: no margin, and no gap in the places.
        case .others:
            part.occurrences.compactMap { store[job.others[$0]] ?? store[annotation.images[$0].sha256] }
        }
    }

    // MARK: Questions

    private func askDocuments(
        _ ready: [(index: Int, prompt: ScorePrompt)], _ jobs: [ScoreJob], _ annotations: inout [Annotation]
    ) throws {
        var asked: [(index: Int, part: ScorePrompt.Part)] = []
        for (index, prompt) in ready where jobs[index].missing.contains(.question) {
            guard let part = prompt.parts.max(by: { $0.prompt.ids.count < $1.prompt.ids.count }) else { continue }
            asked.append((index, part))
        }
        let values = try ask(
            asked.map { index, part in
                let states = part.occurrences.compactMap { store[annotations[index].images[$0].sha256] }
                return (part.prompt.ids, part.prompt.imageIndices, states)
            })
        for ((index, _), value) in zip(asked, values) { annotations[index].values[.question] = value }
    }

    private func askImages(_ batch: [Int], _ jobs: [ScoreJob], _ annotations: inout [Annotation]) throws {
        let asking = batch.filter { jobs[$0].missing.contains(.question) }
        var open: [(sha256: String, states: ImageStates)] = []
        for image in asking.flatMap({ annotations[$0].images }) where answers[image.sha256] == nil {
            guard let states = store[image.sha256], !open.contains(where: { $0.sha256 == image.sha256 }) else {
                continue
            }
            open.append((image.sha256, states))
        }
        let prompt = try model.prompts.document([.image(blank)])
        let size = max(1, batchTokens / (prompt.ids.count + (question?.tokens ?? 0)))
        for start in stride(from: 0, to: open.count, by: size) {
            let some = open[start..<min(start + size, open.count)]
            let values = try ask(some.map { (prompt.ids, prompt.imageIndices, [$0.states]) })
            for (image, value) in zip(some, values) { answers[image.sha256] = value }
        }
        for index in asking {
            for image in annotations[index].images.indices {
                annotations[index].images[image].values[.question] = answers[annotations[index].images[image].sha256]
            }
            annotations[index].values[.question] = annotations[index].mean(.question)
        }
    }

    private func ask(_ prompts: [(ids: [Int], images: [Int], states: [ImageStates])]) throws -> [Double] {
        guard let question, !prompts.isEmpty else { return [] }
        let pairs = try prompts.map { try question.prompts(after: $0.ids, $0.images, $0.states) }
        let yes = try model.logProbabilities(of: pairs.map(\.yes))
        let no = try model.logProbabilities(of: pairs.map(\.no))
        return prompts.indices.map { question.value(yes: yes[$0], no: no[$0], after: prompts[$0].ids.count).rounded6 }
    }
}

extension Annotation {
    /// An annotation for a job, without values yet: its images and the signals that are asked for.
    init(blank job: ScoreJob) {
        self.init(document: job.document.id)
        for signal in job.missing { signals[signal] = signal.version }
        images = job.document.nodes.enumerated().compactMap { position, node in
            guard case .image(let image) = node else { return nil }
            return Image(position: position, sha256: image.signals?.sha256 ?? "")
        }
    }

    /// The mean over the images that have a value.
    func mean(_ signal: ScoreSignal) -> Double? {
        let values = images.compactMap { $0.values[signal] }
        return values.isEmpty ? nil : (values.reduce(0, +) / Double(values.count)).rounded6
    }
}

extension Double {
    var exponential: Double { exp(self) }
    /// Six digits behind the point: more than single precision carries.
    var rounded6: Double { (self * 1e6).rounded() / 1e6 }
}
