import Annotations
package import Configuration
import CorpusFiles
import JSON
import Platform
package import Runs

/// Annotations that were made document range by document range, each in a folder of its own.
///
/// A range is 256 documents in a row by their numbers in the corpus, whatever shards they are in; joining gives every shard the
/// annotations of its documents.
struct ScoreUnits {
    /// Documents of a unit: as many as are read ahead, so that those of about the same length run together.
    static let unitDocuments = 256

    private let size: Int
    private let documents: Int
    private let folder: (Int) -> ScoreFolder
    private var last: (unit: Int, annotations: [Annotation]) = (-1, [])
    /// Who made those that were read so far.
    private(set) var model: ScoreModel?

    /// The units of a corpus of so many documents.
    /// - Parameter folder: where a unit's annotations are, those of shard 0 in it.
    init(documents: Int, size: Int = unitDocuments, folder: @escaping (Int) -> ScoreFolder) {
        (self.documents, self.size, self.folder) = (documents, size, folder)
    }

    /// How many there are.
    var count: Int { (documents + size - 1) / size }

    /// The numbers of a unit's documents.
    func range(_ unit: Int) -> Range<Int> { min(documents, unit * size)..<min(documents, (unit + 1) * size) }

    /// Whether a unit was done.
    func isDone(_ unit: Int) -> Bool { Files.exists(folder(unit).seal(0)) }

    /// The annotations of documents in a row, as far as their units were done.
    /// - Throws: `PipelineError.damaged` for a unit that lacks a document, or was made by another model than one before.
    mutating func annotations(of lines: Range<Int>) throws -> [Annotation] {
        var found: [Annotation] = []
        guard !lines.isEmpty else { return [] }
        for unit in lines.lowerBound / size..<(lines.upperBound + size - 1) / size where isDone(unit) {
            let range = range(unit)
            if unit != last.unit { last = (unit, try read(unit, range.count)) }
            let here = range.clamped(to: lines)
            found += last.annotations[here.lowerBound - range.lowerBound..<here.upperBound - range.lowerBound]
        }
        return found
    }

    private mutating func read(_ unit: Int, _ count: Int) throws -> [Annotation] {
        let made = folder(unit)
        let annotations = try made.annotations(0)
        guard let maker = try made.seals().first?.seal.model, annotations.count == count else {
            throw PipelineError.damaged("\(made.path) does not annotate its \(count) documents; delete it")
        }
        if let conflict = model.flatMap({ maker.conflict(with: $0) }) {
            throw PipelineError.damaged("\(made.path) was made with \(conflict): another model than the others'")
        }
        model = maker
        return annotations
    }
}

/// `quarry score --units` and `--unit`: the same work by many processes, as `plan` and `work` do a run's.
extension ScoreRun {
    /// The units that are still to do, a line of JSON each: `{"unit":"score/00012","documents":[3072,3328]}`.
    /// - Throws: `PipelineError.problems` for a request that cannot be cut in units.
    package static func units(_ request: ScoreRequest) throws(PipelineError) -> [String] {
        do {
            let corpus = try Corpus(folder: request.corpus)
            let units = try units(
                request, corpus, named: request.name ?? (request.scorer == nil ? request.resolvedName : nil))
            return (0..<units.count).filter { !units.isDone($0) }.map { unit in
                var json = JSONWriter()
                json.object { json in
                    json.member("unit", WorkUnit(phase: .score, index: unit).description)
                    json.key("documents")
                    json.array { json in
                        json.value(units.range(unit).lowerBound)
                        json.value(units.range(unit).upperBound)
                    }
                }
                return json.text
            }
        } catch { throw PipelineError(scoring: error) }
    }

    /// Does one unit, beside others that other processes do; the next `quarry score` of the corpus takes what they made.
    /// - Returns: `{"unit","status":"sealed","documents","problems"}`.
    /// - Throws: `PipelineError`; then nothing of the unit is there.
    package static func work(_ request: ScoreRequest, unit: WorkUnit) throws(PipelineError) -> String {
        do {
            let corpus = try Corpus(folder: request.corpus)
            try request.check()
            let run = try ScoreRun(request)
            let name = try run.source.name(request)
            let units = try units(request, corpus, named: name)
            guard unit.phase == .score, unit.index < units.count else {
                throw PipelineError.problems(["there is no unit '\(unit)' in \(corpus.folder)"])
            }
            let place = unitsFolder(corpus, name)
            if !units.isDone(unit.index) {
                let made = try run.annotate(units.range(unit.index))
                let temporary = "\(place)/.\(unit.number).\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
                defer { try? Files.remove(temporary) }
                let shard = corpus.manifest.files(.shard)[0]
                try ScoreFolder(path: temporary).write(made.annotations, shard: 0, model: made.model, of: shard)
                // Two attempts make the same annotations: the second one goes.
                if !units.isDone(unit.index) { try Files.move(temporary, to: "\(place)/\(unit.number)") }
            }
            let annotations = try ScoreFolder(path: "\(place)/\(unit.number)").annotations(0)
            var json = JSONWriter()
            json.object { json in
                json.member("unit", unit.description)
                json.member("status", "sealed")
                json.member("documents", annotations.count)
                json.member("problems", annotations.count { !$0.problem.isEmpty })
            }
            return json.text
        } catch { throw PipelineError(scoring: error) }
    }

    /// Where units of a corpus are kept until they are joined.
    static func unitsFolder(_ corpus: Corpus, _ name: String) -> String {
        ScoreFolder(corpus: corpus.folder, model: name).path + "/units"
    }

    private static func units(_ request: ScoreRequest, _ corpus: Corpus, named name: String?) throws -> ScoreUnits {
        var problems: [String] = []
        if request.predicate != nil || request.limit != nil || request.sample != nil {
            problems.append("units are of all documents: leave --where, --limit and --sample out")
        }
        if request.cascade != nil { problems.append("units know no cascade: rules of a pipeline have one") }
        guard let name else { throw PipelineError.problems(problems + ["a scorer's units need --name"]) }
        if try !ScoreFolder(corpus: corpus.folder, model: name).seals().isEmpty {
            problems.append(
                "the corpus has annotations by '\(name)' already: go on without units, or give another --name")
        }
        guard problems.isEmpty else { throw PipelineError.problems(problems) }
        let place = unitsFolder(corpus, name)
        return ScoreUnits(documents: corpus.manifest.counts.documents) { unit in
            ScoreFolder(path: "\(place)/\(WorkUnit(phase: .score, index: unit).number)")
        }
    }
}
