import Synchronization

/// Progress of a run on standard error, phase after phase.
package final class Progress: Sendable {
    package typealias Mode = ProgressLine.Mode

    private struct State {
        var phase = PhaseName(rawValue: "")
        var units = 0
        var done = 0
        var cost = 0
        var finishedCost = 0
        /// What has left in units that are done.
        var dropped = Dropped.none
        var running: [WorkUnit: (done: Int, dropped: Dropped)] = [:]
        var started = 0.0
    }

    private let state = Mutex(State())
    private let line: Mutex<ProgressLine>

    /// Progress as `mode` says.
    package init(mode: Mode) { line = Mutex(ProgressLine(mode)) }

    package func begin(_ phase: PhaseName, units: Int, cost: Int) {
        state.withLock { $0 = State(phase: phase, units: units, cost: cost, started: ProgressLine.now) }
        line.withLock { $0.begin() }
    }

    package func note(_ unit: WorkUnit, done: Int, dropped: Dropped) {
        let now = state.withLock { state in
            state.running[unit] = (min(done, unit.cost), dropped)
            return state
        }
        line.withLock { if $0.isDue() { $0.show(Self.words(now)) } }
    }

    /// Notes that a unit is done.
    /// - Parameter cost: what it cost in this phase of this run; nothing when it was done before.
    package func finish(_ unit: WorkUnit, cost: Int? = nil, dropped: Dropped) {
        state.withLock {
            $0.running[unit] = nil
            $0.done += 1
            $0.finishedCost += cost ?? unit.cost
            $0.dropped = $0.dropped + dropped
        }
    }

    package func end() {
        let words = state.withLock { Self.words($0) }
        line.withLock { $0.end(words) }
    }

    /// `extract  3/8 units  41 MB/s  12 s left  dropped 7 records, 40 documents`.
    private static func words(_ state: State) -> String {
        let seconds = max(0.001, ProgressLine.now - state.started)
        let name = state.phase.rawValue
        let head = name + String(repeating: " ", count: max(1, 20 - name.count)) + "\(state.done)/\(state.units) units"
        let dropped = state.running.values.reduce(state.dropped) { $0 + $1.dropped }
        let tail = dropped.words.map { "  " + $0 } ?? ""
        guard state.cost > 0 else { return head + "  \(Int(seconds)) s" + tail }
        let done = state.finishedCost + state.running.values.reduce(0) { $0 + $1.done }
        let rate = Double(done) / seconds
        let megabytes = (rate / 1e5).rounded() / 10
        guard done < state.cost, rate > 0 else { return head + "  \(megabytes) MB/s  \(Int(seconds)) s" + tail }
        return head + "  \(megabytes) MB/s  \(Int(Double(state.cost - done) / rate)) s left" + tail
    }
}
