import Synchronization

/// Several threads at one task, each taking what is next.
package enum WorkCrew {
    /// Runs `body` on `jobs` threads at once and waits for all of them.
    /// - Throws: the first error that a body threw; the others have ended by then.
    package static func run(jobs: Int, _ body: @escaping @Sendable () throws -> Void) throws {
        guard jobs > 1 else { return try body() }
        let failure = FirstFailure()
        let threads = (0..<jobs).map { _ in
            WorkThread { do { try body() } catch { failure.note(error) } }
        }
        for thread in threads { thread.join() }
        try failure.rethrow()
    }

    /// Runs `body` for each number below `count`, on `jobs` threads.
    /// - Throws: the first error that a body threw; no other number is begun after it.
    package static func forEach(
        _ count: Int, jobs: Int, _ body: @escaping @Sendable (Int) throws -> Void
    ) throws {
        let next = NextNumber()
        try run(jobs: min(jobs, count)) {
            while let number = next.take(below: count) {
                do { try body(number) } catch {
                    next.stop()
                    throw error
                }
            }
        }
    }

    private final class NextNumber: Sendable {
        private let number = Atomic<Int>(0)

        func take(below count: Int) -> Int? {
            let taken = number.add(1, ordering: .relaxed).oldValue
            return taken < count ? taken : nil
        }

        func stop() { number.store(Int.max / 2, ordering: .relaxed) }
    }

    private final class FirstFailure: Sendable {
        private let failure = Mutex<(any Error)?>(nil)

        func note(_ error: any Error) { failure.withLock { $0 = $0 ?? error } }

        func rethrow() throws { if let error = failure.withLock({ $0 }) { throw error } }
    }
}
