package import Configuration
package import Documents
import Facts
package import JSON
package import Platform
package import WebArchive

/// Closes a phase: every unit sealed, every seal's ledger summed, and the sum equal to what the phase before handed on.
package enum Commit {
    /// Closes `phase`; does nothing when it is closed.
    /// - Parameter allowQuarantined: how many units may be missing; a person's decision.
    /// - Throws: `PipelineError.incomplete` with the units that are missing.
    package static func commit(
        _ phase: PhaseName, run: RunFolder, phases: PhaseList, allowQuarantined: Int = 0
    ) throws(PipelineError) {
        let plan = try Plan.read(run, phases)
        let closing = try phases.named(phase)
        if try run.isCommitted(phase) { return }
        if let previous = phases.before(phase), try !run.isCommitted(previous) {
            throw .incomplete("phase '\(previous.rawValue)' must be committed before '\(phase.rawValue)'")
        }
        let units = try Units.all(of: phase, run, plan)
        let open = try Units.open(of: phase, run, plan)
        guard open.isEmpty else {
            let names = open.prefix(10).map(\.description).joined(separator: ", ")
            throw .incomplete("\(open.count) of \(units.count) units of '\(phase.rawValue)' are not sealed: \(names)")
        }
        let sealed = try run.sealed(units)
        let sealedIndices = Set(sealed.map(\.index))
        let quarantined = units.filter { !sealedIndices.contains($0.index) }
        guard quarantined.count <= allowQuarantined else {
            let reasons = quarantined.prefix(10).map { unit in
                "\(unit): \((try? Files.readText(run.quarantine(unit)))?.split(separator: "\n").first ?? "")"
            }
            throw .incomplete(
                "\(quarantined.count) units of '\(phase.rawValue)' are quarantined "
                    + "(--allow-quarantined \(quarantined.count) goes on without them):\n"
                    + reasons.joined(separator: "\n"))
        }
        do {
            try close(closing, sealed, without: quarantined, run: run, plan: plan)
            try sweep(phase, run)
        } catch { throw PipelineError(error, in: phase.rawValue) }
    }

    /// The sum of a closed phase as one JSON object: `phase`, `units`, `ledger`, `total`, `counts`.
    /// - Throws: `PipelineError`.
    package static func summary(of phase: PhaseName, run: RunFolder) throws(PipelineError) -> String {
        try Committed.read(run, phase).json.text
    }

    /// Removes what killed attempts at the phase's units left behind: nobody needs another one.
    private static func sweep(_ phase: PhaseName, _ run: RunFolder) throws(SystemError) {
        for name in try Files.list(run.temporary) where RunFolder.isAttempt(name, at: phase) {
            try Files.remove(run.temporary + "/" + name)
        }
    }

    private static func close(
        _ phase: any Phase, _ units: [WorkUnit], without quarantined: [WorkUnit], run: RunFolder, plan: Plan
    ) throws {
        var ledger = Ledger()
        var counts: [String: Int] = [:]
        var read: ReadBytes?
        for unit in units {
            let part = try SealedPart.read(run.seal(unit))
            ledger.add(part.ledger)
            if let bytes = part.read {
                var sum = read ?? ReadBytes()
                sum.add(bytes)
                read = sum
            }
            counts.merge(part.counts, uniquingKeysWith: +)
        }
        var total = ledger
        if phase.handsOnDocuments, let before = phase.documentsFrom {
            total = try Committed.read(run, before).total
            // What is cut out of a paragraph comes into being there, and leaves.
            total.born(.paragraph, counts["cuts"] ?? 0)
            total.written(.paragraph, counts["cuts"] ?? 0)
            do { try total.append(ledger, untouched: [.record], split: counts["split"] ?? 0) } catch {
                throw PipelineError.imbalance("\(phase.name.rawValue): \(error)")
            }
        }
        var sum = Committed(
            phase: phase.name, units: units.count, quarantined: quarantined.map(\.index), ledger: ledger, total: total,
            counts: counts)
        sum.read = read
        try phase.close(sum, units, run: run, plan: plan)
        try sum.write(run)
    }
}

/// The sum of a closed phase.
package struct Committed: Sendable {
    package let phase: PhaseName
    package let units: Int
    /// The units that the phase was closed without.
    package let quarantined: [Int]
    /// What this phase counted.
    package let ledger: Ledger
    /// The run's account up to and with this phase.
    package let total: Ledger
    package let counts: [String: Int]
    /// What its units read of the run's inputs, unit by unit; nil where they read none.
    package var read: ReadBytes?

    package func write(_ run: RunFolder) throws(SystemError) {
        var json = self.json
        json.newline()
        try Files.write(json.bytes, to: run.committed(phase))
    }

    package var json: JSONWriter {
        var json = JSONWriter()
        json.object { json in
            json.member("phase", phase.rawValue)
            json.member("units", units)
            if !quarantined.isEmpty {
                json.key("quarantined")
                json.array { json in for index in quarantined { json.value(index) } }
            }
            json.key("ledger")
            ledger.write(to: &json)
            json.key("total")
            total.write(to: &json)
            json.key("counts")
            json.object(counts.sorted { $0.key < $1.key }.lazy.map { ($0.key, $0.value) })
            if let read {
                json.key("read")
                read.write(to: &json)
            }
        }
        return json
    }

    package static func read(_ run: RunFolder, _ phase: PhaseName) throws(PipelineError) -> Committed {
        guard let json = try PipelineError.json(at: run.committed(phase)),
            let ledger = json["ledger"].flatMap({ Ledger($0) }), let total = json["total"].flatMap({ Ledger($0) })
        else { throw .damaged("\(run.committed(phase)) is damaged; delete it and commit the phase again") }
        var counts: [String: Int] = [:]
        for member in json["counts"]?.members ?? [] { counts[member.key] = member.value.integer ?? 0 }
        var sum = Committed(
            phase: phase, units: json["units"]?.integer ?? 0,
            quarantined: json["quarantined"]?.array?.compactMap(\.integer) ?? [], ledger: ledger, total: total,
            counts: counts)
        sum.read = json["read"].flatMap { ReadBytes($0) }
        return sum
    }
}
