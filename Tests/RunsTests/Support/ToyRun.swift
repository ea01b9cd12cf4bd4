import Documents
import Facts
import Platform
import TestKit
import WebArchive

@testable import Configuration
@testable import Runs

/// A phase that writes one file a unit and counts what it is told.
struct ToyPhase: Phase {
    let name: PhaseName
    var count = 1
    var handsOnDocuments = false
    var documentsFrom: PhaseName?
    var waitsFor: PhaseName?
    var usesNetwork = false
    var runsModels = false
    /// The cost of each unit.
    var costs: [Int] = []
    /// Files of the run's inputs that each unit reads.
    var inputs: [String] = []
    var readsInputs: Bool { !inputs.isEmpty }
    var work: @Sendable (WorkContext, inout SealedPart) throws -> Void = { context, _ in
        try Files.write("unit \(context.unit.index)", to: context.file("out"))
    }

    init(_ name: String, count: Int = 1) {
        self.name = PhaseName(rawValue: name)
        self.count = count
    }

    func units(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        (0..<count).map { WorkUnit(phase: name, index: $0, cost: costs.indices.contains($0) ? costs[$0] : 0) }
    }

    func unitCount(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int { count }

    func files(of unit: WorkUnit, _ plan: Plan) throws(PipelineError) -> [String] { inputs }

    func work(_ context: WorkContext, _ part: inout SealedPart) throws { try work(context, &part) }

    /// A phase whose every unit hands on so many documents of so many.
    static func counting(_ name: String, count: Int = 1, born: Int, written: Int, from: String? = nil) -> ToyPhase {
        var phase = ToyPhase(name, count: count)
        phase.handsOnDocuments = true
        phase.documentsFrom = from.map(PhaseName.init(rawValue:))
        phase.work = { _, part in
            part.ledger.born(.document, born)
            part.ledger.written(.document, written)
            part.ledger.dropped(.documentNSFW, born - written)
            part.counts["seen"] = born
        }
        return phase
    }
}

/// A run of toy phases in this process.
struct ToyRun {
    let scratch: Scratch
    let run: RunFolder
    let phases: PhaseList

    init(_ phases: ToyPhase..., pipeline: String = "name: toy\n") throws {
        scratch = try Scratch()
        run = RunFolder(scratch.file("corpus"))
        self.phases = PhaseList(phases)
        let read = try Pipeline.parse(pipeline, file: "t.yaml", folder: scratch.path)
        try Plan(
            pipeline: read, folder: scratch.path, inputs: [], parts: PlannedParts(), exchange: (1, nil),
            phases: self.phases
        ).write(run)
    }

    func unit(_ name: String, _ index: Int) -> WorkUnit { WorkUnit(phase: PhaseName(rawValue: name), index: index) }

    func work(_ name: String, _ indexes: Int...) throws {
        for index in indexes { try Worker.work(unit(name, index), run: run, phases: phases) }
    }

    func commit(_ name: String, allowQuarantined: Int = 0) throws {
        try Commit.commit(PhaseName(rawValue: name), run: run, phases: phases, allowQuarantined: allowQuarantined)
    }

    /// Says that a unit cannot be done.
    func quarantine(_ name: String, _ index: Int, _ reason: String) throws {
        try Files.makeFolder("\(run.work)/\(name)")
        try Files.write(reason, to: run.quarantine(unit(name, index)))
    }
}
