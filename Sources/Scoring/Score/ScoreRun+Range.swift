import Annotations
import Configuration
import CorpusFiles
import Documents
import JSON
import Runs

/// What a unit of the phase `score` does.
extension ScoreRun {
    /// What was measured on documents in a row.
    struct RangeResult {
        /// Who annotated.
        let model: ScoreModel
        /// One annotation a document, in order.
        let annotations: [Annotation]
        /// Documents that a cascade kept from a later stage.
        let spared: Int
    }

    /// Annotates documents in a row, all of them, and keeps nothing. With a cascade, later stages leave out whoever an earlier
    /// one has lost by the bounds of the pipeline.
    static func annotate(_ request: ScoreRequest, _ range: Range<Int>) throws -> RangeResult {
        try request.check()
        return try ScoreRun(request).annotate(range)
    }

    func annotate(_ range: Range<Int>) throws -> RangeResult {
        let settings = source.settings(request, name: try source.name(request))
        let annotator = source.annotator(request, settings, corpus)
        let jobs = try jobs(range)
        var made = ShardAnnotations([])
        var spared = 0
        let whole = Cascade.Stage(signals: request.signals, decides: true)
        for stage in request.cascade?.stages(request.signals) ?? [whole] {
            var asked: [ScoreJob] = []
            for job in jobs {
                let isLost = made[job.document.id].map { request.cascade?.loses($0) ?? false } ?? false
                if isLost { spared += 1 } else { asked.append(job.asking(stage.signals)) }
            }
            guard !asked.isEmpty else { continue }
            try annotator.annotate(asked) { done in
                for (job, annotation) in done { made.add(annotation, of: job) }
            }
        }
        return RangeResult(model: settings, annotations: jobs.compactMap { made[$0.document.id] }, spared: spared)
    }

    private func jobs(_ range: Range<Int>) throws -> [ScoreJob] {
        var jobs: [ScoreJob] = []
        var first = 0
        for shard in shards {
            let lines = first..<first + shard.lines
            first = lines.upperBound
            let here = range.clamped(to: lines)
            guard !here.isEmpty else { continue }
            let path = corpus.folder + "/" + shard.path
            var partners = partners(inShard: lines)
            let agreement = try agreement(FramedReader(path: path))
            for number in here {
                guard let row = try corpus.index.document(number: number) else {
                    throw PipelineError.damaged("there is no document \(number) in the index of \(corpus.folder)")
                }
                let line = try FramedReader.line(path, frame: row.frame, offset: row.offset, length: row.length)
                jobs.append(
                    ScoreJob(
                        document: try DocumentCoder.read(JSONValue(parsing: line)), missing: request.signals,
                        others: try partners?.others(of: number) ?? [], agreement: agreement))
            }
        }
        return jobs
    }
}
