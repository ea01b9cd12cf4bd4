import Platform
import Synchronization

/// Work over ranges on some threads. How the ranges are cut depends on the work alone, never on the number of threads, so
/// that sums made range by range are the same at any number.
package struct Parallel: Sendable {
    /// Threads.
    package let jobs: Int

    /// Work on `jobs` threads, at least one.
    package init(jobs: Int) { self.jobs = max(1, jobs) }

    /// Gives the ranges of `grain` numbers below `count` to `body`, each once, in any order.
    func forEach(_ count: Int, grain: Int, _ body: @escaping @Sendable (Range<Int>) -> Void) {
        let pieces = (count + grain - 1) / grain
        let work: @Sendable (Int) -> Void = { piece in body(piece * grain..<min(count, (piece + 1) * grain)) }
        guard jobs > 1, pieces > 1 else { return (0..<pieces).forEach(work) }
        let next = NextPiece()
        let drain: @Sendable () -> Void = {
            while true {
                let piece = next.take()
                guard piece < pieces else { return }
                work(piece)
            }
        }
        let helpers = (1..<min(jobs, pieces)).map { _ in WorkThread(drain) }
        drain()
        helpers.forEach { $0.join() }
    }

    /// The sum of what `body` gives for each range, added in order.
    func sum(_ count: Int, grain: Int, _ body: @escaping @Sendable (Range<Int>) -> Double) -> Double {
        let pieces = (count + grain - 1) / grain
        let parts = Room<Double>(pieces, filledWith: 0)
        forEach(count, grain: grain) { range in parts[range.lowerBound / grain] = body(range) }
        return parts.array.reduce(0, +)
    }
}

/// Hands out numbers from 0.
private final class NextPiece: Sendable {
    private let next = Atomic<Int>(0)

    func take() -> Int { next.add(1, ordering: .relaxed).oldValue }
}
