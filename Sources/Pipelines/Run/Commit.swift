import JSON
import Platform
import Records

/// Closes a phase: every unit sealed, every seal's ledger summed, and the sum equal to what the phase before handed on.
public enum Commit {
    /// Closes `phase`; does nothing when it is closed.
    /// - Parameter allowQuarantined: how many units may be missing; a person's decision.
    /// - Throws: `PipelineError.incomplete` with the units that are missing.
    public static func commit(_ phase: Phase, run: RunFolder, allowQuarantined: Int = 0) throws(PipelineError) {
        if run.isCommitted(phase) { return }
        let plan = try Plan.read(run)
        if let previous = phase.previous, !run.isCommitted(previous) {
            throw .incomplete("phase '\(previous.rawValue)' must be committed before '\(phase.rawValue)'")
        }
        let units = try Units.all(of: phase, run, plan)
        let open = try Units.open(of: phase, run, plan)
        guard open.isEmpty else {
            let names = open.prefix(10).map(\.description).joined(separator: ", ")
            throw .incomplete("\(open.count) of \(units.count) units of '\(phase.rawValue)' are not sealed: \(names)")
        }
        let quarantined = units.filter { !run.isSealed($0) }
        guard quarantined.count <= allowQuarantined else {
            let reasons = quarantined.prefix(10).map { unit in
                "\(unit): \((try? Files.readText(run.quarantine(unit)))?.split(separator: "\n").first ?? "")"
            }
            throw .incomplete(
                "\(quarantined.count) units of '\(phase.rawValue)' are quarantined "
                    + "(--allow-quarantined \(quarantined.count) goes on without them):\n"
                    + reasons.joined(separator: "\n"))
        }
        do { try close(phase, units.filter(run.isSealed), run: run, plan: plan) } catch let error as PipelineError {
            throw error
        } catch let error as SystemError {
            throw .system(error)
        } catch { throw .damaged("\(phase.rawValue): \(error)") }
    }

    /// The sum of a closed phase as one JSON object: `phase`, `units`, `ledger`, `total`, `counts`.
    /// - Throws: `PipelineError`.
    public static func summary(of phase: Phase, run: RunFolder) throws(PipelineError) -> String {
        try Committed.read(run, phase).json.text
    }

    private static func close(_ phase: Phase, _ units: [WorkUnit], run: RunFolder, plan: Plan) throws {
        var ledger = Ledger()
        var counts: [String: Int] = [:]
        for unit in units {
            let part = try SealedPart.read(run.seal(unit))
            ledger.add(part.ledger)
            counts.merge(part.counts, uniquingKeysWith: +)
        }
        if phase == .extract { try LanguageCheck.check(counts, plan.pipeline.config.text) }
        if phase == .fetch { try MeasureSlice.write(run, fetched: units) }
        if phase == .judge { try writeGroups(run, plan: plan) }
        var total = ledger
        if phase.handsOnDocuments, let before = phase.documentsBefore {
            total = try Committed.read(run, before).total
            do { try total.append(ledger, untouched: [.record], split: counts["split"] ?? 0) } catch {
                throw PipelineError.imbalance("\(phase.rawValue): \(error)")
            }
        }
        let committed = Committed(phase: phase, units: units.count, ledger: ledger, total: total, counts: counts)
        if phase == .assemble { try Publisher.publish(committed, run: run, plan: plan) }
        try committed.write(run)
    }

    /// Cuts the judged parts in groups of about a shard's bytes.
    private static func writeGroups(_ run: RunFolder, plan: Plan) throws {
        var ends: [Int] = []
        var size = 0
        for index in plan.parts.parts.indices {
            let unit = WorkUnit(phase: .judge, index: index)
            if run.isSealed(unit) { size += try SealedPart.read(run.seal(unit)).counts["text_bytes"] ?? 0 }
            if size >= plan.pipeline.config.output.shardBytes || index == plan.parts.count - 1 {
                ends.append(index + 1)
                size = 0
            }
        }
        var json = JSONWriter()
        json.array { json in for end in ends { json.value(end) } }
        json.newline()
        try Files.write(json.bytes, to: run.groups(.assemble))
    }
}

extension Phase {
    /// Whether the phase's ledger counts the run's documents (the others only decide).
    var handsOnDocuments: Bool { [.extract, .judge, .assemble].contains(self) }

    /// The phase whose documents this one takes.
    var documentsBefore: Phase? {
        switch self {
        case .judge: .extract
        case .assemble: .judge
        default: nil
        }
    }
}

/// The sum of a closed phase.
struct Committed: Sendable {
    let phase: Phase
    let units: Int
    /// What this phase counted.
    let ledger: Ledger
    /// The run's account up to and with this phase.
    let total: Ledger
    let counts: [String: Int]

    func write(_ run: RunFolder) throws(SystemError) {
        var json = self.json
        json.newline()
        try Files.write(json.bytes, to: run.committed(phase))
    }

    var json: JSONWriter {
        var json = JSONWriter()
        json.object { json in
            json.member("phase", phase.rawValue)
            json.member("units", units)
            json.key("ledger")
            ledger.write(to: &json)
            json.key("total")
            total.write(to: &json)
            json.key("counts")
            json.object(counts.sorted { $0.key < $1.key }.lazy.map { ($0.key, $0.value) })
        }
        return json
    }

    static func read(_ run: RunFolder, _ phase: Phase) throws(PipelineError) -> Committed {
        guard let bytes = try? Files.read(run.committed(phase)), let json = try? JSONValue(parsing: bytes),
            let ledger = json["ledger"].flatMap({ Ledger($0) }), let total = json["total"].flatMap({ Ledger($0) })
        else { throw .damaged("\(run.committed(phase)) is damaged; delete it and commit the phase again") }
        var counts: [String: Int] = [:]
        for member in json["counts"]?.members ?? [] { counts[member.key] = member.value.integer ?? 0 }
        return Committed(phase: phase, units: json["units"]?.integer ?? 0, ledger: ledger, total: total, counts: counts)
    }
}
