package import Configuration
import Documents
import Glibc
import Platform
import WebArchive

/// Everything a phase needs to do one unit.
package struct WorkContext {
    package let run: RunFolder
    package let plan: Plan
    package let unit: WorkUnit
    /// Where the unit's files go; renamed to the part when all is written.
    package let folder: String
    package let beacon: Beacon
    package let skips: Skips
    /// Where the unit's remote inputs were brought to; nil when they are files of this machine.
    package var staged: String?

    package var config: PipelineConfig { plan.pipeline.config }

    /// The path of a file of this unit.
    package func file(_ name: String) -> String { folder + "/" + name }

    /// The path of a file of a sealed part.
    package func file(_ name: String, of phase: PhaseName, _ index: Int) -> String {
        run.part(phase, index) + "/" + name
    }

    /// The sealed units of an earlier, committed phase: those that a person went on without are not among them.
    package func units(of phase: PhaseName) throws(PipelineError) -> [Int] {
        let quarantined = Set(try Committed.read(run, phase).quarantined)
        return (0..<(try Units.count(of: phase, run, plan))).filter { !quarantined.contains($0) }
    }
}

/// A unit's last record goes on behind what was brought of a remote input.
package struct MoreInput: Error {
    package init() {}
}

/// Does one unit in this process.
package enum Worker {
    /// With less address space no worker could start, bytes.
    package static let leastMemory = WorkerConfig.leastMemory
    /// With this exit code a worker asks its supervisor, and nobody else, for more of its remote inputs.
    static let wantsMore: Int32 = 76

    /// Does `unit` in this process unless it is sealed: works in a temporary folder, balances the ledger, renames, seals last.
    /// - Throws: `PipelineError`; whatever is thrown, nothing of the unit is visible.
    package static func work(_ unit: WorkUnit, run: RunFolder, phases: PhaseList) throws(PipelineError) {
        let plan = try Plan.read(run, phases)
        let folder = run.newAttempt(unit)
        defer { try? Files.remove(folder) }
        do {
            try Files.makeFolder(folder)
            let isNew = try work(unit, run: run, plan: plan, in: folder, beacon: Beacon())
            if isNew { try publish(folder, as: unit, run) }
        } catch { throw PipelineError(error, in: "\(unit)") }
    }

    /// The worker's side of an attempt: bounds on this process first, then the unit, whose files and seal are left at
    /// `place`. It can write nowhere else; the supervisor puts them where they belong.
    /// - Parameters:
    ///   - memoryBytes: its address space, where that is not what the pipeline says.
    ///   - staged: where the supervisor put the unit's remote inputs.
    /// - Throws: `PipelineError`.
    package static func attempt(
        _ unit: WorkUnit, run: RunFolder, phases: PhaseList, at place: String, memoryBytes: Int?, staged: String? = nil
    ) throws(PipelineError) {
        let plan = try Plan.read(run, phases)
        var limits = plan.pipeline.config.workers
        do {
            let phase = try plan.phases.named(unit.phase)
            if phase.runsModels { limits.memoryBytes = 0 }
            if let memoryBytes { limits.memoryBytes = memoryBytes }
            try Files.makeFolder(place)
            let beacon = try Beacon.inherited()
            try Sandbox.enter(limits, for: try purpose(of: unit, run, plan, at: place))
            Interrupts.listen()
            _ = try work(unit, run: run, plan: plan, in: place, beacon: beacon, staged: staged)
        } catch is MoreInput {
            exit(Worker.wantsMore)
        } catch _ where (try? run.isSealed(unit)) == true {
            return  // another attempt was faster, and the commit of the phase has removed what this one read or wrote
        } catch { throw PipelineError(error, in: "\(unit)") }
    }

    /// What a worker is for: its phase says whether it may connect to anything, its unit what it reads.
    static func purpose(
        of unit: WorkUnit, _ run: RunFolder, _ plan: Plan, at place: String
    ) throws(PipelineError) -> Sandbox.Purpose {
        let phase = try plan.phases.named(unit.phase)
        try checkIsThere(unit, phase, run, plan)
        var purpose = Sandbox.Purpose()
        purpose.network = phase.usesNetwork
        purpose.runsPrograms = phase.runsModels
        // A scratch folder has what was put on this machine for the unit.
        purpose.reading =
            try [run.work] + [run.scratch].compactMap(\.self) + plan.pipeline.files(in: plan.folder)
            + phase.files(of: unit, plan)
        purpose.writing = [place]
        return purpose
    }

    private static func checkIsThere(
        _ unit: WorkUnit, _ phase: any Phase, _ run: RunFolder, _ plan: Plan
    ) throws(PipelineError) {
        guard unit.index < (try phase.unitCount(run, plan)) else {
            throw .problems(["there is no unit '\(unit)' in this run"])
        }
    }

    /// Does `unit` and leaves its files and, last, its seal in `folder`.
    /// - Returns: false when it is sealed already.
    private static func work(
        _ unit: WorkUnit, run: RunFolder, plan: Plan, in folder: String, beacon: Beacon, staged: String? = nil
    ) throws -> Bool {
        Sandbox.keepMemory()
        let phase = try plan.phases.named(unit.phase)
        if try run.isSealed(unit) { return false }
        if let previous = plan.phases.before(unit.phase), try !run.isCommitted(previous) {
            throw PipelineError.incomplete("\(unit) cannot begin: phase '\(previous.rawValue)' is not committed")
        }
        try checkIsThere(unit, phase, run, plan)
        let skips = try Skips.read(run.skips(unit))
        let context = WorkContext(
            run: run, plan: plan, unit: unit, folder: folder, beacon: beacon, skips: skips, staged: staged)
        var part = SealedPart(unit: unit)
        let watch = InputWatch(try phase.files(of: unit, plan))
        try phase.work(context, &part)
        try watch.check()
        try part.ledger.close()
        for name in try Files.list(folder) {
            let path = folder + "/" + name
            let digest = try SHA256.hash(file: path)
            part.files.append(.init(name: name, bytes: try Files.size(path), sha256: digest.hex))
        }
        try part.write(to: folder + "/" + seal)
        return true
    }

    /// The seal of an attempt among its files; beside the part once it is published.
    private static let seal = "unit.sealed"

    // MARK: The supervisor's side

    /// Puts what an attempt left in its place and seals it, one attempt at a time. A unit that is sealed is left as it is: a
    /// faster attempt may have brought other bytes (`fetch`). What lies there without a seal is the rest of an attempt
    /// that died here.
    /// - Throws: `PipelineError`, `SystemError`; `.damaged` when the attempt is not as its seal says.
    static func publish(_ folder: String, as unit: WorkUnit, _ run: RunFolder) throws {
        let part = try SealedPart.read(folder + "/" + seal)
        try Files.remove(folder + "/" + seal)
        try check(part, of: unit, in: folder)
        let staged = try stage(folder, part, run)
        defer { if staged != folder { try? Files.remove(staged) } }
        try Files.makeFolder("\(run.work)/\(unit.phase.rawValue)")
        let lock = try RunLock(waitingFor: "\(run.work)/\(unit.phase.rawValue).lock")
        defer { lock.release() }
        guard try !run.isSealed(unit) else { return }
        try Files.remove(run.part(unit))
        try Files.syncFolder(staged)
        try Files.move(staged, to: run.part(unit))
        try part.write(to: run.seal(unit))
    }

    /// A worker that went wrong must not leave what leads out of its folder: just the files of its seal, none a link.
    private static func check(_ part: SealedPart, of unit: WorkUnit, in folder: String) throws {
        try part.ledger.close()
        let files = Dictionary(part.files.map { ($0.name, $0.bytes) }, uniquingKeysWith: { $1 })
        let names = try Files.list(folder)
        let isWhole = try names.allSatisfy { name in
            try Files.isOwnFile(folder + "/" + name) && Files.size(folder + "/" + name) == files[name]
        }
        guard part.unit == unit.description, isWhole, names.count == files.count else {
            throw PipelineError.damaged("\(unit): the worker's files are not those of its seal")
        }
    }

    /// Copies what was written in a scratch folder beside the run's parts, where a rename reaches.
    private static func stage(_ folder: String, _ part: SealedPart, _ run: RunFolder) throws(SystemError) -> String {
        guard let scratch = run.scratch else { return folder }
        let staged = run.temporary + folder.dropFirst(scratch.count)
        try Files.makeFolder(staged)
        for file in part.files { try Files.linkOrCopy(folder + "/" + file.name, to: staged + "/" + file.name) }
        return staged
    }
}
