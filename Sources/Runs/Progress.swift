import Glibc
import Synchronization

/// Progress on standard error: one redrawn line on a terminal, a plain line every few seconds elsewhere.
package final class Progress: Sendable {
    /// When progress is shown.
    package enum Mode: String, Sendable, CaseIterable {
        /// Redrawn on a terminal, a line every ten seconds elsewhere.
        case auto
        /// Redrawn even where there is no terminal.
        case always
        /// Not at all.
        case never
    }

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
        var shown = 0.0
    }

    private let state = Mutex(State())
    private let mode: Mode
    private let redraws: Bool

    /// Progress as `mode` says.
    package init(mode: Mode) {
        self.mode = mode
        redraws =
            mode == .always
            || (mode == .auto && isatty(2) == 1 && getenv("TERM").map { strcmp($0, "dumb") != 0 } ?? true)
    }

    package func begin(_ phase: PhaseName, units: Int, cost: Int) {
        state.withLock {
            $0 = State(phase: phase, units: units, cost: cost, started: Self.now, shown: Self.now)
        }
    }

    package func note(_ unit: WorkUnit, done: Int, dropped: Dropped) {
        let line: String? = state.withLock { state in
            state.running[unit] = (min(done, unit.cost), dropped)
            let interval = redraws ? 0.2 : 10
            guard mode != .never, Self.now - state.shown >= interval else { return nil }
            state.shown = Self.now
            return Self.line(state)
        }
        if let line { write(redraws ? "\r\u{1B}[K\(line)" : line + "\n") }
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
        guard mode != .never else { return }
        let line = state.withLock { Self.line($0) }
        write((redraws ? "\r\u{1B}[K" : "") + line + "\n")
    }

    /// `extract  3/8 units  41 MB/s  12 s left  dropped 7 records, 40 documents`.
    private static func line(_ state: State) -> String {
        let seconds = max(0.001, now - state.started)
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

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func write(_ text: String) {
        var bytes = Array(text.utf8)
        Glibc.write(2, &bytes, bytes.count)
    }
}
