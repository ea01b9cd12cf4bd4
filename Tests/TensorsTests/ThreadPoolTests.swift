import Glibc
import Synchronization
import Testing

@testable import Tensors

@Suite struct ThreadPoolTests {
    @Test(arguments: [1, 2, 5]) func everyPartIsDoneOnce(threads: Int) {
        let pool = ThreadPool(threads: threads)
        for parts in [0, 1, 2, 3, 64, 1000] {
            let counts = FloatBuffer(count: max(parts, 1))
            let workers = Atomic<Int>(0)
            pool.run(parts) { part, worker in
                counts.pointer[part] += 1
                workers.bitwiseOr(1 << worker, ordering: .relaxed)
            }
            #expect(counts.array.prefix(parts).allSatisfy { $0 == 1 })
            #expect(workers.load(ordering: .relaxed) < 1 << threads)
        }
    }

    @Test func workersSleepAndWake() throws {
        let pool = ThreadPool(threads: 3)
        let total = Atomic<Int>(0)
        for round in 0..<200 {
            pool.run(7) { part, _ in total.add(part, ordering: .relaxed) }
            // Long enough for the workers to fall asleep now and then.
            if round % 50 == 0 { usleep(2000) }
        }
        #expect(total.load(ordering: .relaxed) == 200 * 21)
    }

    @Test func poolsComeAndGo() {
        for _ in 0..<50 {
            let pool = ThreadPool(threads: 4)
            pool.run(8) { _, _ in }
        }
    }
}
