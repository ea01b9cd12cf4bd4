package import Configuration
import Platform

/// The name of a phase, as verbs, folders and seals have it: `extract`.
package struct PhaseName: RawRepresentable, Sendable, Hashable {
    package let rawValue: String

    /// A name; whether a run has such a phase, its `PhaseList` knows.
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A phase as the engine sees it: what its units are, how one of them is done, and what closing it leaves behind. What
/// a phase computes is its own affair.
package protocol Phase: Sendable {
    /// Its name, unique in a run.
    var name: PhaseName { get }
    /// Whether its ledger counts the run's documents (the others only decide).
    var handsOnDocuments: Bool { get }
    /// The phase whose documents this one takes; nil for one that brings its own or only decides.
    var documentsFrom: PhaseName? { get }
    /// The phase that decides how many units this one has; nil when the plan does.
    var waitsFor: PhaseName? { get }
    /// Whether its workers may connect to anything.
    var usesNetwork: Bool { get }
    /// Whether its workers run a model, or programs that do: then they take the whole machine, one at a time, and are not
    /// bounded. What they read is our own.
    var runsModels: Bool { get }
    /// Whether its workers read the inputs themselves: remote ones are brought before a worker begins.
    var readsInputs: Bool { get }
    /// Files outside of the run's folder that a unit reads, its pipeline's left out: its worker is shown no others.
    func files(of unit: WorkUnit, _ plan: Plan) throws(PipelineError) -> [String]
    /// Whether a record that kills a worker is a page (else it is an image).
    var recordsArePages: Bool { get }

    /// Whether a run of that pipeline over so many bytes of inputs has the phase at all.
    func isAsked(_ config: PipelineConfig, inputBytes: Int) -> Bool

    /// Looks for what the phase needs before a run begins, so that the run does not fail at its end.
    /// - Throws: `PipelineError.problems`.
    func check(_ config: PipelineConfig) throws(PipelineError)

    /// Every unit of the phase, in order; none while a phase that it waits for is not committed.
    func units(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit]

    /// How many units there are, without a look at their files.
    func unitCount(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int

    /// Does one unit: reads the sealed parts of earlier phases, writes this unit's files, fills its ledger and counts.
    func work(_ context: WorkContext, _ part: inout SealedPart) throws

    /// Writes what later phases or readers need of the closed phase as a whole, before it counts as committed.
    /// - Parameter units: those that are sealed.
    func close(_ sum: Committed, _ units: [WorkUnit], run: RunFolder, plan: Plan) throws
}

// A phase over the buckets of an exchange, which only decides.
extension Phase {
    package var handsOnDocuments: Bool { false }
    package var documentsFrom: PhaseName? { nil }
    package var waitsFor: PhaseName? { nil }
    package var usesNetwork: Bool { false }
    package var readsInputs: Bool { false }
    package var runsModels: Bool { false }

    package func isAsked(_ config: PipelineConfig, inputBytes: Int) -> Bool { true }
    package var recordsArePages: Bool { false }

    package func check(_ config: PipelineConfig) throws(PipelineError) {}

    package func files(of unit: WorkUnit, _ plan: Plan) throws(PipelineError) -> [String] { [] }

    package func units(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        (0..<plan.buckets).map { WorkUnit(phase: name, index: $0) }
    }

    package func unitCount(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int { plan.buckets }

    package func close(_ sum: Committed, _ units: [WorkUnit], run: RunFolder, plan: Plan) throws {}
}

/// The phases of a run, in order.
package struct PhaseList: Sendable {
    /// The phases, the first to be done first.
    package let phases: [any Phase]

    /// A run of `phases`, whose names differ.
    package init(_ phases: [any Phase]) { self.phases = phases }

    /// Those that a pipeline asks for, over so many bytes of inputs.
    package func asked(by config: PipelineConfig, inputBytes: Int) -> PhaseList {
        PhaseList(phases.filter { $0.isAsked(config, inputBytes: inputBytes) })
    }

    /// The names, in order.
    package var names: [PhaseName] { phases.map(\.name) }

    /// The phase of a name; nil when the run has none of that name.
    package subscript(name: PhaseName) -> (any Phase)? { phases.first { $0.name == name } }

    /// The phase before `name`; nil for the first.
    package func before(_ name: PhaseName) -> PhaseName? {
        phases.firstIndex { $0.name == name }.flatMap { $0 > 0 ? phases[$0 - 1].name : nil }
    }

    /// The phase of a name.
    /// - Throws: `PipelineError.problems` with the names there are.
    package func named(_ name: PhaseName) throws(PipelineError) -> any Phase {
        if let phase = self[name] { return phase }
        let list = names.map(\.rawValue)
        let nearest = Nearest.name(name.rawValue, among: list).map { "; did you mean '\($0)'?" } ?? ""
        throw .problems(["there is no phase '\(name.rawValue)'\(nearest) (phases: \(list.joined(separator: ", ")))"])
    }
}
