package import Configuration
import Platform

/// The places of a run inside its corpus folder.
package struct RunFolder: Sendable {
    /// The corpus folder.
    package let path: String
    /// Folders that the plan's roots have on this machine, where they differ from the plan's.
    package let roots: Roots
    /// Where attempts write before their files are moved into the run; nil for the run's own folder.
    package let scratch: String?

    /// A run in `path`; nothing is made yet.
    package init(_ path: String, roots: Roots = Roots(), scratch: String? = nil) {
        (self.roots, self.scratch) = (roots, scratch)
        // No path is here, never the root of the file system.
        var path = path.isEmpty ? "." : path
        if path.hasPrefix("-") { path = "./" + path }  // a worker must not take it for a flag
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    package var work: String { path + "/work" }
    package var plan: String { work + "/plan.json" }
    /// What the units of `extract` read.
    package var parts: String { work + "/plan.parts" }
    package var lock: String { work + "/lock" }
    package var temporary: String { work + "/tmp" }

    /// A place for an attempt at a unit that no other attempt has, on whatever machine.
    package func newAttempt(_ unit: WorkUnit) -> String {
        let random = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        return "\(scratch ?? temporary)/\(unit.phase.rawValue)-\(unit.number).\(random)"
    }

    /// Whether `name` in `temporary` is an attempt at a unit of `phase`.
    static func isAttempt(_ name: String, at phase: PhaseName) -> Bool {
        let rest = name.dropFirst(phase.rawValue.count)
        return name.hasPrefix(phase.rawValue) && rest.first == "-" && rest.dropFirst().first?.isNumber == true
    }

    /// The corpus as it is assembled, where rules on scores select the final one from it.
    package var assembled: String { work + "/assembled" }

    /// The folder of a unit's sealed part.
    package func part(_ unit: WorkUnit) -> String { "\(work)/\(unit.phase.rawValue)/\(unit.number)" }
    package func part(_ phase: PhaseName, _ index: Int) -> String { part(WorkUnit(phase: phase, index: index)) }

    /// The file that says that the part is done: its files, their digests, its ledger.
    package func seal(_ unit: WorkUnit) -> String { part(unit) + ".sealed" }

    /// What an earlier attempt at a unit of `fetch` brought, while its failures are tried again.
    package func previous(_ unit: WorkUnit) -> String { part(unit) + ".previous" }

    /// Records a unit must not touch again.
    package func skips(_ unit: WorkUnit) -> String { part(unit) + ".skips" }

    /// Why a unit could not be done.
    package func quarantine(_ unit: WorkUnit) -> String { part(unit) + ".quarantine" }

    /// The sum of a committed phase.
    package func committed(_ phase: PhaseName) -> String { "\(work)/\(phase.rawValue).committed" }

    /// The units of a phase whose number depends on earlier phases.
    package func groups(_ phase: PhaseName) -> String { "\(work)/\(phase.rawValue).units" }
}

/// What is done. Where the disk cannot say, each throws: nothing is taken for done, or for open, that may not be.
extension RunFolder {
    /// Whether a unit is done.
    /// - Throws: `PipelineError.system`.
    package func isSealed(_ unit: WorkUnit) throws(PipelineError) -> Bool { try isThere(seal(unit)) }

    /// The units that are done among `units`.
    /// - Throws: `PipelineError.system`.
    package func sealed(_ units: [WorkUnit]) throws(PipelineError) -> [WorkUnit] {
        var sealed: [WorkUnit] = []
        for unit in units where try isSealed(unit) { sealed.append(unit) }
        return sealed
    }

    /// Whether a unit could not be done.
    /// - Throws: `PipelineError.system`.
    package func isQuarantined(_ unit: WorkUnit) throws(PipelineError) -> Bool { try isThere(quarantine(unit)) }

    /// Whether a phase is closed.
    /// - Throws: `PipelineError.system`.
    package func isCommitted(_ phase: PhaseName) throws(PipelineError) -> Bool { try isThere(committed(phase)) }

    private func isThere(_ path: String) throws(PipelineError) -> Bool {
        do { return try Files.isThere(path) } catch { throw .system(error) }
    }
}
