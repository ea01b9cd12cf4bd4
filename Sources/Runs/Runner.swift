package import Configuration
import CorpusFiles
import Documents
import Facts
import Glibc
import JSON
import Platform
import RemoteFiles
import Synchronization

/// `quarry run`: plan, work in N worker processes, commit, phase by phase.
package struct Runner: Sendable {
    /// What a run is asked to do.
    package struct Request: Sendable {
        /// The pipeline: a path or a name.
        package var pipeline: String
        /// `section.key=value`.
        package var sets: [String] = []
        /// Files, folders, globs, `-`.
        package var inputs: [String]
        /// The corpus folder.
        package var output: String
        /// Worker processes at once.
        package var jobs: Int
        /// How many quarantined units a phase may be committed without.
        package var allowQuarantined = 0
        /// Named folders by which the plan names inputs.
        package var roots = Roots()

        /// A request with the defaults.
        package init(pipeline: String, inputs: [String], output: String, jobs: Int) {
            self.pipeline = pipeline
            self.inputs = inputs
            self.output = output
            self.jobs = jobs
        }
    }

    /// The run's folder.
    package let run: RunFolder
    package let plan: Plan
    /// Where the corpus will be: the run's folder, or the address to which it is sent.
    package var output: String

    /// The work of `plan` in `run`.
    package init(run: RunFolder, plan: Plan) { (self.run, self.plan, output) = (run, plan, run.path) }

    /// Reads the pipeline and looks at the inputs; touches nothing.
    /// - Throws: `PipelineError.problems` with everything that is wrong.
    package static func prepare(_ request: Request, phases: PhaseList) throws(PipelineError) -> Runner {
        guard !request.output.isEmpty else { throw .problems(["the output folder has no name"]) }
        if RemoteAddress.isAddress(request.output) {
            throw .problems([
                "'\(request.output)' is an address; the work of a run is done in a folder that this machine sees"
            ])
        }
        let pipeline = try Pipeline.load(path: request.pipeline, sets: request.sets, environment: Environment.values)
        try Sandbox.check(pipeline.config.workers)
        for phase in phases.phases { try phase.check(pipeline.config) }
        let file = Files.absolute(try PipelineFile.path(of: request.pipeline))
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        let run = RunFolder(request.output, roots: request.roots)
        let plan = try Plan.make(
            pipeline: pipeline, folder: folder, paths: request.inputs, run: run, phases: phases)
        // Its workers find the inputs where they are now, also when the plan was written where they had other paths.
        return Runner(run: RunFolder(request.output, roots: plan.roots), plan: plan)
    }

    /// What a person should know though the run goes on: a line each.
    package var warnings: [String] {
        plan.warnings + plan.pipeline.config.mannersOff + plan.pipeline.config.factsOff + Sandbox.missing
    }

    /// What `--dry-run` prints: the resolved pipeline, what is off, and the units.
    package var outline: String { RunOutline(plan: plan, run: run, output: output).text }

    /// The same as one JSON object: `pipeline`, `pipeline_sha256`, `inputs`, `input_bytes`, `units` by phase, `off`, `output`.
    package var outlineJSON: String { RunOutline(plan: plan, run: run, output: output).json }

    /// What was done, as one JSON object: `output`, `phase`, how many `documents` are left, and the run's `ledger` up to it.
    /// - Throws: `PipelineError`.
    package func summary(until phase: PhaseName) throws(PipelineError) -> String {
        let names = plan.phases.names.prefix { $0 != phase } + [phase]
        guard let counted = names.last(where: { plan.phases[$0]?.handsOnDocuments == true }) else { return "{}" }
        let total = try Committed.read(run, counted).total
        var json = JSONWriter()
        json.object { json in
            json.member("output", output)
            json.member("phase", phase.rawValue)
            json.member("documents", total[.document].written)
            json.key("ledger")
            total.write(to: &json)
        }
        return json.text
    }

    /// Whether the folder holds the finished corpus of this pipeline and these inputs, its `work` deleted: then nothing is
    /// left to do.
    package var isComplete: Bool {
        guard !Files.exists(run.plan), let manifest = try? CorpusManifest(folder: run.path) else { return false }
        return plan.makes(manifest)
    }

    /// Checks that a complete corpus has what it promises.
    /// - Throws: `PipelineError.damaged` when it does not, and `work` is gone from which it could be mended.
    package func checkIsWhole() throws(PipelineError) {
        guard let absent = (try? CorpusManifest(folder: run.path))?.absent(from: run.path), !absent.isEmpty else {
            return
        }
        throw .damaged(
            "'\(run.path)' is the corpus of this run, but not as sealed: \(absent.prefix(5).joined(separator: ", "))"
                + "\(absent.count > 5 ? " …" : ""); delete the folder and give the same command again")
    }

    /// Writes the plan, or finds that the folder holds just this run.
    /// - Throws: `PipelineError.otherRun` when the folder holds anything else.
    package func begin() throws(PipelineError) {
        if let isSame = try plan.isPlan(of: run) {
            guard isSame else {
                throw .otherRun(
                    "'\(run.path)' holds another run (its plan differs in pipeline or inputs): "
                        + "give another --output, or the same command to resume")
            }
            return try plan.checkSealed(run)
        }
        if Files.exists(run.path) {
            guard Files.isFolder(run.path) else { throw .otherRun("'\(run.path)' is not a folder") }
            let names: [String]
            do { names = try Files.list(run.path) } catch { throw .system(error) }
            guard names.allSatisfy({ $0 == "work" }) else {
                throw .otherRun("'\(run.path)' is not empty and holds no run: give another --output")
            }
        }
        do {
            try plan.write(run)
        } catch {
            if error.isStorageFault { throw .system(error) }
            throw .problems(["the output cannot be written: \(error)"])
        }
    }

    /// Does the phases up to `until`, each unit in a worker process, at most `jobs` at once.
    /// - Throws: `PipelineError`; what is sealed stays, and the same call goes on from there.
    package func work(jobs: Int, until: PhaseName, allowQuarantined: Int, progress: Progress) throws(PipelineError) {
        let lock = try RunLock(path: run.lock)
        defer { lock.release() }
        do { try sweep() } catch { throw .system(error) }
        try mend()
        for phase in plan.phases.names {
            if Interrupts.isRaised { throw .interrupted }
            if try !run.isCommitted(phase) {
                try work(phase, jobs: jobs, progress: progress)
                try Commit.commit(phase, run: run, phases: plan.phases, allowQuarantined: allowQuarantined)
            }
            if phase == until { return }
        }
    }

    /// A finished corpus that lost files is put together again from the parts of its last phase; a part that is not whole
    /// is done again.
    private func mend() throws(PipelineError) {
        guard let last = plan.phases.names.last, try run.isCommitted(last),
            let manifest = try? CorpusManifest(folder: run.path), !manifest.absent(from: run.path).isEmpty
        else { return }
        do {
            try Files.remove(run.path + "/" + CorpusManifest.fileName)
            for unit in try run.sealed(Units.all(of: last, run, plan)) {
                let isWhole = try SealedPart.read(run.seal(unit)).isWhole(in: run.part(unit))
                if !isWhole { try Files.remove(run.seal(unit)) }
            }
            try Files.remove(run.committed(last))
        } catch { throw PipelineError(error) }
    }

    /// Removes what killed workers left behind.
    private func sweep() throws(SystemError) {
        for name in try Files.list(run.temporary) { try Files.remove(run.temporary + "/" + name) }
    }

    /// What a sealed unit dropped, for a progress line.
    private func dropped(_ unit: WorkUnit) -> Dropped {
        guard plan.phases[unit.phase]?.handsOnDocuments == true, let part = try? SealedPart.read(run.seal(unit)) else {
            return Dropped.none
        }
        return Dropped(part.ledger)
    }

    private func work(_ phase: PhaseName, jobs: Int, progress: Progress) throws(PipelineError) {
        let units = try Units.open(of: phase, run, plan)
        let all = try Units.all(of: phase, run, plan)
        progress.begin(phase, units: all.count, cost: units.reduce(0) { $0 + $1.cost })
        let waiting = Set(units)
        for unit in all where !waiting.contains(unit) { progress.finish(unit, cost: 0, dropped: dropped(unit)) }
        defer { progress.end() }
        guard !units.isEmpty else { return }
        let queue = UnitQueue(units)
        let supervisor = try Supervisor(run: run, plan: plan) { progress.note($0, done: $1, dropped: $2) }
        let jobs = plan.phases[phase]?.runsModels == true ? 1 : jobs
        let threads = (0..<min(jobs, units.count)).map { _ in
            WorkThread {
                while let unit = queue.next() {
                    do throws(PipelineError) {
                        let ending = try supervisor.do(unit)
                        progress.finish(unit, dropped: dropped(unit))
                        guard queue.accept(ending, of: unit) else { return }
                    } catch {
                        queue.fail(error)
                        return
                    }
                }
            }
        }
        for thread in threads { thread.join() }
        if let error = queue.error { throw error }
        if Interrupts.isRaised { throw .interrupted }
    }
}

/// The units of a phase, handed out one by one to the threads that supervise workers.
private final class UnitQueue: Sendable {
    private struct State {
        var units: ArraySlice<WorkUnit>
        var error: PipelineError?
    }

    private let state: Mutex<State>

    init(_ units: [WorkUnit]) { state = Mutex(State(units: units[...])) }

    var error: PipelineError? { state.withLock { $0.error } }

    func next() -> WorkUnit? { state.withLock { $0.error == nil && !Interrupts.isRaised ? $0.units.popFirst() : nil } }

    func fail(_ error: PipelineError) { state.withLock { if $0.error == nil { $0.error = error } } }

    /// Whether to go on after `ending`.
    func accept(_ ending: Supervisor.Ending, of unit: WorkUnit) -> Bool {
        switch ending {
        case .sealed, .quarantined: return true
        case .interrupted: fail(.interrupted)
        case .failed(let code, let message): fail(.failed(unit: unit.description, code: code, message: message))
        }
        return false
    }
}
