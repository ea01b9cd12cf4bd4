import Annotations
import CorpusFiles
import Documents
import Facts
import Platform
import Runs

/// Measures signals by what scorers outside say: they give log-probabilities and texts, sums and gains are made here.
final class ExternalAnnotator: Annotator {
    /// What is asked about a document.
    private enum Question: Hashable {
        case own, masked, swapped, document
    }

    /// A document while its answers come.
    private struct Open {
        let job: ScoreJob
        var annotation: Annotation
        /// Answers that are missing.
        var missing = 0
        var sums: [Question: LikelihoodSums] = [:]
        var tokens = 0
        var leftOut: [Int: String] = [:]
    }

    private let pool: ScorerPool
    private let settings: ScoreModel
    private let corpus: Corpus
    private var nextID = 0
    private var open: [Int: Open] = [:]
    /// What a request about a document is about, and which occurrences its pictures are, by part.
    private struct Subject {
        let document: Int
        let question: Question
        let places: [[Int]]
    }

    /// The requests in work.
    private var about: [Int: Subject] = [:]
    private var pictures: [Int: (sha256: String, asksQuestion: Bool)] = [:]
    /// What was said of pictures, by SHA-256.
    private var captions: [String: String] = [:]
    private var answers: [String: Double] = [:]
    private var problems: [String: String] = [:]

    init(_ pool: ScorerPool, _ settings: ScoreModel, _ corpus: Corpus) {
        (self.pool, self.settings, self.corpus) = (pool, settings, corpus)
    }

    func annotate(_ jobs: [ScoreJob], done: ([(job: ScoreJob, annotation: Annotation)]) throws -> Void) throws {
        try askPictures(jobs)
        var requests: [ScorerRequest] = []
        for (index, job) in jobs.enumerated() {
            open[index] = Open(job: job, annotation: Annotation(blank: job))
            requests += self.requests(index, job)
        }
        defer { (open, about) = ([:], [:]) }
        for index in open.keys.sorted() where open[index]?.missing == 0 { try finish(index, done) }
        while !requests.isEmpty {
            var again: [ScorerRequest] = []
            try pool.run(requests) { request, answer in
                guard let subject = about.removeValue(forKey: request.id) else { return }
                if let next = self.again(request, answer, subject) { return again.append(next) }
                take(answer, subject)
                open[subject.document]?.missing -= 1
                if open[subject.document]?.missing == 0 { try finish(subject.document, done) }
            }
            requests = again
        }
    }

    // MARK: Documents

    private func requests(_ index: Int, _ job: ScoreJob) -> [ScorerRequest] {
        guard var state = open[index] else { return [] }
        defer { open[index] = state }
        let missing = job.missing
        let own = items(job, images: state.annotation.images.map(\.sha256), &state.annotation)
        let hasImages = own.places.contains { !$0.isEmpty }
        var asked: [(Question, ScorerRequest.Work, Items)] = []
        if missing.need(.own) {
            asked.append((.own, .logProbabilities(masks: false), own))
        }
        if missing.need(.masked), hasImages { asked.append((.masked, .logProbabilities(masks: true), own)) }
        if missing.need(.others), hasImages, !job.others.isEmpty {
            asked.append((.swapped, .logProbabilities(masks: false), items(job, images: job.others, &state.annotation)))
        }
        if missing.contains(.question), settings.questionAbout == "document" {
            asked.append((.document, .question(settings.question), own))
        }
        state.missing = asked.count
        return asked.map { question, work, items in
            let request = request(work, items.parts)
            about[request.id] = Subject(document: index, question: question, places: items.places)
            return request
        }
    }

    private func request(_ work: ScorerRequest.Work, _ parts: [[ScorerItem]], tokens: Int? = nil) -> ScorerRequest {
        nextID += 1
        return ScorerRequest(id: nextID, work: work, parts: parts, maximumTokens: tokens ?? settings.maximumTokens)
    }

    /// The parts of a document as they are sent, and which occurrences their pictures are.
    private struct Items {
        var parts: [[ScorerItem]] = []
        var places: [[Int]] = []
    }

    /// A document with pictures in the places of its own; what is not in the corpus, or cannot be read, is left out.
    private func items(_ job: ScoreJob, images: [String], _ annotation: inout Annotation) -> Items {
        var items = Items()
        for part in job.document.scoreParts {
            var (sent, places): ([ScorerItem], [Int]) = ([], [])
            for node in part {
                switch node {
                case .text(let text): sent.append(.text(text))
                case .image(let occurrence):
                    let own = annotation.images[occurrence].sha256
                    guard isUsable(own) else {
                        annotation.images[occurrence].problem = problems[own] ?? "its bytes are not in the corpus"
                        continue
                    }
                    let wanted = images[occurrence]
                    sent.append(.image(sha256: isUsable(wanted) ? wanted : own))
                    places.append(occurrence)
                }
            }
            items.parts.append(sent)
            items.places.append(places)
        }
        return items
    }

    private func isUsable(_ sha256: String) -> Bool { problems[sha256] == nil && isStored(sha256) }

    private var stored: [String: Bool] = [:]

    private func isStored(_ sha256: String) -> Bool {
        if let known = stored[sha256] { return known }
        let row = sha256.isEmpty ? nil : try? corpus.index.images(sha256Prefix: sha256, limit: 1).first
        stored[sha256] = (row?.pack ?? -1) >= 0
        return stored[sha256] == true
    }

    private func take(_ answer: ScorerAnswer, _ subject: Subject) {
        guard var state = open[subject.document] else { return }
        defer { open[subject.document] = state }
        switch answer.content {
        case .failed(let why): state.annotation.problem = why
        case .caption: break
        case .decision(let yes, let no):
            state.annotation.values[.question] = YesNoQuestion.value(yes: yes, no: no).rounded6
        case .tokens(let parts):
            var (sums, tokens) = (LikelihoodSums(), 0)
            for (part, places) in zip(parts, subject.places) {
                for (run, image) in part.runs {
                    let sum = part.logProbabilities[run.lowerBound - 1..<run.upperBound - 1].reduce(0, +)
                    sums.add(sum, tokens: run.count, image: image.map { places[$0] })
                    tokens += run.count
                }
            }
            state.sums[subject.question] = sums
            if subject.question == .own { state.tokens = tokens }
        }
        let places = subject.places.flatMap { $0 }
        for (place, why) in answer.leftOut where subject.question != .swapped {
            state.leftOut[places[place]] = why
            problems[state.annotation.images[places[place]].sha256] = why
        }
    }

    /// Another document's picture that cannot be read stands for itself: the request again with the own one in its place,
    /// so that the texts are the same in both.
    private func again(_ request: ScorerRequest, _ answer: ScorerAnswer, _ subject: Subject) -> ScorerRequest? {
        guard subject.question == .swapped, var state = open[subject.document] else { return nil }
        var isNew = false
        let pictures = request.parts.flatMap { $0 }.compactMap {
            if case .image(let sha256) = $0 { sha256 } else { nil }
        }
        for (place, why) in answer.leftOut where problems.updateValue(why, forKey: pictures[place]) == nil {
            isNew = true
        }
        guard isNew else { return nil }
        let items = items(state.job, images: state.job.others, &state.annotation)
        let next = self.request(request.work, items.parts)
        about[next.id] = Subject(document: subject.document, question: .swapped, places: items.places)
        return next
    }

    private func finish(
        _ index: Int, _ done: ([(job: ScoreJob, annotation: Annotation)]) throws -> Void
    ) throws {
        guard var state = open.removeValue(forKey: index) else { return }
        for (occurrence, why) in state.leftOut { state.annotation.images[occurrence].problem = why }
        if let own = state.sums[.own] {
            state.annotation.tokens = state.tokens
            let sums = DocumentSums(own: own, masked: state.sums[.masked], swapped: state.sums[.swapped])
            state.annotation.take(sums, tokens: state.tokens, wanted: state.job.missing)
        }
        for image in state.annotation.images.indices {
            let sha256 = state.annotation.images[image].sha256
            if let why = problems[sha256] { state.annotation.images[image].problem = why }
            if state.job.missing.need(.caption), state.annotation.images[image].problem.isEmpty {
                state.annotation.images[image].caption = captions[sha256] ?? ""
            }
            if settings.questionAbout == "image" { state.annotation.images[image].values[.question] = answers[sha256] }
        }
        if state.job.missing.contains(.question), settings.questionAbout == "image" {
            state.annotation.values[.question] = state.annotation.mean(.question)
        }
        try done([(state.job, state.annotation)])
    }

    // MARK: Pictures

    /// Captions of pictures, and answers about them, each once.
    private func askPictures(_ jobs: [ScoreJob]) throws {
        var requests: [ScorerRequest] = []
        var asked: Set<String> = []
        for job in jobs {
            let asks = job.missing.contains(.question) && settings.questionAbout == "image"
            let captioned = job.missing.need(.caption)
            guard asks || captioned else { continue }
            for image in job.document.images {
                guard let sha256 = image.signals?.sha256, isStored(sha256), asked.insert(sha256).inserted else {
                    continue
                }
                let parts = [[ScorerItem.image(sha256: sha256)]]
                if captioned, captions[sha256] == nil {
                    let work = ScorerRequest.Work.caption(prefix: settings.captions.prefix)
                    requests.append(request(work, parts, tokens: settings.captions.tokens))
                    pictures[nextID] = (sha256, false)
                }
                if asks, answers[sha256] == nil {
                    requests.append(request(.question(settings.question), parts))
                    pictures[nextID] = (sha256, true)
                }
            }
        }
        try pool.run(requests) { request, answer in
            guard let (sha256, _) = pictures.removeValue(forKey: request.id) else { return }
            if let why = answer.leftOut[0] { problems[sha256] = why }
            switch answer.content {
            case .caption(let text): captions[sha256] = text
            case .decision(let yes, let no): answers[sha256] = YesNoQuestion.value(yes: yes, no: no).rounded6
            case .failed(let why): problems[sha256] = why
            case .tokens: break
            }
        }
    }
}
