import Platform
import Synchronization
import Testing

/// Several threads at one task.
@Suite struct WorkCrewTests {
    private struct Fault: Error, Equatable { let number: Int }

    private final class Box<Value: Sendable>: Sendable {
        let value: Mutex<Value>
        init(_ value: sending Value) { self.value = Mutex(value) }
    }

    @Test("Every number is taken once", arguments: [(0, 4), (1, 4), (7, 1), (7, 3), (1000, 8)])
    func numbers(_ count: Int, _ jobs: Int) throws {
        let taken = Box([Int]())
        try WorkCrew.forEach(count, jobs: jobs) { number in taken.value.withLock { $0.append(number) } }
        #expect(taken.value.withLock { $0.sorted() } == Array(0..<count))
    }

    @Test("One job keeps the order and stays on the thread of its caller") func alone() throws {
        let taken = Box([Int]())
        try WorkCrew.forEach(20, jobs: 1) { number in taken.value.withLock { $0.append(number) } }
        #expect(taken.value.withLock { $0 } == Array(0..<20))
    }

    @Test(
        "As many bodies are run as there are jobs, at least one", arguments: [(-1, 1), (0, 1), (1, 1), (2, 2), (5, 5)])
    func bodies(_ jobs: Int, _ runs: Int) throws {
        let count = Box(0)
        try WorkCrew.run(jobs: jobs) { count.value.withLock { $0 += 1 } }
        #expect(count.value.withLock { $0 } == runs)
    }

    @Test("After an error no number is begun, and the error comes out", arguments: [1, 3])
    func errors(_ jobs: Int) {
        let begun = Box([Int]())
        let error = #expect(throws: Fault.self) {
            try WorkCrew.forEach(10_000, jobs: jobs) { number in
                begun.value.withLock { $0.append(number) }
                if number >= 3 { throw Fault(number: number) }
            }
        }
        #expect(begun.value.withLock { $0.count } <= 3 + jobs)
        #expect((3...3 + jobs).contains(error?.number ?? -1))
    }
}
