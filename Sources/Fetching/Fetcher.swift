import Platform

/// Fetches URLs in one event loop on the calling thread: many at once, politely, within limits.
///
/// Every request is delivered exactly once, in the order of completion. What sites allow, names and connections are
/// kept between calls of `run`. The loop only obeys: who may start is the `HostGate`'s answer, what follows an
/// attempt the `RetryMachine`'s, what a site allows `Manners`', where a name leads the `NameCache`'s; each is tested
/// without a socket.
public final class Fetcher {
    let policy: FetchPolicy
    let documentPolicy: FetchPolicy
    let transfers: TransferSet
    let resolver: Resolver
    var gate: HostGate<Job>
    var manners: Manners<Job>
    var names: NameCache<Job>
    var delayed = Heap<Job>()
    var finished: [FetchResult] = []
    /// Jobs taken on and not yet ended.
    var outstanding = 0
    var started = 0
    /// Lowered when the process runs out of descriptors.
    var capacity: Int

    /// A fetcher with nothing in flight.
    /// - Throws: `FetcherError.library` when libcurl cannot be set up.
    public convenience init(policy: FetchPolicy) throws(FetcherError) {
        try self.init(policy: policy, lookUp: Resolver.system)
    }

    /// The same with another source of addresses, for tests of what names may lead to.
    init(policy: FetchPolicy, lookUp: @escaping @Sendable (String) -> Resolver.Answer) throws(FetcherError) {
        self.policy = policy
        documentPolicy = policy.forDocuments
        transfers = try TransferSet(policy)
        resolver = Resolver(threads: policy.resolverThreads, wake: transfers.waker, lookUp: lookUp)
        gate = HostGate(policy)
        manners = Manners(policy)
        names = NameCache(policy)
        capacity = max(1, policy.connections)
    }

    deinit { resolver.stop() }

    /// Fetches what `next` gives until it gives nil, and hands each result to `deliver`. Requests are drawn lazily,
    /// at most `policy.lookahead` ahead of the results; to stop early, let `next` give nil.
    /// - Throws: `FetcherError.delivery` with what `deliver` threw, `FetcherError.library`. What was in flight is
    ///   given up; the fetcher can be used again.
    public func run(
        next: () -> FetchRequest?, deliver: (FetchResult) throws -> Void
    ) throws(FetcherError) {
        do { try loop(next: next, deliver: deliver) } catch {
            abandon()
            throw error
        }
    }

    private func loop(
        next: () -> FetchRequest?, deliver: (FetchResult) throws -> Void
    ) throws(FetcherError) {
        var isExhausted = false
        var nextSweep = 0.0
        while true {
            while !isExhausted && outstanding + finished.count < max(policy.lookahead, 1) {
                guard let request = next() else {
                    isExhausted = true
                    break
                }
                admit(request)
            }
            var now = MonotonicClock.now
            try startReady(now: now)
            try transfers.perform()
            now = MonotonicClock.now
            if now >= nextSweep {
                sweep(now: now)
                nextSweep = now + 0.05
            }
            while let (transfer, code) = transfers.takeFinished() { end(transfer, code: code, now: now) }
            takeNames(now: now)
            transfers.resumePaused(now: now)
            let hadResults = !finished.isEmpty
            try hand(to: deliver)
            let busy = MonotonicClock.now - now
            if busy > 0.05 { transfers.excuse(busy) }  // a slow disk, a long robots.txt
            if isExhausted && outstanding == 0 { return }
            if !hadResults { try transfers.wait(seconds: patience(now: now)) }
        }
    }

    /// Fetches a list, for small ones and for tests.
    /// - Throws: as `run(next:deliver:)`.
    public func run(
        _ requests: some Sequence<FetchRequest>, deliver: (FetchResult) throws -> Void
    ) throws(FetcherError) {
        var iterator = requests.makeIterator()
        try run(next: { iterator.next() }, deliver: deliver)
    }

    /// Forgets all jobs; names and connections stay.
    private func abandon() {
        transfers.abandonAll()
        gate = HostGate(policy)
        manners = Manners(policy)
        names.forgetWaiters()
        delayed = Heap()
        finished = []
        outstanding = 0
    }

    private func hand(to deliver: (FetchResult) throws -> Void) throws(FetcherError) {
        let results = finished
        finished.removeAll(keepingCapacity: true)
        for result in results {
            do { try deliver(result) } catch { throw FetcherError.delivery(error) }
        }
    }

    /// How long nothing can happen without a socket or a name: until the next deadline, retry or gap ends.
    private func patience(now: Double) -> Double {
        let events = [delayed.firstTime, gate.waiting > 0 ? gate.nextWake : nil].compactMap { $0 }
        return max(0.001, min(0.05, (events.min() ?? now + 1) - now))
    }

    private func startReady(now: Double) throws(FetcherError) {
        while let job = delayed.pop(until: now) { enter(job, now: now) }
        while transfers.active.count < capacity, transfers.budget.bytes < transfers.budget.limit,
            let job = gate.next(now: now)
        {
            switch names.look(up: job.target, now: now) {
            case .addresses(let addresses): try transfers.start(job, addresses: addresses, now: now)
            case .no(let refusal):
                leaveGate(job, silent: false, now: now)
                fail(job, refusal, now: now)
            case .wait:  // forgotten while it waited
                leaveGate(job, silent: false, now: now)
                names.park(job, host: job.target.host)
            }
        }
    }

    private func sweep(now: Double) {
        for transfer in transfers.takeExpired(now: now) { end(transfer, code: nil, now: now) }
        for job in names.expire(now: now) { fail(job, Refusal(.dnsFailed, "no answer in time"), now: now) }
    }

    private func takeNames(now: Double) {
        for (name, answer) in resolver.take() {
            for job in names.receive(name, answer, now: now) { enter(job, now: now) }
        }
        while let name = names.nextQuestion(now: now) { resolver.ask(name) }
    }
}
