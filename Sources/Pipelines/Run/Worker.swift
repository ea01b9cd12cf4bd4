import Glibc
import Platform
import Records
import Storage
import WebArchive

/// Everything a phase needs to do one unit.
struct WorkContext {
    let run: RunFolder
    let plan: Plan
    let unit: WorkUnit
    /// Where the unit's files go; renamed to the part when all is written.
    let folder: String
    let beacon: Beacon
    let skips: Skips

    var config: PipelineConfig { plan.pipeline.config }

    /// The path of a file of this unit.
    func file(_ name: String) -> String { folder + "/" + name }

    /// The path of a file of a sealed part.
    func file(_ name: String, of phase: Phase, _ index: Int) -> String { run.part(phase, index) + "/" + name }

    /// The units of an earlier, committed phase.
    func units(of phase: Phase) throws(PipelineError) -> Range<Int> { try Units.all(of: phase, run, plan).indices }
}

/// Does one unit in this process.
public enum Worker {
    /// Does `unit` unless it is sealed: works in a temporary folder, balances the ledger, renames, seals last.
    /// - Throws: `PipelineError`; whatever is thrown, nothing of the unit is visible.
    public static func work(_ unit: WorkUnit, run: RunFolder) throws(PipelineError) {
        try work(unit, run: run, plan: try Plan.read(run), beaconPath: nil)
    }

    private static func work(
        _ unit: WorkUnit, run: RunFolder, plan: Plan, beaconPath: String?
    ) throws(PipelineError) {
        Sandbox.keepMemory()
        if run.isSealed(unit) { return }
        if let previous = unit.phase.previous, !run.isCommitted(previous) {
            throw .incomplete("\(unit) cannot begin: phase '\(previous.rawValue)' is not committed")
        }
        guard try Units.all(of: unit.phase, run, plan).contains(where: { $0.index == unit.index }) else {
            throw .problems(["there is no unit '\(unit)' in this run"])
        }
        do {
            try attempt(unit, run: run, plan: plan, beacon: beaconPath.map { try Beacon(path: $0) } ?? Beacon())
        } catch let error as PipelineError {
            throw error
        } catch let error as SystemError {
            throw .system(error)
        } catch let error as Imbalance {
            throw .imbalance("\(unit): \(error)")
        } catch let error as ArchiveError {
            throw .unusable("\(unit): \(error)")
        } catch let error as StorageError {
            if case .system(let error) = error { throw .system(error) }
            throw .damaged("\(unit): \(error)")
        } catch {
            throw .damaged("\(unit): \(error)")
        }
    }

    /// The worker's side of an attempt: bounds on this process first, then the unit.
    /// - Throws: `PipelineError`.
    public static func attempt(_ unit: WorkUnit, run: RunFolder, beacon: String) throws(PipelineError) {
        let plan = try Plan.read(run)
        Sandbox.enter(memory: plan.pipeline.config.workers.memoryBytes, network: unit.phase == .fetch)
        Interrupts.listen()
        try work(unit, run: run, plan: plan, beaconPath: beacon)
    }

    private static func attempt(_ unit: WorkUnit, run: RunFolder, plan: Plan, beacon: Beacon) throws {
        let folder = "\(run.temporary)/\(unit.phase.rawValue)-\(unit.number).\(getpid())"
        try Files.remove(folder)
        try Files.makeFolder(folder)
        defer { try? Files.remove(folder) }
        let skips = Skips.read(run.skips(unit))
        let context = WorkContext(run: run, plan: plan, unit: unit, folder: folder, beacon: beacon, skips: skips)
        var part = SealedPart(unit: unit)
        try unit.phase.work(context, &part)
        try part.ledger.close()
        for name in try Files.list(folder) {
            let path = folder + "/" + name
            let digest = try SHA256.hash(file: path)
            part.files.append(.init(name: name, bytes: try Files.size(path), sha256: digest.hex))
        }
        try Files.makeFolder("\(run.work)/\(unit.phase.rawValue)")
        try publish(folder, as: run.part(unit), seal: run.seal(unit))
        try part.write(to: run.seal(unit))
    }

    /// Puts the folder in its place. What lies there without a seal is the rest of an attempt that died here; with a
    /// seal it is the same bytes from a faster attempt.
    private static func publish(_ folder: String, as part: String, seal: String) throws(SystemError) {
        guard Glibc.rename(folder, part) != 0 else { return }
        guard errno == EEXIST || errno == ENOTEMPTY else { throw SystemError("rename", path: part) }
        if Files.exists(seal) { return }
        try Files.remove(part)
        try Files.move(folder, to: part)
    }
}
