import Configuration
import CorpusFiles
import Curation
import Documents
import Exchange
import Facts
import JSON
import Platform
import Runs

/// Applies decisions and facts to a part's documents, asks the image rules, and then every text rule again on what is
/// left.
struct JudgePhase: ExchangingPhase {
    let name = PhaseName.judge
    var handsOnDocuments: Bool { true }
    var documentsFrom: PhaseName? { .extract }

    func units(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        plan.parts.parts.indices.map { index in
            let path = run.part(.extract, index) + "/" + ExtractPhase.documentsFile
            return WorkUnit(phase: name, index: index, cost: (try? Files.size(path)) ?? 0)
        }
    }

    func unitCount(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int { plan.parts.count }

    func close(_ sum: Committed, _ units: [WorkUnit], run: RunFolder, plan: Plan) throws {
        try AssembleGroups.write(run, plan)
        try MergedExchanges.write(units, run)
    }

    static let documentsFile = "documents.jsonl.zst"
    static let dropsFile = "drops.jsonl.zst"

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        var judge = try PartJudge(context)
        var output = try JudgeOutput(context)
        var index = 0
        // A part that a person went on without has no documents.
        let sealed = try context.units(of: .extract).filter { $0 == context.unit.index }
        for path in sealed.map({ context.file(ExtractPhase.documentsFile, of: .extract, $0) }) {
            try FramedReader(path: path).lines { line in
                if Interrupts.isRaised { throw PipelineError.interrupted }
                try judge.take(WorkingCoder.read(JSONValue(parsing: Array(line))), index: index, &output)
                index += 1
                context.beacon.dropped = Dropped(output.ledger)
            }
        }
        part.ledger = output.ledger
        part.counts = [
            CorpusOutput.dropLines: output.dropCount, "text_bytes": output.textBytes, "image_bytes": output.imageBytes,
            "split": output.split, "cuts": output.cuts,
        ]
        try output.commit()
    }
}
