import Runs

/// Progress of scoring on standard error: documents, documents a second, time and money left.
final class ScoreProgress {
    private var line: ProgressLine
    private let total: Int
    /// What an hour costs; 0 when nobody says.
    private let price: Double
    private var done = 0
    private let started = ProgressLine.now

    init(mode: ProgressLine.Mode, price: Double, total: Int) {
        (self.price, self.total) = (price, total)
        line = ProgressLine(mode)
    }

    /// Seconds since it was made.
    var seconds: Double { max(1e-3, ProgressLine.now - started) }
    /// Documents a second so far.
    var rate: Double { Double(done) / seconds }

    func add(_ documents: Int) {
        done += documents
        if line.isDue() { line.show(words) }
    }

    func end() { line.end(words) }

    private var words: String {
        let rounded = (rate * 100).rounded() / 100
        let head = "score  \(done)/\(total) documents  \(rounded) documents/s"
        guard done < total, rate > 0 else { return head + "  \(Int(seconds)) s" }
        let left = Double(total - done) / rate
        let money = price > 0 ? ", \((left / 3600 * price * 100).rounded() / 100) of \(price) an hour" : ""
        return head + "  \(Int(left)) s left\(money)"
    }
}
