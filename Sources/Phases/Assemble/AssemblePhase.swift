import Configuration
import CorpusFiles
import Curation
import Documents
import Facts
import JSON
import Platform
import Runs

/// A group of judged parts becomes shards and packs: sets decided, last cleaning done, bytes copied by content.
struct AssemblePhase: Phase {
    let name = PhaseName.assemble
    var handsOnDocuments: Bool { true }
    var documentsFrom: PhaseName? { .judge }
    var waitsFor: PhaseName? { .judge }

    func units(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        try AssembleGroups.read(run).indices.map { WorkUnit(phase: name, index: $0) }
    }

    func unitCount(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int { try AssembleGroups.read(run).count }

    func close(_ sum: Committed, _ units: [WorkUnit], run: RunFolder, plan: Plan) throws {
        try Publisher.publish(sum, run: run, plan: plan)
    }

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let group = try AssembleGroups.read(context.run)[context.unit.index]
        var output = try CorpusOutput(folder: context.folder, config: context.config.output)
        let packs = RawPacks(context)
        var judge = try Judge(context.config)
        let cleaning = context.config.corpus.cleaning
        for index in group where context.run.isSealed(WorkUnit(phase: .judge, index: index)) {
            let decisions = try Decisions(
                context, phase: .deduplicateSets, file: DeduplicateSetsPhase.decisions, part: index)
            let places = try ContentPlaces.read(context, part: index)
            var place = 0
            try FramedReader(path: context.file(JudgePhase.documentsFile, of: .judge, index)).lines { line in
                if Interrupts.isRaised { throw PipelineError.interrupted }
                defer { place += 1 }
                var document = try WorkingCoder.read(JSONValue(parsing: Array(line)))
                output.ledger.enter(document)
                if let decision = decisions.document(place) {
                    let drop = Drop(decision.reason, detail: "\(decision.occurrences) in all", of: document)
                    return try output.leave(document, [drop] + document.cascade())
                }
                var drops = judge.clean(&document, cleaning)
                if case .drop(let reason, let detail) = judge.judge(&document) {
                    drops.append(Drop(reason, detail: detail, of: document))
                    return try output.leave(document, drops + document.cascade())
                }
                try output.keep(document, drops) { try packs.content($0, $1, places) }
            }
        }
        part.ledger = output.ledger
        part.counts = try output.commit()
    }
}

/// Where the bytes of a part's images are: unit of `fetch`, offset and length in its raw pack, by SHA-256.
struct ContentPlaces {
    private var places: [String: (unit: Int, offset: Int, length: Int)] = [:]

    static func read(_ context: WorkContext, part: Int) throws -> ContentPlaces {
        var result = ContentPlaces()
        try FramedReader(path: context.file(JudgePhase.contents, of: .judge, part)).lines { line in
            let json = try JSONValue(parsing: Array(line))
            guard let sha256 = json[0]?.string, let unit = json[1]?.integer, let offset = json[2]?.integer,
                let length = json[3]?.integer
            else { return }
            result.places[sha256] = (unit, offset, length)
        }
        return result
    }

    subscript(sha256: String) -> (unit: Int, offset: Int, length: Int)? { places[sha256] }
}

/// Reads images out of the raw packs of `fetch`.
private struct RawPacks {
    private let context: WorkContext

    init(_ context: WorkContext) { self.context = context }

    /// The bytes of an image, compared with its SHA-256.
    func content(_ image: ImageNode, _ signals: ImageSignals, _ places: ContentPlaces) throws -> [UInt8] {
        guard let place = places[signals.sha256] else {
            throw PipelineError.damaged("the bytes of \(image.url) are not where they were measured")
        }
        let source = context.file(FetchPhase.pack, of: .fetch, place.unit)
        let content = try TarReader.content(source, offset: place.offset, length: place.length)
        guard SHA256.hash(content).hex == signals.sha256 else {
            throw PipelineError.damaged("\(source) is damaged at byte \(place.offset); delete the run's work folder")
        }
        return content
    }
}
