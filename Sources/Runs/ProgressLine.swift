import Glibc

/// The line of progress on standard error: redrawn on a terminal, a plain line every few seconds elsewhere.
package struct ProgressLine: Sendable {
    /// When progress is shown.
    package enum Mode: String, Sendable, CaseIterable {
        /// Redrawn on a terminal, a line every ten seconds elsewhere.
        case auto
        /// Redrawn even where there is no terminal.
        case always
        /// Not at all.
        case never
    }

    private let mode: Mode
    private let redraws: Bool
    private var shown = ProgressLine.now

    /// A line as `mode` says; nothing is shown yet.
    package init(_ mode: Mode) {
        self.mode = mode
        redraws =
            mode == .always
            || (mode == .auto && isatty(2) == 1 && getenv("TERM").map { strcmp($0, "dumb") != 0 } ?? true)
    }

    /// Waits a whole interval before the next line.
    package mutating func begin() { shown = Self.now }

    /// Whether it is time for another line; then the time begins anew.
    package mutating func isDue() -> Bool {
        guard mode != .never, Self.now - shown >= (redraws ? 0.2 : 10) else { return false }
        shown = Self.now
        return true
    }

    /// Shows a line that another may take the place of.
    package func show(_ text: String) { write(redraws ? "\r\u{1B}[K\(text)" : text + "\n") }

    /// Shows the last line, which stays.
    package func end(_ text: String) {
        guard mode != .never else { return }
        write((redraws ? "\r\u{1B}[K" : "") + text + "\n")
    }

    /// Seconds of a clock that never goes back.
    package static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func write(_ text: String) {
        var bytes = Array(text.utf8)
        Glibc.write(2, &bytes, bytes.count)
    }
}
