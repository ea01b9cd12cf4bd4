import Glibc
import Runs

/// Progress of scoring on standard error: documents, documents a second, time and money left.
final class ScoreProgress {
    private let mode: Progress.Mode
    private let redraws: Bool
    private let total: Int
    /// What an hour costs; 0 when nobody says.
    private let price: Double
    private var done = 0
    private let started = ContinuousClock.now
    private var shown = ContinuousClock.now

    init(mode: Progress.Mode, price: Double, total: Int) {
        (self.mode, self.price, self.total) = (mode, price, total)
        redraws = mode == .always || (mode == .auto && isatty(2) == 1)
    }

    /// Seconds since it was made.
    var seconds: Double { max(1e-3, (ContinuousClock.now - started) / .seconds(1)) }
    /// Documents a second so far.
    var rate: Double { Double(done) / seconds }

    func add(_ documents: Int) {
        done += documents
        guard mode != .never, ContinuousClock.now - shown >= (redraws ? .milliseconds(200) : .seconds(10)) else {
            return
        }
        shown = .now
        write(redraws ? "\r\u{1B}[K\(line)" : line + "\n")
    }

    func end() {
        guard mode != .never else { return }
        write((redraws ? "\r\u{1B}[K" : "") + line + "\n")
    }

    private var line: String {
        let rounded = (rate * 100).rounded() / 100
        let head = "score  \(done)/\(total) documents  \(rounded) documents/s"
        guard done < total, rate > 0 else { return head + "  \(Int(seconds)) s" }
        let left = Double(total - done) / rate
        let money = price > 0 ? ", \((left / 3600 * price * 100).rounded() / 100) of \(price) an hour" : ""
        return head + "  \(Int(left)) s left\(money)"
    }

    private func write(_ text: String) {
        var bytes = Array(text.utf8)
        Glibc.write(2, &bytes, bytes.count)
    }
}
