import CCurl
import Glibc

/// The transfers in flight: libcurl's multi handle, a pool of easy handles, and nothing that decides.
final class TransferSet {
    private let multi: UnsafeMutableRawPointer
    private let share: UnsafeMutableRawPointer?
    private var idle: [Transfer] = []
    private let policy: FetchPolicy
    private let connections = Connections()
    /// The bytes that transfers hold.
    let budget: Budget
    /// In flight, by the order of their jobs.
    private(set) var active: [Int: Transfer] = [:]

    /// libcurl wants to be set up once in a process.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// An empty set.
    /// - Throws: `FetcherError.library`.
    init(_ policy: FetchPolicy) throws(FetcherError) {
        guard Self.isReady, let multi = curl_multi_init() else { throw FetcherError.library("cannot be set up") }
        self.multi = multi
        self.policy = policy
        budget = Budget(limit: max(policy.inFlightBytes, 1))
        share = curl_share_init()
        if let share { _ = ccurl_share(share, CURL_LOCK_DATA_SSL_SESSION) }
        _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, policy.connections)
        Self.raiseOpenFiles(to: policy.connections * 2 + 128)
        // Bodies come and go by the thousand: by default glibc gives each back to the kernel, which then clears the
        // same pages again and again (an eighth of all CPU time). So as much as may be in flight stays with the
        // process.
        ccurl_keep_memory(Int32(clamping: policy.inFlightBytes))
    }

    deinit {
        for transfer in active.values { curl_multi_remove_handle(multi, transfer.easy) }
        active = [:]
        idle = []
        curl_multi_cleanup(multi)
        if let share { curl_share_cleanup(share) }
    }

    /// Raises the soft limit of open files, as far as the hard one lets us.
    private static func raiseOpenFiles(to wanted: Int) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < UInt(wanted) else {
            return
        }
        limit.rlim_cur = min(UInt(wanted), limit.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Something another thread may call to end `wait`.
    var waker: @Sendable () -> Void {
        let address = UInt(bitPattern: multi)
        return { _ = UnsafeMutableRawPointer(bitPattern: address).map { curl_multi_wakeup($0) } }
    }

    /// Starts a transfer.
    /// - Throws: `FetcherError.library` when libcurl has no handle for it.
    func start(_ job: Job, addresses: [IPAddress], now: Double) throws(FetcherError) {
        guard let transfer = idle.popLast() ?? Transfer(policy, budget: budget, connections: connections, share: share)
        else {
            throw FetcherError.library("no handle left")
        }
        transfer.prepare(job, addresses: addresses, policy: job.policy, now: now)
        active[job.order] = transfer
        try check(curl_multi_add_handle(multi, transfer.easy))
    }

    /// Does what can be done without waiting.
    /// - Throws: `FetcherError.library`.
    func perform() throws(FetcherError) {
        var running: Int32 = 0
        try check(curl_multi_perform(multi, &running))
    }

    /// A finished transfer with libcurl's code, taken out of the set; `put` it back when it has been read.
    func takeFinished() -> (Transfer, CURLcode)? {
        var easy: UnsafeMutableRawPointer?
        var code = CURLE_OK
        while ccurl_next_done(multi, &easy, &code) {
            guard let easy, let transfer = Transfer.of(easy: easy) else { continue }
            take(transfer)
            return (transfer, code)
        }
        return nil
    }

    /// Transfers whose deadline has passed, taken out of the set, with their verdict set.
    func takeExpired(now: Double) -> [Transfer] {
        var expired: [Transfer] = []
        for transfer in active.values {
            guard let fault = transfer.clock.expired(now: now) else { continue }
            transfer.verdict = Refusal(fault, "after \(Int(transfer.clock.spent(now: now) * 1000)) ms")
            expired.append(transfer)
        }
        for transfer in expired { take(transfer) }
        return expired
    }

    /// Moves all deadlines by the seconds in which the loop did something else.
    func excuse(_ seconds: Double) { for transfer in active.values { transfer.clock.excuse(seconds) } }

    /// Ends all transfers without a result.
    func abandonAll() {
        for transfer in Array(active.values) {
            take(transfer)
            _ = transfer.release()
            put(transfer)
        }
    }

    private func take(_ transfer: Transfer) {
        curl_multi_remove_handle(multi, transfer.easy)
        if let order = transfer.job?.order { active[order] = nil }
    }

    /// Gives an easy handle back to the pool.
    func put(_ transfer: Transfer) { idle.append(transfer) }

    /// Lets paused transfers go on: all while there is room, else one alone, the oldest.
    func resumePaused(now: Double) {
        let paused = active.values.filter { $0.isPaused }.sorted { ($0.job?.order ?? 0) < ($1.job?.order ?? 0) }
        guard let oldest = paused.first else { return }
        if budget.privileged?.job == nil { budget.privileged = oldest }
        if let chosen = budget.privileged, chosen.isPaused { chosen.resume(now: now) }
        for transfer in paused where transfer.isPaused && budget.bytes < budget.limit / 4 * 3 {
            transfer.resume(now: now)
        }
    }

    /// Waits until a socket is ready, `waker` is called, or so many seconds have passed.
    func wait(seconds: Double) throws(FetcherError) {
        try check(curl_multi_poll(multi, nil, 0, Int32(max(0, min(seconds, 1)) * 1000), nil))
    }

    private func check(_ code: CURLMcode) throws(FetcherError) {
        if code != CURLM_OK { throw FetcherError.library(String(cString: curl_multi_strerror(code))) }
    }
}
