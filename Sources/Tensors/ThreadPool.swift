import CKernels
import Glibc
import Synchronization

/// A few threads that work on numbered parts of one job at a time, the calling thread among them.
///
/// Between jobs a worker spins for some microseconds and then sleeps; a token of a model is hundreds of jobs.
/// `@unchecked Sendable`: the job is written before `generation` is raised and read after it is seen.
public final class ThreadPool: @unchecked Sendable {
    /// Threads that work on a job, the caller included.
    public let threads: Int

    private static let spins = 2000
    private let shared = Shared()
    private var handles: [pthread_t] = []

    /// Starts `threads - 1` workers; nil takes one thread for each processor.
    public init(threads: Int? = nil) {
        self.threads = max(1, threads ?? Self.processors)
        for worker in 1..<self.threads {
            let context = Unmanaged.passRetained(Start(shared: shared, worker: worker))
            var handle = pthread_t()
            let status = pthread_create(&handle, nil, { ThreadPool.body($0) }, context.toOpaque())
            if status == 0 { handles.append(handle) } else { context.release() }
        }
        shared.workers = handles.count
    }

    deinit {
        shared.stop()
        for handle in handles { pthread_join(handle, nil) }
    }

    /// Processors that are online.
    public static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Calls `body(part, worker)` for each part of `0 ..< parts`, on all threads, and returns when all are done.
    ///
    /// Parts are taken in order by whoever is free. `body` must be safe to call from several threads at once; `worker`
    /// is below `threads` and never in use twice at a time. Only one thread may call this at a time.
    public func run(_ parts: Int, _ body: (_ part: Int, _ worker: Int) -> Void) {
        guard parts > 1, shared.workers > 0 else {
            for part in 0..<max(parts, 0) { body(part, 0) }
            return
        }
        withoutActuallyEscaping(body) { body in
            shared.begin(Job(parts: parts, body: body))
            shared.work(worker: 0)
            shared.finish()
        }
    }

    private static func body(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let argument else { return nil }
        let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        var generation = 0
        while start.shared.await(after: &generation, spins: spins) {
            start.shared.work(worker: start.worker)
            start.shared.done.add(1, ordering: .releasing)
        }
        return nil
    }

    private struct Job {
        let parts: Int
        let body: (Int, Int) -> Void
    }

    private final class Start: @unchecked Sendable {
        let shared: Shared
        let worker: Int
        init(shared: Shared, worker: Int) {
            self.shared = shared
            self.worker = worker
        }
    }

    /// What the threads share; outlives the pool until the last worker has left.
    private final class Shared: @unchecked Sendable {
        var workers = 0
        private var job: Job?
        private let next = Atomic<Int>(0)
        private let generation = Atomic<Int>(0)
        let done = Atomic<Int>(0)
        private let sleeping = Atomic<Int>(0)
        private let stopping = Atomic<Bool>(false)
        private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

        init() {
            pthread_mutex_init(mutex, nil)
            pthread_cond_init(wake, nil)
        }

        deinit {
            pthread_cond_destroy(wake)
            pthread_mutex_destroy(mutex)
            wake.deallocate()
            mutex.deallocate()
        }

        func begin(_ job: Job) {
            self.job = job
            next.store(0, ordering: .relaxed)
            done.store(0, ordering: .relaxed)
            raise()
        }

        /// Announces a new generation; the lock is taken only when somebody sleeps.
        private func raise() {
            generation.add(1, ordering: .sequentiallyConsistent)
            guard sleeping.load(ordering: .sequentiallyConsistent) > 0 else { return }
            pthread_mutex_lock(mutex)
            pthread_cond_broadcast(wake)
            pthread_mutex_unlock(mutex)
        }

        func work(worker: Int) {
            guard let job else { return }
            while true {
                let part = next.add(1, ordering: .relaxed).oldValue
                guard part < job.parts else { return }
                job.body(part, worker)
            }
        }

        /// Waits until every worker has left the job; they are never long, so the caller spins, then yields.
        func finish() {
            var spins = 0
            while done.load(ordering: .acquiring) < workers {
                spins += 1
                if spins < ThreadPool.spins { ck_relax() } else { sched_yield() }
            }
            job = nil
        }

        /// Waits for a generation after the one given; false when the pool is going away.
        func await(after seen: inout Int, spins: Int) -> Bool {
            for _ in 0..<spins {
                if generation.load(ordering: .acquiring) != seen { break }
                ck_relax()
            }
            if generation.load(ordering: .acquiring) == seen {
                pthread_mutex_lock(mutex)
                sleeping.add(1, ordering: .sequentiallyConsistent)
                while generation.load(ordering: .sequentiallyConsistent) == seen { pthread_cond_wait(wake, mutex) }
                sleeping.subtract(1, ordering: .sequentiallyConsistent)
                pthread_mutex_unlock(mutex)
            }
            seen += 1
            return !stopping.load(ordering: .acquiring)
        }

        func stop() {
            stopping.store(true, ordering: .sequentiallyConsistent)
            raise()
        }
    }
}
